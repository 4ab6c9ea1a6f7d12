// Copies from node_modules what the pages load, so that the browser never asks another origin.
// The destination folders are not kept in the repository; versions.json says what is in them.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const MODULES = join(ROOT, "node_modules");
const FONT = "@fontsource-variable/atkinson-hyperlegible-next";
const HOMES = ["app/web/static/vendor", "backend/static/vendor"];

// [package, file in the package, file under vendor/]
const FILES = [
  ...["normal", "italic"].flatMap((style) =>
    ["latin", "latin-ext"].map((script) => {
      const name = `atkinson-hyperlegible-next-${script}-wght-${style}.woff2`;
      return [FONT, `files/${name}`, `fonts/${name}`];
    }),
  ),
  [FONT, "LICENSE", "fonts/OFL.txt"],
  ["openseadragon", "build/openseadragon/openseadragon.min.js", "openseadragon/openseadragon.min.js"],
  ["openseadragon", "LICENSE.txt", "openseadragon/LICENSE.txt"],
  ["bootstrap-icons", "LICENSE", "icons/LICENSE"],
];

function versionOf(name) {
  return JSON.parse(readFileSync(join(MODULES, name, "package.json"), "utf8")).version;
}

/** One symbol per icon of tools/icons.txt: <use href="…/vendor/icons/sprite.svg#i-flag">. */
function sprite() {
  const names = readFileSync(join(ROOT, "tools/icons.txt"), "utf8").split("\n").filter(Boolean);
  const symbols = names.map((name) => {
    const svg = readFileSync(join(MODULES, "bootstrap-icons/icons", `${name}.svg`), "utf8");
    const drawing = svg.replace(/^[^]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "");
    return `<symbol id="i-${name}" viewBox="0 0 16 16">${drawing}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

for (const home of HOMES) {
  const vendor = join(ROOT, home);
  rmSync(vendor, { recursive: true, force: true });
  for (const [name, source, target] of FILES) {
    mkdirSync(dirname(join(vendor, target)), { recursive: true });
    cpSync(join(MODULES, name, source), join(vendor, target));
  }
  writeFileSync(join(vendor, "icons/sprite.svg"), sprite());
  const versions = Object.fromEntries([...new Set(FILES.map(([name]) => name))].map((n) => [n, versionOf(n)]));
  writeFileSync(join(vendor, "versions.json"), `${JSON.stringify(versions, null, 2)}\n`);
}
