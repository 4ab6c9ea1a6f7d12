/* The page of a copy. Whoever may look turns pages; who corrects it also marks, annotates, mends and reports. */
import { call, Refused, Unreachable } from "./api.js";
import { listen } from "./keys.js";
import { showStanding } from "./standing.js";
import { at, imageOf, say } from "./tools.js";
import { Viewer } from "./viewer.js";
import { openDesk } from "./desk.js";

const work = at("work");

function start() {
  at("bed").hidden = true;
  at("viewer").hidden = false;
  at("zoom").hidden = false;
  const viewer = new Viewer(work);
  viewer.addEventListener("page", () => showPage(viewer));
  for (const [id, by] of [["previous", -1], ["next", 1]]) {
    at(id).addEventListener("click", (event) => { event.preventDefault(); viewer.step(by); });
  }
  at("thumbs").addEventListener("click", (event) => {
    const thumb = event.target.closest("a[data-id]");
    if (!thumb || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    viewer.show(viewer.pages.find((page) => page.id === thumb.dataset.id));
  });
  const tools = { smaller: () => viewer.zoom(1 / 1.3), larger: () => viewer.zoom(1.3), turn: () => viewer.turnScreen() };
  const acts = {
    ArrowLeft: () => viewer.step(-1), ArrowRight: () => viewer.step(1),
    "shift-ArrowLeft": () => viewer.pan(-0.3, 0), "shift-ArrowRight": () => viewer.pan(0.3, 0),
    "shift-ArrowUp": () => viewer.pan(0, -0.3), "shift-ArrowDown": () => viewer.pan(0, 0.3),
    "+": tools.larger, "=": tools.larger, "-": tools.smaller, 0: () => viewer.fitWidth(), t: () => tools.turn(),
    n: () => follow("next"), b: () => follow("prev"),
  };
  showTools(tools);
  at("tools").addEventListener("click", (event) => tools[event.target.closest("[data-tool]")?.dataset.tool]?.());
  keepHere();
  listen(acts);
  viewer.fetchAll();
  if (work.dataset.held) mark(viewer, tools, acts);
}

/** What the corrector writes; without an answer, one is told what to do and the pages stay legible. */
async function mark(viewer, tools, acts) {
  showStanding(at("standing"));
  try {
    openDesk({ viewer, tools, acts, known: await call("GET", `/copies/${work.dataset.id}/work`) });
    showTools(tools);
    at("loading").hidden = true;
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    at("loading-words").textContent = error instanceof Refused ? error.message
      : "Le barème n’a pas pu être lu : le réseau manque. Rechargez la page dès son retour ; ce que vous aviez écrit est gardé ici.";
  }
}

/** A tool is shown once something answers it. */
const showTools = (tools) => work.querySelectorAll("[data-tool]").forEach((tool) => { tool.hidden = !(tool.dataset.tool in tools); });

function showPage(viewer) {
  const { current, pages, index } = viewer;
  say(at("where"), `Page ${current.number} sur ${pages.length}`);
  const list = at("thumbs");
  const items = [...list.children];
  list.append(...pages.map((page) => showThumb(items.find((item) => item.firstElementChild.dataset.id === page.id), page, page === current)));
  point(at("previous"), viewer, pages[index - 1]);
  point(at("next"), viewer, pages[index + 1]);
}

function showThumb(item, page, isCurrent) {
  const link = item.firstElementChild;
  link.href = `${work.dataset.here}?page=${page.number}`;
  say(link.lastElementChild, `Page ${page.number}`);
  const picture = link.querySelector("img");
  const source = imageOf(page, "thumb");
  if (picture.getAttribute("src") !== source) picture.setAttribute("src", source);
  if (isCurrent) link.setAttribute("aria-current", "page"); else link.removeAttribute("aria-current");
  return item;
}

function point(link, viewer, page) {
  if (page) {
    link.href = `${viewer.here}?page=${page.number}`;
    link.removeAttribute("aria-disabled");
    link.removeAttribute("role");
  } else {
    link.removeAttribute("href");
    link.setAttribute("aria-disabled", "true");
    link.setAttribute("role", "link");
  }
}

const follow = (rel) => document.querySelector(`#work a[rel="${rel}"]`)?.click();

/** Without network, another page would only be an error: one stays with what one has. */
function keepHere() {
  work.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || navigator.onLine) return;
    event.preventDefault();
    at("told").textContent = "Le réseau manque : une autre copie ne peut pas s’ouvrir. Vous pouvez continuer celle-ci.";
  });
}

if (work && window.OpenSeadragon) start();
