/* What is drawn over the page: annotations, the zone to report, the frame being placed. Follows zoom and rotation. */
import { corners } from "./boxes.js";
import { draw } from "./tools.js";

/**
 * @typedef {{ id?: string, kind: "highlight"|"comment"|"tick"|"zone"|"frame", box: object, number?: number }} Shape
 *   `box` in shares of the image as it is drawn
 */
export class Overlay {
  /** @param {import("./viewer.js").Viewer} viewer */
  constructor(viewer, { onPick }) {
    this.viewer = viewer;
    this.onPick = onPick;
    /** @type {Shape[]} */
    this.shapes = [];
    this.svg = draw("svg", { class: "bk-over", role: "img", "aria-label": "Aucune annotation" });
    viewer.osd.container.append(this.svg);
    viewer.addEventListener("moved", () => this.paint());
  }

  /** @param {Shape[]} shapes */
  set(shapes, said) {
    this.shapes = shapes;
    const isPlacing = this.svg.classList.contains("is-drawing");
    this.svg.setAttribute("aria-label", isPlacing ? "Cadre à placer sur la page" : said);
    this.paint();
    paintForPrint(shapes);
  }

  paint() {
    if (!this.viewer.isOpen) { this.svg.replaceChildren(); return; }
    this.svg.replaceChildren(...this.shapes.flatMap((shape) => this.#draw(shape)));
  }

  #draw(shape) {
    const points = corners(shape.box).map(([x, y]) => this.viewer.toWindow(x, y));
    return drawShape(shape, points, 11).map((element) => {
      if (shape.id && element.classList.contains("is-handle")) element.addEventListener("click", () => this.onPick(shape.id));
      return element;
    });
  }
}

/** @param {{x: number, y: number}[]} points the four corners where they are drawn */
function drawShape(shape, points, radius) {
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  const [left, top, right, bottom] = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  if (shape.kind === "tick") {
    const [w, h] = [right - left, bottom - top];
    const way = `M${left + w * 0.1} ${top + h * 0.55}L${left + w * 0.4} ${top + h * 0.9}L${left + w * 0.95} ${top + h * 0.1}`;
    return [draw("path", { class: "bk-tick is-handle", d: way })];
  }
  const outline = draw("polygon", { class: `bk-shape bk-shape--${shape.kind}`, points: points.map(({ x, y }) => `${x},${y}`).join(" ") });
  if (!shape.number) return [outline];
  const [x, y] = [Math.max(left, radius), Math.max(top, radius)];
  return [
    outline,
    draw("circle", { class: "bk-disc is-handle", cx: x, cy: y, r: radius }),
    draw("text", { class: "bk-disc__number", x, y: y + radius * 0.4, "font-size": radius * 1.2 }, String(shape.number)),
  ];
}

/** On paper, the page is the plain image with the same shapes over it. */
function paintForPrint(shapes) {
  const figure = document.getElementById("scan").parentElement;
  figure.querySelector("svg")?.remove();
  const svg = draw("svg", { class: "pm-scan__over", viewBox: "0 0 900 1273", preserveAspectRatio: "none", "aria-hidden": "true" });
  const shown = shapes.filter(({ kind }) => kind !== "zone" && kind !== "frame");
  svg.append(...shown.flatMap((shape) => drawShape(shape, corners(shape.box).map(([x, y]) => ({ x: x * 900, y: y * 1273 })), 17)));
  figure.append(svg);
}

