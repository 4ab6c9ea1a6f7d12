/* Permanence in a host page: one script tag with data-permanence and, when known, data-lot, data-copy, data-page.
   data-zone is what was drawn on the page: left, top, right and bottom, shares of it, parted by spaces.
   data-label names the button, data-inset gives the pixels left between the frame and the right and bottom edges.
   A button at the bottom right opens a frame of our own origin; the two talk by messages, each to one exact origin. */
(() => {
  const tag = document.currentScript;
  const origin = new URL(tag.src).origin;
  const INSET = `${Number(tag.dataset.inset ?? 24) || 0}px`;
  const WIDTH = "380px";
  const HEIGHT = "600px";

  const readContext = () => ({
    lot: tag.dataset.lot || null,
    copy: tag.dataset.copy || null,
    page: tag.dataset.page || null,
    zone: readZone(tag.dataset.zone),
  });

  const readZone = (said) => {
    const [left, top, right, bottom] = (said ?? "").split(" ").filter(Boolean).map(Number);
    return bottom === undefined ? null : { left, top, right, bottom };
  };

  const dress = (element, style) => Object.assign(element.style, style);
  let frame = null;
  let isReady = false;
  let waiting = [];

  const tell = (type, detail) => {
    const message = { type: `permanence:${type}`, detail };
    if (isReady) frame.contentWindow.postMessage(message, origin);
    else waiting.push(message);
  };

  const button = document.createElement("button");
  button.type = "button";
  button.textContent = tag.dataset.label || "Assistant";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", "permanence-frame");
  dress(button, {
    position: "fixed", right: "1.5rem", bottom: "1.5rem", zIndex: "2147483000", minHeight: "2.75rem", padding: "0.5rem 1.25rem",
    border: "1px solid #1f4b99", borderRadius: "8px", background: "#1f4b99", color: "#ffffff", font: "600 1.0625rem/1.25 inherit",
    fontFamily: "inherit", cursor: "pointer", boxShadow: "0 1px 2px rgb(26 31 43 / 6%), 0 4px 16px rgb(26 31 43 / 8%)",
  });

  // On a phone the button is the foot of the page, with room of its own: at rest it covers no row.
  const room = document.createElement("div");
  room.setAttribute("aria-hidden", "true");

  const fit = () => {
    const isNarrow = innerWidth <= 760;
    dress(button, isNarrow
      ? { right: "0", left: "0", bottom: "0", width: "100%", borderRadius: "0" }
      : { right: "1.5rem", left: "auto", bottom: "1.5rem", width: "auto", borderRadius: "8px" });
    dress(room, { display: isNarrow ? "block" : "none", height: "2.75rem" });
    if (!frame) return;
    dress(frame, isNarrow
      ? { right: "0", bottom: "0", width: "100%", height: "88dvh", borderRadius: "8px 8px 0 0" }
      : { right: INSET, bottom: INSET, width: WIDTH, height: `min(${HEIGHT}, calc(100dvh - 3rem))`, borderRadius: "8px" });
  };

  const makeFrame = () => {
    frame = document.createElement("iframe");
    frame.id = "permanence-frame";
    frame.title = "Assistant Permanence";
    frame.src = `${origin}/widget?host=${encodeURIComponent(location.origin)}`;
    frame.allow = "clipboard-write";
    dress(frame, {
      position: "fixed", zIndex: "2147483001", border: "1px solid #7f8490", background: "#fbfaf7",
      boxShadow: "0 1px 2px rgb(26 31 43 / 6%), 0 4px 16px rgb(26 31 43 / 8%)", colorScheme: "normal",
    });
    document.body.append(frame);
    fit();
  };

  const open = () => {
    if (!frame) makeFrame();
    frame.hidden = false;
    frame.style.display = "block";
    button.style.display = "none";
    button.setAttribute("aria-expanded", "true");
    tell("context", readContext());
    frame.focus();
  };

  const close = () => {
    frame.style.display = "none";
    button.style.display = "";
    button.setAttribute("aria-expanded", "false");
    button.focus();
  };

  addEventListener("message", (event) => {
    if (event.origin !== origin || !frame || event.source !== frame.contentWindow) return;
    if (event.data?.type === "permanence:ready") {
      isReady = true;
      waiting.splice(0).forEach((message) => frame.contentWindow.postMessage(message, origin));
    }
    if (event.data?.type === "permanence:loading") isReady = false;
    if (event.data?.type === "permanence:close") close();
    if (event.data?.type === "permanence:ticket") {
      dispatchEvent(new CustomEvent("permanence:ticket", { detail: event.data.detail }));
    }
    // A letter came, of which the host is told nothing more.
    if (event.data?.type === "permanence:news") dispatchEvent(new CustomEvent("permanence:news"));
  });

  addEventListener("permanence:context", () => { if (frame) tell("context", readContext()); });
  addEventListener("permanence:report", (event) => {
    open();
    tell("report", { ...readContext(), ...event.detail });
  });
  addEventListener("resize", fit);
  // On paper there is nobody to talk to.
  const seen = () => [button, frame].filter(Boolean);
  addEventListener("beforeprint", () => seen().forEach((one) => { one.style.visibility = "hidden"; }));
  addEventListener("afterprint", () => seen().forEach((one) => { one.style.visibility = ""; }));
  button.addEventListener("click", open);
  const place = () => { document.body.append(room, button); fit(); };
  if (document.body) place(); else addEventListener("DOMContentLoaded", place);
})();
