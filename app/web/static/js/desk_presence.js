/* Who else is on a ticket: this page gives a sign of life, and shows what the stream says of the others. */
const BEAT_MS = 20_000;
const TYPING_MS = 60_000; // since the last letter: after that, one reads

const ticket = document.querySelector(".pm-ticket[data-reference]");
const composer = document.getElementById("composer");
const csrf = document.querySelector("input[name=csrf]")?.value;
let typedAt = null;
let said = "";

const isTyping = () => typedAt !== null && performance.now() - typedAt < TYPING_MS;

function tell(doing) {
  said = doing;
  const address = `/desk/${ticket.dataset.reference}/presence`;
  const sent = { method: "POST", keepalive: true, headers: { "X-CSRF-Token": csrf }, body: new URLSearchParams({ doing }) };
  fetch(address, sent).catch(() => { /* offline: the lease ends by itself */ });
}

/* A page that nobody looks at is open for nobody. */
function beat() {
  if (isTyping()) tell("writing");
  else if (document.visibilityState === "visible") tell("reading");
  else if (said !== "left") tell("left");
}

if (ticket && composer && csrf) {
  composer.addEventListener("input", () => {
    const began = !isTyping();
    typedAt = performance.now();
    if (began) beat();
  });
  document.addEventListener("visibilitychange", beat);
  addEventListener("pagehide", () => tell("left"));
  setInterval(beat, BEAT_MS);
  beat();
}

function chip(models, { short, writes }) {
  const made = models[writes ? 0 : 1].cloneNode(true);
  made.append(short);
  return made;
}

/* all: { reference: { said, short, writes } }; a reference that is not there has nobody else on it. */
export function showPresent(all) {
  const line = document.querySelector("[data-present]");
  if (line && ticket) {
    const there = all[ticket.dataset.reference];
    const words = there ? there.said : "";
    if (line.lastElementChild.textContent !== words) line.lastElementChild.textContent = words;
    line.hidden = !there;
  }
  const models = document.querySelector("[data-present-models]")?.content.children;
  if (!models) return;
  for (const row of document.querySelectorAll(".pm-queue a[data-reference]")) {
    row.querySelector(".pm-queue__present")?.remove();
    const there = all[row.dataset.reference];
    if (there) row.append(chip(models, there));
  }
}
