/** What stands at a path: a text, nothing, or something that is no text and none of an install's business. */
import { lstat, stat } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../company/error.ts";
import { readText, TEXT_LIMIT_BYTES } from "./text.ts";

export type Found =
  | { kind: "text"; text: string }
  | { kind: "nothing" }
  /** A picture, a folder, a pipe, a link to nothing, a file without permission or far too large. */
  | { kind: "other"; error: HqError };

/** Texts by path, and the paths at which something else stands. */
export interface FoundFiles {
  texts: Map<string, string>;
  others: Set<string>;
}

/** Looks at one place; what cannot be read as a text is never an error here. */
export async function lookAt(file: string, limitBytes = TEXT_LIMIT_BYTES): Promise<Found> {
  try {
    const text = await readText(file, limitBytes);
    if (text !== null) return { kind: "text", text };
  } catch (error) {
    if (error instanceof HqError) return { kind: "other", error };
    throw error;
  }
  return (await isLinkToNothing(file))
    ? {
        kind: "other",
        error: new HqError(
          "unreadable-file",
          `Cannot read ${file}: a link to nothing, expected a file. Nothing was changed.`,
        ),
      }
    : { kind: "nothing" };
}

export interface LookWish {
  /** The files without which the command cannot go on: what the kit installed, or what it must add to. */
  isNeeded: (path: string) => boolean;
  /** How to get such a file back. */
  hint: (path: string) => string;
  limitBytes?: number;
}

/**
 * The files at these paths below the root.
 * @throws HqError `unreadable-file` for the first needed one that is no text.
 */
export async function lookAtAll(
  root: string,
  paths: Iterable<string>,
  { isNeeded, hint, limitBytes }: LookWish,
): Promise<FoundFiles> {
  const found: FoundFiles = { texts: new Map(), others: new Set() };
  for (const file of paths) {
    const one = await lookAt(path.join(root, file), limitBytes);
    if (one.kind === "text") found.texts.set(file, one.text);
    if (one.kind !== "other") continue;
    if (isNeeded(file)) {
      throw new HqError(one.error.code, one.error.message, { cause: one.error, hint: hint(file) });
    }
    found.others.add(file);
  }
  return found;
}

async function isLinkToNothing(file: string): Promise<boolean> {
  const own = await lstat(file).catch(() => null);
  return own?.isSymbolicLink() === true && (await stat(file).catch(() => null)) === null;
}
