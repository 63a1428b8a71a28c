/** What goes on by itself behind the calls of a store. */

import type { ReadPolicy } from "../policy.ts";
import { createEmbeddings, type EmbeddingsSetting } from "../recall/embeddings.ts";
import type { Meaning } from "../recall/meaning.ts";
import type { CheckpointRuns } from "./checkpoint/checkpoint-runs.ts";
import { type CheckpointTimer, createCheckpointTimer } from "./checkpoint/checkpoint-timer.ts";
import type { Finisher } from "./checkpoint/finisher.ts";
import { type ChangeWatch, createChangeWatch } from "./database/change-watch.ts";
import type { Place } from "./database/place.ts";
import type { Session } from "./database/session.ts";
import { createBackgroundIndexing } from "./reading/background-indexing.ts";
import { createMeaning } from "./reading/meaning.ts";
import { createDailyRetention } from "./retention/daily-retention.ts";

export interface BackgroundOptions {
  now: () => Date;
  /** The company's rules for retention; null when nothing is to be pruned by itself. */
  readPolicy: ReadPolicy | null;
  /** True for a server, which has time while nobody asks. */
  indexInBackground: boolean;
  /** Null when there is no search by meaning. */
  embeddings: EmbeddingsSetting | null;
  /** A test setting: a checkpoint this long after every change, without a rest between them. */
  checkpointEveryMs?: number;
  /** A server's: writes the files after it when it is killed first. */
  finisher?: Finisher;
  log: (line: string) => void;
}

export interface Background {
  timer: CheckpointTimer;
  watch: ChangeWatch;
  /** Null when there is no search by meaning. */
  meaning: Meaning | null;
  /** Called after changes of this process with their numbers, the first and the last. */
  afterChange(first: number, last: number): void;
  /** Waits for a checkpoint that is under way. */
  stop(): Promise<void>;
}

/** Starts it; `tell` is called when another process changed something. */
export function startBackground(
  options: BackgroundOptions,
  on: { session: Session; place: Place; run: CheckpointRuns["run"]; tell: () => void },
): Background {
  const { session } = on;
  const timer = checkpointTimer(options, on);
  const watch = createChangeWatch(session, on.tell);
  const { readPolicy } = options;
  const retention =
    readPolicy === null ? null : createDailyRetention({ ...options, session, readPolicy });
  const meaning = meaningOf(options, session);
  const index = options.indexInBackground
    ? createBackgroundIndexing(session, () => void meaning?.learn())
    : null;
  index?.ask();
  return {
    timer,
    watch,
    meaning,
    afterChange: (first, last) => {
      timer.ask();
      watch.ownChanges(first, last);
      retention?.afterWrite();
      index?.ask();
    },
    stop: async () => {
      watch.stop();
      retention?.stop();
      index?.stop();
      meaning?.stop();
      await timer.stop();
    },
  };
}

function checkpointTimer(
  { log, checkpointEveryMs, finisher }: BackgroundOptions,
  { place, run }: { place: Place; run: CheckpointRuns["run"] },
): CheckpointTimer {
  return createCheckpointTimer({
    run,
    onBehind: () => finisher?.need(),
    onCaughtUp: () => finisher?.rest(),
    onFailure: (error) => log(`${String(error)} The changes are safe in ${place.database}.`),
    ...(checkpointEveryMs === undefined ? {} : { delayMs: checkpointEveryMs }),
  });
}

function meaningOf({ embeddings, now }: BackgroundOptions, session: Session): Meaning | null {
  if (embeddings === null) return null;
  return createMeaning({ session, now, embeddings: createEmbeddings(embeddings) });
}
