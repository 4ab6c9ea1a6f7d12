/* What is being written on a ticket stays in this browser, for this person, until it has left. */
import { Keeping } from "./keeping.js";

export function keepDrafts(who, reference) {
  const keeping = new Keeping(who);
  const name = (mode, ticket = reference) => `ticket-${ticket}-${mode}`;
  /* Beside the words, the last news that their writer could read when she began. */
  const since = (mode) => `${name(mode)}-since`;
  const news = Number(document.querySelector(".pm-ticket[data-news]")?.dataset.news);
  const keep = (mode, text) => {
    const began = text ? keeping.draft(since(mode)) || String(news) : "";
    keeping.keepDraft(name(mode), text);
    keeping.keepDraft(since(mode), began);
  };
  forgetWhatLeft(keeping, name);
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const area = form.querySelector("textarea");
    if (!area) continue;
    const mode = form.dataset.draft;
    const kept = keeping.draft(name(mode));
    if (!area.value && kept) {
      area.value = kept;
      const isOlder = Number(keeping.draft(since(mode))) < news;
      form.insertBefore(told(area, isOlder, () => keep(mode, "")), form.querySelector(".pm-leaves"));
    } else if (area.value) {
      /* Refused beside what is new: from now on, that is read. */
      if (form.querySelector(".pm-meanwhile")) keeping.keepDraft(since(mode), "");
      keep(mode, area.value);
    }
    area.addEventListener("input", () => keep(mode, area.value));
  }
}

/* The address says what has left, and of which ticket; it is cleaned, so that going back forgets nothing new. */
function forgetWhatLeft(keeping, name) {
  const address = new URL(location.href);
  const mode = { replied: "reply", noted: "note", macro: "reply" }[address.searchParams.get("done")];
  if (!mode) return;
  const left = name(mode, address.searchParams.get("after") || undefined);
  for (const each of [left, `${left}-since`]) keeping.keepDraft(each, "");
  address.searchParams.delete("done");
  history.replaceState(null, "", address);
}

function told(area, isOlder, forget) {
  const line = document.createElement("p");
  line.className = "pm-small pm-quiet pm-row";
  line.setAttribute("role", "status");
  const news = isOlder ? "La demande a changé depuis que vous l’avez commencé\u00a0: relisez-la. " : "";
  line.textContent = `Brouillon retrouvé dans ce navigateur. ${news}`;
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "pm-btn pm-btn--quiet pm-btn--small";
  drop.textContent = "L’effacer";
  drop.addEventListener("click", () => { area.value = ""; forget(); line.remove(); area.focus(); });
  line.append(drop);
  return line;
}
