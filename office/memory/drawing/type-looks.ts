/** The mark of each entity type on the map: the same in every company, whatever else it remembers. */

export const SHAPES = ["circle", "square", "diamond", "triangle"] as const;
export type Shape = (typeof SHAPES)[number] | "ring";

/**
 * Six colours that stay apart for people with any of the three colour blindnesses, at 3:1 or more against
 * the page's grounds: by light and by dark. Searched for by computer; a test measures both. A seventh would
 * come too near to one of them, so further types differ by shape.
 */
export const COLORS = {
  blue: { light: "#1657ca", dark: "#5a82f7" },
  red: { light: "#ad3705", dark: "#e65626" },
  green: { light: "#2a9b7e", dark: "#97f6c2" },
  purple: { light: "#793d85", dark: "#a4629b" },
  ochre: { light: "#b37a11", dark: "#f5a917" },
  slate: { light: "#363c45", dark: "#a7b5c5" },
} as const;
export type ColorName = keyof typeof COLORS;

export interface Look {
  shape: Shape;
  /** As #rrggbb, on a light and on a dark ground. */
  light: string;
  dark: string;
}

/** An end of a relation that no entity has. In brackets, so that no type of a company is meant. */
export const MISSING_TYPE = "(not an entity)";

/** Types that the kit knows, and other words for them. */
const KNOWN: ReadonlyMap<string, readonly [Shape, ColorName]> = new Map([
  ["product", ["circle", "blue"]],
  ["department", ["square", "slate"]],
  ["client", ["circle", "green"]],
  ["customer", ["circle", "green"]],
  ["decision", ["diamond", "purple"]],
  ["lesson", ["triangle", "red"]],
  ["deadline", ["square", "ochre"]],
  ["obligation", ["square", "ochre"]],
  ["metric", ["diamond", "blue"]],
  ["campaign", ["triangle", "purple"]],
  ["standup", ["circle", "slate"]],
  ["prompt-run", ["diamond", "slate"]],
  ["trend-scan", ["triangle", "slate"]],
  ["note", ["circle", "ochre"]],
  [MISSING_TYPE, ["ring", "slate"]],
]);

/** What is left for types that a company thinks of itself. */
const FREE = SHAPES.flatMap((shape) =>
  (Object.keys(COLORS) as ColorName[]).map((color): [Shape, ColorName] => [shape, color]),
).filter(
  (look) => ![...KNOWN.values()].some(([shape, color]) => shape === look[0] && color === look[1]),
);

/** Decided by the name of the type alone. */
export function lookOf(type: string): Look {
  const name = type.trim().toLowerCase();
  const [shape, color] = KNOWN.get(name) ?? FREE[hashOf(name) % FREE.length] ?? ["circle", "slate"];
  return { shape, ...COLORS[color as ColorName] };
}

/** FNV-1a over the UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash;
}
