import type { Archived } from "../../mcp-memory/store/retention/prune.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * What is in the archive, newest first.
 * @throws MemoryError
 */
export function listArchive(memory: FounderMemory): Promise<Archived[]> {
  return withFounderMemory(memory, ({ store }) => store.upkeep.archive());
}
