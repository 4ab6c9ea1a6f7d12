/* Pages to send: dropped, chosen or photographed, they leave at once. Without this script, the button sends them. */
(() => {
  for (const form of document.querySelectorAll("[data-send]")) {
    const input = form.querySelector("[data-drop] input");
    const takesSeveral = "several" in form.dataset;
    const drop = form.querySelector("[data-drop]");
    const camera = form.querySelector("[data-camera]");
    const said = form.querySelector("[data-said]");
    const button = form.querySelector("button[type=submit]");
    const send = (files) => {
      if (!files.length || (files.length > 1 && !takesSeveral)) {
        said.textContent = files.length ? "Déposez une seule page à la fois." : "";
        return;
      }
      if (files !== input.files) input.files = files;
      said.textContent = takesSeveral ? "Envoi des fichiers…" : "Envoi et contrôle de la page…";
      button.disabled = true;
      form.submit();
    };
    button.hidden = true;
    input.classList.add("pm-sr");
    input.addEventListener("change", () => send(input.files));
    if (camera) {
      camera.hidden = false;
      camera.querySelector("input").addEventListener("change", (event) => send(event.target.files));
    }
    for (const kind of ["dragover", "dragenter"]) {
      drop.addEventListener(kind, (event) => { event.preventDefault(); drop.classList.add("is-over"); });
    }
    drop.addEventListener("dragleave", () => drop.classList.remove("is-over"));
    drop.addEventListener("drop", (event) => {
      event.preventDefault();
      drop.classList.remove("is-over");
      send(event.dataTransfer.files);
    });
  }
  // While files are being read, what is known of them is fetched again.
  const follow = async () => {
    const shown = document.getElementById("progress");
    if (!shown || !("running" in shown.dataset)) return;
    try {
      const text = await (await fetch(location.href)).text();
      const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("progress");
      if (fresh) shown.replaceWith(document.adoptNode(fresh));
    } catch { /* the network comes back, or the link does it */ }
    setTimeout(follow, 2000);
  };
  setTimeout(follow, 1000);
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
