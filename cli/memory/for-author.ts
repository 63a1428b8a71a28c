import path from "node:path";
import { MEMORY_FILE, requireRoot } from "../../files/root.ts";
import { withRules } from "../../mcp-memory/rules/guarded-store.ts";
import { FOUNDER } from "../../mcp-memory/rules/ownership.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { createPolicyReader } from "../../office/records/memory-policy.ts";
import type { Io } from "../context.ts";
import type { CommonOptions } from "../output.ts";

/** Who types: the department that HQ_AGENT names, else the founder. */
export function authorOf(io: Io): string {
  return io.env.HQ_AGENT?.trim().toLowerCase() || FOUNDER;
}

/** The store with the rules that hold for whoever types; what code writes by itself needs none. */
export function forAuthor(store: MemoryStore, io: Io, options: CommonOptions): MemoryStore {
  const memoryFile = path.join(requireRoot(options.root, io.cwd), MEMORY_FILE);
  return withRules(store, {
    readPolicy: createPolicyReader(memoryFile),
    author: { agent: authorOf(io), session: null },
    now: io.now,
  });
}
