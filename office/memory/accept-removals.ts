import type { KeptBack } from "../../mcp-memory/store/repair/kept-back.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * Carries out the removals of an outside edit that were kept back; `left` was written to since and stays.
 * @throws MemoryError
 */
export function acceptRemovals(
  memory: FounderMemory,
): Promise<{ removed: KeptBack[]; left: KeptBack[] }> {
  return withFounderMemory(memory, ({ store }) => store.upkeep.acceptRemovals());
}
