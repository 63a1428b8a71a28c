/** Telling a file that is no memory from one that is, or is a damaged one. */
import { isConflictMark, type Snapshot } from "./jsonl.ts";
import { parseSnapshot } from "./parse-snapshot.ts";

const SHOWN_CHARS = 40;

/**
 * What a file is in which no record is found: a page of text, a JSON document, a memory that a
 * formatter spread over several lines. Null for a memory. Rewriting such a file would leave nothing
 * of it, so it is somebody else's until a person has decided.
 *
 * An empty file is a memory, and so is one of nothing but lines of other programs' types (their
 * markers and comments), but not an object without a type: that is a document on one line. Zeros
 * are what a power cut leaves, and marks of a merge are git's; both say nothing.
 */
export function foreignContent(bytes: Uint8Array, snapshot = parseSnapshot(bytes)): string | null {
  if (snapshot.entities.size + snapshot.relations.size > 0) return null;
  const first =
    snapshot.setAside.map(({ bytes: piece }) => Buffer.from(piece).toString("utf8")).find(says) ??
    [...snapshot.carried.keys()].find((line) => snapshot.hasOtherForm || !isTypedLine(line));
  if (first === undefined) return null;
  const text = first.trim().replaceAll(/\s+/g, " ");
  const shown = text.length > SHOWN_CHARS ? `${text.slice(0, SHOWN_CHARS)}…` : text;
  return `${kindOf(bytes, snapshot)} (${JSON.stringify(shown)})`;
}

function says(piece: string): boolean {
  return piece.replaceAll("\0", "").trim() !== "" && !isConflictMark(piece);
}

function isTypedLine(line: string): boolean {
  const { type, entities } = JSON.parse(line) as { type?: unknown; entities?: unknown };
  return typeof type === "string" && entities === undefined;
}

function kindOf(bytes: Uint8Array, { carried }: Snapshot): string {
  const text = Buffer.from(bytes).toString("utf8").trim();
  if (text.includes("\0")) return "bytes that are no text in UTF-8";
  try {
    return Array.isArray(JSON.parse(text)) ? "a JSON list" : "a JSON document";
  } catch {
    // Not one value: lines, of whatever it is.
    if (text.startsWith("{") || carried.size > 0) return "JSON that is not one record on each line";
    return "text that is no record";
  }
}
