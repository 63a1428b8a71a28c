import { requireRoot } from "../../files/root.ts";
import type { FounderMemory } from "../../office/memory/founder-memory.ts";
import type { Io } from "../context.ts";
import type { CommonOptions } from "../output.ts";

/** The memory that a command means. */
export function memoryOf(io: Io, options: CommonOptions): FounderMemory {
  const { now, env } = io;
  const root = requireRoot(options.root, io.cwd);
  return { root, now, env, warn: (line) => io.stderr(`${line}\n`) };
}
