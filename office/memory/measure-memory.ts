import type { MemoryHealth } from "../../mcp-memory/store/store.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

export interface Measured {
  health: MemoryHealth;
  /** Number of entities of each type. */
  types: Record<string, number>;
  /** How many entities the archive holds, and how many of them git does not have. */
  archived: number;
  archivedOutside: number;
}

/**
 * How much the memory holds and whether it is well, with the number of entities of each type.
 * @throws MemoryError
 */
export function measureMemory(memory: FounderMemory): Promise<Measured> {
  return withFounderMemory(memory, async ({ store }) => ({
    health: await store.health(),
    types: await store.countsByType(),
    archived: (await store.upkeep.archive()).length,
    archivedOutside: await store.upkeep.archiveOutside(),
  }));
}
