/* Signed out inside the frame: once signed in, in the other tab, coming back shows the assistant. */
const host = document.body.dataset.host;
document.getElementById("close").addEventListener("click", () => {
  if (host) parent.postMessage({ type: "permanence:close" }, host);
});
addEventListener("focus", () => location.reload());
