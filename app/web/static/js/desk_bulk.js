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

/* Opens what else may be done to those chosen, and goes there. */
export function openGestures() {
  const more = bar?.querySelector("details");
  if (!more || bar.hidden) return;
  more.open = true;
  more.querySelector("select").focus();
}

/* For the palette: each choice of the bar is one command, wherever its list is folded. */
export function bulkCommands() {
  if (!bar || bar.hidden) return [];
  return [...bar.querySelectorAll(".pm-bulk__more button")].flatMap((button) => {
    const list = button.previousElementSibling;
    const name = button.textContent.trim();
    if (!list?.matches("select")) return [{ label: name, run: () => button.click() }];
    const what = bar.querySelector(`label[for="${list.id}"]`).textContent;
    return [...list.options].map((option) => ({
      label: `Demandes choisies, ${what.toLowerCase()}\u00a0: ${option.text}`,
      run: () => { list.value = option.value; button.click(); },
    }));
  });
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
