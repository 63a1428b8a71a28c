/** What setting up writes into the memory. */
import path from "node:path";
import { MEMORY_FILE } from "../files/root.ts";
import type { Entity, EntityRevision } from "../mcp-memory/graph.ts";
import { openMemoryStore } from "../mcp-memory/open.ts";
import type { Surroundings } from "./surroundings.ts";

type Clock = Pick<Surroundings, "now">;

/** Entities that memory holds already are left as they are. */
export async function remember(
  root: string,
  entities: readonly Entity[],
  clock: Clock,
): Promise<void> {
  await withStore(root, clock, (store) => store.createEntities([...entities]));
}

/** Lines that the founder's answer replaces come anew; what departments wrote beside them stays. */
export async function renew(
  root: string,
  revisions: readonly EntityRevision[],
  clock: Clock,
): Promise<void> {
  await withStore(root, clock, (store) => store.reviseEntities([...revisions]));
}

async function withStore(
  root: string,
  { now }: Clock,
  write: (store: Awaited<ReturnType<typeof openMemoryStore>>) => Promise<unknown>,
): Promise<void> {
  const filePath = path.join(root, MEMORY_FILE);
  const store = await openMemoryStore({ filePath, now, agent: "founder" });
  try {
    await write(store);
  } finally {
    await store.close();
  }
}
