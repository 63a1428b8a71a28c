import type { Overview } from "../../mcp-memory/store/reading/overview.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * What memory holds at a glance: counts, newest decisions, open deadlines; pages count from 1.
 * @throws MemoryError
 */
export function overlookMemory(memory: FounderMemory, page: number): Promise<Overview> {
  return withFounderMemory(memory, ({ store }) => store.overview(page));
}
