import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * Brings entities of these names back from the archive, all or none.
 * @throws MemoryError when one of them is not there
 */
export function restoreEntities(memory: FounderMemory, names: string[]): Promise<void> {
  return withFounderMemory(memory, ({ store }) => store.upkeep.restore(names));
}
