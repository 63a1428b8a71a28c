import type { Graph } from "../../mcp-memory/graph.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * Entities whose name, type or observations hold the text, and the relations that touch them.
 * @throws MemoryError
 */
export function searchMemory(memory: FounderMemory, text: string): Promise<Graph> {
  return withFounderMemory(memory, ({ store }) => store.searchNodes(text));
}
