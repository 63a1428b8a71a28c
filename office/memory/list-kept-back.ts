import type { KeptBack } from "../../mcp-memory/store/repair/kept-back.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * What an edit from outside removed and is still here; with `keeps` it stays for good from now on.
 * @throws MemoryError
 */
export function listKeptBack(memory: FounderMemory, keeps: boolean): Promise<KeptBack[]> {
  return withFounderMemory(memory, async ({ store }) => {
    const kept = await store.upkeep.keptBack();
    if (keeps) await store.upkeep.keepAll();
    return kept;
  });
}
