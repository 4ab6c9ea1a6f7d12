/* What changes while the desk is open: counts in their place, one line that offers to read the list again.
   Nothing moves by itself: what is under the cursor stays there. */
import { showPresent } from "./desk_presence.js";

const list = document.querySelector("[data-stream]");
const news = document.querySelector("[data-news]");
const ticket = document.querySelector(".pm-ticket[data-reference]");
const told = document.querySelector("[data-changed]");
const known = new Map(
  [...document.querySelectorAll(".pm-queue a[data-reference]")].map((row) => [row.dataset.reference, Number(row.dataset.version)]),
);
const changed = new Set();

/* The page may be the answer to a form, which is not asked for again: its ticket is. */
function link(label) {
  const anchor = document.createElement("a");
  const path = ticket ? `/desk/${ticket.dataset.reference}` : location.pathname;
  anchor.href = `${path}${location.search}`;
  anchor.textContent = label;
  return anchor;
}

function sayList() {
  const many = changed.size > 1 ? "s" : "";
  news.replaceChildren(`${changed.size} demande${many} nouvelle${many} ou changée${many}. `, link("Actualiser la liste"));
  news.hidden = false;
}

function sayTicket() {
  if (!told) return;
  told.replaceChildren("Cette demande a changé. ", link("Relire la demande"));
  told.hidden = false;
}

function takeTickets(all) {
  for (const { reference, version, here } of all) {
    const before = known.get(reference);
    if (ticket?.dataset.reference === reference && version > Number(ticket.dataset.version)) sayTicket();
    if (before === undefined ? here : version > before) changed.add(reference);
  }
  if (changed.size > 0) sayList();
}

function takeCounts(counts) {
  for (const place of document.querySelectorAll("[data-count]")) {
    const count = place.querySelector(".pm-count");
    if (count && place.dataset.count in counts) count.textContent = counts[place.dataset.count];
  }
}

/* The browser resumes by itself after a cut, from the last number it was given. */
function listen() {
  const source = new EventSource(`${list.dataset.stream}&after=${list.dataset.seq}`);
  source.addEventListener("tickets", (event) => takeTickets(JSON.parse(event.data)));
  source.addEventListener("counts", (event) => takeCounts(JSON.parse(event.data)));
  source.addEventListener("presence", (event) => showPresent(JSON.parse(event.data)));
  for (const end of ["replaced", "signed-out"]) source.addEventListener(end, () => source.close());
  addEventListener("pagehide", () => source.close(), { once: true });
}

if (list && news) {
  listen();
  /* A page shown again from the browser's memory is an old one. */
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
}
