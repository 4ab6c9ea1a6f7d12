/* The palette of commands and the choice of a macro: both read the page, so that they offer what it offers. */
import { Chooser } from "./chooser.js";

const REFERENCE = /^\s*p[-\s]?(\d{4})[-\s]?(\d{1,9})\s*$/i;
const text = (element) => element.textContent.replace(/\s+/g, " ").trim();

const macroOption = (link) => ({
  label: text(link),
  hint: link.nextElementSibling ? text(link.nextElementSibling) : "",
  run: () => insert(link) || location.assign(link.href),
});
const macros = () => [...document.querySelectorAll("#macros li a")].map(macroOption);

/* A ready-made reply goes where one is writing; any other macro is shown in full before it is applied. */
function insert(link) {
  const area = document.getElementById("reply");
  if (link.dataset.text === undefined || !area) return false;
  document.getElementById("m-reply")?.click();
  area.focus();
  area.setRangeText(link.dataset.text, area.selectionStart, area.selectionEnd, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
}

function actions() {
  return [...document.querySelectorAll(".pm-ticket button, .pm-ticket a.pm-btn, .pm-bulk button")]
    .filter((one) => !one.disabled && one.checkVisibility() && text(one) && !one.closest(".pm-viewer, .pm-macros, .pm-bulk__more, form[data-draft]"))
    .map((one) => ({ label: text(one), keys: one.getAttribute("aria-keyshortcuts") || "", run: () => one.click() }));
}

function views() {
  return [...document.querySelectorAll(".pm-views a")].map((link) => {
    const count = link.querySelector(".pm-count");
    const name = text(link).slice(0, count ? -text(count).length || undefined : undefined).trim();
    const keys = link.dataset.go ? `g ${link.dataset.go}` : "";
    const label = `Vue «\u00a0${name}\u00a0»${count ? `, ${text(count)}` : ""}`;
    return { label, keys, run: () => link.click() };
  });
}

function places() {
  const links = [...document.querySelectorAll(".pm-nav a")].map((link) => ({ label: text(link), run: () => link.click() }));
  return [...links, { label: "Gérer les macros", run: () => location.assign("/macros") }];
}

function typed(words) {
  const found = words.match(REFERENCE);
  const search = new URLSearchParams({ q: words });
  const said = [{ label: `Chercher «\u00a0${words}\u00a0»`, run: () => location.assign(`/desk?${search}`) }];
  if (!found) return said;
  const reference = `P-${found[1]}-${found[2].padStart(6, "0")}`;
  return [{ label: `Ouvrir ${reference}`, isExact: true, run: () => location.assign(`/desk/${reference}`) }, ...said];
}

/* Those of the form, which sends the choice. */
function colleagues() {
  const choice = document.getElementById("assignee");
  return [...choice?.options || []].map((one) => ({
    label: `Attribuer à ${text(one)}`,
    run: () => { choice.value = one.value; choice.form.requestSubmit(); },
  }));
}

export function openers(commands) {
  const dialog = document.getElementById("palette");
  if (!dialog) return { palette: () => {}, macros: () => {} };
  const chooser = new Chooser(dialog);
  return {
    palette: () => chooser.open("Commande, référence, lot ou copie", [
      { title: "Sur cette page", options: [...commands(), ...actions()] },
      { title: "Attribuer", options: colleagues() },
      { title: "Vues", options: views() },
      { title: "Macros", options: macros() },
      { title: "Aller à", options: places() },
    ], typed),
    macros: () => {
      const offered = macros();
      if (offered.length) chooser.open("Macro ou réponse type", [{ title: "Macros", options: offered }]);
    },
  };
}
