/* The conversation without reloading: one key for each message, so that sending twice answers once.
   Without this module the same form posts and the page comes back. */
import { Keeping } from "./keeping.js";
import { Stream } from "./stream.js";
import { append, clearWaiting, fill, log, say, showLetter, showTurn, showWaiting, takeBack } from "./thread.js";

const form = document.getElementById("ask");
const box = form.elements.text;
const status = document.getElementById("chat-status");
const csrf = form.elements.csrf.value;
const keeping = new Keeping(form.dataset.who);
const SLOW_MS = 300;
const TRIES = 3;
const AGAIN_MS = [5000, 10000, 20000, 30000];
const LIMIT = Number(box.dataset.limit);
const NEAR = LIMIT * 0.9;
const count = document.getElementById("ask-count");
const figures = new Intl.NumberFormat("fr-FR");
const STAGES = { reading: "Je lis votre message…", texts: "Je lis les textes…" };
const OFFLINE = "En attente du réseau. Ce message partira de lui-même.";
const STALE = "En attente. Reconnectez-vous, puis rechargez cette page\u00a0: ce message partira de lui-même.";

let conversation = form.dataset.conversation || null;
let busy = null; // the key of the message that is on its way
let fails = 0;
let again = 0;

function makeKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
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
  refusal.isStale = response.status === 401 || answer.error === "ForgedRequest";
  throw refusal;
}

/* The network may fail after the server acted: the same key makes trying again harmless. */
async function postAgain(address, body) {
  for (let turn = 1; ; turn += 1) {
    try {
      return await post(address, body);
    } catch (error) {
      if (error.isFinal || turn === TRIES || !navigator.onLine) throw error;
      await new Promise((done) => { setTimeout(done, 400 * turn); });
    }
  }
}

let openingKey = makeKey();

function enter(id) {
  keeping.keepDraft(null, "");
  conversation = id;
  keeping.keepDraft(id, box.value);
  document.dispatchEvent(new CustomEvent("permanence:opened", { detail: id }));
  if (form.dataset.address) history.replaceState(null, "", form.dataset.address + id);
}

async function openFor(message) {
  if (message.conversation) return message.conversation;
  const { id } = await postAgain("/api/conversations", { key: message.opening });
  keeping.settle(message.opening, id);
  if (!conversation && message.opening === openingKey) enter(id);
  return id;
}

const isHere = (message) =>
  (message.conversation ? message.conversation === conversation : message.opening === openingKey);

/* One failure is told at a time, and no longer once something got through. */
const forgetFailure = () => log.querySelectorAll("[data-failure]").forEach((note) => note.remove());

/* Refused for good: the words come back to the field. */
function tellRefusal(error, message) {
  keeping.leave(message.key);
  if (!isHere(message)) return;
  clearWaiting(message.key);
  forgetFailure();
  const note = append(
    '<div class="pm-notice pm-notice--urgent" role="alert" data-failure><div><p><strong></strong></p><p class="pm-small">Votre texte est gardé.</p></div></div>',
  );
  note.querySelector("strong").textContent = error.message;
  if (!box.value) { box.value = message.text; keeping.keepDraft(conversation, message.text); }
}

function tellWaiting(message, words) {
  if (!isHere(message)) return;
  showWaiting(message.key, words, [
    ["Réessayer", () => flush()],
    ["Retirer", () => {
      if (busy === message.key) return;
      keeping.leave(message.key);
      takeBack(message.key);
      if (!box.value) { box.value = message.text; keeping.keepDraft(conversation, message.text); }
      box.focus();
    }],
  ]);
}

function answered(turn, key, isMine) {
  keeping.leave(key);
  forgetFailure();
  const { card, isNew } = showTurn(turn, key);
  // The stream may have brought it before the reply did: it is to be seen all the same.
  if (isMine) card.scrollIntoView({ block: card.offsetHeight > innerHeight / 2 ? "start" : "nearest" });
  if (!isNew) return;
  document.getElementById("new-conversation")?.removeAttribute("hidden");
  document.dispatchEvent(new CustomEvent("permanence:answered", { detail: turn }));
}

/* True when it got through, or never will: the next one may leave. */
async function deliver(message) {
  busy = message.key;
  const late = setTimeout(() => { status.textContent ||= "L’assistant cherche la réponse."; }, SLOW_MS);
  try {
    const target = await openFor(message);
    const { text, key, context } = message;
    const turn = await postAgain(`/api/conversations/${target}/messages`, { text, key, context });
    if (target === conversation) answered(turn, key, true); else keeping.leave(key);
    return true;
  } catch (error) {
    if (error.isFinal && !error.isStale) { tellRefusal(error, message); return true; }
    // What stands behind it waits as well: the order is kept.
    for (const one of keeping.waiting()) tellWaiting(one, error.isStale ? STALE : OFFLINE);
    return false;
  } finally {
    clearTimeout(late);
    status.textContent = "";
    busy = null;
  }
}

/* All that waits leaves in its order, from one window at a time. */
function flush() {
  clearTimeout(again);
  const locked = (work) => (navigator.locks ? navigator.locks.request(`pm-send-${form.dataset.who}`, work) : work());
  return locked(async () => {
    if (busy) return;
    for (let [next] = keeping.waiting(); next; [next] = keeping.waiting()) {
      if (!(await deliver(next))) {
        again = setTimeout(flush, AGAIN_MS[Math.min(fails, AGAIN_MS.length - 1)]);
        fails += 1;
        return;
      }
      fails = 0;
    }
  });
}

/* Takes up a conversation begun on another page of the host. */
export async function resume(id) {
  const response = await fetch(`/api/conversations/${id}`).catch(() => null);
  if (!response?.ok || conversation || busy) return false;
  const { turns } = await response.json();
  conversation = id;
  if (turns.length) document.getElementById("first-visit")?.remove();
  fill(turns);
  showKept();
  log.lastElementChild?.scrollIntoView({ block: "nearest" });
  return true;
}

/* Says `text` for the user; the focus stays in the field. What waits for the network does not stop the next one. */
export function send(text) {
  const words = text.trim();
  if (!words || busy) return false;
  const message = { text: words, key: makeKey(), context: readContext(), conversation, opening: openingKey };
  say(words, message.key).scrollIntoView({ block: "nearest" });
  keeping.wait(message);
  flush();
  return true;
}

export function readContext() {
  const { lot, copy, page, zone } = form.dataset;
  if (!lot && !copy && !page) return null;
  const context = { lot: lot || null, copy: copy || null, page: page || null };
  if (!zone) return context;
  const [left, top, right, bottom] = zone.split(" ").map(Number);
  return { ...context, zone: { left, top, right, bottom } };
}

/* What had not left when the page was closed, and what was being typed. */
function showKept() {
  const waiting = keeping.waiting();
  const here = waiting.filter((one) => (conversation ? one.conversation === conversation : !one.conversation));
  if (here.length && !conversation) openingKey = here[0].opening;
  for (const message of here.filter(isHere)) {
    say(message.text, message.key);
    tellWaiting(message, OFFLINE);
  }
  box.value ||= keeping.draft(conversation);
  tellLength();
  if (waiting.length) flush();
}

new Stream({
  who: form.dataset.who,
  number: Number(form.dataset.arrived),
  take(one) {
    if (one.kind === "letter") {
      showLetter(one);
      document.dispatchEvent(new CustomEvent("permanence:letter"));
    } else if (one.conversation === conversation) answered(one, one.key, false);
    else keeping.leave(one.key);
  },
  tell({ key, stage }) { if (key === busy) setTimeout(() => { if (key === busy) status.textContent = STAGES[stage]; }, SLOW_MS); },
});

addEventListener("online", flush);
document.addEventListener("visibilitychange", () => { if (!document.hidden && keeping.waiting().length) flush(); });

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const button = event.submitter;
  if (button?.name === "say") {
    send(button.value);
  } else if (tellLength() <= 0) {
    const typedIn = conversation;
    if (send(box.value)) {
      box.value = "";
      keeping.keepDraft(typedIn, "");
      tellLength();
    }
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

box.addEventListener("input", () => { keeping.keepDraft(conversation, box.value); tellLength(); });
showKept();
log.lastElementChild?.scrollIntoView({ block: "nearest" });
