import { CHECKPOINT_DELAY_MS, CHECKPOINT_REST_FACTOR } from "../limits.ts";

/** Runs checkpoints some time after changes, one at a time. */
export interface CheckpointTimer {
  /** Asks for a checkpoint soon. */
  ask(): void;
  /** Runs one now, after one that is under way. */
  runNow(): Promise<void>;
  /** Drops what was asked for and waits for one that is under way. */
  stop(): Promise<void>;
}

/** After a failure the next try waits this long; the changes are safe in the database. */
const RETRY_MS = 5_000;

/** `onFailure` gets what a checkpoint that was asked for failed with. */
export function createCheckpointTimer(
  run: () => Promise<void>,
  onFailure: (error: unknown) => void,
): CheckpointTimer {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  let restUntil = 0;
  let stopped = false;

  const once = async () => {
    const start = performance.now();
    await run();
    const end = performance.now();
    restUntil = end + CHECKPOINT_REST_FACTOR * (end - start);
  };
  const runNow = () => {
    const next = running.then(once, once);
    running = next;
    return next;
  };
  const askIn = (delayMs: number) => {
    if (stopped || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      runNow().catch((error: unknown) => {
        onFailure(error);
        askIn(RETRY_MS);
      });
    }, delayMs);
  };
  return {
    ask: () => askIn(Math.max(CHECKPOINT_DELAY_MS, restUntil - performance.now())),
    runNow,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      // A failure was reported to whoever asked for that checkpoint.
      await running.catch(() => undefined);
    },
  };
}
