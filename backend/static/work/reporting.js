/* « Signaler cette page »: a zone first, drawn or the whole page, then the assistant with lot, copy, page and zone. */
import { placeInWords, turned } from "./boxes.js";
import { at } from "./tools.js";

const assistant = () => document.querySelector("script[data-permanence]");

/* The whole page is the page: no zone goes with it. */
const coversAll = (box) => box.left <= 0 && box.top <= 0 && box.right >= 1 && box.bottom >= 1;

export class Reporting {
  /** @param {import("./viewer.js").Viewer} viewer @param {import("./drawing.js").Drawing} drawing */
  constructor(viewer, drawing, { changed }) {
    Object.assign(this, { viewer, drawing, changed, zone: null, isMissing: false });
    assistant()?.addEventListener("error", () => { this.isMissing = true; });
    at("report").setAttribute("role", "button");
    this.#press();
    at("report").addEventListener("click", (event) => { event.preventDefault(); this.draw(); });
    at("zone-again").addEventListener("click", () => this.draw());
    at("zone-drop").addEventListener("click", () => { this.drop(); at("report").focus(); });
    at("zone-go").addEventListener("click", () => this.#open());
    viewer.addEventListener("page", () => { this.#tellPage(); this.drop(); });
    addEventListener("permanence:ticket", (event) => this.#thank(event.detail?.reference));
  }

  draw() {
    at("report").setAttribute("aria-pressed", "true");
    this.drawing.start({
      hint: "Tracez sur la page la zone à signaler.",
      width: 0.5, height: 0.25, whole: "Toute la page",
      done: (box) => this.#set(box),
      given: () => { this.#press(); at("report").focus(); },
    });
  }

  drop() {
    this.zone = null;
    at("zone").hidden = true;
    delete assistant()?.dataset.zone;
    dispatchEvent(new CustomEvent("permanence:context", { detail: this.#context() }));
    this.#press();
    this.changed();
  }

  #press() { at("report").setAttribute("aria-pressed", String(Boolean(this.zone))); }

  /** @param {object} box in shares of the image as it came */
  #set(box) {
    if (coversAll(box)) {
      this.drop();
      this.#open();
      return;
    }
    this.zone = box;
    this.#press();
    at("zone").hidden = false;
    at("zone-words").textContent = `Zone tracée : ${placeInWords(this.#asServed())}.`;
    this.changed();
    this.#open();
  }

  /** In shares of the page as the server shows it to everybody. */
  #asServed() {
    return turned(this.zone, this.viewer.current.turn - this.viewer.drawnTurn);
  }

  /** Without the assistant, the link leads to its own page, which knows lot, copy and page from the address. */
  #open() {
    if (this.isMissing) { location.assign(this.#address()); return; }
    if (!this.zone) {
      dispatchEvent(new CustomEvent("permanence:report", { detail: this.#context() }));
      return;
    }
    const zone = this.#asServed();
    // Known to the assistant as long as it is drawn, even when its frame is put away and opened again.
    assistant().dataset.zone = [zone.left, zone.top, zone.right, zone.bottom].join(" ");
    dispatchEvent(new CustomEvent("permanence:report", { detail: { ...this.#context(), zone } }));
  }

  #context() {
    const { lot, copy } = assistant()?.dataset ?? {};
    return { lot, copy, page: String(this.viewer.current.number) };
  }

  #address() {
    const address = new URL(at("report").href);
    address.searchParams.set("page", this.viewer.current.number);
    return address.href;
  }

  #tellPage() {
    at("report").href = this.#address();
    if (assistant()) assistant().dataset.page = this.viewer.current.number;
  }

  #thank(reference) {
    this.drop();
    if (!reference) return;
    at("reported-reference").textContent = reference;
    at("reported").hidden = false;
  }
}
