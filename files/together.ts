/**
 * Several files that must change together. What is to be written is written down first, in one file: a process that
 * is killed before leaves all of the old, and after that whoever comes next finishes it, so that nobody is left with half.
 */
import { createHash } from "node:crypto";
import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { readText, writeText } from "./text.ts";

const JOURNAL = path.join(".hq", "together.json");
const JOURNAL_LIMIT_BYTES = 32 * 1024 * 1024;

export interface Write {
  /** From the root, with forward slashes, and inside it. */
  path: string;
  /** null: there is no such file yet. */
  before: string | null;
  /** null: the file goes. */
  text: string | null;
}

/**
 * Writes all of them, or, when the process ends on the way, as many as the next call of `finishTogether` has left.
 * @throws HqError `write-failed` when the disk says no; what was begun is then finished by the next command.
 */
export async function writeTogether(root: string, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  const noted = writes.map(({ path: file, before, text }) => {
    return { path: file, before: before === null ? null : hash(before), text };
  });
  await mkdir(path.join(root, ".hq"), { recursive: true });
  await writeText(path.join(root, JOURNAL), JSON.stringify({ writes: noted }));
  await finishTogether(root);
}

/** Finishes what an earlier process began. A file that somebody changed since is left as it is. */
export async function finishTogether(root: string): Promise<void> {
  const file = path.join(root, JOURNAL);
  const text = await readText(file, JOURNAL_LIMIT_BYTES);
  if (text === null) return;
  // Brings zod along, which a company in which nothing was cut off does without.
  const { journalIn } = await import("./together-journal.ts");
  for (const write of journalIn(file, text)) {
    const target = path.join(root, write.path);
    const now = await readText(target, JOURNAL_LIMIT_BYTES);
    const isBefore = (now === null ? null : hash(now)) === write.before;
    if (!isBefore || now === write.text) continue;
    if (write.text === null) await rm(target, { force: true });
    else {
      await mkdir(path.dirname(target), { recursive: true });
      await writeText(target, write.text);
    }
  }
  await rm(file, { force: true });
}

function hash(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
