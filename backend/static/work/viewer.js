/* The pages of a copy in OpenSeadragon: zoom, rotation, one page after another without reloading. */
import { at, imageOf, say } from "./tools.js";

/**
 * `turn` is how the page is to be seen, in degrees; that of `image` is how the server had turned it.
 * @typedef {{ id: string, number: number, turn: number, version: number, image: { turn: number, url: Promise<string> }|null }} Page
 */
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Viewer extends EventTarget {
  /** @param {HTMLElement} work */
  constructor(work) {
    super();
    this.here = work.dataset.here;
    /** @type {Page[]} */
    this.pages = JSON.parse(work.dataset.pages).map((page) => ({ ...page, image: null }));
    this.current = this.pages.find((page) => page.number === Number(work.dataset.current));
    this.screenTurn = 0; // the reader's own, kept nowhere
    this.osd = openSeadragon();
    this.isFitted = false; // until somebody zooms or moves the page, it follows the window
    for (const name of ["canvas-drag", "canvas-scroll", "canvas-pinch", "canvas-double-click"]) {
      this.osd.addHandler(name, () => { this.isFitted = false; });
    }
    // The tools above may take a second row once they are shown.
    this.osd.addHandler("resize", () => setTimeout(() => { if (this.isFitted && this.isOpen) this.fitWidth(); }));
    for (const name of ["open", "animation", "resize", "rotate", "update-viewport"]) {
      this.osd.addHandler(name, () => this.dispatchEvent(new Event("moved")));
    }
    this.osd.addHandler("open", () => this.#settle());
    this.addEventListener("moved", () => this.#tellZoom());
    this.#open();
  }

  /** The whole copy is fetched once it is opened: turning pages does not wait, with or without network. */
  async fetchAll() {
    for (const page of this.pages) await this.#image(page).catch(() => { page.image = null; });
  }

  #image(page) {
    if (!page.image) {
      const url = fetch(imageOf(page)).then(async (answer) => {
        if (!answer.ok) throw new Error(`image ${answer.status}`);
        return URL.createObjectURL(await answer.blob());
      });
      page.image = { turn: page.turn, url };
    }
    return page.image.url;
  }

  async #open() {
    const page = this.current;
    at("no-image").hidden = true;
    try {
      const url = await this.#image(page);
      if (page !== this.current) return;
      at("scan").src = url; // what is printed
      this.osd.open({ type: "image", url, buildPyramid: false });
    } catch {
      page.image = null;
      if (page === this.current) { this.osd.close(); at("no-image").hidden = false; }
    }
  }

  #settle() {
    this.osd.viewport.setRotation(this.rotation, true);
    this.fitWidth();
    this.dispatchEvent(new Event("moved"));
  }

  get rotation() { return (this.current.turn - this.drawnTurn + this.screenTurn + 720) % 360; }

  /** How the image shown came. */
  get drawnTurn() { return this.current.image?.turn ?? this.current.turn; }

  fitWidth() {
    this.isFitted = true;
    const { viewport } = this.osd;
    if (this.rotation % 180) { viewport.goHome(true); return; }
    const box = viewport.getContainerSize();
    const wanted = Math.max(1, box.x / 1000);
    viewport.fitBounds(new window.OpenSeadragon.Rect((1 - wanted) / 2, 0, wanted, wanted * box.y / box.x), true);
    if (this.rotation === 180) viewport.goHome(true);
  }

  #tellZoom() {
    const image = this.osd.world.getItemAt(0);
    if (image) say(at("zoom"), `${Math.round(image.viewportToImageZoom(this.osd.viewport.getZoom(true)) * 100)}\u00a0%`);
  }

  /** @param {Page} page */
  show(page) {
    if (!page || page === this.current) return;
    this.current = page;
    this.screenTurn = 0;
    this.#open();
    history.replaceState(null, "", `${this.here}?page=${page.number}`);
    this.dispatchEvent(new Event("page"));
  }

  get index() { return this.pages.indexOf(this.current); }

  step(by) { this.show(this.pages[this.index + by]); }

  /** For whom the copy is not: the screen alone turns. */
  turnScreen() {
    this.screenTurn = (this.screenTurn + 90) % 360;
    this.osd.viewport.setRotation(this.rotation, still);
    this.osd.viewport.goHome(true);
  }

  /** The pages in another order or turned otherwise. */
  arrange(pages) {
    const current = this.current.id;
    this.pages = pages;
    this.current = pages.find((page) => page.id === current);
    this.osd.viewport.setRotation(this.rotation, true);
    this.fitWidth();
    history.replaceState(null, "", `${this.here}?page=${this.current.number}`);
    this.dispatchEvent(new Event("page"));
  }

  /**
   * New scans take the place of the old ones; says which pages changed.
   * @param {{ id: string, number: number, turn: number, version: number }[]} told as the server has them
   */
  renew(told) {
    const fresh = this.pages.filter((page) => told.some(({ id, version }) => id === page.id && version > page.version));
    for (const page of fresh) {
      const { version, turn } = told.find(({ id }) => id === page.id);
      Object.assign(page, { version, turn, image: null });
      this.#image(page).catch(() => { page.image = null; });
    }
    if (fresh.includes(this.current)) this.#open();
    if (fresh.length) this.dispatchEvent(new Event("page"));
    return fresh;
  }

  zoom(factor) {
    this.isFitted = false;
    this.osd.viewport.zoomBy(factor);
    this.osd.viewport.applyConstraints();
  }

  /** Move what is seen, by shares of the window. */
  pan(x, y) {
    this.isFitted = false;
    this.osd.viewport.panBy(this.osd.viewport.deltaPointsFromPixels(new window.OpenSeadragon.Point(x * 400, y * 400)));
    this.osd.viewport.applyConstraints();
  }

  get isOpen() { return this.osd.world.getItemCount() > 0; }

  /** A share of the image as it is drawn → a point of the window. */
  toWindow(x, y) {
    const image = this.osd.world.getItemAt(0);
    const size = image.getContentSize();
    return image.imageToViewerElementCoordinates(new window.OpenSeadragon.Point(x * size.x, y * size.y));
  }

  toShare(x, y) {
    const image = this.osd.world.getItemAt(0);
    const size = image.getContentSize();
    const point = image.viewerElementToImageCoordinates(new window.OpenSeadragon.Point(x, y));
    return { x: point.x / size.x, y: point.y / size.y };
  }
}

function openSeadragon() {
  // OpenSeadragon would add an inline style for its own buttons, which we do not show and our policy refuses.
  // It looks for one already there; any element of that name does, and one of no known kind styles nothing.
  const marker = document.createElementNS("urn:permanence:marker", "style");
  marker.setAttribute("data-openseadragon-mobile-css", "true");
  document.head.append(marker);
  const osd = window.OpenSeadragon({
    element: at("viewer"),
    showNavigationControl: false,
    drawer: "canvas",
    animationTime: still ? 0 : 0.15,
    springStiffness: 12,
    maxZoomPixelRatio: 4,
    visibilityRatio: 0.8,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    gestureSettingsTouch: { flickEnabled: false, pinchRotate: false },
  });
  // Arrows turn pages here; OpenSeadragon would pan.
  osd.innerTracker.keyDownHandler = null;
  osd.innerTracker.keyHandler = null;
  osd.canvas.setAttribute("role", "group");
  osd.canvas.setAttribute("aria-label", "Page manuscrite, à agrandir et à déplacer");
  return osd;
}
