/* The thread: what was said and answered, each once, whoever brings it: this window, another one, the stream. */
export const log = document.getElementById("thread");
// As the server writes it, whatever the browser's own zone; no zero before the hour.
const clock = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Paris" });

export function append(html) {
  const piece = document.createElement("template");
  piece.innerHTML = html; // our own server's rendering, escaped by its templates
  const first = piece.content.firstElementChild;
  log.append(piece.content);
  return first;
}

const paragraph = (name, text) => {
  const made = document.createElement("p");
  made.className = name;
  made.textContent = text;
  return made;
};

/* What the person says; `key` names the message until its answer stands under it. */
export function say(text, key, at = new Date()) {
  document.getElementById("first-visit")?.remove();
  const said = document.createElement("div");
  said.className = "pm-said";
  said.dataset.key = key ?? "";
  const hour = clock.format(at).replace(":", "\u00a0h\u00a0").replace(/\u00a000$/, "");
  said.append(paragraph("pm-said__who", `Vous, ${hour}`), paragraph("pm-said__text", text));
  log.append(said);
  return said;
}

const saidWith = (key) => (key ? [...log.querySelectorAll(".pm-said")].find((one) => one.dataset.key === key) : null);

/* The message has not left: said under it, with what can be done. */
export function showWaiting(key, words, actions) {
  const said = saidWith(key);
  if (!said || said.querySelector("[data-waiting]")?.dataset.waiting === words) return;
  clearWaiting(key);
  const note = paragraph("pm-said__state pm-small", `${words} `);
  note.dataset.waiting = words;
  for (const [label, act] of actions) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "pm-btn pm-btn--quiet pm-btn--small";
    button.textContent = label;
    button.addEventListener("click", act);
    note.append(button);
  }
  said.append(note);
  if (said === log.lastElementChild) said.scrollIntoView({ block: "nearest" });
}

export const clearWaiting = (key) => saidWith(key)?.querySelector("[data-waiting]")?.remove();

export const takeBack = (key) => saidWith(key)?.remove();

/* An answer, under its message; shown once, however many times it comes. */
export function showTurn(turn, key) {
  const shown = document.getElementById(`turn-${turn.id}`);
  if (shown) return { card: shown, isNew: false };
  clearWaiting(key);
  const said = saidWith(key) ?? say(turn.text, key, new Date(turn.at));
  said.dataset.key = "";
  const card = append(turn.rendered);
  return { card, isNew: true };
}

/* A reply of the desk. Who was reading the end goes on to it; who reads higher up is not moved. */
export function showLetter({ key, rendered }) {
  if (document.getElementById(`letter-${key.replaceAll(":", "-")}`)) return;
  const last = log.lastElementChild?.getBoundingClientRect();
  const isAtTheEnd = !last || last.top < innerHeight;
  const letter = append(rendered);
  if (isAtTheEnd) letter.scrollIntoView({ block: "nearest" });
}

/* A thread begun elsewhere is shown without being read out: only what comes after is news. */
export function fill(turns) {
  log.setAttribute("aria-live", "off");
  for (const turn of turns) showTurn(turn);
  setTimeout(() => log.setAttribute("aria-live", "polite"), 300);
}
