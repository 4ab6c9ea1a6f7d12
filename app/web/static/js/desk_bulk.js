/* Choosing several tickets: the bar shows while some are chosen, x and the space bar choose the row one is on. */
const bar = document.getElementById("bulk");
const boxes = () => [...document.querySelectorAll(".pm-queue__pick")];

function paint() {
  const chosen = boxes().filter((box) => box.checked).length;
  bar.hidden = chosen === 0;
  const said = bar.querySelector("[role=status]");
  said.textContent = chosen > 1 ? `${chosen} demandes choisies` : "1 demande choisie";
}

export function pickCurrent() {
  const row = document.activeElement.closest?.(".pm-queue li") || document.querySelector(".pm-queue [aria-current]")?.closest("li");
  const box = row?.querySelector(".pm-queue__pick");
  if (!box) return;
  box.checked = !box.checked;
  paint();
}

/* The space bar on a row chooses it; elsewhere it does what it always does. */
export const isOnRow = () => Boolean(document.activeElement.closest?.(".pm-queue a"));

if (bar) {
  let last = null;
  document.querySelector(".pm-queue").addEventListener("click", (event) => {
    if (!event.target.matches(".pm-queue__pick")) return;
    const all = boxes(), at = all.indexOf(event.target);
    if (event.shiftKey && last !== null) {
      all.slice(Math.min(last, at), Math.max(last, at) + 1).forEach((box) => { box.checked = event.target.checked; });
    }
    last = at;
    paint();
  });
  bar.querySelector("[data-pick-none]").addEventListener("click", () => {
    boxes().forEach((box) => { box.checked = false; });
    paint();
    document.querySelector(".pm-queue a")?.focus();
  });
  paint();
  addEventListener("pageshow", paint);
}
