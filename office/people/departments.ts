import { clip } from "../../company/clip.ts";
import type { Constitution } from "../../company/constitution/types.ts";

/** The id that is meant: people and models write @lawyer and Lawyer. */
export function departmentId(name: string): string {
  return name.trim().replace(/^@/, "").toLowerCase();
}

/** Why nothing is done in the name of a department that there is not; null when there is one. */
export function noDepartment(
  { departments }: Constitution,
  id: string,
  what: string,
): { error: string } | null {
  const known = departments.map(({ agent }) => agent);
  if (known.includes(id)) return null;
  return {
    error: `Cannot ${what} as "${clip(id, 40)}": there is no such department, expected one of ${known.join(", ")}. Nothing was changed.`,
  };
}
