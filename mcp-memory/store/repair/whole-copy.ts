/** Whole copies of files of which something was set aside, before they were rewritten. */

import { createHash } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { makeFolder, type Place, syncFolder } from "../database/place.ts";

/** `as-found-20261120T083000Z-0123456789abcdef-memory.jsonl`; `settled-` before it once it was dealt with. */
const NAME = /^(settled-)?as-found-\d{8}T\d{6}Z-([0-9a-f]{16})-/;

/**
 * Keeps the bytes of a file beside the database and waits for the disk; the same bytes once. The
 * name is new each time, so that no copy is ever overwritten, and it appears only when it is whole.
 * Call it under the write lock. Returns the path of a new copy, or null.
 */
export function keepWholeCopy(
  place: Place,
  bytes: Uint8Array,
  found: { file: string; at: Date },
): string | null {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
  makeFolder(place);
  if (readdirSync(place.folder).some((name) => NAME.exec(name)?.[2] === hash)) return null;
  const stamp = found.at.toISOString().replaceAll(/[-:]|\.\d+/g, "");
  const copy = path.join(place.folder, `as-found-${stamp}-${hash}-${path.basename(found.file)}`);
  const part = path.join(place.folder, `part-${process.pid}-${hash}`);
  try {
    // As private as a file can be: it may hold what the founder's own rights on the file hid.
    const handle = openSync(part, "w", 0o600);
    try {
      writeFileSync(handle, bytes);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(part, copy);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  syncFolder(place.folder);
  return copy;
}

/** Names of the copies that nobody has dealt with yet, oldest first; with `settled` all of them. */
export function wholeCopies(place: Place, { settled = false } = {}): string[] {
  try {
    return readdirSync(place.folder)
      .filter((name) => {
        const match = NAME.exec(name);
        return match !== null && (settled || match[1] === undefined);
      })
      .sort();
  } catch (error) {
    if (/^(ENOENT|ENOTDIR|EACCES)$/.test((error as NodeJS.ErrnoException).code ?? "")) return [];
    throw error;
  }
}

/** Gives a copy the name under which it is reported no more. It stays where it is. */
export function settleWholeCopy(place: Place, name: string): void {
  try {
    renameSync(path.join(place.folder, name), path.join(place.folder, `settled-${name}`));
  } catch (error) {
    // Another process repaired at the same time and settled it a moment ago.
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
