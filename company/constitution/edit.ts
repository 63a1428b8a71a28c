/**
 * Edits of the constitution's tables, and of any table under a second-level heading. Only the rows
 * that change are written anew: the rest of the page, its line endings and its byte order mark stay
 * byte for byte. Cells are as `findTable` gives them: Markdown, with `|` for an escaped pipe.
 */
import { HqError } from "../error.ts";
import { encodeCell, literalCell, plainText } from "../markdown/cells.ts";
import { findTable, foldName, type MarkdownTable, sameName } from "../markdown/table.ts";
import { type CompanyField, NOT_SET } from "./sections.ts";

/** Cells in the order of the table's columns, or by column name; what is not named is empty. */
export type RowCells = readonly string[] | Readonly<Record<string, string>>;

/**
 * The page with another value of a company's field; null or "" writes "not set". The value is taken
 * literally, whatever Markdown would make of it; a line break in it becomes a space.
 */
export function setCompanyField(text: string, field: CompanyField, value: string | null): string {
  const page = openTable(text, "Company");
  const { columns, rows } = page.table;
  const fieldAt = columns.findIndex((column) => sameName(column, "Field"));
  const valueAt = columns.findIndex((column) => sameName(column, "Value"));
  if (fieldAt === -1 || valueAt === -1) {
    throw unusable("Company", `the columns ${columns.join(" | ")}`, "Field | Value");
  }
  const written = literalCell(value?.trim() || NOT_SET);
  const index = rows.findIndex(({ cells }) => sameName(plainText(cells[fieldAt] ?? ""), field));
  if (index === -1) return addTableRow(text, "Company", { Field: field, Value: written });
  const cells = columns.map((_, at) => (at === valueAt ? written : (rows[index]?.cells[at] ?? "")));
  return withRows(page, page.rowLines.with(index, formatRow(page, cells)));
}

/**
 * The page with other rows in a section's table. A row that was there before with the same cells
 * keeps its bytes.
 */
export function replaceTableRows(text: string, section: string, rows: readonly RowCells[]): string {
  const page = openTable(text, section);
  const kept = new Map<string, string[]>();
  for (const [at, { cells }] of page.table.rows.entries()) {
    const key = JSON.stringify(cells);
    kept.set(key, [...(kept.get(key) ?? []), page.rowLines[at] ?? ""]);
  }
  const lines = rows.map((row) => {
    const cells = cellsOf(page, section, row);
    return kept.get(JSON.stringify(cells))?.shift() ?? formatRow(page, cells);
  });
  return withRows(page, lines);
}

/** The page with one more row at the end of a section's table. */
export function addTableRow(text: string, section: string, row: RowCells): string {
  const page = openTable(text, section);
  return withRows(page, [...page.rowLines, formatRow(page, cellsOf(page, section, row))]);
}

/** The page without the rows for whose cells, in the table's order, `isUnwanted` says true. */
export function removeTableRows(
  text: string,
  section: string,
  isUnwanted: (cells: readonly string[]) => boolean,
): string {
  const page = openTable(text, section);
  const { rows } = page.table;
  return withRows(
    page,
    page.rowLines.filter((_, at) => !isUnwanted(rows[at]?.cells ?? [])),
  );
}

/** ` --- `: as long as a line of dashes is that says nothing of the width of its column. */
const SHORTEST_DASHES = 5;

interface OpenTable {
  table: MarkdownTable;
  /** The text up to the first row, and from behind the last one. */
  before: string;
  after: string;
  /** One for each row, with its line ending. */
  rowLines: string[];
  /** Characters that cells are padded to; 0 where the line of dashes is not drawn to a width. */
  widths: number[];
  /** The ending of the table's lines. */
  lineEnding: string;
}

function openTable(text: string, section: string): OpenTable {
  const table = findTable(text, section);
  if (table === null) throw unusable(section, "no such table", `a table under "## ${section}"`);
  const lines = text.match(/[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$/g) ?? [];
  const dashes = (lines[table.start] ?? "").trim().replaceAll(/^\||\|$/g, "");
  return {
    table,
    before: lines.slice(0, table.start + 1).join(""),
    after: lines.slice(table.end).join(""),
    rowLines: lines.slice(table.start + 1, table.end),
    widths: dashes.split("|").map(({ length }) => (length > SHORTEST_DASHES ? length - 2 : 0)),
    lineEnding: /[\r\n]+$/.exec(lines[table.start - 1] ?? "")?.[0] ?? "\n",
  };
}

function withRows(page: OpenTable, rowLines: readonly string[]): string {
  const { before, after, lineEnding } = page;
  const old = page.rowLines.at(-1) ?? before;
  const endsFile = after === "" && !/[\r\n]$/.test(old);
  const ended = (line: string) => (/[\r\n]$/.test(line) ? line : line + lineEnding);
  if (rowLines.length === 0) return before + after;
  const rows = rowLines.map(ended).join("");
  return ended(before) + (endsFile ? rows.replace(/(?:\r\n|\n|\r)$/, "") : rows) + after;
}

function cellsOf(page: OpenTable, section: string, row: RowCells): string[] {
  const { columns } = page.table;
  if (isList(row)) {
    if (row.length > columns.length) {
      throw unusable(section, `a new row of ${row.length} cells`, columns.join(" | "));
    }
    return columns.map((_, at) => row[at] ?? "");
  }
  const byColumn = new Map(Object.entries(row).map(([name, cell]) => [foldName(name), cell]));
  const cells = columns.map((column) => {
    const cell = byColumn.get(foldName(column)) ?? "";
    byColumn.delete(foldName(column));
    return cell;
  });
  const unknown = [...byColumn.keys()].join(", ");
  if (unknown !== "") throw unusable(section, `no column ${unknown}`, columns.join(" | "));
  return cells;
}

function isList(row: RowCells): row is readonly string[] {
  return Array.isArray(row);
}

function formatRow(page: OpenTable, cells: readonly string[]): string {
  const written = cells.map((cell, at) => encodeCell(cell).padEnd(page.widths[at] ?? 0));
  return `|${written.map((cell) => (cell === "" ? " |" : ` ${cell} |`)).join("")}`;
}

function unusable(section: string, found: string, expected: string): HqError {
  return new HqError(
    "invalid-file",
    `Cannot edit the table "${section}": found ${found}, expected ${expected}.`,
    { hint: "Run `hq doctor`: it names the line." },
  );
}
