import fc from "fast-check";
import { expect, it } from "vitest";
import {
  linesOf,
  placeLabels,
  placeOnLines,
  type Rect,
} from "../../../../cli/memory/graph-page/labels.ts";
import { nearestTowards } from "../../../../cli/memory/graph-page/towards.ts";

const meet = (a: Rect, b: Rect) =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height;

const wish = fc.record({
  x: fc.integer({ min: -50, max: 850 }),
  y: fc.integer({ min: -50, max: 650 }),
  radius: fc.integer({ min: 2, max: 20 }),
  width: fc.integer({ min: 5, max: 300 }),
  height: fc.integer({ min: 10, max: 60 }),
  isMust: fc.boolean(),
});
const GROUND = {
  width: 800,
  height: 600,
  taken: [{ left: 600, top: 550, width: 190, height: 40 }],
};

it("lays no label over another, over a button, across an edge, or over a mark that matters", () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 120 }), (all) => {
      const wishes = all.map((one, id) => ({ ...one, id }));
      const ground = { ...GROUND, marks: wishes };
      const placed = placeLabels(wishes, ground);
      const onLines = placeOnLines(
        wishes.map((one) => ({ ...one, id: one.id + 1_000 })),
        ground,
        placed,
      );
      const labels = [...placed, ...onLines];
      for (const [at, one] of labels.entries()) {
        expect(one.left).toBeGreaterThanOrEqual(0);
        expect(one.top).toBeGreaterThanOrEqual(0);
        expect(one.left + one.width).toBeLessThanOrEqual(800);
        expect(one.top + one.height).toBeLessThanOrEqual(600);
        for (const other of [...labels.slice(at + 1), ...GROUND.taken])
          expect(meet(one, other)).toBe(false);
      }
      for (const label of placed) {
        const isMust = wishes[label.id]?.isMust === true;
        const covered = wishes.filter(({ id, x, y, radius }) => {
          const mark = { left: x - radius, top: y - radius, width: 2 * radius, height: 2 * radius };
          return id !== label.id && meet(label, mark);
        });
        expect(covered.some((mark) => mark.isMust)).toBe(false);
        expect(covered.length).toBeLessThanOrEqual(isMust ? 12 : 0);
      }
    }),
    { numRuns: 300 },
  );
});

it("gives room to the first that ask, and more room when one is alone", () => {
  const at = (id: number, x: number) => ({ id, x, y: 300, radius: 5, width: 100, height: 20 });
  const crowd = Array.from({ length: 50 }, (_, id) => at(id, 400 + id / 100));
  const placed = placeLabels(crowd, { ...GROUND, taken: [], marks: [] });
  expect(placed[0]).toMatchObject({ id: 0, side: "below", left: 350, top: 308 });
  expect(placed.map(({ id }) => id)).toEqual([0, 1]);
  expect(placeLabels([at(1, 40)], { ...GROUND, taken: [], marks: [] })[0]?.side).toBe("right");
});

it("breaks a title between words, at signs in long ones, and ends in an ellipsis when more follows", () => {
  expect(linesOf("The restore drill took 41 minutes", 24, 2)).toEqual([
    "The restore drill took",
    "41 minutes",
  ]);
  expect(linesOf("two more months for Sargaço, no paid work on it", 24, 2)).toEqual([
    "two more months for",
    "Sargaço, no paid work…",
  ]);
  expect(linesOf(".github/skills/draft-post/SKILL.md", 24, 2)).toEqual([
    ".github/skills/draft-",
    "post/SKILL.md",
  ]);
  expect(linesOf("", 24, 2)).toEqual([]);
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.integer({ min: 4, max: 40 }),
      fc.integer({ min: 1, max: 4 }),
      (title, chars, most) => {
        const lines = linesOf(title, chars, most);
        expect(lines.length).toBeLessThanOrEqual(most);
        for (const line of lines) expect([...line].length).toBeLessThanOrEqual(chars);
        const whole = title.split(" ").join("");
        const shown = lines.join("").split(" ").join("");
        if (!shown.endsWith("…")) expect(shown).toBe(whole);
      },
    ),
  );
});

it("walks to the nearest in a direction, and stays where nothing lies there", () => {
  const places = [
    { id: 1, x: 100, y: 100 },
    { id: 2, x: 200, y: 110 },
    { id: 3, x: 150, y: 190 },
    { id: 4, x: 400, y: 100 },
  ];
  const from = places[0] as (typeof places)[number];
  expect(nearestTowards(from, places, "right")).toBe(2);
  expect(nearestTowards(from, places, "down")).toBe(3);
  expect(nearestTowards(from, places, "left")).toBeNull();
  expect(nearestTowards(from, places, "up")).toBeNull();
});
