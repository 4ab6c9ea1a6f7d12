/* The annotations of the page shown, in the panel: read, rewritten, taken away. */
import { KINDS } from "./annotations.js";
import { placeInWords } from "./boxes.js";
import { at, button, icon, make } from "./tools.js";

export class Notes {
  /** @param {import("./annotations.js").Annotations} annotations */
  constructor(annotations, { isOpen, onRemoved }) {
    Object.assign(this, { annotations, isOpen, onRemoved });
  }

  /** @param {import("./viewer.js").Page} page */
  show(page) {
    at("notes-title").textContent = `Annotations de la page ${page.number}`;
    const all = this.annotations.ofPage(page.id);
    at("notes").replaceChildren(...all.map((one, index) => this.#item(one, index + 1)));
    at("no-notes").hidden = all.length > 0;
  }

  #item(one, number) {
    const name = `${KINDS[one.kind]} ${number}, ${placeInWords(one.shown)}`;
    const refused = this.annotations.refusal(one.id);
    const sign = make("span", { class: "pm-notes__n", "aria-hidden": "true" }, one.kind === "tick" ? icon("check2") : String(number));
    return make("li", { id: `note-${one.id}` }, sign,
      make("div", { class: "bk-note" },
        one.kind === "tick" ? make("span", {}, name) : this.#field(one, name),
        refused ? make("p", { class: "pm-error" }, `Non enregistré. ${refused}`) : null),
      this.isOpen ? button(`Retirer : ${name}`, "x-lg", () => this.#remove(one.id, refused), { bare: true }) : null);
  }

  #field(one, name) {
    const field = make("textarea", {
      class: "pm-textarea", rows: 1, maxlength: 2000, "aria-label": name, disabled: !this.isOpen,
      placeholder: one.kind === "comment" ? "Votre commentaire" : "Remarque, facultative",
    });
    field.value = one.text;
    let before = one.text;
    field.addEventListener("focus", () => { before = field.value; });
    field.addEventListener("input", () => this.annotations.type(one.id, field.value));
    field.addEventListener("change", () => {
      const text = field.value;
      this.annotations.type(one.id, before);
      this.annotations.write(one.id, text);
    });
    return field;
  }

  #remove(id, refused) {
    if (refused) this.annotations.forget(id); else this.annotations.remove(id);
    this.onRemoved();
  }

  /** @param {string} id */
  focus(id) {
    const item = at(`note-${id}`);
    (item?.querySelector("textarea") ?? item?.querySelector("button"))?.focus();
  }
}
