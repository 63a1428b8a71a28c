/** The company's memory for one command. */
import path from "node:path";
import { MEMORY_FILE, requireRoot } from "../../files/root.ts";
import { openMemoryStore } from "../../mcp-memory/open.ts";
import type { ReadPolicy } from "../../mcp-memory/policy.ts";
import { embeddingsSetting } from "../../mcp-memory/recall/embeddings.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { createPolicyReader } from "../../office/records/memory-policy.ts";
import type { Io } from "../context.ts";
import type { CommonOptions } from "../output.ts";

/** What a memory command works with. */
export interface MemoryAtHand {
  store: MemoryStore;
  readPolicy: ReadPolicy;
  /** The company's folder. */
  root: string;
}

/** Opens the memory, written to by the founder, and closes it whatever happens. */
export async function withStore(
  io: Io,
  options: CommonOptions,
  work: (memory: MemoryAtHand) => Promise<void>,
): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const filePath = path.join(root, MEMORY_FILE);
  const warn = (line: string) => io.stderr(`${line}\n`);
  const readPolicy = createPolicyReader(filePath, warn);
  const store = await openMemoryStore({
    filePath,
    now: io.now,
    agent: "founder",
    readPolicy,
    embeddings: embeddingsSetting(io.env),
  });
  try {
    await work({ store, readPolicy, root });
  } finally {
    await store.close();
  }
}
