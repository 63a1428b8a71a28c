/** The sign of life of the guard: without its hook a department could do what the guard refuses. */
import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import type { RunJob } from "../../office/runs/runtime.ts";

/** What the guard's hook leaves in the run's folder when the session begins. */
const SIGN = "guard";

/** Takes away the sign of an earlier start of the same session. */
export function removeGuardSign({ folder }: Pick<RunJob, "folder">): void {
  rmSync(path.join(folder, SIGN), { force: true });
}

/** Whether the client has asked the guard in this session. Small and rare: read at once. */
export function isGuarded({ folder, session }: Pick<RunJob, "folder" | "session">): boolean {
  try {
    return readFileSync(path.join(folder, SIGN), "utf8").trim() === session;
  } catch {
    return false;
  }
}
