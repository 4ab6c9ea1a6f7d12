/* On every page: what waits leaves as soon as it can, and nothing of it stays once the person signs out. */
import { copiesKept, forgetAll, readKept } from "./kept.js";
import { sendAll, sendSoon } from "./sending.js";
import { at, plural } from "./tools.js";

const form = document.querySelector('form[action="/sign-out"]');
const dialog = at("leaving");

function leave() {
  forgetAll();
  form.submit();
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  await sendAll();
  const waiting = copiesKept();
  if (!waiting.length) { leave(); return; }
  const names = waiting.map((copy) => readKept(copy).label).join(" ; ");
  at("leaving-what").textContent = `${plural(waiting.length, "copie attend", "copies attendent")} encore : ${names}.`;
  dialog.showModal();
});
at("leaving-anyway")?.addEventListener("click", leave);

/* A lot is finished or locked with all that was written of it. */
document.querySelectorAll("form[data-after-sending]").forEach((one) => one.addEventListener("submit", async (event) => {
  if (!copiesKept().length) return;
  event.preventDefault();
  await sendAll();
  if (copiesKept().length) at("unsent").hidden = false; else one.submit();
}));

if (copiesKept().length) sendSoon();
