/** Where the founder's own words are kept when what they stood in goes. */
import type { KitFiles } from "./departments.ts";
import { REMOVED_FOLDER } from "./plan-department.ts";

export interface Kept {
  /** What it was: a path, or a row. */
  what: string;
  /** Where it is now, from the company's root. */
  path: string;
}

/** A path for the copy of a page: one that is free, or holds just that text already. */
export function freeCopy(present: KitFiles, path: string, text: string): string {
  let copy = `${REMOVED_FOLDER}/${path}`;
  for (let number = 2; present.has(copy) && present.get(copy) !== text; number += 1) {
    copy = `${REMOVED_FOLDER}/${number}/${path}`;
  }
  return copy;
}

export const KEPT_ROWS_FILE = `${REMOVED_FOLDER}/rows.md`;

/** The file of rows that went, with these below what it holds; each stands there once. */
export function withKeptRows(
  before: string | null,
  rows: readonly { section: string; line: string }[],
): string {
  const start = before ?? "Rows of the constitution that went, as you had them.\n";
  const lines = rows.map(({ section, line }) => `${section}: ${line}`);
  const missing = lines.filter((line) => !start.split("\n").includes(line));
  return missing.length === 0 ? start : `${start}\n${missing.join("\n")}\n`;
}
