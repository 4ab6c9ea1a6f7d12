/* Place something on the page: with a pointer, or with the arrows and Enter. */
import { boxOf, centred } from "./boxes.js";
import { at, button } from "./tools.js";

const STEP = 0.02;
const SMALLEST = 0.012; // below, it was a click: the thing takes its usual size there

/**
 * @typedef {{ hint: string, width: number, height: number, isPoint?: boolean, whole?: string,
 *   done: (box: object) => void, given?: () => void }} Wish  width, height: usual size, in shares of the page
 */
export class Drawing {
  /** @param {import("./viewer.js").Viewer} viewer @param {import("./overlay.js").Overlay} overlay */
  constructor(viewer, overlay, { show }) {
    Object.assign(this, { viewer, overlay, show });
    /** @type {Wish|null} */
    this.wish = null;
    this.frame = null;
    const { svg } = overlay;
    svg.addEventListener("pointerdown", (event) => this.#begin(event));
    svg.addEventListener("pointermove", (event) => this.#stretch(event));
    svg.addEventListener("pointerup", (event) => this.#end(event));
    svg.addEventListener("pointercancel", () => { this.from = null; });
    svg.addEventListener("keydown", (event) => this.#key(event));
  }

  /** @param {Wish} wish */
  start(wish) {
    if (!this.viewer.isOpen) return;
    this.stop();
    this.wish = wish;
    this.before = document.activeElement;
    const { svg } = this.overlay;
    const size = this.viewer.osd.viewport.getContainerSize();
    this.frame = centred(this.viewer.toShare(size.x / 2, size.y / 2), wish.width, wish.height);
    svg.classList.add("is-drawing");
    svg.setAttribute("role", "application");
    svg.setAttribute("tabindex", "0");
    svg.setAttribute("aria-describedby", "hint-text");
    at("hint-text").textContent = wish.hint;
    at("hint-keys").textContent = wish.isPoint
      ? "Au clavier : flèches, puis Entrée. Échap renonce."
      : "Au clavier : flèches, Maj et flèches pour la taille, Entrée. Échap renonce.";
    at("hint-acts").replaceChildren(
      ...(wish.whole ? [button(wish.whole, "bounding-box", () => this.#finish({ left: 0, top: 0, right: 1, bottom: 1 }))] : []),
      button("Renoncer", "x-lg", () => this.#giveUp()),
    );
    at("tools").inert = true;
    at("hint").hidden = false;
    this.show(this.frame);
    svg.focus({ preventScroll: true });
  }

  stop() {
    const { svg } = this.overlay;
    if (!this.wish) return;
    this.wish = null;
    this.frame = null;
    this.from = null;
    svg.classList.remove("is-drawing");
    svg.setAttribute("role", "img");
    svg.removeAttribute("tabindex");
    svg.removeAttribute("aria-describedby");
    at("tools").inert = false;
    at("hint").hidden = true;
    this.show(null);
    if (document.activeElement === svg || document.activeElement === document.body) this.before?.focus();
  }

  #giveUp() {
    const given = this.wish?.given;
    this.stop();
    given?.();
  }

  #finish(box) {
    const { done } = this.wish;
    this.stop();
    done(box);
  }

  #point(event) {
    const place = this.overlay.svg.getBoundingClientRect();
    return this.viewer.toShare(event.clientX - place.left, event.clientY - place.top);
  }

  #begin(event) {
    if (!this.wish || event.button !== 0) return;
    event.preventDefault();
    this.overlay.svg.setPointerCapture(event.pointerId);
    this.from = this.#point(event);
  }

  #stretch(event) {
    if (!this.from || this.wish?.isPoint) return;
    this.show(this.frame = boxOf(this.from, this.#point(event)));
  }

  #end(event) {
    if (!this.wish || !this.from) return;
    const box = boxOf(this.from, this.#point(event));
    const isClick = box.right - box.left < SMALLEST || box.bottom - box.top < SMALLEST / 2;
    const { width, height, isPoint } = this.wish;
    this.#finish(isClick || isPoint ? centred(this.#point(event), width, height) : box);
  }

  #key(event) {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!this.wish || (!way && event.key !== "Enter" && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") { this.#giveUp(); return; }
    if (event.key === "Enter") { this.#finish(this.frame); return; }
    const box = this.frame;
    const [x, y] = this.#onPage(way);
    const isSized = event.shiftKey && !this.wish.isPoint;
    if (isSized) {
      const far = { x: Math.max(box.left + STEP, box.right + x * STEP), y: Math.max(box.top + STEP, box.bottom + y * STEP) };
      this.frame = boxOf({ x: box.left, y: box.top }, far);
    } else {
      const middle = { x: (box.left + box.right) / 2 + x * STEP, y: (box.top + box.bottom) / 2 + y * STEP };
      this.frame = centred(middle, box.right - box.left, box.bottom - box.top);
    }
    this.show(this.frame);
  }

  /** An arrow goes where it points on the screen, however the page is turned. */
  #onPage([x, y]) {
    const turns = this.viewer.rotation / 90;
    let way = [x, y];
    for (let turn = 0; turn < turns; turn += 1) way = [way[1], -way[0]];
    return way;
  }
}
