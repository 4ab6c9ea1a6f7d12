/* The marks of a copy: scheme, sub-totals and total, code, appreciation. Kept at each key, sent when it pauses. */
import { changeKept, readKept } from "./kept.js";
import { sendSoon } from "./sending.js";
import { at, halfPoints, make, points, say } from "./tools.js";

/**
 * @typedef {{ id: string, label: string, maximum_half_points: number, parts?: Question[] }} Question
 * @typedef {{ marks: Record<string, number>, code: string|null, appreciation: string, version: number }} Kept
 */
const leaves = (questions) => questions.flatMap((one) => (one.parts?.length ? leaves(one.parts) : [one]));

export class Marks {
  constructor(about, work) {
    this.about = about;
    // A paper without its scheme yet takes a code or an appreciation, no points.
    this.scheme = work.scheme ?? { maximum_half_points: 0, questions: [] };
    at("no-scheme").hidden = Boolean(work.scheme);
    at("sum").hidden = !work.scheme;
    this.isOpen = work.held;
    this.version = work.version;
    this.questions = leaves(this.scheme.questions);
    /** @type {[Question, HTMLElement][]} questions in parts, with where their sub-total is shown */
    this.groups = [];
    at("scheme").replaceChildren(...this.scheme.questions.map((question) => this.#item(question)));
    at("code").replaceChildren(
      make("option", { value: "" }, "Aucun : copie notée"),
      ...work.codes.map(({ code, label }) => make("option", { value: code }, label.startsWith(code) ? label : `${code}, ${label}`)),
    );
    this.show(readKept(about.copy).marks ?? work);
    for (const field of this.#fields()) {
      field.disabled = !this.isOpen;
      field.addEventListener("input", () => this.#keep(900));
      field.addEventListener("change", () => this.#keep(0));
    }
  }

  #fields() { return [...at("scheme").querySelectorAll("input"), at("code"), at("appreciation")]; }

  #item(question) {
    if (question.parts?.length) {
      const name = `q-${question.id}`;
      const sum = make("span", { class: "pm-scheme__max" });
      this.groups.push([question, sum]);
      return make("li", { class: "bk-group" },
        make("div", { class: "bk-group__head" }, make("span", { id: name }, question.label), sum),
        make("ul", { class: "pm-scheme", "aria-labelledby": name }, ...question.parts.map((part) => this.#item(part))));
    }
    const [id, most] = [`mark-${question.id}`, points(question.maximum_half_points)];
    return make("li", {},
      make("label", { for: id }, question.label),
      make("span", {},
        make("input", { class: "pm-input", id, "data-question": question.id, inputmode: "decimal", autocomplete: "off", maxlength: 6, "aria-describedby": `${id}-most` }),
        make("span", { class: "pm-scheme__max", id: `${id}-most` }, ` sur ${most}`)),
      make("p", { class: "pm-error", id: `${id}-error`, hidden: true }));
  }

  /** @param {Kept} kept */
  show(kept) {
    for (const { id } of this.questions) at(`mark-${id}`).value = id in kept.marks ? points(kept.marks[id]) : "";
    at("code").value = kept.code ?? "";
    at("appreciation").value = kept.appreciation ?? "";
    this.#count();
  }

  #keep(pause) {
    this.#count();
    const { copy, here, label } = this.about;
    changeKept(copy, (kept) => {
      Object.assign(kept, { here, label });
      kept.marks = { ...this.read(), version: kept.marks?.version ?? this.version };
      delete kept.marksRefused;
    });
    sendSoon(pause);
  }

  /** What stands in the fields; a field that cannot be read is told, and left out. */
  read() {
    const marks = {};
    const code = at("code").value || null;
    // A copy bears points or a code: absent is not zero.
    for (const question of code ? [] : this.questions) {
      const halves = halfPoints(at(`mark-${question.id}`).value);
      const isRight = halves !== null && halves <= question.maximum_half_points;
      if (isRight && !(this.scheme.takes_half_points === false && halves % 2)) marks[question.id] = halves;
    }
    return { marks, code, appreciation: at("appreciation").value };
  }

  #count() {
    const { marks, code } = this.read();
    for (const question of this.questions) this.#check(question, code);
    for (const [question, sum] of this.groups) this.#subtotal(question, sum, marks);
    const entered = Object.keys(marks).length;
    const isWhole = entered === this.questions.length;
    const total = Object.values(marks).reduce((sum, halves) => sum + halves, 0);
    at("total-label").textContent = code ? "Code" : isWhole ? "Total" : "Total provisoire";
    say(at("total"), code ?? (entered ? points(total) : "–"));
    at("total-most").textContent = code ? "" : `sur ${points(this.scheme.maximum_half_points)}`;
  }

  #subtotal(question, shown, marks) {
    const sum = leaves(question.parts).reduce((total, { id }) => total + (marks[id] ?? 0), 0);
    shown.textContent = `${points(sum)} sur ${points(question.maximum_half_points)}`;
  }

  #check(question, code) {
    const field = at(`mark-${question.id}`);
    const halves = halfPoints(field.value);
    const most = points(question.maximum_half_points);
    const isWhole = this.scheme.takes_half_points === false;
    const fault = halves === null ? "" : Number.isNaN(halves) || (isWhole && halves % 2)
      ? `Écrivez un nombre de points${isWhole ? " entiers, par exemple 9" : " ou de demi-points, par exemple 9,5"}. Non enregistré.`
      : halves > question.maximum_half_points ? `Au plus ${most} points à cette question. Non enregistré.` : "";
    field.toggleAttribute("readonly", Boolean(code));
    if (fault) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
    field.setAttribute("aria-describedby", `mark-${question.id}-most${fault ? ` mark-${question.id}-error` : ""}`);
    at(`mark-${question.id}-error`).hidden = !fault;
    say(at(`mark-${question.id}-error`), fault);
  }

  /** The first question without a mark, or the first of all. */
  focus() {
    const empty = this.questions.find(({ id }) => !at(`mark-${id}`).value) ?? this.questions[0];
    if (empty) at(`mark-${empty.id}`).select();
  }

  /** @returns {{ label: string, here: string, there: string }[]} what differs from what the server has */
  differences(theirs) {
    const mine = this.read();
    const told = (halves) => (halves == null ? "rien" : points(halves));
    const rows = this.questions.filter(({ id }) => mine.marks[id] !== theirs.marks[id])
      .map(({ id, label }) => ({ label, here: told(mine.marks[id]), there: told(theirs.marks[id]) }));
    if (mine.code !== (theirs.code ?? null)) rows.push({ label: "Code", here: mine.code ?? "aucun", there: theirs.code ?? "aucun" });
    if (mine.appreciation !== (theirs.appreciation ?? "")) {
      rows.push({ label: "Appréciation", here: mine.appreciation || "vide", there: theirs.appreciation || "vide" });
    }
    return rows;
  }
}
