/* What changes elsewhere: a page that the centre scanned again takes its place; a copy that was hidden goes. */
import { call, Refused, Unreachable } from "./api.js";

const EVERY_MS = 60_000;

/** @param {string} copy @param {import("./viewer.js").Viewer} viewer @param {(words: string) => void} tell */
export function keepRenewed(copy, viewer, tell) {
  const look = async () => {
    if (document.hidden || !navigator.onLine) return;
    try {
      const { pages } = await call("GET", `/copies/${copy}`);
      const fresh = viewer.renew(pages).map(({ number }) => number);
      if (fresh.length) tell(`${fresh.length > 1 ? "Pages renumérisées" : "Page renumérisée"} : ${fresh.join(", ")}. ${fresh.length > 1 ? "Les nouvelles sont" : "La nouvelle est"} affichée${fresh.length > 1 ? "s" : ""}.`);
    } catch (error) {
      // What is on the screen stays; the next look may succeed, and reloading the page always does.
      if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
      // The name that can be read must not stay a moment longer; the address says what became of the copy.
      if (error.status === 404) location.reload();
    }
  };
  setInterval(look, EVERY_MS);
  document.addEventListener("visibilitychange", look);
  // The assistant beside the page has just been told something, or has just sent a report.
  addEventListener("permanence:news", look);
  addEventListener("permanence:ticket", look);
}
