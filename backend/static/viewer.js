/* The page viewer: OpenSeadragon over the plain image, pages without reloading, and a word to the assistant. */
(() => {
  const work = document.getElementById("work");
  if (!work || !window.OpenSeadragon) return;

  const pages = JSON.parse(work.dataset.pages);
  const at = (id) => document.getElementById(id);
  const assistant = () => document.querySelector("script[data-permanence]");
  let current = pages.findIndex((page) => page.number === Number(work.dataset.current));
  let assistantIsMissing = false;

  at("bed").hidden = true;
  at("viewer").hidden = false;
  at("zoom").hidden = false;
  work.querySelectorAll("[data-tool]").forEach((tool) => { tool.hidden = false; });

  // OpenSeadragon would add an inline style for its own buttons, which we do not show and our policy refuses.
  // It looks for one already there; any element of that name does, and one of no known kind styles nothing.
  const marker = document.createElementNS("urn:permanence:marker", "style");
  marker.setAttribute("data-openseadragon-mobile-css", "true");
  document.head.append(marker);

  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const viewer = window.OpenSeadragon({
    element: at("viewer"),
    showNavigationControl: false,
    drawer: "canvas",
    tileSources: { type: "image", url: pages[current].image, buildPyramid: false },
    animationTime: still ? 0 : 0.15,
    springStiffness: 12,
    maxZoomPixelRatio: 4,
    visibilityRatio: 0.8,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    gestureSettingsTouch: { flickEnabled: false, pinchRotate: false },
  });
  // Arrows turn pages here; OpenSeadragon would pan.
  viewer.innerTracker.keyDownHandler = null;
  viewer.innerTracker.keyHandler = null;

  viewer.canvas.setAttribute("role", "group");
  viewer.canvas.setAttribute("aria-label", "Page manuscrite, à agrandir et à déplacer");

  const fitWidth = () => {
    const box = viewer.viewport.getContainerSize();
    const wanted = Math.max(1, box.x / 1000);
    viewer.viewport.fitBounds(new window.OpenSeadragon.Rect((1 - wanted) / 2, 0, wanted, wanted * box.y / box.x), true);
  };
  viewer.addHandler("open", fitWidth);
  viewer.addHandler("animation", tellZoom);
  viewer.addHandler("open", tellZoom);

  function tellZoom() {
    const zoom = viewer.viewport.viewportToImageZoom(viewer.viewport.getZoom());
    at("zoom").textContent = `${Math.round(zoom * 100)}\u00a0%`;
  }

  const address = (page) => `${work.dataset.here}?page=${page.number}`;

  const point = (link, page) => {
    if (page) {
      link.href = address(page);
      link.removeAttribute("aria-disabled");
      link.removeAttribute("role");
    } else {
      link.removeAttribute("href");
      link.setAttribute("aria-disabled", "true");
      link.setAttribute("role", "link");
    }
  };

  const show = (index, { remember = true } = {}) => {
    const page = pages[index];
    if (!page || index === current) return;
    current = index;
    viewer.viewport.setRotation(0, true);
    viewer.open({ type: "image", url: page.image, buildPyramid: false });
    at("where").textContent = `Page ${page.number} sur ${pages.length}`;
    work.querySelectorAll(".pm-thumb").forEach((thumb) => {
      if (Number(thumb.dataset.page) === page.number) thumb.setAttribute("aria-current", "page");
      else thumb.removeAttribute("aria-current");
    });
    point(at("previous"), pages[current - 1]);
    point(at("next"), pages[current + 1]);
    if (remember) history.replaceState(null, "", address(page));
    if (!at("report")) return; // only who corrects the lot reports its pages
    const report = new URL(at("report").href);
    report.searchParams.set("page", page.number);
    at("report").href = report.href;
    if (assistant()) assistant().dataset.page = page.number;
    dispatchEvent(new CustomEvent("permanence:context", { detail: context() }));
  };

  const context = () => {
    const { lot, copy } = assistant() ? assistant().dataset : {};
    return { lot, copy, page: String(pages[current].number) };
  };

  const turn = () => viewer.viewport.setRotation((viewer.viewport.getRotation() + 90) % 360, still);
  const zoomBy = (factor) => { viewer.viewport.zoomBy(factor); viewer.viewport.applyConstraints(); };
  const tools = { smaller: () => zoomBy(1 / 1.3), larger: () => zoomBy(1.3), turn };
  work.querySelectorAll("[data-tool]").forEach((tool) => tool.addEventListener("click", tools[tool.dataset.tool]));

  const step = (by) => (event) => { event.preventDefault(); show(current + by); };
  at("previous").addEventListener("click", step(-1));
  at("next").addEventListener("click", step(1));
  work.querySelectorAll(".pm-thumb").forEach((thumb) => thumb.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(pages.findIndex((page) => page.number === Number(thumb.dataset.page)));
  }));

  /* Without the assistant, the link leads to its own page, which knows lot, copy and page from the address. */
  assistant()?.addEventListener("error", () => { assistantIsMissing = true; });
  at("report")?.addEventListener("click", (event) => {
    if (assistantIsMissing) return;
    event.preventDefault();
    dispatchEvent(new CustomEvent("permanence:report", { detail: context() }));
  });

  const keys = {
    ArrowLeft: () => show(current - 1),
    ArrowRight: () => show(current + 1),
    "+": tools.larger,
    "=": tools.larger,
    "-": tools.smaller,
    0: fitWidth,
    "?": () => { at("keys").open = !at("keys").open; },
  };
  addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable]");
    const act = keys[event.key];
    if (!act || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
})();
