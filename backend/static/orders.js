/* A page to send: dropped, chosen or photographed, it leaves at once. Without this script, the button sends it. */
(() => {
  for (const form of document.querySelectorAll("[data-send]")) {
    const input = form.querySelector("input[name=file]");
    const drop = form.querySelector("[data-drop]");
    const camera = form.querySelector("[data-camera]");
    const said = form.querySelector("[data-said]");
    const button = form.querySelector("button[type=submit]");
    const send = (files) => {
      if (files.length !== 1) {
        said.textContent = files.length ? "Déposez une seule page à la fois." : "";
        return;
      }
      if (files !== input.files) input.files = files;
      said.textContent = "Envoi et contrôle de la page…";
      button.disabled = true;
      form.submit();
    };
    camera.hidden = false;
    button.hidden = true;
    input.classList.add("pm-sr");
    input.addEventListener("change", () => send(input.files));
    camera.querySelector("input").addEventListener("change", (event) => send(event.target.files));
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
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
})();
