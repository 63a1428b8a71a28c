/** The company's memory for one act: opened, worked on, closed whatever happens. */
import path from "node:path";
import { MEMORY_FILE } from "../../files/root.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";

export interface MemorySources {
  root: string;
  now(): Date;
  /** In whose name the log keeps what is written; left out by acts that only read. */
  agent?: string;
}

/** The store is large: it is loaded where it is needed, or before, while something else is waited for. */
export function loadMemory(): Promise<typeof import("../../mcp-memory/open.ts")> {
  return import("../../mcp-memory/open.ts");
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
  const { openMemoryStore } = await loadMemory();
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
