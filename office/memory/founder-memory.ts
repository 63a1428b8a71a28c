/** The memory for the founder's own acts on it: its history and upkeep too, which no tool reaches. */
import path from "node:path";
import { MEMORY_FILE } from "../../files/root.ts";
import type { ReadPolicy } from "../../mcp-memory/policy.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { createPolicyReader } from "../records/memory-policy.ts";
import { loadMemory } from "../records/with-memory.ts";

export interface FounderMemory {
  /** The company's folder. */
  root: string;
  now(): Date;
  /** The process's environment: where meanings of words come from. */
  env: Readonly<Record<string, string | undefined>>;
  /** Takes one line when the rules of the memory cannot be read. */
  warn(line: string): void;
}

/** What an act on the memory works with. */
export interface MemoryAtHand {
  store: MemoryStore;
  readPolicy: ReadPolicy;
}

/**
 * Opens the memory, written to by the founder, and closes it whatever happens.
 * @throws MemoryError when it cannot be opened
 */
export async function withFounderMemory<T>(
  { root, now, env, warn }: FounderMemory,
  work: (memory: MemoryAtHand) => Promise<T>,
): Promise<T> {
  const filePath = path.join(root, MEMORY_FILE);
  const readPolicy = createPolicyReader(filePath, warn);
  // The store is large: a help or a completion of these commands does without it.
  const { openMemoryStore } = await loadMemory();
  const { embeddingsSetting } = await import("../../mcp-memory/recall/embeddings.ts");
  const store = await openMemoryStore({
    ...{ filePath, now, readPolicy },
    agent: "founder",
    embeddings: embeddingsSetting(env),
  });
  try {
    return await work({ store, readPolicy });
  } finally {
    await store.close();
  }
}
