/* All that the corrector of a copy does on its page, put together. */
import { Annotations } from "./annotations.js";
import { call, Refused, Unreachable } from "./api.js";
import { Arranging } from "./arranging.js";
import { turned } from "./boxes.js";
import { Drawing } from "./drawing.js";
import { Marks } from "./marks.js";
import { Notes } from "./notes.js";
import { Overlay } from "./overlay.js";
import { keepRenewed } from "./renewal.js";
import { Reporting } from "./reporting.js";
import { changeKept, onKeptElsewhere, readKept } from "./kept.js";
import { onSending, sendAll } from "./sending.js";
import { showConflict } from "./standing.js";
import { at, icon, plural, say } from "./tools.js";

const STATES = {
  to_mark: ["outline", "pencil", "À corriger"], marked: ["done", "check-circle", "Corrigée"],
  set_aside: ["waiting", "pause-circle", "Mise de côté"],
};
const TOOLS = {
  highlight: { hint: "Tracez le passage à surligner.", width: 0.5, height: 0.03 },
  comment: { hint: "Tracez ou touchez l’endroit à commenter.", width: 0.2, height: 0.04 },
  tick: { hint: "Touchez l’endroit à cocher.", width: 0.05, height: 0.035, isPoint: true },
};

export function openDesk({ viewer, tools, acts, known }) {
  const { id: copy, here, lot, number } = at("work").dataset;
  const turnOf = (page) => viewer.pages.find(({ id }) => id === page)?.turn ?? 0;
  const about = { copy, here, label: `copie ${number}, lot ${lot}`, turnOf };
  const annotations = new Annotations(about, known.annotations);
  const marks = new Marks(about, known);
  at("desk").hidden = false;
  showState(known.state);
  showConflict(copy, marks);
  listenToOthers(copy, marks, annotations);
  if (!known.held) { at("closed").hidden = false; lay(viewer, annotations, known); return; }

  const page = lay(viewer, annotations, known);
  const reporting = page.reporting;
  const arranging = new Arranging(copy, viewer, { tell });
  const annotate = (kind) => page.drawing.start({ ...TOOLS[kind], done: (box) => page.add(kind, box) });
  const undo = () => { if (!annotations.undo()) tell("Rien à annuler."); };
  Object.assign(tools, {
    turn: () => arranging.turn(viewer.current), order: () => arranging.open(),
    highlight: () => annotate("highlight"), comment: () => annotate("comment"), tick: () => annotate("tick"), undo,
  });
  Object.assign(acts, {
    o: tools.order, s: tools.highlight, c: tools.comment, v: tools.tick, "ctrl-z": undo, z: undo,
    p: () => reporting.draw(), m: () => marks.focus(), a: () => at("appreciation").focus(), d: () => at("aside-open")?.click(),
  });
  setAside(copy);
  keepRenewed(copy, viewer, tell);
}

/** The server's answers, and the other tabs of the same person. */
function listenToOthers(copy, marks, annotations) {
  const showRefusal = () => {
    const refused = readKept(copy).marksRefused ?? "";
    at("refused").hidden = !refused;
    say(at("refused-words"), refused);
  };
  const readAgain = async () => {
    const work = await call("GET", `/copies/${copy}/work`);
    annotations.load(work.annotations);
    if (readKept(copy).marks) return;
    marks.version = work.version;
    marks.show(work);
    showState(work.state);
  };
  const readSafely = () => readAgain().catch((error) => {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    tell("Ce qui est enregistré n’a pas pu être relu. Rechargez la page au retour du réseau.");
  });
  onSending((event) => {
    if (event.kind === "standing") showRefusal();
    if (event.kind !== "marks" || event.copy !== copy) return;
    marks.version = event.said.version;
    showState(event.said.state);
  });
  onKeptElsewhere(copy, (kept) => { if (kept.marks) marks.show(kept.marks); else readSafely(); });
  at("refused-drop").addEventListener("click", () => {
    changeKept(copy, (kept) => { kept.marks = null; delete kept.marksRefused; });
    readSafely().then(() => sendAll());
  });
}

/** The annotations over the page and beside it. */
function lay(viewer, annotations, { held }) {
  const toDrawn = (box) => turned(box, viewer.drawnTurn);
  const toScan = (box) => turned(box, -viewer.drawnTurn);
  let frame = null;
  let reporting = null;
  const overlay = new Overlay(viewer, { onPick: (id) => notes.focus(id) });
  const paint = () => {
    const all = annotations.ofPage(viewer.current.id);
    const shapes = all.map((one, index) => ({ ...one, box: toDrawn(one.box), number: index + 1 }));
    if (reporting?.zone) shapes.push({ kind: "zone", box: reporting.zone });
    if (frame) shapes.push({ kind: "frame", box: frame });
    overlay.set(shapes, all.length ? `${plural(all.length, "annotation", "annotations")}, dites dans le panneau` : "Aucune annotation");
  };
  const notes = new Notes(annotations, {
    isOpen: held,
    onRemoved: () => { tell("Annotation retirée. « Annuler » la remet."); at("notes-title").focus(); },
  });
  const showNotes = () => notes.show(viewer.current);
  const drawing = new Drawing(viewer, overlay, { show: (box) => { frame = box; paint(); } });
  if (held) reporting = new Reporting(viewer, drawing, { changed: paint });
  annotations.addEventListener("change", () => { paint(); showNotes(); });
  viewer.addEventListener("page", () => { drawing.stop(); paint(); showNotes(); });
  paint();
  showNotes();
  const add = (kind, box) => {
    const id = annotations.add(viewer.current.id, kind, toScan(box));
    if (kind === "comment") notes.focus(id); else tell(kind === "tick" ? "Coche posée." : "Passage surligné.");
  };
  return { drawing, reporting, add };
}

const TOLD_FOR_MS = 8_000;

function tell(words) {
  at("told").textContent = words;
  setTimeout(() => { if (at("told").textContent === words) at("told").textContent = ""; }, TOLD_FOR_MS);
}

function showState(state) {
  const [kind, sign, words] = STATES[state] ?? STATES.to_mark;
  at("state").className = `pm-badge pm-badge--${kind}`;
  at("state").replaceChildren(icon(sign), ` ${words}`);
}

/** Set aside with its reason, then on to the next copy; what waits to be sent leaves first. */
function setAside(copy) {
  const reasonOf = (error) => {
    if (!(error instanceof Refused || error instanceof Unreachable)) throw error;
    return error instanceof Refused ? error.message : "Le réseau manque : la copie n’a pas changé d’état. Recommencez dès son retour.";
  };
  const fault = (error) => {
    at("aside-fault").textContent = reasonOf(error);
    at("aside-fault").hidden = false;
  };
  at("aside-open")?.addEventListener("click", () => at("aside").showModal());
  at("reported-aside")?.addEventListener("click", () => at("aside").showModal());
  at("aside-form")?.addEventListener("submit", (event) => {
    if (event.submitter?.formMethod === "dialog") return;
    event.preventDefault();
    const reason = new FormData(event.target).get("reason");
    sendAll().then(() => call("POST", `/copies/${copy}/set-aside`, { reason }))
      .then(() => location.assign(event.target.dataset.next)).catch(fault);
  });
  at("resume")?.addEventListener("click", () => {
    call("POST", `/copies/${copy}/resume`).then(() => location.reload()).catch((error) => tell(reasonOf(error)));
  });
}
