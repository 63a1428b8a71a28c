/** Whether git holds a file exactly as it is: then a read has no business to change it. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

/**
 * True when the index of the file's repository holds these bytes: as they were committed, pulled or
 * added. A file in the middle of a merge is not: there the index has the sides, not the marks.
 * Never throws: where git cannot be asked nobody minds a tidier file.
 */
export function isAsGitHasIt(file: string, bytes: Uint8Array): boolean {
  const index = indexAbove(path.dirname(file));
  if (index === null) return false;
  return ["sha1", "sha256"].some((algorithm) =>
    index.includes(createHash(algorithm).update(`blob ${bytes.length}\0`).update(bytes).digest()),
  );
}

/** The bytes of the nearest index; a linked worktree has one of its own. */
function indexAbove(from: string): Buffer | null {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const git = path.join(folder, ".git");
    if (existsSync(git)) return readIndex(git);
    if (path.dirname(folder) === folder) return null;
  }
}

function readIndex(git: string): Buffer | null {
  try {
    return readFileSync(path.join(git, "index"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOTDIR") return null;
  }
  try {
    const pointed = /^gitdir: (.+)$/m.exec(readFileSync(git, "utf8"))?.[1]?.trim();
    return pointed === undefined
      ? null
      : readFileSync(path.resolve(path.dirname(git), pointed, "index"));
  } catch {
    return null;
  }
}
