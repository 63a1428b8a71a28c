import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { appendFileSync, closeSync, fstatSync, fsyncSync, ftruncateSync, openSync } from "node:fs";
import path from "node:path";
import type { Fragment } from "../../jsonl.ts";
import { type Place, readBytes, syncFolder } from "../database/place.ts";

/**
 * Writes damaged pieces of a file to quarantine.jsonl and waits for the disk, so that the file can
 * be replaced without losing a byte. Equal pieces of one file are kept as often as they stand there;
 * seen again later they are not written twice. Call it under the write lock: two processes would set
 * the same piece aside. Returns how many were new.
 */
export function quarantine(
  place: Place,
  fragments: Fragment[],
  found: { file: string; at: string },
): number {
  if (fragments.length === 0) return 0;
  const existing = readBytes(place.quarantine)?.toString("utf8") ?? null;
  const known = new Map<string, number>();
  for (const mark of existing?.match(/"sha256":"[0-9a-f]{64}"/g) ?? []) {
    known.set(mark, (known.get(mark) ?? 0) + 1);
  }
  const seen = new Map<string, number>();
  const places = new Set<string>();
  const lines: string[] = [];
  for (const { bytes, line, reason } of fragments) {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const mark = `"sha256":"${sha256}"`;
    // One piece of which two things are wrong is one piece.
    if (places.has(`${line} ${sha256}`)) continue;
    places.add(`${line} ${sha256}`);
    const repeat = (seen.get(mark) ?? 0) + 1;
    seen.set(mark, repeat);
    if (repeat <= (known.get(mark) ?? 0)) continue;
    const buffer = Buffer.from(bytes);
    const text = buffer.toString("utf8");
    lines.push(
      JSON.stringify({
        at: found.at,
        file: path.basename(found.file),
        line,
        reason,
        sha256,
        ...(repeat > 1 ? { repeat } : {}),
        text,
        // Text that is not UTF-8 has lost bytes by now; these have not.
        ...(isUtf8(buffer) ? {} : { base64: buffer.toString("base64") }),
      }),
    );
  }
  if (lines.length === 0) return 0;
  // A crash may have torn the last line; the next one must not be glued to it.
  const start = existing === null || existing === "" || existing.endsWith("\n") ? "" : "\n";
  appendSynced(place.quarantine, `${start}${lines.join("\n")}\n`);
  if (existing === null) syncFolder(place.folder);
  return lines.length;
}

/** Number of pieces that were set aside so far. */
export function quarantinedCount(place: Place): number {
  const bytes = readBytes(place.quarantine);
  return bytes === null
    ? 0
    : bytes
        .toString("latin1")
        .split("\n")
        .filter((line) => line !== "").length;
}

/** All of the text or none of it: a full disk takes a part, which would be a torn line for ever. */
function appendSynced(file: string, text: string): void {
  const handle = openSync(file, "a");
  try {
    const { size } = fstatSync(handle);
    try {
      appendFileSync(handle, text);
      fsyncSync(handle);
    } catch (error) {
      ftruncateSync(handle, size);
      throw error;
    }
  } finally {
    closeSync(handle);
  }
}
