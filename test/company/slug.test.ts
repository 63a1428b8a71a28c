import fc from "fast-check";
import { expect, test } from "vitest";
import { clip } from "../../company/clip.ts";
import { slugOf } from "../../company/slug.ts";

test("a slug folds accents and joins words", () => {
  expect(slugOf("Declaração periódica do IVA (3.º trimestre)")).toBe(
    "declaracao-periodica-do-iva-3-o-trimestre",
  );
  expect(slugOf("  --  ")).toBe("");
});

test("a slug is bounded, has no separator of entity names, and is its own slug", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 90 }), (text) => {
      const slug = slugOf(text);
      expect([...slug].length).toBeLessThanOrEqual(60);
      expect(slug).toMatch(/^(?:[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*)?$/u);
      expect(slugOf(slug)).toBe(slug);
    }),
  );
});

test("a clipped text is one line of at most that length, without control characters", () => {
  expect(clip(" a\r\n\tb\u001b[2J\u202ec ", 80)).toBe("a b [2J c");
  expect(clip("abcdef", 6)).toBe("abcdef");
  expect(clip("abcdefg", 6)).toBe("abcde…");
  expect(clip("ab 😀x", 5)).toBe("ab…");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.integer({ min: 1, max: 30 }), (text, limit) => {
      expect(clip(text, limit).length).toBeLessThanOrEqual(limit);
    }),
  );
});
