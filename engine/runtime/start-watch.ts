/** The process that ends a run when hq is dead: started before the client, so that no moment is without it. */
import { spawn } from "node:child_process";

/** What hq writes when nothing is to be ended. */
export const OVER = "over";

export interface ParentWatch {
  /** Names the client's process. */
  watches(pid: number): void;
  /** The run is over: the watcher leaves without ending anything. */
  over(): void;
}

/** Starts `hq-run-watch`, given by its script. */
export function startWatch(node: string, script: string, session: string): ParentWatch {
  const watcher = spawn(node, [script, session], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    env: {},
  });
  // Without it the run goes on: a dead hq is then found by the next one.
  watcher.on("error", () => {});
  watcher.stdin.on("error", () => {});
  watcher.unref();
  return {
    watches: (pid) => void watcher.stdin.write(`${pid}\n`),
    over: () => void watcher.stdin.end(`${OVER}\n`),
  };
}
