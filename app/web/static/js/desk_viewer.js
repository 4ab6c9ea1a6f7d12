/* The page of a copy on its ticket: thumbnails, the image that can be enlarged, the zone drawn on it. */

/* The backend may take its time over a page that nobody has looked at yet: ask once more. */
const AGAIN_MS = 2000;
function askAgain(image) {
  if (image.dataset.again) return false;
  image.dataset.again = "true";
  const address = new URL(image.src);
  address.searchParams.set("again", "1");
  setTimeout(() => { image.src = address; }, AGAIN_MS);
  return true;
}

for (const image of document.querySelectorAll(".pm-thumb img")) {
  image.addEventListener("error", () => askAgain(image));
  if (image.complete && image.naturalWidth === 0 && image.loading !== "lazy") askAgain(image);
}

/* The zone that was drawn by who reported the page follows the image when it is moved. */
function drawZone(viewer) {
  const said = document.querySelector(".pm-zone[data-zone]");
  if (!said) return;
  const [left, top, width, height] = said.dataset.zone.split(" ").map((value) => Number(value) / 100);
  const { x, y } = viewer.world.getItemAt(0).getContentSize();
  const mark = document.createElement("div");
  mark.className = "pm-zone--live";
  viewer.addOverlay({
    element: mark,
    location: viewer.viewport.imageToViewportRectangle(left * x, top * y, width * x, height * y),
  });
}

/* The image becomes a viewer once it is there; a page that cannot be had says so. */
const scan = document.querySelector("[data-viewer]");
if (scan) {
  const image = scan.querySelector("img");
  const lost = () => {
    if (askAgain(image)) return;
    scan.classList.add("is-lost");
    const said = document.querySelector("[data-viewer-lost]");
    if (said.textContent === "") said.textContent = "L’image de la page ne peut pas être affichée pour l’instant.";
  };
  const start = () => {
    if (typeof OpenSeadragon === "undefined") return;
    /* OpenSeadragon adds a style sheet of one rule unless it finds its own; our content policy refuses
       inline styles. An element of that name which is no style sheet keeps it from trying. */
    const decoy = document.createElementNS("urn:permanence", "style");
    decoy.setAttribute("data-openseadragon-mobile-css", "");
    document.head.append(decoy);
    const canvas = document.createElement("div");
    canvas.className = "pm-viewer__canvas";
    scan.append(canvas);
    const viewer = OpenSeadragon({
      element: canvas,
      tileSources: { type: "image", url: image.src, buildPyramid: false },
      showNavigationControl: false,
      drawer: "canvas",
      animationTime: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 0.15,
      visibilityRatio: 0.6,
      maxZoomPixelRatio: 3,
      gestureSettingsMouse: { scrollToZoom: false, clickToZoom: true },
    });
    const surface = canvas.querySelector("[tabindex]");
    surface?.setAttribute("role", "group");
    surface?.setAttribute("aria-label", `${image.alt}, à déplacer avec les flèches`);
    /* Arrows, + and − and 0 are its own; the letters are those of the desk. */
    viewer.addHandler("canvas-key", (event) => {
      if (/^[a-z]$/i.test(event.originalEvent.key)) event.preventDefaultAction = true;
    });
    viewer.addHandler("open", () => {
      scan.classList.add("is-live");
      drawZone(viewer);
    });
    viewer.addHandler("open-failed", () => canvas.remove());
    for (const button of document.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => {
        if (button.dataset.zoom === "home") viewer.viewport.goHome();
        else viewer.viewport.zoomBy(button.dataset.zoom === "in" ? 1.5 : 1 / 1.5).applyConstraints();
      });
    }
  };
  image.addEventListener("load", start, { once: true });
  image.addEventListener("error", lost);
  if (image.complete) image.dispatchEvent(new Event(image.naturalWidth > 0 ? "load" : "error"));
}
