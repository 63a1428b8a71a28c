/** The checkpoints of one store: each is run over its session, and why the last failed is kept. */
import { ForeignFileError } from "../absorbing/foreign-file.ts";
import type { Place } from "../database/place.ts";
import type { Session } from "../database/session.ts";
import { asMemoryError } from "../database/sqlite.ts";
import { type CheckpointOutcome, checkpoint } from "./checkpoint.ts";

export interface CheckpointRuns {
  /** `now`: somebody asked for it and waits. `waitMs` bounds the wait for the lock. */
  run(now: boolean, waitMs?: number): Promise<CheckpointOutcome>;
  /** What the last one failed with; null when it did not. */
  problem(): string | null;
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

  const bringUp = async (now: boolean, waitMs?: number): Promise<CheckpointOutcome> => {
    let absorbed = false;
    const outcome = await checkpoint({
      place,
      write: (body) => session.exclusive(body, waitMs),
      openReader: session.openReader,
      onAbsorbed: () => (absorbed = true),
      now: now || on.isEager,
    });
    problem = null;
    if (absorbed) on.onAbsorbed();
    return outcome;
  };
  return {
    problem: () => problem,
    run: async (now, waitMs) => {
      if (session.connection()?.readOnly) return { kind: "done" };
      try {
        return await bringUp(now, waitMs);
      } catch (error) {
        const isForeign = error instanceof ForeignFileError;
        // Nobody waits for it, it is told by status, and trying again would tell it every few seconds.
        if (isForeign && !now) return { kind: "done" };
        const failure = asMemoryError(error, "bring up to date", place.file);
        if (!isForeign) problem = failure.message;
        throw failure;
      }
    },
  };
}
