/**
 * The kit's pages for other countries, kept in one file of data: a company that moves takes its new country's pages
 * from there. They are no pages as long as they lie there, so that no department finds another country's figures.
 */
import { KIT_FOLDER } from "../files/root.ts";
import { withoutForeignSkills } from "./country-skills.ts";
import type { KitFiles } from "./departments.ts";

export const OTHER_COUNTRIES_FILE = `${KIT_FOLDER}/countries.json`;

/** The file for a company of this country; `kit` is the whole one. */
export function printOtherCountries(kit: KitFiles, country: string): string {
  const own = withoutForeignSkills(kit, country);
  const others = [...kit].filter(([path]) => !own.has(path)).toSorted(byPath);
  return `${JSON.stringify({ files: Object.fromEntries(others) }, null, 2)}\n`;
}

function byPath([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
