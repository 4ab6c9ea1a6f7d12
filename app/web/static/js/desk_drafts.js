/* What is being written on a ticket stays in this browser, for this person, until it has left. */
import { Keeping } from "./keeping.js";

export function keepDrafts(who, reference) {
  const keeping = new Keeping(who);
  const name = (mode, ticket = reference) => `ticket-${ticket}-${mode}`;
  forgetWhatLeft(keeping, name);
  for (const form of document.querySelectorAll("form[data-draft]")) {
    const area = form.querySelector("textarea");
    if (!area) continue;
    const mode = form.dataset.draft;
    const kept = keeping.draft(name(mode));
    if (!area.value && kept) {
      area.value = kept;
      form.insertBefore(told(area, () => keeping.keepDraft(name(mode), "")), form.querySelector(".pm-leaves"));
    }
    area.addEventListener("input", () => keeping.keepDraft(name(mode), area.value));
    if (area.value) keeping.keepDraft(name(mode), area.value);
  }
}

/* The address says what has left, and of which ticket; it is cleaned, so that going back forgets nothing new. */
function forgetWhatLeft(keeping, name) {
  const address = new URL(location.href);
  const mode = { replied: "reply", noted: "note", macro: "reply" }[address.searchParams.get("done")];
  if (!mode) return;
  keeping.keepDraft(name(mode, address.searchParams.get("after") || undefined), "");
  address.searchParams.delete("done");
  history.replaceState(null, "", address);
}

function told(area, forget) {
  const line = document.createElement("p");
  line.className = "pm-small pm-quiet pm-row";
  line.setAttribute("role", "status");
  line.textContent = "Brouillon retrouvé dans ce navigateur. ";
  const drop = document.createElement("button");
  drop.type = "button";
  drop.className = "pm-btn pm-btn--quiet pm-btn--small";
  drop.textContent = "L’effacer";
  drop.addEventListener("click", () => { area.value = ""; forget(); line.remove(); area.focus(); });
  line.append(drop);
  return line;
}
