/* A window in which one types to find, and chooses with the arrows: an editable combobox with its list,
   after the pattern of the ARIA practices. The focus stays in the field; the list says which one is active. */
const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

export class Chooser {
  constructor(dialog) {
    this.dialog = dialog;
    this.field = dialog.querySelector("[role=combobox]");
    this.list = dialog.querySelector("[role=listbox]");
    this.said = dialog.querySelector("[role=status]");
    this.field.addEventListener("input", () => this.show());
    this.field.addEventListener("keydown", (event) => this.onKey(event));
    this.list.addEventListener("click", (event) => this.choose(event.target.closest("[role=option]")));
    /* The field keeps the focus when one presses on the list. */
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  }

  /* groups: [{ title, options: [{ label, hint, keys, run }] }]; typed(text): options made of what is typed. */
  open(label, groups, typed = () => []) {
    this.groups = groups;
    this.typed = typed;
    this.dialog.setAttribute("aria-label", label);
    this.field.value = "";
    this.field.placeholder = label;
    if (!this.dialog.open) this.dialog.showModal();
    this.show();
  }

  show() {
    const words = fold(this.field.value).split(/\s+/).filter(Boolean);
    const suits = (one) => words.every((word) => fold(`${one.label} ${one.hint || ""}`).includes(word));
    const groups = this.groups.map(({ title, options }) => ({ title, options: options.filter(suits) }));
    const made = this.field.value.trim() ? this.typed(this.field.value.trim()) : [];
    this.shown = [];
    const named = made.filter((one) => one.isExact), others = made.filter((one) => !one.isExact);
    const all = [{ title: "Demande", options: named }, ...groups, { title: "Chercher", options: others }];
    this.list.replaceChildren(...all.filter((one) => one.options.length).map((one) => this.group(one)));
    this.said.textContent = this.shown.length ? "" : "Rien ne porte ce nom.";
    this.activate(0);
  }

  group({ title, options }) {
    const box = document.createElement("div");
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", title);
    const head = document.createElement("p");
    head.className = "pm-palette__group";
    head.setAttribute("aria-hidden", "true");
    head.textContent = title;
    box.append(head, ...options.map((one) => this.option(one)));
    return box;
  }

  option(one) {
    const row = document.createElement("div");
    row.id = `${this.list.id}-${this.shown.length}`;
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    const name = document.createElement("span");
    name.textContent = one.label;
    row.append(name);
    if (one.hint) row.append(Object.assign(document.createElement("small"), { textContent: one.hint }));
    if (one.keys) row.append(Object.assign(document.createElement("kbd"), { className: "pm-kbd", textContent: one.keys }));
    this.shown.push({ row, one });
    return row;
  }

  activate(at) {
    this.at = at;
    this.shown.forEach(({ row }, place) => row.setAttribute("aria-selected", String(place === at)));
    const row = this.shown[at]?.row;
    if (row) this.field.setAttribute("aria-activedescendant", row.id);
    else this.field.removeAttribute("aria-activedescendant");
    row?.scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    const last = this.shown.length - 1;
    const to = { ArrowDown: this.at === last ? 0 : this.at + 1, ArrowUp: this.at <= 0 ? last : this.at - 1 }[event.key];
    if (to !== undefined) this.activate(to);
    else if (event.key === "Enter") this.choose(this.shown[this.at]?.row);
    else return;
    event.preventDefault();
  }

  choose(row) {
    const found = this.shown.find((one) => one.row === row);
    if (!found) return;
    this.dialog.close();
    found.one.run();
  }
}
