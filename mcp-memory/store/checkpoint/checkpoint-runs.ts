/** The checkpoints of one store: each is run over its session, and why the last failed is kept. */
import { ForeignFileError } from "../absorbing/foreign-file.ts";
import type { Place } from "../database/place.ts";
import type { Session } from "../database/session.ts";
import { asMemoryError, sqliteFailure } from "../database/sqlite.ts";
import { type CheckpointOutcome, checkpoint } from "./checkpoint.ts";

export interface CheckpointHow {
  /** Somebody asked for it and waits. */
  now?: boolean;
  /** Bounds the wait for the lock. */
  waitMs?: number;
  /** Leaves it for later when it is expected to take longer than this. */
  quickMs?: number;
}

export interface CheckpointRuns {
  run(how: CheckpointHow): Promise<CheckpointOutcome>;
  /** What the last one failed with; null when it did not. */
  problem(): string | null;
  /** Every row was looked at just now, by who read them all. */
  lookedThrough(): void;
}

/** How long a look at every row is good for: a disk that rots is then noticed once more. */
const LOOK_THROUGH_MS = 600_000;

/** Has the session make a database anew in which damage was met outside of its calls. */
async function mendBy(session: Session, damage: unknown): Promise<void> {
  let isTold = false;
  await session.exclusive(() => {
    if (isTold) return;
    isTold = true;
    throw damage;
  });
}

export function createCheckpointRuns(on: {
  session: Session;
  place: Place;
  /** Never rests between two checkpoints. */
  isEager: boolean;
  /** Called when a checkpoint took in an edit from outside. */
  onAbsorbed: () => void;
}): CheckpointRuns {
  const { session, place } = on;
  let problem: string | null = null;
  let lookedAt = Number.NEGATIVE_INFINITY;

  const lookedThrough = () => {
    lookedAt = performance.now();
  };
  const bringUp = async (how: CheckpointHow): Promise<CheckpointOutcome> => {
    const { now = false, waitMs, quickMs } = how;
    let absorbed = false;
    const outcome = await checkpoint({
      place,
      write: (body, lasting = "lasting") =>
        session.exclusive(body, { lasting, ...(waitMs === undefined ? {} : { waitMs }) }),
      openReader: () => session.openReader(waitMs),
      onAbsorbed: () => (absorbed = true),
      now: now || on.isEager,
      wasLookedThrough: () => performance.now() - lookedAt < LOOK_THROUGH_MS,
      onLookedThrough: lookedThrough,
      ...(quickMs === undefined ? {} : { quickMs }),
    });
    problem = null;
    if (absorbed) on.onAbsorbed();
    return outcome;
  };
  return {
    problem: () => problem,
    lookedThrough,
    run: async (how) => {
      if (session.connection()?.readOnly) return { kind: "done" };
      try {
        return await bringUp(how).catch(async (error: unknown) => {
          if (sqliteFailure(error) !== "corrupt") throw error;
          await mendBy(session, error);
          return bringUp(how);
        });
      } catch (error) {
        const isForeign = error instanceof ForeignFileError;
        // Nobody waits for it, it is told by status, and trying again would tell it every few seconds.
        if (isForeign && !how.now) return { kind: "done" };
        const failure = asMemoryError(error, "bring up to date", place.file);
        if (!isForeign) problem = failure.message;
        throw failure;
      }
    },
  };
}
