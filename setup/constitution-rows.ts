/**
 * Edits of single rows in the tables of a Markdown page. The page is parsed once; only the lines of
 * rows that change are written anew, so that the founder's own spacing and every other byte stay.
 */
import { encodeCell } from "../company/markdown/cells.ts";
import { readPage } from "../company/markdown/page.ts";
import type { MarkdownTable } from "../company/markdown/sections.ts";
import { sectionsNamed } from "../company/markdown/table.ts";

export type Rows = readonly (readonly string[])[];

export interface TableEditor {
  /** The cells of the section's table, without the head; empty when there is no such table. */
  rows(section: string): string[][];
  /** The column names of the section's table, null when there is none. */
  columns(section: string): string[] | null;
  /** Gives the table these columns; a cell of a column that it did not have is empty. */
  widen(section: string, columns: readonly string[]): void;
  /** Replaces each row by what `edit` gives: other cells, or null for no row. */
  edit(section: string, edit: (cells: readonly string[]) => readonly string[] | null): void;
  /** Puts rows at the end of the table. */
  append(section: string, rows: Rows): void;
  /** Adds the row of `model` that names `key`, unless it is there, at the place it has in `model`. */
  insertLike(section: string, model: Rows, key: string): void;
  /** Gives the table these rows; a row with the cells of a present one keeps its line as it is. */
  replace(section: string, rows: Rows): void;
  /** The lines of the table as they stand now, head included; null when there is none. */
  lines(section: string): string[] | null;
  /** Puts these lines in the place of the whole table. */
  setLines(section: string, lines: readonly string[]): void;
  /** The edited page. */
  text(): string;
}

interface EditedTable {
  source: MarkdownTable;
  /** Other columns than those of the source; null for the same. */
  columns: readonly string[] | null;
  /** `line` is null for a row that is written anew. */
  rows: { cells: readonly string[]; line: string | null }[];
  /** Set when the whole table was replaced. */
  whole: readonly string[] | null;
}

/** An editor for the tables under the second-level headings of a page. */
export function constitutionTables(page: string): TableEditor {
  const lines = page.split("\n");
  const parsed = readPage(page);
  const tables = new Map<string, EditedTable | null>();
  const tableOf = (section: string): EditedTable | null => {
    const key = section.toLowerCase();
    const known = tables.get(key);
    if (known !== undefined) return known;
    const source = parsed === null ? undefined : sectionsNamed(parsed, section)[0]?.tables[0];
    const table = source === undefined ? null : openTable(source, lines);
    tables.set(key, table);
    return table;
  };
  const rowsOf = (section: string): EditedTable["rows"] => tableOf(section)?.rows ?? [];
  const setRows = (section: string, rows: EditedTable["rows"]): void => {
    const table = tableOf(section);
    if (table !== null) table.rows = rows;
  };
  return {
    rows: (section) => rowsOf(section).map(({ cells }) => [...cells]),
    columns: (section) => {
      const table = tableOf(section);
      return table === null ? null : [...columnsOf(table)];
    },
    widen: (section, columns) => {
      const table = tableOf(section);
      if (table === null) return;
      const places = columns.map((name) => columnsOf(table).indexOf(name));
      table.rows = table.rows.map(({ cells }) => newRow(places.map((at) => cells[at] ?? "")));
      table.columns = columns;
    },
    edit: (section, edit) =>
      setRows(
        section,
        rowsOf(section).flatMap((row) => editedRow(row, edit)),
      ),
    append: (section, rows) => setRows(section, [...rowsOf(section), ...rows.map(newRow)]),
    insertLike: (section, model, key) => setRows(section, withRowLike(rowsOf(section), model, key)),
    replace: (section, rows) => {
      const present = rowsOf(section);
      const kept = (cells: readonly string[]) => present.find((row) => isSame(row.cells, cells));
      setRows(
        section,
        rows.map((cells) => kept(cells) ?? newRow(cells)),
      );
    },
    lines: (section) => {
      const table = tableOf(section);
      return table === null ? null : printed(table, lines);
    },
    setLines: (section, whole) => {
      const table = tableOf(section);
      if (table !== null) table.whole = whole;
    },
    text: () =>
      joined(
        lines,
        [...tables.values()].filter((table) => table !== null),
      ),
  };
}

function openTable(source: MarkdownTable, lines: readonly string[]): EditedTable {
  const rows = source.rows.map(({ line, cells }) => ({ cells, line: lines[line - 1] ?? null }));
  return { source, columns: null, rows, whole: null };
}

function columnsOf({ source, columns }: EditedTable): readonly string[] {
  return columns ?? source.columns;
}

function newRow(cells: readonly string[]): { cells: readonly string[]; line: null } {
  return { cells, line: null };
}

function editedRow(
  row: EditedTable["rows"][number],
  edit: (cells: readonly string[]) => readonly string[] | null,
): EditedTable["rows"] {
  const cells = edit(row.cells);
  if (cells === null) return [];
  return isSame(cells, row.cells) ? [row] : [newRow(cells)];
}

function withRowLike(rows: EditedTable["rows"], model: Rows, key: string): EditedTable["rows"] {
  const wanted = model.find((row) => row[0] === key);
  if (wanted === undefined || rows.some(({ cells }) => cells[0] === key)) return rows;
  const before = model.slice(0, model.indexOf(wanted)).map((row) => row[0]);
  const anchor = rows.findLastIndex(({ cells }) => before.includes(cells[0] ?? ""));
  return rows.toSpliced(anchor + 1, 0, newRow(wanted));
}

function joined(lines: readonly string[], tables: EditedTable[]): string {
  const result = [...lines];
  // From the end of the page, so that the line numbers above stay true.
  for (const table of tables.sort((a, b) => b.source.start - a.source.start)) {
    const { start, end } = table.source;
    const edited = printed(table, lines);
    // The last line of a file has no line end of its own to keep.
    if (end === lines.length && edited.length > 0)
      edited.push(edited.pop()?.replace(/\r$/, "") ?? "");
    result.splice(start - 1, end - start + 1, ...edited);
  }
  return result.join("\n");
}

function printed(table: EditedTable, lines: readonly string[]): string[] {
  const { source, columns, rows, whole } = table;
  if (whole !== null) return [...whole];
  const written = lines.slice(source.start - 1, source.start + 1);
  const cr = written[0]?.endsWith("\r") ? "\r" : "";
  const anew = columns === null ? null : [tableRow(columns), `|${"---|".repeat(columns.length)}`];
  const head = anew?.map((line) => line + cr) ?? written;
  return [...head, ...rows.map(({ cells, line }) => line ?? tableRow(cells) + cr)];
}

/** One table row as the constitution writes it. */
function tableRow(cells: readonly string[]): string {
  const written = cells.map((cell) => encodeCell(cell));
  return `|${written.map((cell) => (cell === "" ? " |" : ` ${cell} |`)).join("")}`;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((cell, at) => cell === b[at]);
}
