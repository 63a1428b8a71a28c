/** The company's memory for one act: opened, worked on, closed whatever happens. */
import path from "node:path";
import { MEMORY_FILE } from "../../files/root.ts";
import { openMemoryStore } from "../../mcp-memory/open.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";

export interface MemorySources {
  root: string;
  now(): Date;
  /** In whose name the log keeps what is written; left out by acts that only read. */
  agent?: string;
}

/**
 * What `work` gives. No rules stand before this store: who writes for a person or a model puts
 * `withRules` around it.
 * @throws MemoryError when it cannot be opened
 */
export async function withMemory<T>(
  { root, now, agent }: MemorySources,
  work: (store: MemoryStore) => Promise<T>,
): Promise<T> {
  const filePath = path.join(root, MEMORY_FILE);
  const store = await openMemoryStore({
    filePath,
    now,
    ...(agent === undefined ? {} : { agent }),
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
