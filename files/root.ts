/** Where a company stands: the nearest folder upward that holds a constitution. */
import { existsSync } from "node:fs";
import path from "node:path";
import { HqError } from "../company/error.ts";

export const CONSTITUTION_FILE = ".github/copilot-instructions.md";
export const DRAFTS_FOLDER = "Marketing/drafts";
export const MEMORY_FILE = "memory.jsonl";
/** Where an installed kit has its programs and pristine copies. */
export const KIT_FOLDER = ".hq-kit";
/** Its presence says that a company was set up here. */
export const MANIFEST_FILE = ".hq-kit/manifest.json";

/** The nearest folder at or above `from` with a constitution, or null. */
export function findRoot(from: string): string | null {
  for (let folder = path.resolve(from); ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, CONSTITUTION_FILE))) return folder;
    if (path.dirname(folder) === folder) return null;
  }
}

/**
 * The company's root for a command: the folder given with `--root`, else the nearest one upward.
 * @throws HqError `no-company` when there is no constitution.
 */
export function requireRoot(given: string | undefined, cwd: string): string {
  const root = given === undefined ? findRoot(cwd) : path.resolve(cwd, given);
  if (root !== null && existsSync(path.join(root, CONSTITUTION_FILE))) return root;
  const place = given === undefined ? `${cwd} and the folders above it` : String(root);
  throw new HqError(
    "no-company",
    `Cannot find a company: no ${CONSTITUTION_FILE} in ${place}, expected a repository with a constitution.`,
    {
      hint: "Go to your company's folder, name it with --root DIR, or make one with: hq init --into DIR",
    },
  );
}
