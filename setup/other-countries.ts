/**
 * The kit's pages for other countries, kept in one file of data: a company that moves takes its new country's pages
 * from there. They are no pages as long as they lie there, so that no department finds another country's figures.
 */
import { z } from "zod";
import { HqError } from "../company/error.ts";
import { KIT_FOLDER } from "../files/root.ts";
import { withoutForeignSkills } from "./country-skills.ts";
import type { KitFiles } from "./departments.ts";

export const OTHER_COUNTRIES_FILE = `${KIT_FOLDER}/countries.json`;

const schema = z.strictObject({ files: z.record(z.string(), z.string()) });

/** The file for a company of this country; `kit` is the whole one. */
export function printOtherCountries(kit: KitFiles, country: string): string {
  const own = withoutForeignSkills(kit, country);
  const others = [...kit].filter(([path]) => !own.has(path)).toSorted(byPath);
  return `${JSON.stringify({ files: Object.fromEntries(others) }, null, 2)}\n`;
}

/**
 * Its pages by path; none for a company that has no such file.
 * @throws HqError `invalid-file` when it is not as we write it.
 */
export function parseOtherCountries(text: string | null): Map<string, string> {
  if (text === null) return new Map();
  const result = schema.safeParse(jsonOrNull(text));
  if (result.success) return new Map(Object.entries(result.data.files));
  const issue = result.error.issues[0];
  throw new HqError(
    "invalid-file",
    `Cannot read ${OTHER_COUNTRIES_FILE}: ${issue?.path.join(".") || "the file"} is not as expected (${issue?.message ?? "no JSON"}). Nothing was changed.`,
    { hint: "Restore it from git; it is written by hq alone." },
  );
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function byPath([a]: [string, string], [b]: [string, string]): number {
  return a < b ? -1 : 1;
}
