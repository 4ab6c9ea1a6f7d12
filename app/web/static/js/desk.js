/* The help desk: keyboard, composer modes, page viewer. Every action is also a link or a form. */
import "./desk_viewer.js";

const composer = document.getElementById("composer");
const rows = () => [...document.querySelectorAll(".pm-queue a")];

/* Two modes of writing: one shows at a time, the note is striped as a whole. */
function showMode(mode) {
  document.getElementById(`m-${mode}`)?.click();
}

if (composer) {
  composer.addEventListener("pm:tab", (event) => {
    composer.classList.toggle("pm-composer--note", event.target.dataset.mode === "note");
  });
  showMode(composer.dataset.mode);
}

/* One letter does one thing, unless somebody is typing or has switched the letters off. */
const toggle = document.querySelector("[data-shortcuts]");
const areOn = () => toggle?.getAttribute("aria-pressed") !== "false";
if (toggle) {
  let kept = null;
  try { kept = localStorage.getItem("pm-shortcuts"); } catch { /* private browsing keeps nothing */ }
  toggle.setAttribute("aria-pressed", String(kept !== "off"));
  toggle.addEventListener("click", () => {
    toggle.setAttribute("aria-pressed", String(!areOn()));
    try { localStorage.setItem("pm-shortcuts", areOn() ? "on" : "off"); } catch { /* as above */ }
  });
}

function step(by) {
  const all = rows();
  if (all.length === 0) return;
  const focused = all.indexOf(document.activeElement);
  const from = focused >= 0 ? focused : all.findIndex((row) => row.hasAttribute("aria-current"));
  const to = from < 0 ? 0 : Math.min(Math.max(from + by, 0), all.length - 1);
  all[to].focus();
  all[to].scrollIntoView({ block: "nearest" });
}

function write(mode) {
  showMode(mode);
  document.querySelector(`#c-${mode} textarea`)?.focus();
}

const keys = {
  j: () => step(1),
  k: () => step(-1),
  r: () => write("reply"),
  n: () => write("note"),
  a: () => document.querySelector('[data-key="a"]')?.click(),
  "/": () => document.getElementById("find")?.focus(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !areOn()) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

/* The current row is in sight when one comes back. */
document.querySelector(".pm-queue [aria-current]")?.scrollIntoView({ block: "nearest" });
