/* The quiet line that says where what one writes is; and, when marks were changed elsewhere, what stands on both sides. */
import { onSending, sendSoon, settleChoice } from "./sending.js";
import { copiesKept, linksToKept } from "./kept.js";
import { at, icon, make, say } from "./tools.js";

const WORDS = {
  saved: ["check2", "Enregistré"],
  waiting: ["hourglass-split", "Gardé ici, sera envoyé au retour du réseau"],
  "signed-out": ["box-arrow-in-right", "Gardé ici. Votre session est finie : rechargez la page pour vous reconnecter"],
  refused: ["exclamation-triangle", "Une partie n’a pas été acceptée : voyez la raison plus bas"],
  conflict: ["exclamation-triangle", "Cette copie a été notée ailleurs : choisissez ce qui est gardé"],
};

const BUT_ONE = ["exclamation-triangle", "Enregistré, sauf ce qui est signalé plus bas"];

const NEEDS_HER = new Set(["refused", "conflict"]);

/** @param {HTMLElement} line @param {string} copy the one on the page */
export function showStanding(line, copy) {
  onSending(({ kind, standing }) => {
    if (kind !== "standing") return;
    const lacks = standing === "saved" && document.querySelector("[id^=mark-][aria-invalid]");
    const [sign, words] = lacks ? BUT_ONE : WORDS[standing];
    if (line.querySelector("span").textContent !== words) line.querySelector("svg")?.replaceWith(icon(sign));
    line.dataset.standing = standing;
    const others = NEEDS_HER.has(standing) && !copiesKept().includes(copy);
    if (others) line.querySelector("span").replaceChildren("À revoir : ", ...linksToKept());
    else say(line.querySelector("span"), words);
  });
  if (copiesKept().length) sendSoon();
}

/** @param {string} copy @param {import("./marks.js").Marks} marks */
export function showConflict(copy, marks) {
  let theirs = null;
  const choose = (keepMine) => () => {
    at("conflict").hidden = true;
    if (!keepMine) { marks.version = theirs.version; marks.show(theirs); }
    settleChoice(copy, { keepMine });
    at("p-scheme").focus();
  };
  at("conflict-mine").addEventListener("click", choose(true));
  at("conflict-theirs").addEventListener("click", choose(false));
  onSending(({ kind, copy: about, said }) => {
    if (kind !== "conflict" || about !== copy) return;
    theirs = said;
    at("conflict-rows").replaceChildren(...marks.differences(theirs).map(({ label, here, there }) =>
      make("tr", {}, make("th", { scope: "row" }, label), make("td", {}, here), make("td", {}, there))));
    at("conflict").hidden = false;
  });
}
