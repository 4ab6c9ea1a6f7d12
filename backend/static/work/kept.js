/* What this browser keeps until the server has it: for one person, forgotten when they sign out or somebody else comes.
   No time is kept, here no more than there. */
import { person } from "./api.js";

/**
 * @typedef {{ here: string, label: string, marks: object|null, marksRefused?: string,
 *   annotations: Record<string, { put: object|null, refused?: string }> }} Kept  put null: to be taken away
 */
const PREFIX = "bk-kept-";
const home = `${PREFIX}${person}-`;

// Private browsing may refuse: what is kept then lasts as long as the page.
const memory = new Map();
const store = (() => { try { localStorage.getItem(home); return localStorage; } catch { return null; } })();
const names = () => [...new Set([...Object.keys(store ?? {}), ...memory.keys()])];
const drop = (name) => { memory.delete(name); store?.removeItem(name); };

export const forgetAll = () => names().filter((name) => name.startsWith(PREFIX)).forEach(drop);

if (person) names().filter((name) => name.startsWith(PREFIX) && !name.startsWith(home)).forEach(drop);

/** @returns {Kept} */
export function readKept(copy) {
  const found = store?.getItem(home + copy) ?? memory.get(home + copy);
  try { return found ? JSON.parse(found) : { here: "", label: "", marks: null, annotations: {} }; }
  catch { return { here: "", label: "", marks: null, annotations: {} }; }
}

/** Read, change and write in one go: two tabs of one person never undo each other. */
export function changeKept(copy, change) {
  const kept = readKept(copy);
  change(kept);
  const isEmpty = !kept.marks && Object.keys(kept.annotations).length === 0;
  if (isEmpty) { drop(home + copy); return; }
  const text = JSON.stringify(kept);
  memory.set(home + copy, text);
  try { store?.setItem(home + copy, text); } catch { /* the browser's room is full: memory holds it */ }
}

/** The copies of which something waits. */
export const copiesKept = () => names().filter((name) => name.startsWith(home)).map((name) => name.slice(home.length));
