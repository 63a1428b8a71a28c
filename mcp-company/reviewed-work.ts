/** The bytes under review: a text, or `file:<path>` in the company. */
import { createHash } from "node:crypto";
import { realpath } from "node:fs/promises";
import path from "node:path";
import { clip } from "../company/clip.ts";
import { HqError } from "../company/error.ts";
import { type Refusal, type ReviewedWork, refused } from "../company/protocol/review.ts";
import { WORK_BYTES } from "../company/protocol/review-limits.ts";
import { readText } from "../files/text.ts";

const FILE = /^file:(.+)$/s;

/** The work with the SHA-256 of its bytes; a refusal when it is no readable file of the company. */
export async function readWork(root: string, given: string): Promise<ReviewedWork | Refusal> {
  const named = FILE.exec(given.trim())?.[1];
  if (named === undefined) return reviewed(given, null);
  const relative = await pathInside(root, named.trim());
  if (relative === null)
    return unreadable(named, "it is not inside the company, or is local state");
  try {
    const text = await readText(path.join(root, relative), WORK_BYTES);
    if (text === null) return unreadable(named, "there is no such file");
    return reviewed(text, relative);
  } catch (error) {
    if (error instanceof HqError) return unreadable(named, error.message);
    throw error;
  }
}

function reviewed(text: string, file: string | null): ReviewedWork {
  // A lone surrogate has no bytes of its own: without this two texts could have one hash.
  const whole = text.toWellFormed();
  const bytes = Buffer.from(whole, "utf8");
  const hash = createHash("sha256").update(bytes).digest("hex");
  return { text: whole, path: file, hash, bytes: bytes.length };
}

/**
 * The path from the root with forward slashes, links resolved; null when it leads out of the company
 * or into local state, whose secrets a request would carry into a model.
 */
async function pathInside(root: string, named: string): Promise<string | null> {
  const home = await realpath(root);
  const target = path.resolve(home, named);
  const real = await realpath(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return target;
    throw new HqError("unreadable-file", `Cannot read ${named}: ${error.message}.`);
  });
  const relative = path.relative(home, real).split(path.sep).join("/");
  if (relative === "" || relative.startsWith("../") || path.isAbsolute(relative)) return null;
  return /^\.(?!github\/)/.test(relative) || /(^|\/)\.env/.test(relative) ? null : relative;
}

function unreadable(named: string, why: string): Refusal {
  return refused(
    "unreadable-work",
    `the work "file:${clip(named, 80)}" cannot be read: ${why}`,
    "Name a text file of the company by its path from the root, or give the text itself.",
  );
}
