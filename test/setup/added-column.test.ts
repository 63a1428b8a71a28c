import { expect, test } from "vitest";
import { mergeTables } from "../../setup/merge-text.ts";

const page = (columns: string, rows: string[]) =>
  `## Channels\n\n${columns}\n|${"---|".repeat(columns.split("|").length - 2)}\n${rows.join("\n")}\n\nText.\n`;
const THREE = "| Channel | Rhythm | Reviewed by |";
const FOUR = "| Channel | Rhythm | Slot | Reviewed by |";
const base = page(THREE, ["| x | Tuesday | signals |", "| news | monthly | lawyer |"]);
const theirs = page(FOUR, [
  "| x | Tuesday | Tue 09:30 | signals |",
  "| news | monthly | | lawyer |",
]);

test("a column that this version adds comes into a table that the founder changed", () => {
  const mine = page(THREE, ["| x | Tuesday and Friday | signals |", "| blog | weekly | cto |"]);
  expect(mergeTables({ base, mine, theirs })).toEqual({
    kind: "clean",
    text: page(FOUR, [
      "| x | Tuesday and Friday | Tue 09:30 | signals |",
      "| blog | weekly | | cto |",
    ]),
  });
});

test("a table whose columns the founder changed is left to the merge of lines", () => {
  const own = page("| Channel | Rhythm | Mine | Reviewed by |", ["| x | Tuesday | 1 | signals |"]);
  expect(mergeTables({ base, mine: own, theirs }).kind).toBe("conflict");
});

test("line ends of the founder's file are kept in a table that got a column", () => {
  const mine = page(THREE, ["| x | Fridays | signals |"]).replaceAll("\n", "\r\n");
  const merged = mergeTables({ base, mine, theirs });
  expect(merged).toEqual({
    kind: "clean",
    text: page(FOUR, ["| x | Fridays | Tue 09:30 | signals |"]).replaceAll("\n", "\r\n"),
  });
});
