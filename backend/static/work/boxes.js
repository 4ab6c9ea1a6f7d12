/* Boxes on a page, as shares of its width and height: { left, top, right, bottom }, 0 to 1. */

const bound = (value) => Math.min(1, Math.max(0, value));
const round = (value) => Math.round(value * 10_000) / 10_000;

/** Two corners, in any order, kept within the page. */
export const boxOf = (a, b) => ({
  left: round(bound(Math.min(a.x, b.x))), top: round(bound(Math.min(a.y, b.y))),
  right: round(bound(Math.max(a.x, b.x))), bottom: round(bound(Math.max(a.y, b.y))),
});

export const centred = (point, width, height) => {
  const x = Math.min(1 - width / 2, Math.max(width / 2, point.x));
  const y = Math.min(1 - height / 2, Math.max(height / 2, point.y));
  return boxOf({ x: x - width / 2, y: y - height / 2 }, { x: x + width / 2, y: y + height / 2 });
};

export const corners = ({ left, top, right, bottom }) => [[left, top], [right, top], [right, bottom], [left, bottom]];

/** The same place once the page is turned clockwise by so many degrees. */
export function turned(box, degrees) {
  const turns = (((degrees / 90) % 4) + 4) % 4;
  let { left, top, right, bottom } = box;
  for (let turn = 0; turn < turns; turn += 1) [left, top, right, bottom] = [1 - bottom, left, 1 - top, right];
  return boxOf({ x: left, y: top }, { x: right, y: bottom });
}

export const WHOLE_PAGE = { left: 0, top: 0, right: 1, bottom: 1 };

/** « moitié basse », « en haut à gauche »: where the middle of the box is. */
export function placeInWords(box) {
  const isTall = box.bottom - box.top > 0.7;
  const isWide = box.right - box.left > 0.6;
  if (isTall && isWide) return "toute la page";
  const [x, y] = [(box.left + box.right) / 2, (box.top + box.bottom) / 2];
  const height = isTall ? "" : y < 0.36 ? "en haut" : y > 0.64 ? "en bas" : "au milieu";
  const side = isWide ? "" : x < 0.36 ? "à gauche" : x > 0.64 ? "à droite" : "";
  return [height, side].filter(Boolean).join(" ") || "au milieu";
}
