import type { Graph } from "../../mcp-memory/graph.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";
import { graphAt } from "./graph-at.ts";

/**
 * What the memory held at the end of a day, at an instant or after a change; `seq` is the last change in it.
 * @throws HqError `usage` for no moment, `not-found` when the log begins after it; MemoryError
 */
export function showPast(
  memory: FounderMemory,
  moment: string,
): Promise<{ graph: Graph; seq: number }> {
  return withFounderMemory(memory, (at) => graphAt(at, { text: moment, now: memory.now() }));
}
