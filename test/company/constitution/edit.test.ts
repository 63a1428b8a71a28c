import { readFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addTableRow,
  removeTableRows,
  replaceTableRows,
  setCompanyField,
} from "../../../company/constitution/edit.ts";
import { parseConstitution } from "../../../company/constitution/parse.ts";
import { COMPANY_FIELDS } from "../../../company/constitution/sections.ts";
import { HqError } from "../../../company/error.ts";
import { findTable } from "../../../company/markdown/table.ts";
import { FILE, PAGE } from "./page.ts";

const KIT = readFileSync(path.join(import.meta.dirname, "..", "..", "..", FILE), "utf8");

/** The same page as other editors would have saved it. */
const PAGES = fc.constantFrom(
  PAGE,
  KIT,
  PAGE.replaceAll("\n", "\r\n"),
  `\uFEFF${PAGE.replaceAll("\n", "\r\n")}`,
  PAGE.replaceAll("\n", "\r"),
  PAGE.trimEnd(),
  `---\n# a comment\nname: x\n---\n${PAGE}`,
);

/** What stands before and behind the rows of a section's table. */
function around(text: string, section: string): [before: string, after: string] {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  const { start, end } = findTable(text, section) ?? { start: 0, end: 0 };
  return [lines.slice(0, start + 1).join(""), lines.slice(end).join("")];
}

const word = fc.stringMatching(/^[a-z]{1,9}$/);
const anyText = fc
  .string({ unit: "grapheme", maxLength: 30 })
  .map((text) => text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ").trim())
  .filter((text) => text !== "" && !/^not\s+set$/i.test(text));
const cell = fc.stringMatching(/^[A-Za-z0-9 .,*`|é-]{0,14}$/).map((text) => text.trim());

describe("setCompanyField", () => {
  it("gives a page that parses to the new value and is the same everywhere else", () => {
    fc.assert(
      fc.property(PAGES, anyText, (page, name) => {
        const edited = setCompanyField(page, "Name", name);
        const { constitution, findings } = parseConstitution(edited, FILE);
        expect(findings).toEqual([]);
        expect(constitution).toEqual({
          ...parseConstitution(page, FILE).constitution,
          company: { ...parseConstitution(page, FILE).constitution.company, name },
        });
        expect(around(edited, "Company")).toEqual(around(page, "Company"));
      }),
      {
        numRuns: 60,
        examples: [
          [PAGE, "a | b"],
          [PAGE, "`code` \\| <b>"],
          [PAGE, "*Mare*\\"],
        ],
      },
    );
  });

  it("sets every field, and takes it back to not set", () => {
    const values = [
      "Mare",
      "Ana",
      "Portugal",
      "Asia/Kathmandu",
      "NPR",
      "Português",
      "2028-02-29",
      "desk",
      "SHA256:abc",
      "SQLite, tides",
    ];
    const set = COMPANY_FIELDS.reduce(
      (text, field, at) => setCompanyField(text, field, values[at] ?? ""),
      KIT,
    );
    expect(Object.values(parseConstitution(set, FILE).constitution.company)).toEqual([
      ...values.slice(0, -1),
      ["SQLite", "tides"],
    ]);
    expect(parseConstitution(setCompanyField(set, "Since", null), FILE)).toMatchObject({
      constitution: { company: { since: null } },
      findings: [],
    });
    expect(setCompanyField(set, "Since", "")).toBe(setCompanyField(set, "Since", null));
  });

  it("keeps columns in line that were drawn in line, and changes one line only", () => {
    const drawn = (value: string) =>
      `## Company\n\n| Field     | Value   |\n| --------- | ------- |\n| Country   | ${value} |\n| Time zone | UTC     |\n`;
    expect(setCompanyField(drawn("not set"), "Country", "PT")).toBe(drawn("PT     "));
    expect(setCompanyField(drawn("not set"), "Country", "Portugal")).toBe(drawn("Portugal"));
    expect(setCompanyField(PAGE, "Country", "PT")).toBe(PAGE.replace("Portugal |", "PT |"));
  });

  it("adds a field that is missing", () => {
    const page = PAGE.replace("| Since | 2026-01-05 |\n", "");
    expect(setCompanyField(page, "Since", "2026-01-05")).toBe(PAGE);
  });

  it("finds the columns where the founder put them", () => {
    const page = PAGE.replace("| Field | Value |", "| Value | Field |").replace(
      "| Country | Portugal |",
      "| Portugal | Country |",
    );
    expect(setCompanyField(page, "Country", "Spain")).toContain("| Spain | Country |");
  });

  it("refuses a page without the table", () => {
    for (const page of ["", "# Words\n", PAGE.replace("| Field |", "| Felt |")]) {
      const edit = () => setCompanyField(page, "Name", "x");
      expect(edit).toThrow(HqError);
      expect(edit).toThrow(/Cannot edit the table "Company": found .+, expected .+\./);
    }
  });
});

describe("replaceTableRows", () => {
  it("gives a table with these rows and is the same everywhere else", () => {
    const rows = fc.array(fc.tuple(cell, cell, cell), { maxLength: 5 });
    fc.assert(
      fc.property(PAGES, rows, (page, wanted) => {
        const edited = replaceTableRows(page, "Departments", wanted);
        expect(findTable(edited, "Departments")?.rows.map(({ cells }) => cells)).toEqual(wanted);
        expect(around(edited, "Departments")).toEqual(around(page, "Departments"));
      }),
      { numRuns: 60 },
    );
  });

  it("changes nothing when it is given the rows that are there", () => {
    fc.assert(
      fc.property(
        PAGES,
        fc.constantFrom("Products", "Cadence", "Protected files"),
        (page, section) => {
          const rows = findTable(page, section)?.rows.map(({ cells }) => cells) ?? [];
          expect(replaceTableRows(page, section, rows)).toBe(page);
        },
      ),
    );
  });

  it("keeps the bytes of rows that stay, however they were written", () => {
    const page = "## T\n\n|a|b|\n|:-|-:|\n|1|2\n  | 3   |4|\n";
    expect(
      replaceTableRows(page, "T", [
        ["3", "4"],
        ["5", "6"],
        ["1", "2"],
      ]),
    ).toBe("## T\n\n|a|b|\n|:-|-:|\n  | 3   |4|\n| 5 | 6 |\n|1|2\n");
  });

  it("takes rows by column name, and refuses a column that is not there", () => {
    const edited = replaceTableRows(PAGE, "Cadence", [{ schedule: "`0 9 * * *`", Prompt: "x" }]);
    expect(edited).toContain("| x | `0 9 * * *` | | |\n");
    expect(() => replaceTableRows(PAGE, "Cadence", [{ Prmpt: "x" }])).toThrow(/no column prmpt/);
    expect(() => addTableRow(PAGE, "Retention", ["a", "b", "c"])).toThrow(/3 cells/);
    expect(() => addTableRow(PAGE, "Nowhere", [])).toThrow(HqError);
  });
});

describe("addTableRow and removeTableRows", () => {
  it("undo each other, byte for byte", () => {
    fc.assert(
      fc.property(PAGES, word, (page, name) => {
        fc.pre(!page.includes(`| ${name} `));
        const added = addTableRow(page, "Retention", [name, "forever"]);
        expect(added.length).toBeGreaterThan(page.length);
        expect(parseConstitution(added, FILE).constitution.retention.at(-1)).toMatchObject({
          entityType: name,
          keep: { kind: "forever" },
        });
        expect(removeTableRows(added, "Retention", ([type]) => type === name)).toBe(page);
      }),
      { numRuns: 40 },
    );
  });

  it.each(["\n", "\r\n", "\r"])(
    "work on a table at the end of a file that does not end (%j)",
    (end) => {
      const empty = ["## T", "", "| a |", "| - |"].join(end);
      const one = addTableRow(empty, "T", ["x"]);
      expect(one).toBe(`${empty}${end}| x |`);
      const two = addTableRow(one, "T", ["y"]);
      expect(two).toBe(`${one}${end}| y |`);
      expect(removeTableRows(two, "T", ([a]) => a === "x")).toBe(`${empty}${end}| y |`);
      expect(removeTableRows(one, "T", () => false)).toBe(one);
    },
  );

  it("remove all rows and leave the head", () => {
    const edited = removeTableRows(PAGE, "Products", () => true);
    expect(findTable(edited, "Products")?.rows).toEqual([]);
    expect(around(edited, "Products")).toEqual(around(PAGE, "Products"));
  });

  it("work on the tables of any page", () => {
    const skill = "---\nname: x\n---\n\n## Facts\n\n| Fact | Value |\n|---|---|\n\nWords.\n";
    expect(addTableRow(skill, "Facts", ["rate", "23% \\| 6%"])).toBe(
      skill.replace("|---|---|\n", "|---|---|\n| rate | 23% \\| 6% |\n"),
    );
  });
});
