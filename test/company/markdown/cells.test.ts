import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCell, encodeCell, literalCell, plainText } from "../../../company/markdown/cells.ts";

describe("a table cell", () => {
  it.each([
    [" a \\| b ", "a | b"],
    ["`x \\| y`", "`x | y`"],
    ["\\\\", "\\\\"],
    ["a\\*b", "a\\*b"],
    ["", ""],
  ])("that stands as %j is %j", (source, cell) => {
    expect(decodeCell(source)).toBe(cell);
    expect(decodeCell(encodeCell(cell))).toBe(cell);
  });

  it("is written on one line, whatever it holds", () => {
    expect(encodeCell(" a\r\nb\u2028c\td\0 ")).toBe("a b c d");
  });

  it("keeps a pipe that is escaped already", () => {
    expect(encodeCell("a \\| b | c")).toBe("a \\| b \\| c");
  });

  it.each([
    ["`30 8 * * 1-5`", "30 8 * * 1-5"],
    ["`` a`b ``", "a`b"],
    [".github/hooks/\\*\\*", ".github/hooks/**"],
    ["**/secrets/**", "**/secrets/**"],
    ["see `a\\*b` and c\\*d", "see `a\\*b` and c*d"],
    ["`a` and `b`", "`a` and `b`"],
    ["C:\\temp", "C:\\temp"],
    ["`open", "`open"],
  ])("%j means %j", (cell, text) => {
    expect(plainText(cell)).toBe(text);
  });

  it("can be made to mean any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
        const onOneLine = text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim();
        const written = encodeCell(literalCell(text));
        expect(plainText(decodeCell(written))).toBe(onOneLine);
      }),
      { examples: [["a\\|b"], ["`code`"], ["\\"], ["|"], ["\\\\||``"]] },
    );
  });
});
