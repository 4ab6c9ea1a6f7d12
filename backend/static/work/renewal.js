/* What changes elsewhere: a page that the centre scanned again takes its place; a copy that was hidden goes.
   Looked at when the assistant beside the page was told something, never by the clock: a page that asks by itself
   every minute would tell the server how long one marks. */
import { call, Refused, Unreachable } from "./api.js";

/** @param {string} copy @param {import("./viewer.js").Viewer} viewer @param {(words: string) => void} tell */
export function keepRenewed(copy, viewer, tell) {
  const look = async () => {
    if (!navigator.onLine) return;
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
  // A letter came, or a report has just left.
  addEventListener("permanence:news", look);
  addEventListener("permanence:ticket", look);
}
