import path from "node:path";
import { MEMORY_FILE, requireRoot } from "../../files/root.ts";
import { openMemoryStore } from "../../mcp-memory/open.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import type { Io } from "../context.ts";
import type { CommonOptions } from "../output.ts";

/** Opens the company's memory as the founder, does the work, and closes it whatever happens. */
export async function withStore<T>(
  io: Io,
  options: CommonOptions,
  work: (store: MemoryStore) => Promise<T>,
): Promise<T> {
  const root = requireRoot(options.root, io.cwd);
  const store = await openMemoryStore({
    filePath: path.join(root, MEMORY_FILE),
    now: io.now,
    agent: "founder",
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
