import type { Change, LogRequest } from "../../mcp-memory/store/history/history.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * Who changed what and when, newest first, and the company's time zone.
 * @throws MemoryError
 */
export function listChanges(
  memory: FounderMemory,
  request: LogRequest,
): Promise<{ changes: Change[]; timeZone: string }> {
  return withFounderMemory(memory, async ({ store, readPolicy }) => ({
    changes: await store.history.log(request),
    timeZone: (await readPolicy())?.timeZone ?? "UTC",
  }));
}
