/* The conversation without reloading: one key for each message, so that sending twice answers once.
   Without this module the same form posts and the page comes back. */
const form = document.getElementById("ask");
const box = form.elements.text;
const log = document.getElementById("thread");
const status = document.getElementById("chat-status");
const csrf = form.elements.csrf.value;
// As the server writes it, whatever the browser's own zone; no zero before the hour.
const clock = new Intl.DateTimeFormat("fr-FR", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Paris" });
const SLOW_MS = 300;
const TRIES = 3;
const NEWS_MS = 20000;
const LIMIT = Number(box.dataset.limit);
const NEAR = LIMIT * 0.9;
const count = document.getElementById("ask-count");
const figures = new Intl.NumberFormat("fr-FR");

let conversation = form.dataset.conversation || null;
let busy = false;
const draftKey = () => `pm-draft-${conversation || "new"}`;

function makeKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function keepDraft() {
  try { sessionStorage.setItem(draftKey(), box.value); } catch { /* private browsing keeps nothing */ }
}

function dropDraft() {
  try { sessionStorage.removeItem(draftKey()); } catch { /* nothing was kept */ }
}

/* Said near the limit and past it: nothing that was typed or pasted is cut without a word. */
function tellLength() {
  const length = [...box.value.trim()].length;
  const over = length - LIMIT;
  count.hidden = length < NEAR;
  box.setAttribute("aria-invalid", String(over > 0));
  if (count.hidden) return over;
  count.textContent = over > 0
    ? `${figures.format(length)} caractères : ${figures.format(over)} de trop. Gardez l’essentiel, puis envoyez.`
    : `${figures.format(length)} caractères sur ${figures.format(LIMIT)}.`;
  return over;
}

async function post(address, body, method = "POST") {
  const response = await fetch(address, {
    method,
    headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
    body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  const refusal = new Error(answer.message || "Le service ne répond pas.");
  refusal.isFinal = response.status < 500;
  refusal.why = answer.message;
  refusal.isSignedOut = response.status === 401;
  throw refusal;
}

/* The network may fail after the server acted: the same key makes trying again harmless. */
async function postAgain(address, body) {
  for (let turn = 1; ; turn += 1) {
    try {
      return await post(address, body);
    } catch (error) {
      if (error.isFinal || turn === TRIES) throw error;
      await new Promise((done) => { setTimeout(done, 400 * turn); });
    }
  }
}

const openingKey = makeKey();

async function openConversation() {
  if (conversation) return;
  const opened = await postAgain("/api/conversations", { key: openingKey });
  dropDraft();
  conversation = opened.id;
  document.dispatchEvent(new CustomEvent("permanence:opened", { detail: conversation }));
  if (form.dataset.address) history.replaceState(null, "", form.dataset.address + conversation);
}

function append(html) {
  const piece = document.createElement("template");
  piece.innerHTML = html; // our own server's rendering, escaped by its templates
  const first = piece.content.firstElementChild;
  log.append(piece.content);
  return first;
}

function say(text, at = new Date()) {
  const said = document.createElement("div");
  said.className = "pm-said";
  const who = document.createElement("p");
  who.className = "pm-said__who";
  who.textContent = `Vous, ${clock.format(at).replace(":", "\u00a0h\u00a0")}`;
  const words = document.createElement("p");
  words.className = "pm-said__text";
  words.textContent = text;
  said.append(who, words);
  log.append(said);
  return said;
}

/* One failure is told at a time, and no longer once something got through. */
const forgetFailure = () => log.querySelectorAll("[data-failure]").forEach((note) => note.remove());

function tellFailure(error, message) {
  forgetFailure();
  const note = append(
    '<div class="pm-notice pm-notice--urgent" role="alert" data-failure><div><p><strong></strong></p><p class="pm-small"></p><p><button class="pm-btn pm-btn--small" type="button">Réessayer</button></p></div></div>',
  );
  note.querySelector("strong").textContent = error.isFinal ? error.message : "Envoi interrompu.";
  note.querySelector(".pm-small").textContent = error.isSignedOut
    ? "Reconnectez-vous dans un autre onglet, puis réessayez. Votre texte est gardé."
    : `${error.isFinal || !error.why ? "" : `${error.why} `}Votre texte est gardé.`;
  const again = note.querySelector("button");
  if (error.isFinal && !error.isSignedOut) {
    again.remove();
    if (!box.value) { box.value = message.text; keepDraft(); }
  } else {
    again.addEventListener("click", () => { note.remove(); deliver(message); });
  }
}

async function deliver(message) {
  busy = true;
  const late = setTimeout(() => { status.textContent = "L’assistant cherche la réponse."; }, SLOW_MS);
  try {
    await openConversation();
    const answer = await postAgain(`/api/conversations/${conversation}/messages`, message);
    forgetFailure();
    const card = append(answer.rendered);
    card.scrollIntoView({ block: card.offsetHeight > innerHeight / 2 ? "start" : "nearest" });
    document.getElementById("new-conversation")?.removeAttribute("hidden");
    document.dispatchEvent(new CustomEvent("permanence:answered", { detail: answer }));
  } catch (error) {
    tellFailure(error, message);
  } finally {
    clearTimeout(late);
    status.textContent = "";
    busy = false;
  }
}

/* Takes up a conversation begun on another page of the host. */
export async function resume(id) {
  const response = await fetch(`/api/conversations/${id}`).catch(() => null);
  if (!response?.ok || conversation || busy) return false;
  const { turns } = await response.json();
  conversation = id;
  if (turns.length) document.getElementById("first-visit")?.remove();
  for (const turn of turns) {
    say(turn.text, new Date(turn.at));
    append(turn.rendered);
  }
  log.lastElementChild?.scrollIntoView({ block: "nearest" });
  return true;
}

/* Says `text` for the user; the focus stays in the field. */
export function send(text) {
  const words = text.trim();
  if (!words || busy) return;
  document.getElementById("first-visit")?.remove();
  say(words).scrollIntoView({ block: "nearest" });
  deliver({ text: words, key: makeKey(), context: readContext() });
}

/* What an agent answers arrives by itself while the page is looked at. */
let since = form.dataset.now;

async function readNews() {
  if (document.hidden || !since) return;
  const response = await fetch(`/api/news?since=${encodeURIComponent(since)}`).catch(() => null);
  if (!response?.ok) return;
  const { at, news } = await response.json();
  since = at;
  for (const one of news) append(one.rendered);
}

setInterval(readNews, NEWS_MS);
document.addEventListener("visibilitychange", readNews);

export function readContext() {
  const { lot, copy, page } = form.dataset;
  return lot || copy || page ? { lot: lot || null, copy: copy || null, page: page || null } : null;
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  if (button?.name === "say") {
    send(button.value);
  } else if (!busy && tellLength() <= 0) {
    send(box.value);
    box.value = "";
    dropDraft();
    tellLength();
  }
  box.focus();
});

/* An opinion of an answer: the foot of its card comes back as it now stands, the focus on the same button. */
log.addEventListener("submit", async (event) => {
  const foot = event.target.closest("[data-rating]");
  const says = event.submitter?.value;
  if (!foot || !says) return;
  event.preventDefault();
  try {
    const { rendered } = await post(`/api/turns/${foot.dataset.rating}/rating`, { says }, "PUT");
    const piece = document.createElement("template");
    piece.innerHTML = rendered; // our own server's rendering, escaped by its templates
    const next = piece.content.firstElementChild;
    foot.replaceWith(piece.content);
    next.querySelector(`[value="${says}"]`)?.focus();
  } catch (error) {
    const note = foot.querySelector("[role=alert]") ?? foot.appendChild(document.createElement("span"));
    note.setAttribute("role", "alert");
    note.textContent = `${error.message} Votre avis n’est pas noté.`;
  }
});

box.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

box.addEventListener("input", () => { keepDraft(); tellLength(); });
if (!box.value) {
  try { box.value = sessionStorage.getItem(draftKey()) || ""; } catch { /* nothing was kept */ }
}
tellLength();
log.lastElementChild?.scrollIntoView({ block: "nearest" });
