/** A memory's file in another form than one record on each line, as the memory reads it. */
import { formatEntity, formatRelation } from "../mcp-memory/jsonl.ts";
import { parseSnapshot } from "../mcp-memory/parse-snapshot.ts";

/**
 * Its records one on each line; null for a file in the usual form, and for one of which the memory would set
 * anything aside or carry it along unread.
 */
export function recordsOf(text: string): { text: string; count: number } | null {
  const { entities, relations, hasOtherForm, setAside, carried } = parseSnapshot(Buffer.from(text));
  if (!hasOtherForm || setAside.length > 0 || carried.size > 0) return null;
  const lines = [
    ...[...entities.values()].map(formatEntity),
    ...[...relations.values()].map(formatRelation),
  ];
  return { text: `${lines.join("\n")}\n`, count: lines.length };
}
