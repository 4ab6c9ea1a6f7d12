/* The theme button, on every page. */
(() => {
  const root = document.documentElement;
  const button = document.querySelector("[data-theme-toggle]");
  if (!button) return;
  const isDark = () => root.dataset.theme
    ? root.dataset.theme === "dark"
    : matchMedia("(prefers-color-scheme: dark)").matches;
  const paint = () => button.setAttribute("aria-pressed", String(isDark()));
  button.hidden = false;
  paint();
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("pm-theme", root.dataset.theme); } catch { /* private browsing keeps nothing */ }
    paint();
  });
})();
