// What a crash can lose: nothing that was acknowledged. A call returns after SQLite has committed
// it and the disk has it (WAL, synchronous=FULL); a call is there as a whole or not at all. What a
// crash may delay is memory.jsonl: it is written before the answer or within about a second of it,
// always whole, and otherwise by the finisher or at the next start. Only while graph.db is deleted or destroyed do those files stand
// alone, and then changes younger than the last checkpoint are gone.
import { existsSync } from "node:fs";
import path from "node:path";
import { BUSY_WAIT_MS, CLOSE_WAIT_MS } from "../limits.ts";
import { UNKNOWN_AGENT } from "../origins.ts";
import { createForeignCheck } from "./absorbing/foreign-check.ts";
import { type Background, type BackgroundOptions, startBackground } from "./background.ts";
import { needsCheckpoint } from "./checkpoint/checkpoint.ts";
import { createCheckpointRuns } from "./checkpoint/checkpoint-runs.ts";
import { heeding } from "./database/heeding.ts";
import { type Place, placeOf } from "./database/place.ts";
import { openSession, type Session } from "./database/session.ts";
import type { Database } from "./database/sqlite.ts";
import { historyCalls, upkeepCalls } from "./founder-calls.ts";
import { graphCalls } from "./graph-calls.ts";
import { type SearchCalls, searchCalls } from "./reading/search-calls.ts";
import { readHealth } from "./repair/health.ts";
import type { MemoryStore } from "./store.ts";

export interface SqliteStoreOptions extends BackgroundOptions {
  filePath: string;
  agent: string;
  /** The client's session; null when it did not tell. */
  session: string | null;
}

/** Opens the store that the servers and commands use. Rejects with `MemoryError`. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<MemoryStore> {
  const { log } = options;
  const place = placeOf(options.filePath);
  const foreign = createForeignCheck(place);
  const listeners = new Set<() => void>();
  const tell = () => {
    for (const listener of listeners) listener();
  };
  // The session takes in edits while it opens; what runs behind it exists only after that.
  let background: Background | null = null;
  const opened = await openSession({
    ...options,
    place,
    foreign,
    writtenDown: () => background?.timer.changed() ?? null,
    onChange: (first, last) => {
      background?.afterChange(first, last);
      tell();
    },
  });
  const session = noticing(opened, {
    isBehind: (db) => needsCheckpoint(db, place) && foreign(db) === null,
    whenBehind: () => background?.timer.ask(),
  });
  const checkpoints = createCheckpointRuns({
    session,
    place,
    isEager: options.checkpointEveryMs !== undefined,
    onAbsorbed: tell,
  });
  background = startBackground(options, { session, place, run: checkpoints.run, tell });
  const { timer, watch, stop, meaning } = background;
  // Asks for the checkpoint that is due.
  await session.read(() => undefined);

  const store: MemoryStore = {
    ...callsOver(options, {
      ...{ ...background, session, place },
      onLookedThrough: checkpoints.lookedThrough,
    }),
    heeding: (signal) => ({
      ...store,
      ...graphCalls(heeding(session, signal)),
      ...searching(options, { meaning, session: heeding(session, signal) }),
    }),
    health: () =>
      session.read((db) => {
        const connection = session.connection();
        const problem = checkpoints.problem();
        return readHealth({
          ...{ db, place, connection, problem },
          foreign: foreign(db),
          now: options.now(),
        });
      }),
    checkpoint: timer.runNow,
    onChange: (listener) => {
      listeners.add(listener);
      watch.start();
      return () => listeners.delete(listener);
    },
    close: async () => {
      await stop();
      await session.end(async () => {
        // Whoever deleted the folder of the memory itself does not want it back.
        if (!existsSync(path.dirname(place.file))) return;
        // A client waits for its server; whoever has no finisher has this one chance.
        const waitMs = options.finisher === undefined ? BUSY_WAIT_MS : CLOSE_WAIT_MS;
        await checkpoints.run({ now: true, waitMs }).then(
          () => options.finisher?.dismiss(),
          // A finisher that is there tries once more when this process is gone.
          (error: unknown) => log(String(error)),
        );
      });
    },
  };
  return store;
}

function callsOver(
  options: SqliteStoreOptions,
  on: Pick<Background, "timer" | "meaning"> & {
    session: Session;
    place: Place;
    onLookedThrough: () => void;
  },
): Omit<MemoryStore, "health" | "checkpoint" | "onChange" | "close" | "heeding"> {
  const { session, place, timer, onLookedThrough } = on;
  const founder = { session, place, now: options.now, checkpoint: timer.runNow };
  return {
    ...graphCalls(session, onLookedThrough),
    ...searching(options, on),
    history: historyCalls(founder),
    upkeep: upkeepCalls(founder),
  };
}

function searching(
  { now, readPolicy, agent, indexInBackground }: SqliteStoreOptions,
  { session, meaning }: Pick<Background, "meaning"> & { session: Session },
): SearchCalls {
  return searchCalls({
    session,
    readPolicy,
    now,
    caller: agent === UNKNOWN_AGENT ? null : agent,
    meaning,
    learnsInBackground: indexInBackground,
  });
}

/**
 * A read is a good moment to notice that somebody edited the files, or that another server was
 * killed before its checkpoint: two look-ups of the files' state cost some microseconds.
 */
function noticing(
  session: Session,
  on: { isBehind: (db: Database) => boolean; whenBehind: () => void },
): Session {
  return {
    ...session,
    read: async (body) => {
      const { value, isBehind } = await session.read((db) => ({
        value: body(db),
        isBehind: on.isBehind(db),
      }));
      if (isBehind) on.whenBehind();
      return value;
    },
  };
}
