/* Behaviour of the components: theme, unfolding, tabs, printing, copying. A page works without it. */
import { forgetAll } from "./keeping.js";

const root = document.documentElement;
const isDark = () => root.dataset.theme
  ? root.dataset.theme === "dark"
  : matchMedia("(prefers-color-scheme: dark)").matches;

function keepTheme(toggle) {
  const paint = () => toggle.setAttribute("aria-pressed", String(isDark()));
  paint();
  toggle.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("pm-theme", root.dataset.theme); } catch { /* private browsing keeps nothing */ }
    paint();
  });
}

/* A button with aria-controls and aria-expanded opens or closes its target. */
function unfold(button) {
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  document.getElementById(button.getAttribute("aria-controls")).hidden = open;
}

/* Tabs: arrows, Home, End. The panel that shows is told by a `pm:tab` event on its tab. */
function keepTabs(list) {
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const show = (tab) => {
    for (const one of tabs) {
      const on = one === tab;
      one.setAttribute("aria-selected", String(on));
      one.tabIndex = on ? 0 : -1;
      const panel = document.getElementById(one.getAttribute("aria-controls"));
      if (panel) panel.hidden = !on;
    }
    tab.dispatchEvent(new CustomEvent("pm:tab", { bubbles: true }));
  };
  tabs.forEach((tab, at) => {
    tab.addEventListener("click", () => show(tab));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      const next = tabs[(to + tabs.length) % tabs.length];
      show(next);
      next.focus();
      event.preventDefault();
    });
  });
}

document.querySelectorAll("[data-theme-toggle]").forEach(keepTheme);
document.querySelectorAll("[role=tablist]").forEach(keepTabs);
document.querySelectorAll("[data-js-only]").forEach((one) => { one.hidden = false; });

/* Delegated: answers that arrive later unfold as well. */
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-unfold], [data-print], [data-copy]");
  if (!button) return;
  if (button.matches("[data-unfold]")) unfold(button);
  if (button.matches("[data-print]")) print();
  if (button.matches("[data-copy]")) {
    navigator.clipboard.writeText(button.dataset.copy).then(() => {
      const said = document.getElementById(button.getAttribute("aria-describedby"));
      if (said) said.textContent = button.dataset.copied || "Citation copiée.";
    });
  }
});

/* What was typed and not sent stays on this machine until one signs out. */
document.querySelectorAll('form[action="/sign-out"]').forEach((form) => form.addEventListener("submit", forgetAll));
