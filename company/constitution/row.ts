import { clip } from "../clip.ts";
import { plainText } from "../markdown/cells.ts";
import { foldName } from "../markdown/table.ts";
import { errorAt, type Reading, type SectionTable, sectionTable } from "./reading.ts";
import { NOT_SET, type SectionName } from "./sections.ts";

const SHOWN_CHARS = 80;

/**
 * One row while it is read. A fault in a cell is reported and leaves the whole row out, so a reader
 * may give any value of the right type for that cell.
 */
export interface Row {
  line: number;
  section: SectionName;
  reading: Reading;
  /** What the cell means; empty when it says "not set". */
  text(column: string): string;
  /** Reports the cell and leaves the row out; `why` may say more of what is wrong with it. */
  fault(column: string, words: { expected: string; fix?: string; why?: string }): void;
  /** Reports the cell and keeps the row; `instead` says what counts until it is mended. */
  mend(column: string, words: { expected: string; instead: string }): void;
  /** Remembers a key; false, with a finding, when an earlier row of the section has it. */
  claim(column: string, key: string): boolean;
}

/** The values of a section's good rows; null, with findings, when its table cannot be read. */
export function readRows<T>(
  reading: Reading,
  name: SectionName,
  read: (row: Row) => T,
): T[] | null {
  const section = sectionTable(reading, name);
  if (section === null) return null;
  const taken = new Map<string, number>();
  const values: T[] = [];
  for (const { line, cells } of section.table.rows) {
    if (!isWhole(reading, section, { line, cells })) continue;
    const state = { isGood: true };
    const row = rowOf({ reading, section, taken, state }, line, cells);
    const value = read(row);
    if (state.isGood) values.push(value);
  }
  return values;
}

function isWhole(
  reading: Reading,
  { name, table }: SectionTable,
  { line, cells }: { line: number; cells: readonly string[] },
): boolean {
  const wanted = table.columns.length;
  if (cells.length === wanted) return true;
  const first = clip(cells.join(" | "), SHOWN_CHARS);
  const fix =
    cells.length > wanted
      ? "Write a pipe inside a cell as \\|"
      : "Add the missing cells, or a blank line if it is no row";
  errorAt(reading, line, {
    what: `a row of ${cells.length === 1 ? "1 cell" : `${cells.length} cells`} in "${name}" ("${first}")`,
    expected: `${wanted}: ${table.columns.join(" | ")}`,
    fix: `${fix}; until then it does not count.`,
  });
  return false;
}

interface RowContext {
  reading: Reading;
  section: SectionTable;
  taken: Map<string, number>;
  state: { isGood: boolean };
}

function rowOf(context: RowContext, line: number, cells: readonly string[]): Row {
  const { reading, section, taken, state } = context;
  const text = (column: string) => {
    const plain = plainText(cells[section.columns.get(column) ?? -1] ?? "").trim();
    return foldName(plain) === NOT_SET ? "" : plain;
  };
  const shown = (column: string) =>
    text(column) === ""
      ? `an empty ${column} in "${section.name}"`
      : `${column} "${clip(text(column), SHOWN_CHARS)}" in "${section.name}"`;
  return {
    line,
    section: section.name,
    reading,
    text,
    fault(column, { expected, fix = "Correct it", why }) {
      state.isGood = false;
      const what = why === undefined ? shown(column) : `${shown(column)}: ${why}`;
      errorAt(reading, line, { what, expected, fix: `${fix}; until then the row does not count.` });
    },
    mend(column, { expected, instead }) {
      const fix = `Correct it; until then ${instead}.`;
      errorAt(reading, line, { what: shown(column), expected, fix });
    },
    claim(column, key) {
      const first = taken.get(key);
      if (first === undefined) {
        taken.set(key, line);
        return true;
      }
      state.isGood = false;
      errorAt(reading, line, {
        what: `${shown(column)} again, as on line ${first}`,
        expected: "one row for each",
        fix: "Delete one of the two; only the first counts.",
      });
      return false;
    },
  };
}
