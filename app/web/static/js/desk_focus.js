/* After each step the focus stands where one goes on. The fragment of the address says it, and the browser follows it;
   a page without one is a ticket that was opened, or that says why a button did nothing. */
const isFromDesk = () => {
  try { return new URL(document.referrer).pathname.startsWith("/desk"); } catch { return false; }
};

export function placeFocus() {
  if (location.hash || document.activeElement !== document.body || !isFromDesk()) return;
  const refused = document.getElementById("refused");
  const title = document.querySelector(".pm-bulk__news") || document.getElementById("t-title");
  if (refused) refused.focus();
  else title?.focus({ preventScroll: true });
}
