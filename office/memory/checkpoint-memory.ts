import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * Writes the memory's files now; `pending` changes are not in them yet.
 * @throws MemoryError
 */
export function checkpointMemory(
  memory: FounderMemory,
): Promise<{ filePath: string; pending: number }> {
  return withFounderMemory(memory, async ({ store }) => {
    await store.checkpoint();
    const { filePath, pending } = await store.health();
    return { filePath, pending };
  });
}
