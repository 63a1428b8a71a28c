import type { MemoryHealth } from "../../mcp-memory/store/store.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * How much the memory holds and whether it is well, with the number of entities of each type.
 * @throws MemoryError
 */
export function measureMemory(
  memory: FounderMemory,
): Promise<{ health: MemoryHealth; types: Record<string, number> }> {
  return withFounderMemory(memory, async ({ store }) => ({
    health: await store.health(),
    types: await store.countsByType(),
  }));
}
