/** The tables of a skill's page that code reads, by their heading. */
import type { Finding } from "../../finding.ts";
import { readPage } from "../../markdown/page.ts";
import { sameName, sectionsNamed } from "../../markdown/table.ts";
import type { KitFile } from "../context.ts";
import { errorAt } from "../findings.ts";

export interface SkillRow {
  line: number;
  /** By column name; every expected column is there, and every optional one. */
  cells: Record<string, string>;
}

export interface SkillTable {
  /** Whether the page has the heading. */
  isThere: boolean;
  rows: SkillRow[];
  findings: Finding[];
}

const NONE: SkillTable = { isThere: false, rows: [], findings: [] };

export interface SkillColumns {
  needed: readonly string[];
  /** A table without them is read all the same, with empty cells. */
  optional: readonly string[];
}

/** The rows under a second-level heading, or the findings that say why they cannot be read. */
export function readSkillTable(
  file: KitFile,
  heading: string,
  asked: readonly string[] | SkillColumns,
): SkillTable {
  const { needed, optional } = "needed" in asked ? asked : { needed: asked, optional: [] };
  const columns = [...needed, ...optional];
  // Reading Markdown is slow, and most pages of the kit have no such heading.
  if (!new RegExp(`^##[ \\t]+${heading}\\b`, "im").test(file.text)) return NONE;
  const page = readPage(file.text);
  if (page === null) return { ...NONE, findings: [unreadable(file.path)] };
  const [section] = sectionsNamed(page, heading);
  if (section === undefined) return NONE;
  const findings = section.strayRows.map((line) => strayRow(file.path, line, heading));
  const fitting = section.tables.flatMap((table) => {
    const placeOf = (column: string) => table.columns.findIndex((found) => sameName(found, column));
    const places = columns.map(placeOf);
    return places.slice(0, needed.length).includes(-1) ? [] : [{ table, places }];
  });
  if (fitting.length === 0) {
    const line = section.tables[0]?.start ?? section.line;
    findings.push(withoutTable(file.path, line, { heading, columns: needed }));
  }
  const rows = fitting.flatMap(({ table, places }) =>
    table.rows.map(({ line, cells }) => ({
      line,
      cells: Object.fromEntries(
        columns.map((column, at) => [column, (cells[places[at] ?? -1] ?? "").trim()]),
      ),
    })),
  );
  return { isThere: true, rows, findings };
}

function unreadable(path: string): Finding {
  return errorAt(path, 0, {
    what: "a page that is too long or too deeply nested to be read",
    expected: "a page that a person would write",
    fix: "Split it, or restore it from git.",
  });
}

function strayRow(path: string, line: number, heading: string): Finding {
  return errorAt(path, line, {
    what: `a row that belongs to no table, under "## ${heading}"`,
    expected: "rows right below the head and its line of dashes",
    fix: "Close the gap, or give the table its head.",
  });
}

function withoutTable(
  path: string,
  line: number,
  asked: { heading: string; columns: readonly string[] },
): Finding {
  return errorAt(path, line, {
    what: `"## ${asked.heading}" without its table`,
    expected: `the columns ${asked.columns.join(" | ")}`,
    fix: "Write the table below the heading, with these columns.",
  });
}
