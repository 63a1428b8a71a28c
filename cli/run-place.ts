import type { RunPlace } from "../engine/department-runs.ts";
import type { Io } from "./context.ts";
import { packageRoot } from "./package-root.ts";

/** Where and with what departments run when a command starts them. */
export function runPlace(io: Io, root: string): RunPlace {
  const { env } = io;
  return { root, env, now: () => io.now(), packageRoot: packageRoot(), node: process.execPath };
}
