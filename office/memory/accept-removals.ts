import type { KeptBack } from "../../mcp-memory/store/repair/kept-back.ts";
import type { Expired } from "../../mcp-memory/store/retention/prune.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * Carries out what waits for a person: the removals of an outside edit that were kept back (`left`
 * was written to since and stays), and what a leap of the clock made due for the archive.
 * @throws MemoryError
 */
export function acceptRemovals(
  memory: FounderMemory,
): Promise<{ removed: KeptBack[]; left: KeptBack[]; archived: Expired[] }> {
  return withFounderMemory(memory, async ({ store, readPolicy }) => {
    const accepted = await store.upkeep.acceptRemovals();
    const policy = (await store.upkeep.waiting()) === null ? null : await readPolicy();
    const archived = policy === null ? [] : await store.upkeep.prune(policy);
    return { ...accepted, archived };
  });
}
