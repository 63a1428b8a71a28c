/** A department that somebody names, checked against the company. */
import { clip } from "../../company/clip.ts";
import { FOUNDER } from "../../company/constitution/sections.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import { HqError } from "../../company/error.ts";
import { readConstitution } from "../../files/company.ts";

/** Characters of a wrong name that the message shows. */
const SHOWN = 60;

/**
 * The department's id in small letters, or `founder`, who may also say `me`. A company whose table of departments cannot
 * be read is not asked.
 * @throws HqError `usage` naming those it has.
 */
export function agentNamed(given: string, { departments }: Constitution): string {
  const name = given.trim().replace(/^@/, "").toLowerCase();
  const id = name === "me" ? "founder" : name;
  const known = ["founder", ...departments.map(({ agent }) => agent)];
  if (known.includes(id) || departments.length === 0) return id;
  throw new HqError(
    "usage",
    `Cannot use the department "${clip(given, SHOWN)}": the company has none of this name, expected one of ${known.join(", ")}.`,
    { hint: "See who could come on board with: hq department list" },
  );
}

/** Who can own something: the founder and every department of the company. */
export async function departmentsAndFounder(root: string): Promise<string[]> {
  const { constitution } = await readConstitution(root);
  return [FOUNDER, ...constitution.departments.map(({ agent }) => agent)];
}
