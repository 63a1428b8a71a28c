/** The sign that hq waits for before the first tool call of a run that it started: the guard is asked here. */
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";

const RUN = /^run-\d{1,15}$/;

/** Leaves the session's id in the run's folder; without the sign hq ends the run, so nothing else is done. */
export function showAlive({ session_id: session }, { HQ_RUN: run }, root) {
  if (run === undefined || !RUN.test(run) || typeof session !== "string") return;
  const folder = path.join(root, ".hq", "runs", run);
  if (!existsSync(folder)) return;
  try {
    writeFileSync(path.join(folder, "guard"), `${session.slice(0, 100)}\n`, { mode: 0o600 });
  } catch {
    // A full disk, a folder without rights.
  }
}
