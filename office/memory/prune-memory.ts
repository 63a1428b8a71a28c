import { HqError } from "../../company/error.ts";
import type { Expired } from "../../mcp-memory/store/retention/prune.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * What has outlived the constitution's table Retention and went into the archive; `isDry` only looks.
 * @throws HqError `no-company` when the constitution cannot be read; MemoryError
 */
export function pruneMemory(memory: FounderMemory, isDry: boolean): Promise<Expired[]> {
  return withFounderMemory(memory, async ({ store, readPolicy }) => {
    const policy = await readPolicy();
    if (policy === null) {
      throw new HqError("no-company", "Cannot prune: the constitution cannot be read.", {
        hint: "hq doctor says what is wrong with it.",
      });
    }
    return isDry ? store.upkeep.expired(policy) : store.upkeep.prune(policy);
  });
}
