/* What several scripts need: elements, identifiers, points in French. */

export const at = (id) => document.getElementById(id);

/**
 * An element with its attributes, its listeners (on…) and what it holds.
 * @param {string} tag
 * @param {Record<string, unknown>} [set] false and null leave an attribute out
 * @param {...(Node|string|null|false)} inside
 */
export function make(tag, set = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(set)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, String(value));
  }
  element.append(...inside.filter((one) => one !== null && one !== false));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

export function draw(tag, set = {}, text = "") {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(set)) element.setAttribute(name, String(value));
  element.textContent = text;
  return element;
}

export function icon(name) {
  const svg = draw("svg", { class: "pm-icon", "aria-hidden": "true" });
  svg.append(draw("use", { href: `/static/vendor/icons/sprite.svg#i-${name}` }));
  return svg;
}

/** @param {string} word shown, or only said when `bare` */
export function button(word, iconName, act, { bare = false, kind = "quiet" } = {}) {
  const look = `pm-btn pm-btn--${kind} pm-btn--small${bare ? " pm-btn--icon" : ""}`;
  const named = bare ? { "aria-label": word, title: word } : {};
  return make("button", { type: "button", class: look, ...named, onclick: act },
    iconName ? icon(iconName) : null, bare ? null : ` ${word}`);
}

/** Chosen by the browser, so that sending twice adds nothing; crypto.randomUUID wants https. */
export function makeId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** The address changes with the turn and the scan, so that no image of before is shown again. */
export function imageOf({ id, turn, version }, size = "") {
  const asked = [size && `size=${size}`, turn && `turn=${turn}`, version > 1 && `v=${version}`].filter(Boolean).join("&");
  return `/pages/${id}/image${asked ? `?${asked}` : ""}`;
}

/** 19 half-points read « 9,5 ». @param {number} halves */
export const points = (halves) => String(halves / 2).replace(".", ",");

/** « 9,5 » or « 9.5 » → 19; null when empty, NaN when it is no number of half-points. */
export function halfPoints(text) {
  const plain = text.trim().replace(",", ".");
  if (!plain) return null;
  const halves = /^\d{1,3}(\.\d{1,2})?$/.test(plain) ? Number(plain) * 2 : NaN;
  return Number.isInteger(halves) ? halves : NaN;
}

/** @param {number} count */
export const plural = (count, one, many) => `${count}\u00a0${count > 1 ? many : one}`;

/** What is written in the field now keeps the keys to itself. */
export const isTyping = (target) => Boolean(target.closest?.("input, textarea, select, [contenteditable], dialog"));

/** The name of a text that is quiet: set only when it changes, so that nothing is read out twice. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
