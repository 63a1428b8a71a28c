/** The marks of types: seen by everybody on both grounds, and the same everywhere. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { COLORS, lookOf, SHAPES } from "../../../../office/memory/drawing/type-looks.ts";

type Triple = [number, number, number];

const linear = (hex: string): Triple =>
  [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as Triple;

/** The contrast of WCAG 2. */
function contrast(one: string, other: string): number {
  const [a, b] = [one, other]
    .map(linear)
    .map(([red, green, blue]) => 0.2126 * red + 0.7152 * green + 0.0722 * blue) as [number, number];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** What people without one kind of cones see: Machado, Oliveira and Fernandes, 2009. */
const VISIONS: Record<string, [Triple, Triple, Triple]> = {
  everybody: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const times = (rows: [Triple, Triple, Triple], color: Triple): Triple =>
  rows.map((row) => row[0] * color[0] + row[1] * color[1] + row[2] * color[2]) as Triple;

/** The distance of two colours in OKLab. */
function distance(one: Triple, other: Triple): number {
  const lab = (color: Triple): Triple => {
    const cones = times(
      [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
      ],
      color.map((part) => Math.min(1, Math.max(0, part))) as Triple,
    ).map(Math.cbrt) as Triple;
    return times(
      [
        [0.2104542553, 0.793617785, -0.0040720468],
        [1.9779984951, -2.428592205, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.808675766],
      ],
      cones,
    );
  };
  const [a, b] = [lab(one), lab(other)];
  return Math.hypot(...a.map((part, at) => part - (b[at] ?? 0)));
}

const PAGE = path.join(import.meta.dirname, "../../../../cli/memory/graph-page/page.css");
const [light, dark] = readFileSync(PAGE, "utf8")
  .split(":root {")
  .slice(1, 3)
  .map((block) =>
    Object.fromEntries(
      [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name, color]) => [name, color]),
    ),
  ) as [Record<string, string>, Record<string, string>];
const grounds = { light, dark };

describe.each(["light", "dark"] as const)("on a %s ground", (scheme) => {
  const page = grounds[scheme];

  it("each mark stands out by 3:1, each text by 4.5:1", () => {
    const all = [page.ground, page.panel] as string[];
    for (const ground of all) {
      for (const color of Object.values(COLORS)) {
        expect(contrast(color[scheme], ground)).toBeGreaterThanOrEqual(3);
      }
      for (const text of [page.text, page.soft, page.accent] as string[]) {
        expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
      }
    }
    expect(contrast(page.edge as string, page.ground as string)).toBeGreaterThanOrEqual(3);
    expect(contrast(page.text as string, page["accent-ground"] as string)).toBeGreaterThanOrEqual(
      4.5,
    );
    expect(contrast(page.soft as string, page["accent-ground"] as string)).toBeGreaterThanOrEqual(
      4.5,
    );
  });

  it.each(Object.entries(VISIONS))("no two colours come near each other for %s", (_who, rows) => {
    const seen = Object.values(COLORS).map((color) => times(rows, linear(color[scheme])));
    for (const [at, one] of seen.entries()) {
      for (const other of seen.slice(at + 1)) expect(distance(one, other)).toBeGreaterThan(0.09);
    }
  });
});

it("gives a type the same mark in every company, and types that the kit knows marks of their own", () => {
  const known =
    "product department client decision lesson deadline metric campaign standup prompt-run trend-scan note".split(
      " ",
    );
  const marks = known.map((type) => JSON.stringify(lookOf(type)));
  expect(new Set(marks).size).toBe(known.length);
  expect(lookOf("product")).toEqual({ shape: "circle", light: "#1657ca", dark: "#5a82f7" });
  expect(lookOf(" Customer ")).toEqual(lookOf("client"));
  expect(lookOf("obligation")).toEqual(lookOf("deadline"));
  const own = Array.from({ length: 300 }, (_, at) => lookOf(`type ${at}`));
  expect(own.every((look) => !marks.includes(JSON.stringify(look)))).toBe(true);
  // Spread over what is left, and the same at the next call.
  expect(new Set(own.map((look) => JSON.stringify(look))).size).toBe(
    SHAPES.length * 6 - known.length,
  );
  expect(lookOf("type 7")).toEqual(own[7]);
  expect(lookOf("__proto__").shape).not.toBe("ring");
});
