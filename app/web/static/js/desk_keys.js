/* One letter does one thing, unless somebody is typing, or has switched it off. */
const OFF = "pm-keys-off"; // letters switched off, one beside the other; "*" is all of them
const CHORD_MS = 1500;
// A page that has just come may be met by words begun on the one before: they are no gestures.
const SETTLING_MS = 300;
const TYPING_MS = 200; // between two letters of somebody who types

const read = () => { try { return localStorage.getItem(OFF) || ""; } catch { return ""; } };
const write = (value) => { try { localStorage.setItem(OFF, value); } catch { /* private browsing keeps nothing */ } };
const isOn = (name) => !read().includes("*") && !read().includes(name);

function keepSwitches(list) {
  const all = list.querySelector("[data-shortcuts]");
  const one = [...list.querySelectorAll("[data-key-switch]")];
  const paint = () => {
    all.checked = !read().includes("*");
    one.forEach((box) => { box.checked = !read().includes(box.dataset.keySwitch); box.disabled = !all.checked; });
  };
  list.addEventListener("change", () => {
    const off = one.filter((box) => !box.checked).map((box) => box.dataset.keySwitch);
    write((all.checked ? "" : "*") + off.join(""));
    paint();
  });
  paint();
}

/* gestures: what each letter does; views: after « g », where each letter leads. */
export function listen(gestures, views, leaveField) {
  const said = document.getElementById("chord");
  let waiting = null;
  const end = () => { clearTimeout(waiting); waiting = null; if (said) said.hidden = true; };
  const begin = () => {
    waiting = setTimeout(end, CHORD_MS);
    if (said) { said.textContent = "g, puis la lettre d’une vue"; said.hidden = false; }
  };
  const list = document.getElementById("keys");
  if (list) keepSwitches(list);

  /* Letters that follow one another from before the page was ready; the first pause ends them. */
  const started = performance.now();
  let last = -Infinity;
  let isRun = true;
  const isCarriedOver = (at) => {
    isRun = at - started < SETTLING_MS || (isRun && at - last < TYPING_MS);
    last = at;
    return isRun;
  };
  document.addEventListener("keydown", (event) => {
    if (event.key.length === 1 && isCarriedOver(event.timeStamp)) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]")) {
      if (event.key === "Escape") leaveField(event.target);
      return;
    }
    if (waiting !== null) {
      end();
      if (!views[event.key]) return;
      event.preventDefault();
      views[event.key]();
    } else if (event.key === "g" && isOn("g")) {
      event.preventDefault();
      begin();
    } else if (gestures[event.key] && isOn(event.key)) {
      event.preventDefault();
      gestures[event.key]();
    }
  });
}
