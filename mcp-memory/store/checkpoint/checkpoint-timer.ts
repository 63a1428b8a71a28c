import { setTimeout as pause } from "node:timers/promises";
import { MemoryError } from "../../error.ts";
import {
  ANSWER_LOCK_WAIT_MS,
  ANSWER_WAIT_MS,
  CHECKPOINT_DELAY_MS,
  QUICK_CHECKPOINT_MS,
} from "../../limits.ts";
import type { CheckpointOutcome } from "./checkpoint.ts";
import type { CheckpointHow } from "./checkpoint-runs.ts";

/** Runs checkpoints some time after changes, one at a time. */
export interface CheckpointTimer {
  /** Asks for a checkpoint soon. */
  ask(): void;
  /**
   * A change was made. The first one after a quiet time is written at once where that is quick: the
   * answer waits for what comes back, because a client may kill its server right after it. null:
   * nothing to wait for. Others are written soon, so that a stream costs no more than its commits.
   */
  changed(): Promise<void> | null;
  /** Runs one now, after one that is under way. */
  runNow(): Promise<void>;
  /** Drops what was asked for and waits for one that is under way. */
  stop(): Promise<void>;
}

/** After a failure the next try waits this long; the changes are safe in the database. */
const RETRY_MS = 5_000;
/** After one that found the memory in use. */
const BUSY_RETRY_MS = 500;

/** What the timer runs, and how. */
export interface Checkpointing {
  run(how: CheckpointHow): Promise<CheckpointOutcome>;
  /** Changes are answered that no file holds yet. */
  onBehind(): void;
  /** The files hold everything. */
  onCaughtUp(): void;
  /** Gets what a checkpoint that nobody waits for failed with. */
  onFailure(error: unknown): void;
  /** From a change to its checkpoint; about a third of a second when left out. */
  delayMs?: number;
}

export function createCheckpointTimer(on: Checkpointing): CheckpointTimer {
  const delayMs = on.delayMs ?? CHECKPOINT_DELAY_MS;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> = Promise.resolve();
  /** The checkpoint that an answer waits for. */
  let atOnce: Promise<void> | null = null;
  let underWay = 0;
  let endedMs = Number.NEGATIVE_INFINITY;
  let stopped = false;
  /** How many changes were told, so that a checkpoint knows which came after it began. */
  let changes = 0;

  const after = (how: CheckpointHow): Promise<CheckpointOutcome> => {
    const next = async () => {
      underWay += 1;
      const before = changes;
      try {
        const outcome = await on.run(how);
        // One that began before a change says nothing of it, and the next may have to rest first.
        if (outcome.kind === "done" && changes === before) on.onCaughtUp();
        return outcome;
      } finally {
        underWay -= 1;
        endedMs = performance.now();
      }
    };
    const result = running.then(next, next);
    running = result;
    return result;
  };
  const askIn = (waitMs: number) => {
    if (stopped || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      after({}).then(
        (outcome) => {
          if (outcome.kind === "later") askIn(outcome.waitMs);
        },
        (error: unknown) => {
          on.onFailure(error);
          const isBusy = error instanceof MemoryError && error.code === "busy";
          askIn(isBusy ? BUSY_RETRY_MS : RETRY_MS);
        },
      );
    }, waitMs);
  };
  // While it stops, a last call may still be answered.
  const leave = (waitMs: number) => {
    on.onBehind();
    askIn(waitMs);
  };
  const isQuiet = () =>
    !stopped && timer === undefined && underWay === 0 && performance.now() - endedMs >= delayMs;
  const writeAtOnce = async () => {
    try {
      const outcome = await after({ quickMs: QUICK_CHECKPOINT_MS, waitMs: ANSWER_LOCK_WAIT_MS });
      if (outcome.kind === "later") leave(outcome.waitMs);
    } catch {
      // The one that is asked for now says why, when it fails too.
      leave(delayMs);
    } finally {
      atOnce = null;
    }
  };
  return {
    // What is being written at once need not be asked for.
    ask: () => (atOnce === null ? askIn(delayMs) : undefined),
    changed: () => {
      changes += 1;
      if (!isQuiet()) {
        leave(delayMs);
        return null;
      }
      const writing = writeAtOnce();
      atOnce = writing;
      const late = pause(ANSWER_WAIT_MS, undefined, { ref: false }).then(() => {
        if (atOnce === writing) on.onBehind();
      });
      return Promise.race([writing, late]);
    },
    runNow: async () => {
      await after({ now: true });
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      // A failure was reported to whoever asked for that checkpoint.
      await running.catch(() => undefined);
    },
  };
}
