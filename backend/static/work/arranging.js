/* « Remettre les pages dans l’ordre »: dragged, or moved with the keys; and a page turned for good. No ticket. */
import { call, Refused } from "./api.js";
import { sendAll } from "./sending.js";
import { at, button, imageOf, make } from "./tools.js";

const OFFLINE = "Le réseau manque : l’ordre des pages n’a pas changé. Recommencez dès son retour.";

export class Arranging {
  /** @param {string} copy @param {import("./viewer.js").Viewer} viewer */
  constructor(copy, viewer, { tell }) {
    Object.assign(this, { copy, viewer, tell });
    this.dialog = at("order");
    at("order-save").addEventListener("click", () => this.#save());
    at("order-list").addEventListener("dragover", (event) => this.#dragOver(event));
    at("order-list").addEventListener("drop", (event) => event.preventDefault());
  }

  open() {
    at("order-list").replaceChildren(...this.viewer.pages.map((page) => this.#item(page)));
    at("order-fault").hidden = true;
    this.#number();
    this.dialog.showModal();
  }

  #item(page) {
    const item = make("li", { class: "bk-order__item", draggable: "true", "data-id": page.id, "data-by": 0 });
    const move = (by) => () => this.#move(item, by);
    item.append(
      make("img", { src: imageOf(page, "thumb"), alt: "", width: 60, height: 85, draggable: "false" }),
      make("span", { class: "bk-order__name" }, `Page ${page.number}`),
      make("span", { class: "pm-quiet pm-small bk-order__rank" }),
      button(`Page ${page.number} : tourner`, "arrow-clockwise", () => this.#turnItem(item), { bare: true }),
      button(`Page ${page.number} : avancer`, "chevron-up", move(-1), { bare: true }),
      button(`Page ${page.number} : reculer`, "chevron-down", move(1), { bare: true }),
    );
    item.addEventListener("dragstart", (event) => {
      event.dataTransfer.effectAllowed = "move";
      item.classList.add("is-dragged");
    });
    item.addEventListener("dragend", () => { item.classList.remove("is-dragged"); this.#number(); });
    return item;
  }

  #dragOver(event) {
    event.preventDefault();
    const [dragged, over] = [at("order-list").querySelector(".is-dragged"), event.target.closest("li")];
    if (!dragged || !over || dragged === over) return;
    const place = over.getBoundingClientRect();
    if (event.clientY < place.top + place.height / 2) over.before(dragged); else over.after(dragged);
  }

  #move(item, by) {
    const pushed = document.activeElement;
    if (by < 0) item.previousElementSibling?.before(item); else item.nextElementSibling?.after(item);
    pushed?.focus();
    this.#number();
    at("order-said").textContent = `${item.querySelector(".bk-order__name").textContent} : ${this.#rank(item)}`;
  }

  #turnItem(item) {
    item.dataset.by = (Number(item.dataset.by) + 90) % 360;
    at("order-said").textContent = `${item.querySelector(".bk-order__name").textContent} : tournée de ${item.dataset.by} degrés`;
  }

  #rank(item) { return `place ${[...at("order-list").children].indexOf(item) + 1}`; }

  #number() {
    for (const item of at("order-list").children) item.querySelector(".bk-order__rank").textContent = this.#rank(item);
  }

  async #save() {
    const pages = [...at("order-list").children].map(({ dataset }) => {
      const page = this.viewer.pages.find(({ id }) => id === dataset.id);
      return { ...page, turn: (page.turn + Number(dataset.by)) % 360 };
    });
    const fault = await this.#send(pages);
    if (fault) { at("order-fault").textContent = fault; at("order-fault").hidden = false; return; }
    this.dialog.close();
  }

  /** The page as it is seen, for everybody, a quarter of a turn further. */
  async turn(page) {
    const turn = (page.turn + 90) % 360;
    const fault = await this.#send(this.viewer.pages.map((one) => (one.id === page.id ? { ...one, turn } : one)));
    if (fault) this.tell(fault);
  }

  /** @returns {Promise<string>} what stood in the way, empty when it is done */
  async #send(pages) {
    try {
      await sendAll(); // what waits was drawn on the pages as they lie now
      await call("PUT", `/copies/${this.copy}/arrangement`, { pages: pages.map(({ id, turn }) => ({ id, turn })) });
    } catch (error) {
      return error instanceof Refused ? error.message : OFFLINE;
    }
    this.viewer.arrange(pages.map((page, index) => ({ ...page, number: index + 1 })));
    return "";
  }
}
