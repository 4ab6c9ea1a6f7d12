/* What is being written on a ticket is kept until it has left: by the desk, for this person on any machine,
   and by this browser, for as long as the desk has not taken it. */
import { Keeping } from "./keeping.js";

const SAVE_MS = 1500;
const TAKEN = "yes";

export function keepDrafts(who, reference) {
  const keeping = new Keeping(who);
  const name = (mode, ticket = reference) => `ticket-${ticket}-${mode}`;
  forgetWhatLeft(keeping, name);
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (form.querySelector("textarea[name=body]")) new Draft(form, reference, keeping, name(form.dataset.draft));
  }
}

class Draft {
  constructor(form, reference, keeping, name) {
    Object.assign(this, { form, reference, keeping, name, timer: null, hasLeft: false });
    this.area = form.querySelector("textarea[name=body]");
    this.find();
    this.area.addEventListener("input", () => this.write());
    form.addEventListener("submit", () => { this.hasLeft = true; clearTimeout(this.timer); });
    addEventListener("pagehide", () => this.hurry());
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.hurry(); });
    form.querySelector("[data-begun] button")?.addEventListener("click", (event) => { event.preventDefault(); this.erase(); });
  }

  get own() { return this.keeping.draft(this.name); }

  keepHere(text, isTaken) {
    this.keeping.keepDraft(this.name, text);
    this.keeping.keepDraft(`${this.name}-taken`, text && isTaken ? TAKEN : "");
  }

  /* What the desk did not take, for want of a network, goes before what it has; what it has no more was sent or erased. */
  find() {
    const isOfDesk = "kept" in this.area.dataset;
    const isTaken = this.keeping.draft(`${this.name}-taken`) === TAKEN;
    const mayReplace = isOfDesk || !this.area.value;
    if (this.own && !isTaken && mayReplace && this.own !== this.area.value) {
      this.area.value = this.own;
      this.tell();
      this.write();
    } else if (isOfDesk || !this.area.value) this.keepHere(this.area.value, true);
    else this.write();
  }

  write() {
    this.keepHere(this.area.value, false);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), SAVE_MS);
  }

  hurry() {
    if (this.timer !== null && !this.hasLeft) this.save();
  }

  save() {
    clearTimeout(this.timer);
    this.timer = null;
    const body = this.area.value;
    const { csrf, version } = this.form.elements;
    const said = { internal: this.form.dataset.draft === "note", version: version.value, body };
    const sent = { method: "POST", keepalive: true, headers: { "X-CSRF-Token": csrf.value }, body: new URLSearchParams(said) };
    fetch(`/desk/${this.reference}/begun`, sent)
      .then((answer) => { if (answer.ok && this.own === body) this.keepHere(body, true); })
      .catch(() => { /* offline: this browser has it */ });
  }

  erase() {
    this.area.value = "";
    this.keepHere("", false);
    this.save();
    this.form.querySelector("[data-begun]")?.remove();
    this.area.focus();
  }

  tell() {
    this.form.querySelector("[data-begun]")?.remove();
    const line = document.createElement("p");
    line.className = "pm-small pm-quiet pm-row";
    line.dataset.begun = "";
    line.setAttribute("role", "status");
    line.textContent = "Brouillon retrouvé dans ce navigateur. ";
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "pm-btn pm-btn--quiet pm-btn--small";
    drop.textContent = "L’effacer";
    line.append(drop);
    this.form.insertBefore(line, this.form.querySelector(".pm-leaves"));
  }
}

/* The address says what has left, and of which ticket; it is cleaned, so that going back forgets nothing new. */
function forgetWhatLeft(keeping, name) {
  const address = new URL(location.href);
  const mode = { replied: "reply", noted: "note", macro: "reply" }[address.searchParams.get("done")];
  if (!mode) return;
  const left = name(mode, address.searchParams.get("after") || undefined);
  for (const each of [left, `${left}-taken`]) keeping.keepDraft(each, "");
  address.searchParams.delete("done");
  history.replaceState(null, "", address);
}
