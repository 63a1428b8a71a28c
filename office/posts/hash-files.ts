/** The files that a post shows, by their bytes. */
import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import path from "node:path";
import type { Draft } from "../../company/drafts.ts";
import { type HashOfFile, seenFiles } from "../../company/posts/seen.ts";
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
      const content = await readPicture(root, file);
      bytes.set(file, content);
      hashes.set(file, hashOf(content));
    } catch (error) {
      problems.push(`The picture ${file} cannot be used: ${systemReason(error)}.`);
    }
  }
  return { hashOf: (file) => hashes.get(file) ?? null, bytes, problems };
}

/** Of every picture that the posts show; their bytes are let go one by one, for a week may show many. */
export async function pictureHashes(root: string, drafts: readonly Draft[]): Promise<HashOfFile> {
  const files = new Set(drafts.flatMap(({ channel, extra }) => seenFiles(channel, extra)));
  const hashes = new Map<string, string>();
  for (const file of files) {
    const content = await readPicture(root, file).catch((error: unknown) => {
      // What cannot be read is no picture now; the channel's rules say why.
      if (error instanceof Error) return null;
      throw error;
    });
    if (content !== null) hashes.set(file, hashOf(content));
  }
  return (file) => hashes.get(file) ?? null;
}

async function readPicture(root: string, file: string): Promise<Buffer> {
  return readWhole(await inside(root, file), IMAGE_LIMIT_BYTES);
}

function hashOf(content: Buffer): string {
  return createHash("sha256").update(content).digest("hex");
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
