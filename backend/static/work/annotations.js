/* The annotations of a copy: what the server has, under what waits here. Every change is kept at once, then sent. */
import { turned } from "./boxes.js";
import { changeKept, readKept } from "./kept.js";
import { sendSoon } from "./sending.js";
import { makeId } from "./tools.js";

/**
 * `box` is here where it lies on the page as scanned: it stays on its words however the page is turned. The server
 * has it as the page is shown, and turns it with the page.
 * @typedef {{ id: string, page_id: string, kind: "highlight"|"comment"|"tick", box: object, text: string }} Annotation
 */

export const KINDS = { highlight: "Passage surligné", comment: "Commentaire", tick: "Coche" };

export class Annotations extends EventTarget {
  /** @param {{ copy: string, here: string, label: string, turnOf: (page: string) => number }} about */
  constructor(about, known) {
    super();
    this.about = about;
    /** @type {Map<string, Annotation>} */
    this.all = new Map(known.map((one) => [one.id, this.#read(one.id, one)]));
    for (const [id, { put }] of Object.entries(readKept(about.copy).annotations)) {
      if (put) this.all.set(id, this.#read(id, put)); else this.all.delete(id);
    }
    /** @type {(() => void)[]} */
    this.undos = [];
  }

  #read(id, { page_id, kind, box, text }) {
    return { id, page_id, kind, text, box: turned(box, -this.about.turnOf(page_id)) };
  }

  /** From the top down, as the server gives them: never in the order in which they were drawn. */
  ofPage(page) {
    const turn = this.about.turnOf(page);
    return [...this.all.values()].filter((one) => one.page_id === page)
      .map((one) => ({ ...one, shown: turned(one.box, turn) }))
      .sort((a, b) => a.shown.top - b.shown.top || a.shown.left - b.shown.left || (a.id < b.id ? -1 : 1));
  }

  get(id) { return this.all.get(id); }

  refusal(id) { return readKept(this.about.copy).annotations[id]?.refused ?? ""; }

  add(page, kind, box) {
    const id = makeId();
    this.#put(id, { page_id: page, kind, box, text: "" });
    this.undos.push(() => this.#remove(id));
    return id;
  }

  write(id, text) {
    const before = this.all.get(id);
    if (!before || before.text === text) return;
    this.#put(id, { ...before, text }, { quiet: true }); // the field shows it already
    this.undos.push(() => this.#put(id, before));
  }

  remove(id) {
    const before = this.all.get(id);
    if (!before) return;
    this.#remove(id);
    this.undos.push(() => this.#put(id, before));
  }

  /** Typing goes to the server when it pauses, and is undone as a whole. */
  type(id, text) {
    const before = this.all.get(id);
    if (before && before.text !== text) this.#put(id, { ...before, text }, { quiet: true, soon: 800 });
  }

  undo() {
    const step = this.undos.pop();
    step?.();
    return Boolean(step);
  }

  #put(id, content, { quiet = false, soon = 0 } = {}) {
    const { page_id, kind, box, text } = content;
    this.all.set(id, { id, page_id, kind, box, text });
    this.#keep(id, { put: { page_id, kind, text, box: turned(box, this.about.turnOf(page_id)) } });
    if (!quiet) this.dispatchEvent(new Event("change"));
    sendSoon(soon);
  }

  #remove(id) {
    this.all.delete(id);
    this.#keep(id, { put: null });
    this.dispatchEvent(new Event("change"));
    sendSoon();
  }

  #keep(id, item) {
    const { copy, here, label } = this.about;
    changeKept(copy, (kept) => { Object.assign(kept, { here, label }); kept.annotations[id] = item; });
  }

  /** What the server refuses leaves only when its author lets it go. */
  forget(id) {
    this.all.delete(id);
    changeKept(this.about.copy, (kept) => { delete kept.annotations[id]; });
    this.dispatchEvent(new Event("change"));
    sendSoon();
  }
}
