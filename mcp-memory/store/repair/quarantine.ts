import { isUtf8 } from "node:buffer";
import { createHash } from "node:crypto";
import { appendFileSync, closeSync, fsyncSync, openSync } from "node:fs";
import path from "node:path";
import type { Fragment } from "../../jsonl.ts";
import { type Place, readBytes, syncFolder } from "../database/place.ts";

/**
 * Writes damaged pieces of a file to quarantine.jsonl and waits for the disk, so that the file can
 * be replaced without losing a byte. A piece that is there already is not written twice. Call it
 * under the write lock: two processes would set the same piece aside. Returns how many were new.
 */
export function quarantine(
  place: Place,
  fragments: Fragment[],
  found: { file: string; at: string },
): number {
  if (fragments.length === 0) return 0;
  const existing = readBytes(place.quarantine)?.toString("utf8") ?? null;
  const known = new Set(existing?.match(/"sha256":"[0-9a-f]{64}"/g));
  const lines: string[] = [];
  for (const { bytes, line, reason } of fragments) {
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    const mark = `"sha256":"${sha256}"`;
    if (known.has(mark)) continue;
    known.add(mark);
    const buffer = Buffer.from(bytes);
    const text = buffer.toString("utf8");
    lines.push(
      JSON.stringify({
        at: found.at,
        file: path.basename(found.file),
        line,
        reason,
        sha256,
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

function appendSynced(file: string, text: string): void {
  const handle = openSync(file, "a");
  try {
    appendFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
