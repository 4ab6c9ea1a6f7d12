/* Inside the frame: what the host page says of lot, copy and page, and the form that reports a page. */
import { readContext, resume, send } from "./chat.js";

const host = document.body.dataset.host;
const ask = document.getElementById("ask");
const report = document.getElementById("report");
const chat = document.getElementById("chat");
const title = document.getElementById("widget-title");
const facts = document.getElementById("report-facts");
const flag = document.getElementById("open-report");

const tell = (type, detail) => { if (host) parent.postMessage({ type: `permanence:${type}`, detail }, host); };

function showContext(context) {
  for (const name of ["lot", "copy", "page"]) {
    const value = /^[0-9]{1,6}$/.test(context?.[name] ?? "") ? context[name] : "";
    ask.dataset[name] = value;
  }
  ask.dataset.zone = writeZone(context?.zone);
  const known = readContext();
  flag.hidden = !(known?.lot && known?.copy && known?.page);
  facts.replaceChildren();
  for (const [name, label] of [["lot", "Lot"], ["copy", "Copie"], ["page", "Page"]]) {
    if (!known?.[name]) continue;
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const value = document.createElement("dd");
    term.textContent = label;
    value.textContent = known[name];
    row.append(term, value);
    facts.append(row);
  }
  if (known?.zone) {
    const row = document.createElement("div");
    const term = document.createElement("dt");
    const value = document.createElement("dd");
    term.textContent = "Zone";
    value.textContent = "tracée sur la page";
    row.append(term, value);
    facts.append(row);
  }
}

/* Four shares of the page, or nothing: the host page may say anything, and the whole page is no zone. */
function writeZone(zone) {
  const sides = ["left", "top", "right", "bottom"].map((name) => Number(zone?.[name] ?? NaN));
  const isInside = sides.every((side) => side >= 0 && side <= 1);
  const isWhole = sides.join() === "0,0,1,1";
  return isInside && !isWhole && sides[0] < sides[2] && sides[1] < sides[3] ? sides.join(" ") : "";
}

function show(which) {
  report.hidden = which !== "report";
  chat.hidden = which !== "chat";
  title.textContent = which === "report" ? "Signaler cette page" : "Assistant";
  flag.hidden = which === "report" || !(readContext()?.lot && readContext()?.copy && readContext()?.page);
  (which === "report" ? report.querySelector("input[type=radio]") : ask.elements.text).focus();
}

/* The report is a sentence like any other: the assistant checks it, asks, recaps. */
function sayReport() {
  const { lot, copy, page } = readContext();
  const motive = report.querySelector("input[name=motive]:checked").value;
  const more = report.elements.more.value.trim();
  const words = `Je signale la page ${page} de la copie ${copy} du lot ${lot} : ${motive}.`;
  return more ? `${words} Précision : ${more}` : words;
}

addEventListener("message", (event) => {
  if (event.origin !== host || event.source !== parent) return;
  if (event.data?.type === "permanence:context") showContext(event.data.detail);
  if (event.data?.type === "permanence:report") {
    showContext(event.data.detail);
    if (readContext()?.lot && readContext()?.copy && readContext()?.page) show("report");
  }
});

report.addEventListener("submit", (event) => {
  event.preventDefault();
  send(sayReport());
  report.reset();
  show("chat");
});

flag.addEventListener("click", () => show("report"));
document.getElementById("report-back").addEventListener("click", () => show("chat"));
document.getElementById("close").addEventListener("click", () => tell("close"));
document.addEventListener("keydown", (event) => { if (event.key === "Escape") tell("close"); });
document.addEventListener("permanence:answered", (event) => {
  const reference = event.detail.ticket_reference;
  if (reference) tell("ticket", { reference });
});
document.addEventListener("permanence:letter", () => tell("news"));
addEventListener("pagehide", () => tell("loading"));

/* The host changes page often; the thread goes on from one to the next, until the tab is closed. */
const KEPT = "pm-widget-conversation";
const remember = (id) => { try { sessionStorage.setItem(KEPT, id); } catch { /* private browsing keeps nothing */ } };
const forget = () => { try { sessionStorage.removeItem(KEPT); } catch { /* nothing was kept */ } };
const kept = (() => { try { return sessionStorage.getItem(KEPT); } catch { return null; } })();

document.addEventListener("permanence:opened", (event) => remember(event.detail));
document.getElementById("start-again").addEventListener("click", () => { forget(); location.reload(); });

showContext({});
tell("ready");
if (kept && !(await resume(kept))) forget();
