import { existsSync } from "node:fs";
import path from "node:path";

/** What the place of a memory is worked out from: parts of the process, handed in. */
export interface Surroundings {
  env: Record<string, string | undefined>;
  cwd: string;
  home: string;
}

/**
 * The path of memory.jsonl: MEMORY_FILE_PATH when it is set (`~` is the home folder, a relative
 * path starts at the working folder), else memory.jsonl in the company's root, which is the nearest
 * folder upward with a constitution, else in the working folder.
 */
export function memoryFilePath({ env, cwd, home }: Surroundings): string {
  const given = env.MEMORY_FILE_PATH?.trim();
  if (given !== undefined && given !== "") {
    const expanded = /^~(?=$|[\\/])/.test(given) ? path.join(home, given.slice(1)) : given;
    return path.resolve(cwd, expanded);
  }
  return path.join(companyRoot(cwd) ?? cwd, "memory.jsonl");
}

function companyRoot(from: string): string | null {
  for (let folder = from; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, ".github", "copilot-instructions.md"))) return folder;
    if (path.dirname(folder) === folder) return null;
  }
}
