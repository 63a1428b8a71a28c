/** The scenarios that come with the kit. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { EVALS_FOLDER } from "../../../company/evals/files.ts";

const FOLDER = path.join(import.meta.dirname, "../../..", EVALS_FOLDER);

/** By path from the root. */
export function evalTexts(): Map<string, string> {
  const names = readdirSync(FOLDER);
  return new Map(
    names.map((name) => [`${EVALS_FOLDER}${name}`, readFileSync(path.join(FOLDER, name), "utf8")]),
  );
}
