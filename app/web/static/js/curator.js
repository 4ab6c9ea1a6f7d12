/* The curator's desk: files may be dropped on the frame, the list follows what the worker does, and a click on
   a line of a text shows its place on the original, as its link does. */
const drop = document.querySelector("[data-drop]");
const PAUSE_MS = 3000;

if (drop) {
  const zone = drop.querySelector(".pm-drop");
  const field = drop.elements.files;
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => { event.preventDefault(); zone.classList.add("is-over"); });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("is-over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    field.files = event.dataTransfer.files;
    drop.requestSubmit();
  });
}

/* Each file is sent by itself: its own progress, its own result; one refused leaves the others alone. */
const LARGEST = 60_000_000;
const REFUSED = {
  0: "Envoi interrompu. Envoyez ce fichier de nouveau.",
  401: "Votre session est terminée. Connectez-vous de nouveau.",
  403: "Envoi refusé. Rechargez la page, puis recommencez.",
  413: "Refusé\u00a0: fichier trop volumineux, 60\u00a0Mo au plus.",
  507: "Le disque du serveur est plein. Envoyez ce fichier plus tard.",
};

function post(address, data, onProgress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => onProgress(event.loaded / event.total));
    request.addEventListener("loadend", () => resolve(request.status));
    request.open("POST", address);
    request.send(data);
  });
}

async function sendOne(file, line) {
  const [bar, said] = [line.querySelector("progress"), line.querySelector("[data-said]")];
  const tell = (text, state) => {
    said.textContent = text;
    line.dataset.state = state;
    bar.hidden = state !== "sending";
  };
  if (file.size > LARGEST) return tell(REFUSED[413], "refused");
  const data = new FormData(drop);
  data.delete("files");
  data.append("files", file);
  tell("Envoi en cours", "sending");
  const status = await post(drop.action, data, (share) => { bar.value = share; });
  if (status === 200) return tell("Déposé, la lecture suit.", "done");
  return tell(REFUSED[status] ?? "Refusé par le serveur. Rechargez la page, puis recommencez.", "refused");
}

drop?.addEventListener("submit", async (event) => {
  const files = [...drop.elements.files.files];
  if (!files.length) return;
  event.preventDefault();
  const list = document.getElementById("sending");
  list.hidden = false;
  const lines = files.map((file) => {
    const line = document.getElementById("sending-line").content.firstElementChild.cloneNode(true);
    line.querySelector("b").textContent = file.name;
    line.querySelector("progress").setAttribute("aria-label", `Envoi de ${file.name}`);
    list.append(line);
    return line;
  });
  for (const [rank, file] of files.entries()) await sendOne(file, lines[rank]);
  drop.elements.files.value = "";
  await refresh();
});

async function refresh() {
  const list = document.getElementById("deposits");
  const response = document.hidden ? null : await fetch(location.pathname).catch(() => null);
  const page = response?.ok ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
  const next = page?.getElementById("deposits");
  if (next && !list.contains(document.activeElement)) list.replaceWith(next);
}

async function follow() {
  if (document.getElementById("deposits")?.dataset.pending === "true") await refresh();
  setTimeout(follow, PAUSE_MS);
}

if (document.getElementById("deposits")) setTimeout(follow, PAUSE_MS);

const read = document.querySelector("[data-read] .pm-doc--read");
if (read?.querySelector(".pm-topage")) {
  read.dataset.clickable = "";
  read.addEventListener("click", (event) => {
    if (event.target.closest("a") || !getSelection().isCollapsed) return;
    event.target.closest('[id^="l-"]')?.querySelector(".pm-topage")?.click();
  });
}
