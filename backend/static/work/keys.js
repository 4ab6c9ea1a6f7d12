/* Keys of one stroke; they may be switched off, since a voice or a trembling hand may press them unasked. */
import { at, isTyping } from "./tools.js";

const CHOICE = "bk-single-keys";
const read = () => { try { return localStorage.getItem(CHOICE) !== "off"; } catch { return true; } };

/** @param {Record<string, () => void>} acts by the key; letters in lower case */
export function listen(acts) {
  let areOn = read();
  const dialog = at("keys");
  const box = at("keys-on");
  box.checked = areOn;
  box.addEventListener("change", () => {
    areOn = box.checked;
    try { localStorage.setItem(CHOICE, areOn ? "on" : "off"); } catch { /* kept for this page only */ }
  });
  const open = () => dialog.showModal();
  at("keys-open").addEventListener("click", open);
  addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.altKey || isTyping(event.target)) return;
    const isUndo = (event.ctrlKey || event.metaKey) && event.key === "z";
    if ((event.ctrlKey || event.metaKey) && !isUndo) return;
    const key = isUndo ? "ctrl-z" : event.shiftKey && event.key.startsWith("Arrow") ? `shift-${event.key}` : event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const act = key === "?" ? open : acts[key];
    if (!act || (!areOn && key.length === 1)) return;
    event.preventDefault();
    act();
  });
}
