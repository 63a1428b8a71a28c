import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { PAGE_LIMIT_CHARS, readPage } from "../../../company/markdown/page.ts";
import { findTable, tableRows } from "../../../company/markdown/table.ts";

const PAGE = `# Page

## First

Words.

| A   | B \\| b |
| --- | ------- |
| 1   | \`x\`     |
| 2   |         |

## Second

No table here.
`;

describe("findTable", () => {
  it("finds the table under a heading, with the lines of its rows", () => {
    expect(findTable(PAGE, "First")).toEqual({
      columns: ["A", "B | b"],
      rows: [
        { line: 9, cells: ["1", "`x`"] },
        { line: 10, cells: ["2", ""] },
      ],
      start: 7,
      end: 10,
    });
  });

  it("gives the same with CRLF, a byte order mark and front matter before", () => {
    const crlf = PAGE.replaceAll("\n", "\r\n");
    expect(findTable(`\uFEFF${crlf}`, "First")).toEqual(findTable(PAGE, "First"));
    const below = findTable(`---\r\n# First\r\n## First\r\nname: x\r\n---\r\n${crlf}`, "First");
    expect(below?.start).toBe(12);
    expect(findTable(`\uFEFF---\nname: x\n---\n## First\n\n|A|\n|-|\n`, "First")?.start).toBe(6);
  });

  it("does not mind upper and lower case or spaces in the heading", () => {
    expect(findTable(PAGE.replace("## First", "##   FIRST  ##"), "first")).not.toBeNull();
  });

  it("gives null without such a heading or without a table below it", () => {
    expect(findTable(PAGE, "Third")).toBeNull();
    expect(findTable(PAGE, "Second")).toBeNull();
    expect(findTable("", "First")).toBeNull();
  });

  it.each([
    ["a code fence", "```\n## T\n\n| x |\n|---|\n```\n"],
    ["an HTML comment", "<!--\n## T\n\n| x |\n|---|\n-->\n"],
    ["an indented code block", "    ## T\n\n    | x |\n    |---|\n"],
    ["a quote", "> ## T\n>\n> | x |\n> |---|\n"],
    ["a heading of the third level", "### T\n\n| x |\n|---|\n"],
  ])("takes no heading from %s", (_, text) => {
    expect(findTable(text, "T")).toBeNull();
    expect(findTable(`${text}\n## T\n\n| y |\n|---|\n`, "T")?.columns).toEqual(["y"]);
  });

  it("takes a table from below a deeper heading, not from the next section", () => {
    expect(findTable("## T\n\n### Part\n\n| x |\n|---|\n", "T")?.columns).toEqual(["x"]);
    expect(findTable("## T\n\n# Other\n\n| x |\n|---|\n", "T")).toBeNull();
  });

  it("keeps the cells that a row has, also when they are too few or too many", () => {
    const table = findTable("## T\n\n| a | b |\n|---|---|\n| 1 |\n| 1 | 2 | 3 |\ntext\n", "T");
    expect(table?.rows.map(({ cells }) => cells)).toEqual([["1"], ["1", "2", "3"], ["text"]]);
  });

  it("reads back what stands in the cells, whatever it is", () => {
    const cell = fc.stringMatching(/^[a-z*_`<>[\]()#&;\\/ .-]{0,12}$/).map((text) => text.trim());
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 6 }), (rows) => {
        fc.pre(rows.every((row) => row.every((text) => !/\\$/.test(text))));
        const written = rows.map(([a, b]) => `| ${a} | ${b} |\n`).join("");
        const table = findTable(`## T\n\n| a | b |\n|---|---|\n${written}`, "T");
        expect(table?.rows.map(({ cells }) => cells)).toEqual(rows);
      }),
    );
  });
});

describe("tableRows", () => {
  it("gives the meaning of each cell by column, empty where a row is short", () => {
    const text = "## T\n\n| A | B |\n|---|---|\n| `1 2` | x\\*y |\n| z |\n";
    expect(tableRows(text, "T")).toEqual([
      { line: 5, values: { A: "1 2", B: "x*y" } },
      { line: 6, values: { A: "z", B: "" } },
    ]);
    expect(tableRows(text, "Other")).toEqual([]);
  });
});

describe("readPage", () => {
  it("names a fence or comment that hides the rest of the page", () => {
    expect(readPage("# A\n\n```\n## B\n")?.unclosed).toEqual({ what: "code fence", line: 3 });
    expect(readPage("# A\n\n<!-- ## B\n")?.unclosed).toEqual({ what: "HTML comment", line: 3 });
    expect(readPage("# A\n\n```\nx\n```\n\n<!-- y -->\n")?.unclosed).toBeNull();
    expect(readPage("~~~\n```\n~~~~\n")?.unclosed).toBeNull();
  });

  it("names rows that belong to no table", () => {
    const page = readPage("## T\n\n| a |\n|---|\n| 1 |\n\n| 2 |\n| 3 |\n\ntext\n");
    expect(page?.sections[0]?.strayRows).toEqual([7, 8]);
  });

  it.each([
    ["a page beyond the limit", "x".repeat(PAGE_LIMIT_CHARS + 1)],
    ["quotes in quotes", ">".repeat(100_000)],
    ["lists in lists", "- ".repeat(50_000)],
  ])("refuses %s without parsing it", (_, text) => {
    expect(readPage(text)).toBeNull();
  });

  it("reads no page a second time while it is in use, and forgets the ones of long ago", () => {
    const [one, other] = ["## One\n", "## Other\n"] as const;
    const [first, second] = [readPage(one), readPage(other)];
    expect([readPage(one), readPage(other), readPage(one)]).toEqual([first, second, first]);
    expect(readPage(one)).toBe(first);
    expect(readPage(other)).toBe(second);
    const filler = "x".repeat(PAGE_LIMIT_CHARS - 10);
    for (let at = 0; at < 12; at++) readPage(`${filler}${at}`);
    expect(readPage(one)).toBe(first);
    for (let at = 12; at < 24; at++) readPage(`${filler}${at}`);
    expect(readPage(one)).toBe(first);
    expect(readPage(other)).not.toBe(second);
    expect(readPage(other)).toEqual(second);
  });

  it("reads a line of dashes of any length as what it is", () => {
    expect(readPage(`## T\n\n| a |\n|${"-".repeat(500)}|\n`)?.sections[0]?.tables).toHaveLength(1);
    expect(readPage(`a\n\n${"*".repeat(500)}\n`)).not.toBeNull();
  });
});
