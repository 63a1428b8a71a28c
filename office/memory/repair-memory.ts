import type { RepairItem } from "../../mcp-memory/store/repair/repair.ts";
import type { MemoryHealth } from "../../mcp-memory/store/store.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

export interface RepairWanted {
  /** Only the items with these ids; left out, all. */
  ids?: string[] | undefined;
  /** Carry it out; else it is only listed. */
  applies: boolean;
}

export interface Repairs {
  /** What was carried out, or what a person should decide. */
  items: RepairItem[];
  /** What is wrong and cannot be mended here. */
  errors: MemoryHealth["findings"];
}

/**
 * What is damaged and waits for a person, or was carried out now.
 * @throws MemoryError
 */
export function repairMemory(
  memory: FounderMemory,
  { ids, applies }: RepairWanted,
): Promise<Repairs> {
  return withFounderMemory(memory, async ({ store }) => {
    const all = applies ? await store.upkeep.repair(ids) : await store.upkeep.repairs();
    const items = applies || ids === undefined ? all : all.filter(({ id }) => ids.includes(id));
    const { findings } = await store.health();
    return { items, errors: findings.filter(({ severity }) => severity === "error") };
  });
}
