import { CHECKPOINT_DELAY_MS } from "../../limits.ts";
import type { CheckpointOutcome } from "./checkpoint.ts";

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

/** What the timer runs, and how. */
export interface Checkpointing {
  /** `now`: somebody asked for it and waits. */
  run(now: boolean): Promise<CheckpointOutcome>;
  /** Gets what a checkpoint that nobody waits for failed with. */
  onFailure(error: unknown): void;
  /** From a change to its checkpoint; about a third of a second when left out. */
  delayMs?: number;
}

export function createCheckpointTimer({
  run,
  onFailure,
  delayMs = CHECKPOINT_DELAY_MS,
}: Checkpointing): CheckpointTimer {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  let stopped = false;

  const after = <T>(next: () => Promise<T>): Promise<T> => {
    const result = running.then(next, next);
    running = result;
    return result;
  };
  const askIn = (waitMs: number) => {
    if (stopped || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      after(() => run(false)).then(
        (outcome) => {
          if (outcome.kind === "later") askIn(outcome.waitMs);
        },
        (error: unknown) => {
          onFailure(error);
          askIn(RETRY_MS);
        },
      );
    }, waitMs);
  };
  return {
    ask: () => askIn(delayMs),
    runNow: async () => {
      await after(() => run(true));
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      // A failure was reported to whoever asked for that checkpoint.
      await running.catch(() => undefined);
    },
  };
}
