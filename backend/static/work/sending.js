/* Sends what is kept, in order, once the network is there; says in one word how things stand. */
import { call, Refused, Unreachable } from "./api.js";
import { changeKept, copiesKept, readKept } from "./kept.js";

/**
 * saved: nothing waits · waiting: no answer, tried again by itself · signed-out: waits for its person
 * refused: the server said no to something · conflict: the marks were changed elsewhere
 * @typedef {"saved"|"waiting"|"signed-out"|"refused"|"conflict"} Standing
 */
const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 30_000;

const listeners = [];
const conflicts = new Map();
let delay = FIRST_DELAY_MS;
let timer = 0;
/** @type {Promise<void>|null} */
let running = null;
let isAsked = false;

/** @param {(event: { kind: "standing"|"marks"|"conflict", standing?: Standing, copy?: string, said?: object }) => void} hear */
export const onSending = (hear) => listeners.push(hear);
const tell = (event) => listeners.forEach((hear) => hear(event));

export function sendSoon(milliseconds = 0) {
  clearTimeout(timer);
  timer = setTimeout(sendAll, milliseconds);
}

/** Everything that waits, of every copy. Never two at once in one browser, whatever the number of tabs. */
export function sendAll() {
  if (running) { isAsked = true; return running; }
  clearTimeout(timer);
  running = run().finally(() => {
    running = null;
    if (isAsked) { isAsked = false; sendSoon(); }
  });
  return running;
}

async function run() {
  const once = async () => { for (const copy of copiesKept()) await sendCopy(copy); };
  try {
    await (navigator.locks ? navigator.locks.request("bk-sending", once) : once());
    delay = FIRST_DELAY_MS;
    tell({ kind: "standing", standing: standing() });
  } catch (error) {
    if (error instanceof Unreachable) wait();
    else if (error instanceof Refused && error.needsSignIn) tell({ kind: "standing", standing: "signed-out" });
    else throw error;
  }
}

function wait() {
  tell({ kind: "standing", standing: "waiting" });
  sendSoon(delay);
  delay = Math.min(delay * 2, LONGEST_DELAY_MS);
}

/** @returns {Standing} */
function standing() {
  const kept = copiesKept().map(readKept);
  if (conflicts.size) return "conflict";
  const isRefused = kept.some((one) => one.marksRefused || Object.values(one.annotations).some((item) => item.refused));
  return isRefused ? "refused" : "saved";
}

async function sendCopy(copy) {
  for (const [id, item] of Object.entries(readKept(copy).annotations)) if (!item.refused) await sendAnnotation(copy, id, item);
  const { marks, marksRefused } = readKept(copy);
  if (marks && !marksRefused && !conflicts.has(copy)) await sendMarks(copy, marks);
}

async function sendAnnotation(copy, id, item) {
  const path = `/copies/${copy}/annotations/${id}`;
  try {
    await (item.put ? call("PUT", path, item.put) : call("DELETE", path));
  } catch (error) {
    if (!(error instanceof Refused) || error.needsSignIn) throw error;
    // Taking away what is not there any more is what was wanted.
    if (item.put || error.status !== 404) { changeAnnotation(copy, id, item, { refused: error.message }); return; }
  }
  changeAnnotation(copy, id, item, null);
}

/** Only what was sent is settled: what was written meanwhile still waits. */
function changeAnnotation(copy, id, sent, settled) {
  changeKept(copy, (kept) => {
    if (JSON.stringify(kept.annotations[id]) !== JSON.stringify(sent)) return;
    if (settled) Object.assign(kept.annotations[id], settled); else delete kept.annotations[id];
  });
}

const content = ({ marks, code, appreciation }) =>
  JSON.stringify([Object.entries(marks).sort(), code ?? null, (appreciation ?? "").trim()]);

async function sendMarks(copy, marks) {
  try {
    settleMarks(copy, marks, await call("PUT", `/copies/${copy}/marks`, marks));
  } catch (error) {
    if (!(error instanceof Refused) || error.needsSignIn) throw error;
    if (error.refusal === "copy_moved") await settleConflict(copy, marks, error.said);
    else changeKept(copy, (kept) => { kept.marksRefused = error.message; });
  }
}

function settleMarks(copy, sent, said) {
  changeKept(copy, (kept) => {
    if (!kept.marks) return;
    if (content(kept.marks) === content(sent)) kept.marks = null;
    else kept.marks.version = said.version;
  });
  tell({ kind: "marks", copy, said });
}

/** The answer of an earlier sending may have been lost: equal marks are no conflict. */
async function settleConflict(copy, sent, said) {
  const work = said.kept ?? await call("GET", `/copies/${copy}/work`);
  if (content(work) === content(sent)) { settleMarks(copy, sent, work); return; }
  conflicts.set(copy, work);
  tell({ kind: "conflict", copy, said: work });
}

/** The person chose: what is here goes over what is there, or is dropped. */
export function settleChoice(copy, { keepMine }) {
  const theirs = conflicts.get(copy);
  conflicts.delete(copy);
  changeKept(copy, (kept) => {
    if (!keepMine) kept.marks = null;
    else if (kept.marks) kept.marks.version = theirs.version;
  });
  sendSoon();
}

addEventListener("online", () => { delay = FIRST_DELAY_MS; sendSoon(); });
addEventListener("offline", () => { if (copiesKept().length) tell({ kind: "standing", standing: "waiting" }); });
addEventListener("pagehide", () => { if (copiesKept().length) sendAll(); });
