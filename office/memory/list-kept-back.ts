import type { KeptBack } from "../../mcp-memory/store/repair/kept-back.ts";
import type { Expired } from "../../mcp-memory/store/retention/prune.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * What an edit from outside removed and is still here, and what only a leap of the clock made due;
 * with `keeps` the first stays for good from now on.
 * @throws MemoryError
 */
export function listKeptBack(
  memory: FounderMemory,
  keeps: boolean,
): Promise<{ kept: KeptBack[]; due: Expired[] }> {
  return withFounderMemory(memory, async ({ store, readPolicy }) => {
    const kept = await store.upkeep.keptBack();
    if (keeps) await store.upkeep.keepAll();
    const policy = (await store.upkeep.waiting()) === null ? null : await readPolicy();
    return { kept, due: policy === null ? [] : await store.upkeep.expired(policy) };
  });
}
