/* The help desk: keys, palette, composer modes. Every action is also a link or a form. */
import { bulkCommands, isOnRow, openGestures, pickCurrent } from "./desk_bulk.js";
import { keepDrafts } from "./desk_drafts.js";
import { placeFocus } from "./desk_focus.js";
import "./desk_fragment.js";
import { listen } from "./desk_keys.js";
import "./desk_live.js";
import { openers } from "./desk_palette.js";
import "./desk_suggestion.js";
import "./desk_viewer.js";

const composer = document.getElementById("composer");
const desk = document.querySelector(".pm-desk");
const ticket = document.querySelector(".pm-ticket[data-reference]");
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
if (desk?.dataset.who && ticket) keepDrafts(desk.dataset.who, ticket.dataset.reference);

/* What stands between double braces has to be filled before anything leaves. */
const HOLE = /\{\{\s*([^{}]*?)\s*\}\}/g;
for (const line of document.querySelectorAll("[data-holes]")) {
  const area = document.getElementById(line.dataset.holes);
  if (!area) continue;
  const paint = () => {
    const names = [...new Set([...area.value.matchAll(HOLE)].map((found) => found[1]))];
    line.hidden = names.length === 0;
    const said = names.length ? `À compléter avant l’envoi\u00a0: ${names.join(", ")}.` : "";
    if (line.textContent !== said) line.textContent = said;
    area.setCustomValidity(said);
  };
  area.addEventListener("input", paint);
  paint();
}

function step(by) {
  const all = rows();
  if (all.length === 0) return;
  const focused = all.indexOf(document.activeElement);
  const from = focused >= 0 ? focused : all.findIndex((row) => row.hasAttribute("aria-current"));
  const beyond = from + by < 0 ? "prev" : from + by >= all.length ? "next" : null;
  const door = from >= 0 && beyond && document.querySelector(`.pm-pagination [rel="${beyond}"]`);
  if (door) { location.href = `${door.href}#${beyond === "next" ? "first" : "last"}-row`; return; }
  const to = from < 0 ? 0 : Math.min(Math.max(from + by, 0), all.length - 1);
  all[to].focus();
  all[to].scrollIntoView({ block: "nearest" });
}

function openBeside(by) {
  const all = rows();
  const at = all.findIndex((row) => row.hasAttribute("aria-current"));
  (at < 0 ? all[0] : all[at + by])?.click();
}

function write(mode) {
  showMode(mode);
  const area = document.querySelector(mode === "reply" ? "#reply, #macro-reply" : "#note, #macro-note");
  area?.focus();
  area?.scrollIntoView({ block: "center" });
}

/* A form folded in the ticket: unfolded, with the focus in its first field. */
function unfold(section) {
  if (!section) return;
  section.open = true;
  const field = section.querySelector("select, input:not([type=hidden]), textarea");
  field?.focus();
  field?.scrollIntoView({ block: "center" });
}

function look() {
  const place = document.querySelector(".pm-viewer__canvas [tabindex]") || document.querySelector(".pm-viewer .pm-thumb");
  place?.focus();
  place?.scrollIntoView({ block: "nearest" });
}

const press = (key) => () => document.querySelector(`[data-key="${key}"]`)?.click();
const writing = () => (document.getElementById("reply") ? [
  { label: "Répondre au demandeur", keys: "r", run: () => write("reply") },
  { label: "Écrire une note interne", keys: "n", run: () => write("note") },
] : []);
const unfolded = () => [...document.querySelectorAll(".pm-ticket details:not(.pm-macros) > summary")].map((summary) => ({
  label: summary.textContent.trim(),
  keys: summary.getAttribute("aria-keyshortcuts") || "",
  run: () => unfold(summary.parentElement),
}));
const commands = () => [...writing(), ...unfolded(), ...bulkCommands()];
const open = openers(commands);
const showKeys = () => document.getElementById("keys")?.showModal();
const gestures = {
  j: () => step(1),
  k: () => step(-1),
  s: () => openBeside(1),
  p: () => openBeside(-1),
  r: () => write("reply"),
  n: () => write("note"),
  m: open.macros,
  a: press("a"),
  c: () => unfold(document.getElementById("assign")),
  u: () => unfold(document.getElementById("prioritise")),
  v: look,
  t: press("t"),
  z: press("z"),
  x: pickCurrent,
  b: openGestures,
  "/": () => document.getElementById("find")?.focus(),
  "?": showKeys,
};
/* Out of a field, to where it belongs: what it is folded in, the ticket, the list. */
function leaveField(field) {
  const folded = field.closest("details[open]");
  if (folded) folded.open = false;
  const current = document.querySelector(".pm-queue [aria-current]") || rows()[0];
  const place = folded?.querySelector("summary") || (field.closest(".pm-ticket") ? document.getElementById("t-title") : current);
  if (place) place.focus({ preventScroll: !folded });
  else field.blur();
}

const views = Object.fromEntries([...document.querySelectorAll("[data-go]")].map((link) => [link.dataset.go, () => link.click()]));
listen(gestures, views, leaveField);

document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
  if (event.key.toLowerCase() === "k") {
    event.preventDefault();
    open.palette();
  } else if (event.key === "Enter" && event.target.matches("#composer textarea")) {
    event.preventDefault();
    event.target.form.requestSubmit();
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== " " || event.ctrlKey || event.metaKey || event.altKey || !isOnRow()) return;
  event.preventDefault();
  pickCurrent();
});

document.addEventListener("click", (event) => {
  const door = event.target.closest("[data-opens]");
  if (door) (door.dataset.opens === "keys" ? showKeys : open.palette)();
});

/* With a script, the menu of macros is the window that the key opens. */
document.querySelector("#macros > summary")?.addEventListener("click", (event) => {
  event.preventDefault();
  open.macros();
});

/* The current row is in sight when one comes back. */
document.querySelector(".pm-queue [aria-current]")?.scrollIntoView({ block: "nearest" });

placeFocus();

/* Walked here from the page before or after with j or k: go on from its edge. */
if (/^#(first|last)-row$/.test(location.hash)) rows().at(location.hash === "#first-row" ? 0 : -1)?.focus();
