import fc from "fast-check";
import measuredColumns from "fast-string-width";
import { expect, test } from "vitest";
import { columnsOf, wrap } from "../../company/wrap.ts";

test("later lines stand under the first word", () => {
  expect(wrap("  - ", "one two three", { width: 11 })).toEqual(["  - one two", "    three"]);
});

test("letters that take two columns and marks that take none are counted as a terminal shows them", () => {
  expect(wrap("- ", "漢字 漢字 漢字", { width: 11 })).toEqual(["- 漢字 漢字", "  漢字"]);
  const accented = "e\u0301e\u0301e\u0301";
  expect(wrap("", `${accented} ${accented}`, { width: 7 })).toEqual([`${accented} ${accented}`]);
});

test("a word that is wider than a line stays whole, unless it may be broken", () => {
  expect(wrap("- ", "ab abcdefghij k", { width: 8 })).toEqual(["- ab", "  abcdefghij", "  k"]);
  const form = { width: 8, under: "    ", breakWords: true };
  expect(wrap("- ", "abcdefghij k", form)).toEqual(["- abcdef", "    ghij", "    k"]);
  expect(wrap("", "漢字漢", { width: 5, breakWords: true })).toEqual(["漢字", "漢"]);
});

test("whatever the text, no word is lost and no line is wider than asked", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.integer({ min: 12, max: 90 }),
      (text, width) => {
        const plain = text.replaceAll(/[\s\p{C}]+/gu, " ");
        const lines = wrap("- ", plain, { width, under: "  ", breakWords: true });
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
        const without = (value: string) => value.replaceAll(" ", "");
        expect(without(lines.join(""))).toBe(without(`- ${plain}`));
      },
    ),
  );
});

test("a text of western letters alone is as wide as one that is measured", () => {
  const western = fc
    .oneof(
      fc.integer({ min: 0x20, max: 0x2ff }),
      fc.integer({ min: 0x2000, max: 0x20ff }),
      fc.integer({ min: 0x2180, max: 0x21ff }),
    )
    .map((code) => String.fromCharCode(code));
  const odd = fc.constantFrom("\ufe0f", "\u0301", "漢", "→", "\u{1f600}", "\t", "\u001b[1m");
  const unit = fc.oneof({ weight: 20, arbitrary: western }, { weight: 1, arbitrary: odd });
  fc.assert(
    fc.property(fc.array(unit, { maxLength: 20 }), (units) => {
      const text = units.join("");
      expect(columnsOf(text)).toBe(measuredColumns(text));
    }),
  );
});
