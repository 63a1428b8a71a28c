/** Reads the file of other-countries.ts. */
import { z } from "zod";
import { HqError } from "../company/error.ts";
import { OTHER_COUNTRIES_FILE } from "./other-countries.ts";

const schema = z.strictObject({ files: z.record(z.string(), z.string()) });

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
