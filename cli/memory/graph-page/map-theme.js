/** The colours of the map: those of the page's style, which follow the system. */

/** From so many on, lines let through what they would hide. */
const MANY_LINES = 500;
const FAINTEST = 0.16;

/** As they are now; `lines` is how many relations are drawn. */
export function readTheme(lines) {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  const ground = read("--ground");
  return {
    name: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
    ground: [...partsOf(ground).map((part) => part / 255), 1],
    accent: read("--accent"),
    lines: seeThrough(read("--edge"), Math.max(FAINTEST, Math.min(1, MANY_LINES / lines))),
    strong: read("--soft"),
    faint: read("--faint"),
    fainter: read("--fainter"),
  };
}

/** The parts of #rrggbb, up to 255. */
function partsOf(color) {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
}

function seeThrough(color, alpha) {
  return `rgba(${partsOf(color).join(", ")}, ${alpha.toFixed(3)})`;
}
