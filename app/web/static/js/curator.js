/* The curator's desk: files may be dropped on the frame, the list follows what the worker does, and a click on
   a line of a text shows its place on the original, as its link does. */
const drop = document.querySelector("[data-drop]");
const PAUSE_MS = 3000;

if (drop) {
  const zone = drop.querySelector(".pm-drop");
  const field = drop.elements.files;
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    drop.requestSubmit();
  });
}

async function follow() {
  const list = document.getElementById("deposits");
  if (list?.dataset.pending !== "true") return;
  const response = document.hidden ? null : await fetch(location.pathname).catch(() => null);
  const page = response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  const next = page?.getElementById("deposits");
  if (next && !list.contains(document.activeElement)) list.replaceWith(next);
  setTimeout(follow, PAUSE_MS);

const read = document.querySelector("[data-read] .pm-doc--read");
if (read?.querySelector(".pm-topage")) {
  read.dataset.clickable = "";
  read.addEventListener("click", (event) => {
    if (event.target.closest("a") || !getSelection().isCollapsed) return;
    event.target.closest('[id^="l-"]')?.querySelector(".pm-topage")?.click();
  });
}
}

setTimeout(follow, PAUSE_MS);

const read = document.querySelector("[data-read] .pm-doc--read");
if (read?.querySelector(".pm-topage")) {
  read.dataset.clickable = "";
  read.addEventListener("click", (event) => {
    if (event.target.closest("a") || !getSelection().isCollapsed) return;
    event.target.closest('[id^="l-"]')?.querySelector(".pm-topage")?.click();
  });
}
