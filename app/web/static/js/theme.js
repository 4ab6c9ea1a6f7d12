/* Runs before the first paint, hence not a module: the chosen theme must not flash. */
(() => {
  const root = document.documentElement;
  const read = () => { try { return localStorage.getItem("pm-theme"); } catch { return null; } };
  const theme = read();
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
})();
