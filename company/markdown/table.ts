import { plainText } from "./cells.ts";
import { readPage } from "./page.ts";
import type { MarkdownPage, MarkdownTable } from "./sections.ts";

export type { MarkdownTable } from "./sections.ts";

/** The level of the headings that name the tables which code reads. */
export const SECTION_DEPTH = 2;

/**
 * The first table under the first second-level heading of that name (upper and lower case are the
 * same); null when there is no such heading or table, or the page is beyond the limits of
 * `readPage`. Cells are trimmed and their escaped pipes are plain ones; every line number is
 * 1-based.
 */
export function findTable(text: string, heading: string): MarkdownTable | null {
  const page = readPage(text);
  return page === null ? null : (sectionsNamed(page, heading)[0]?.tables[0] ?? null);
}

/** The second-level sections of that name, in the order of the page. */
export function sectionsNamed(page: MarkdownPage, heading: string): MarkdownPage["sections"] {
  return page.sections.filter(
    (section) => section.depth === SECTION_DEPTH && sameName(section.heading, heading),
  );
}

export interface TableRecord {
  /** 1-based. */
  line: number;
  /** What each cell means, by the column's name as it is written; "" where the row is short. */
  values: Record<string, string>;
}

/** The rows of the table under a heading as values by column; empty when there is no such table. */
export function tableRows(text: string, section: string): TableRecord[] {
  const table = findTable(text, section);
  return (table?.rows ?? []).map(({ line, cells }) => ({
    line,
    values: Object.fromEntries(
      (table?.columns ?? []).map((column, at) => [column, plainText(cells[at] ?? "")]),
    ),
  }));
}

/** Names of sections and columns: upper and lower case and the number of spaces do not matter. */
export function sameName(one: string, other: string): boolean {
  return foldName(one) === foldName(other);
}

export function foldName(name: string): string {
  return name.trim().replaceAll(/\s+/g, " ").toLowerCase();
}
