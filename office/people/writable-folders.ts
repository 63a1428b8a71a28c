/**
 * Where each department writes, and what nobody changes: by the guard's own lists, so that there is
 * one of each.
 */
import path from "node:path";
import {
  isProtected,
  ownFolders,
  protectedPatterns,
  writesTo,
} from "../../.github/hooks/guard/protected.mjs";
import { CONSTITUTION_FILE } from "../../files/root.ts";
import { readText } from "../../files/text.ts";

const WHOLE_FOLDER = "/**";
/** What the guard reads to tell what is protected: the table, and where our programs stand. */
const TOLD_BY = [CONSTITUTION_FILE, ".hq-kit/bin/launch.js", "bin/hq-company.js"];

/** The folders of which a department may write all; empty for one that writes no files. */
export function foldersOf(agent: string): string[] {
  return (ownFolders(agent) ?? [])
    .filter((glob) => glob.endsWith(WHOLE_FOLDER))
    .map((glob) => glob.slice(0, -WHOLE_FOLDER.length));
}

/** Whether a file lies in the department's own folders; false for one that is none of ours. */
export function maySafelyWrite(agent: string, file: string): boolean {
  return ownFolders(agent) !== null && writesTo(agent, file);
}

/** Whether a path from the root is protected, by the page as it is now. */
export async function protection(root: string): Promise<(file: string) => boolean> {
  const texts = new Map<string, string | null>();
  for (const file of TOLD_BY) texts.set(file, await readText(path.join(root, file)));
  const patterns = protectedPatterns((file) => texts.get(file) ?? null);
  return (file) => isProtected(file, { patterns });
}
