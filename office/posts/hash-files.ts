/** The files that a post shows, by their bytes. */
import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import path from "node:path";
import type { HashOfFile } from "../../company/posts/seen.ts";
import { systemReason } from "../../files/text.ts";
import { readWhole } from "../../files/whole-file.ts";

/** X takes images of at most 5 MB: https://docs.x.com/x-api/media/quickstart/best-practices */
export const IMAGE_LIMIT_BYTES = 5 * 1024 * 1024;

export interface HashedFiles {
  hashOf: HashOfFile;
  bytes: ReadonlyMap<string, Buffer>;
  /** A sentence for each that cannot be shown. */
  problems: string[];
}

/** `files` are paths from the company's root; one that leads out of it, or into local state, is a problem. */
export async function hashFiles(root: string, files: readonly string[]): Promise<HashedFiles> {
  const hashes = new Map<string, string>();
  const bytes = new Map<string, Buffer>();
  const problems: string[] = [];
  for (const file of files) {
    try {
      const content = await readWhole(await inside(root, file), IMAGE_LIMIT_BYTES);
      bytes.set(file, content);
      hashes.set(file, createHash("sha256").update(content).digest("hex"));
    } catch (error) {
      problems.push(`The picture ${file} cannot be used: ${systemReason(error)}.`);
    }
  }
  return { hashOf: (file) => hashes.get(file) ?? null, bytes, problems };
}

async function inside(root: string, file: string): Promise<string> {
  const home = await realpath(root);
  const real = await realpath(path.resolve(home, file));
  const relative = path.relative(home, real);
  if (
    relative.startsWith("..") ||
    path.isAbsolute(relative) ||
    /^\.(?:hq|git|memory)/.test(relative)
  ) {
    throw new Error("it is not inside the company, or is local state");
  }
  return real;
}
