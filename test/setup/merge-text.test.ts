import fc from "fast-check";
import { expect, test } from "vitest";
import { mergeText } from "../../company/text-merge.ts";
import { mergeTables } from "../../setup/merge-text.ts";

test("changes of both in different places come together", () => {
  const base = "a\nb\nc\nd\ne\n";
  const result = mergeText({ base, mine: "a\nB\nc\nd\ne\n", theirs: "a\nb\nc\nd\nE\n" });
  expect(result).toEqual({ kind: "clean", text: "a\nB\nc\nd\nE\n" });
});

test("the same lines changed by both are shown as a conflict with the founder's line number", () => {
  const result = mergeText({ base: "a\nb\n", mine: "a\nmine\n", theirs: "a\ntheirs\n" });
  expect(result).toEqual({
    kind: "conflict",
    marked: "a\n<<<<<<< yours\nmine\n=======\ntheirs\n>>>>>>> this version\n",
    withTheirs: "a\ntheirs\n",
    regions: [{ line: 2, mine: ["mine"], theirs: ["theirs"] }],
  });
});

test("the founder's line endings and byte order mark are kept", () => {
  const result = mergeText({ base: "a\nb\n", mine: "\uFEFFa\r\nb\r\n", theirs: "a\nnew\n" });
  expect(result).toEqual({ kind: "clean", text: "\uFEFFa\r\nnew\r\n" });
});

const lines = fc
  .array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 6 })
  .map((all) => all.join("\n"));

test("whoever changed nothing lets the other one win", () => {
  fc.assert(
    fc.property(lines, lines, (base, other) => {
      expect(mergeText({ base, mine: base, theirs: other })).toEqual({
        kind: "clean",
        text: other,
      });
      expect(mergeText({ base, mine: other, theirs: base })).toEqual({
        kind: "clean",
        text: other,
      });
      expect(mergeText({ base, mine: other, theirs: other })).toEqual({
        kind: "clean",
        text: other,
      });
    }),
  );
});

function page(rows: string[], intro = "Intro."): string {
  return `# Page\n\n## Items\n\n${intro}\n\n| Key | Value | Who |\n|---|---|---|\n${rows.map((row) => `${row}\n`).join("")}\n## After\n\ntext\n`;
}

test("rows of the company and new rows of the kit next to each other are no conflict", () => {
  const base = page(["| a | 1 | x |", "| b | 2 | y |"]);
  const mine = page(["| a | 1 | founder |", "| b | 2 | y |", "| own | 9 | z |"]);
  const theirs = page(["| a | 5 | x |", "| new | 3 | y |", "| b | 2 | y |"], "Better intro.");
  expect(mergeText({ base, mine, theirs }).kind).toBe("conflict");
  expect(mergeTables({ base, mine, theirs })).toEqual({
    kind: "clean",
    text: page(
      ["| a | 5 | founder |", "| new | 3 | y |", "| b | 2 | y |", "| own | 9 | z |"],
      "Better intro.",
    ),
  });
});

test("a row that the founder took out stays out, and one that the kit took out goes", () => {
  const base = page(["| a | 1 | x |", "| b | 2 | y |", "| c | 3 | z |"]);
  const mine = page(["| b | 2 | y |", "| c | 3 | z |"]);
  const theirs = page(["| a | 7 | x |", "| b | 2 | y |"]);
  expect(mergeTables({ base, mine, theirs })).toEqual({
    kind: "clean",
    text: page(["| b | 2 | y |"]),
  });
});

test("one cell changed by both sides is a conflict", () => {
  const base = page(["| a | 1 | x |"]);
  const result = mergeTables({
    base,
    mine: page(["| a | 2 | x |"]),
    theirs: page(["| a | 3 | x |"]),
  });
  expect(result.kind).toBe("conflict");
});

test("an aligned table keeps the founder's spacing where nothing changed", () => {
  const base = page(["| a | 1 | x |", "| b | 2 | y |"]);
  const mine = page(["| a   | 1     | x   |", "| b   | 2     | y   |"]);
  const theirs = page(["| a | 1 | x |", "| b | 4 | y |"]);
  expect(mergeTables({ base, mine, theirs })).toEqual({
    kind: "clean",
    text: page(["| a   | 1     | x   |", "| b | 4 | y |"]),
  });
});

const cell = fc.constantFrom("1", "2", "3");
const row = fc.record({ key: fc.constantFrom("a", "b", "c", "d"), one: cell, two: cell });
const rows = fc
  .uniqueArray(row, { selector: ({ key }) => key, maxLength: 4 })
  .map((all) => page(all.map(({ key, one, two }) => `| ${key} | ${one} | ${two} |`)));

test("tables: whoever changed nothing lets the other one win, and a merge done twice adds nothing", () => {
  fc.assert(
    fc.property(rows, rows, rows, (base, mine, theirs) => {
      expect(mergeTables({ base, mine, theirs: base })).toEqual({ kind: "clean", text: mine });
      const result = mergeTables({ base, mine, theirs });
      if (result.kind === "clean") {
        const again = mergeTables({ base: theirs, mine: result.text, theirs });
        expect(again).toEqual(result);
      }
    }),
  );
});
