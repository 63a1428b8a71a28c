/** What setting up writes into the memory. */
import path from "node:path";
import { MEMORY_FILE } from "../files/root.ts";
import type { Entity } from "../mcp-memory/graph.ts";
import { openMemoryStore } from "../mcp-memory/open.ts";
import type { Surroundings } from "./surroundings.ts";

/** Entities that memory holds already are left as they are. */
export async function remember(
  root: string,
  entities: readonly Entity[],
  io: Pick<Surroundings, "now">,
): Promise<void> {
  const store = await openMemoryStore({
    filePath: path.join(root, MEMORY_FILE),
    now: io.now,
    agent: "founder",
  });
  try {
    await store.createEntities([...entities]);
  } finally {
    await store.close();
  }
}
