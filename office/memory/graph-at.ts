import { HqError } from "../../company/error.ts";
import type { Graph } from "../../mcp-memory/graph.ts";
import type { MemoryAtHand } from "./founder-memory.ts";
import { readMoment } from "./moment.ts";

/**
 * The graph as it was at a moment that somebody typed, and the last change in it.
 * @throws HqError `usage` for no moment, `not-found` when the log begins after it
 */
export async function graphAt(
  { store, readPolicy }: MemoryAtHand,
  { text, now }: { text: string; now: Date },
): Promise<{ graph: Graph; seq: number }> {
  const moment = readMoment(text, { timeZone: (await readPolicy())?.timeZone ?? "UTC", now });
  const found = await store.history.graphAt(moment);
  if (found.kind === "graph") return found;
  const begins =
    found.first === null
      ? "has no change yet"
      : `begins at ${found.first.at} (#${found.first.seq})`;
  throw new HqError(
    "not-found",
    `Cannot show the memory of ${text}: its log ${begins}, expected a later moment.`,
    { hint: "Before that, git has the files: git log -- memory.jsonl" },
  );
}
