// What a crash can lose: nothing that was acknowledged. A call returns after SQLite has committed
// it and the disk has it (WAL, synchronous=FULL); a call is there as a whole or not at all. What a
// crash may delay is memory.jsonl: it is written within about a second of a change, always whole,
// and otherwise at the next start. Only while graph.db is deleted or destroyed do those files stand
// alone, and then changes younger than the last checkpoint are gone.
import {
  checkEntities,
  checkNames,
  checkObservations,
  checkQuery,
  checkRelations,
} from "../graph.ts";
import { CLOSE_WAIT_MS } from "../limits.ts";
import { UNKNOWN_AGENT } from "../origins.ts";
import type { ReadPolicy } from "../policy.ts";
import { createEmbeddings, type EmbeddingsSetting } from "../recall/embeddings.ts";
import { createForeignCheck } from "./absorbing/foreign-check.ts";
import { ForeignFileError } from "./absorbing/foreign-file.ts";
import { type CheckpointOutcome, checkpoint, needsCheckpoint } from "./checkpoint/checkpoint.ts";
import { type CheckpointTimer, createCheckpointTimer } from "./checkpoint/checkpoint-timer.ts";
import { type ChangeWatch, createChangeWatch } from "./database/change-watch.ts";
import { placeOf } from "./database/place.ts";
import { openSession, type Session, type WriteAs } from "./database/session.ts";
import { asMemoryError } from "./database/sqlite.ts";
import { historyCalls, upkeepCalls } from "./founder-calls.ts";
import {
  type BackgroundIndexing,
  createBackgroundIndexing,
} from "./reading/background-indexing.ts";
import { createMeaning } from "./reading/meaning.ts";
import * as reading from "./reading/read-graph.ts";
import { type SearchCalls, searchCalls } from "./reading/search-calls.ts";
import { readHealth } from "./repair/health.ts";
import { createDailyRetention, type DailyRetention } from "./retention/daily-retention.ts";
import type { MemoryStore, WriteOptions } from "./store.ts";
import * as writing from "./writing/write-graph.ts";

export interface SqliteStoreOptions {
  filePath: string;
  now: () => Date;
  agent: string;
  session: string | null;
  /** The company's rules for retention; null when nothing is to be pruned by itself. */
  readPolicy: ReadPolicy | null;
  /** True for a server, which has time while nobody asks. */
  indexInBackground: boolean;
  /** Null when there is no search by meaning. */
  embeddings: EmbeddingsSetting | null;
  /** A test setting: a checkpoint this long after every change, without a rest between them. */
  checkpointEveryMs?: number;
  log: (line: string) => void;
}

/** Opens the store that the servers and commands use. Rejects with `MemoryError`. */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<MemoryStore> {
  const place = placeOf(options.filePath);
  const listeners = new Set<() => void>();
  let problem: string | null = null;
  // The session takes in edits while it opens; the timer exists only after that.
  const started: {
    timer?: CheckpointTimer;
    watch?: ChangeWatch;
    retention?: DailyRetention;
    index?: BackgroundIndexing;
  } = {};
  const tell = () => {
    for (const listener of listeners) listener();
  };
  const onChange = (first: number, last: number) => {
    started.timer?.ask();
    started.watch?.ownChanges(first, last);
    started.retention?.afterWrite();
    started.index?.ask();
    tell();
  };
  const foreign = createForeignCheck(place);
  const opened = await openSession({ ...options, place, onChange, foreign });
  const session: Session = {
    ...opened,
    // A read is a good moment to notice that somebody edited the files, or that another server was
    // killed before its checkpoint: two look-ups of the files' state cost some microseconds.
    read: async (body) => {
      const { value, isBehind } = await opened.read((db) => ({
        value: body(db),
        isBehind: needsCheckpoint(db, place) && foreign(db) === null,
      }));
      if (isBehind) started.timer?.ask();
      return value;
    },
  };

  const runCheckpoint = async (now: boolean, waitMs?: number): Promise<CheckpointOutcome> => {
    if (session.connection()?.readOnly) return { kind: "done" };
    try {
      let absorbed = false;
      const outcome = await checkpoint({
        place,
        write: (body) => session.exclusive(body, waitMs),
        openReader: session.openReader,
        onAbsorbed: () => (absorbed = true),
        now: now || options.checkpointEveryMs !== undefined,
      });
      problem = null;
      if (absorbed) tell();
      return outcome;
    } catch (error) {
      // Nobody waits for it, it is told by status, and trying again would tell it every few seconds.
      if (!now && error instanceof ForeignFileError) return { kind: "done" };
      const failure = asMemoryError(error, "bring up to date", place.file);
      if (!(error instanceof ForeignFileError)) problem = failure.message;
      throw failure;
    }
  };
  const timer = createCheckpointTimer({
    run: runCheckpoint,
    onFailure: (error) =>
      options.log(`${String(error)} The changes are safe in ${place.database}.`),
    ...(options.checkpointEveryMs === undefined ? {} : { delayMs: options.checkpointEveryMs }),
  });
  started.timer = timer;
  const watch = createChangeWatch(session, tell);
  started.watch = watch;
  const { readPolicy } = options;
  if (readPolicy !== null) {
    started.retention = createDailyRetention({ ...options, session, readPolicy });
  }
  const { embeddings, indexInBackground, now } = options;
  const meaning =
    embeddings === null
      ? null
      : createMeaning({ session, now, embeddings: createEmbeddings(embeddings) });
  if (indexInBackground) {
    started.index = createBackgroundIndexing(session, () => void meaning?.learn());
    started.index.ask();
  }
  // Asks for the checkpoint that is due.
  await session.read(() => undefined);

  const founder = { session, place, now: options.now, checkpoint: timer.runNow };
  return {
    ...graphCalls(session),
    ...searchCalls({
      session,
      readPolicy,
      now: options.now,
      caller: options.agent === UNKNOWN_AGENT ? null : options.agent,
      meaning,
      learnsInBackground: indexInBackground,
    }),
    history: historyCalls(founder),
    upkeep: upkeepCalls(founder),
    health: () =>
      session.read((db) => {
        const connection = session.connection();
        return readHealth({ db, place, connection, problem, foreign: foreign(db) });
      }),
    checkpoint: timer.runNow,
    onChange: (listener) => {
      listeners.add(listener);
      watch.start();
      return () => listeners.delete(listener);
    },
    close: async () => {
      watch.stop();
      started.retention?.stop();
      started.index?.stop();
      meaning?.stop();
      await timer.stop();
      await session.end(async () => {
        await runCheckpoint(true, CLOSE_WAIT_MS).catch((error: unknown) =>
          options.log(String(error)),
        );
      });
    },
  };
}

type GraphCalls = Omit<
  MemoryStore,
  "health" | "history" | "upkeep" | "checkpoint" | "onChange" | "close" | keyof SearchCalls
>;

function graphCalls(session: Session): GraphCalls {
  return {
    createEntities: async (entities, options) => {
      checkEntities(entities);
      return session.write(as("create_entities", options), (write) =>
        writing.createEntities(write, entities),
      );
    },
    createRelations: async (relations, options) => {
      checkRelations(relations);
      return session.write(as("create_relations", options), (write) =>
        writing.createRelations(write, relations),
      );
    },
    addObservations: async (additions, options) => {
      checkObservations(
        additions.map(({ entityName, contents }) => ({ entityName, observations: contents })),
      );
      return session.write(as("add_observations", options), (write) =>
        writing.addObservations(write, additions, options?.check),
      );
    },
    deleteEntities: async (names, options) => {
      checkNames(names);
      return session.write(as("delete_entities", options), (write) =>
        writing.deleteEntities(write, names, options?.check),
      );
    },
    deleteObservations: async (deletions, options) => {
      checkNames(deletions.map(({ entityName }) => entityName));
      return session.write(as("delete_observations", options), (write) =>
        writing.deleteObservations(write, deletions, options?.check),
      );
    },
    deleteRelations: async (relations, options) => {
      checkNames(relations.map(({ from }) => from));
      return session.write(as("delete_relations", options), (write) =>
        writing.deleteRelations(write, relations),
      );
    },
    reviseEntities: async (revisions, options) => {
      checkEntities(revisions);
      return session.write(as("revise_entities", options), (write) =>
        writing.reviseEntities(write, revisions, options?.check),
      );
    },
    readGraph: () => session.read(reading.readGraph),
    searchNodes: async (query) => {
      checkQuery(query);
      return session.read((db) => reading.searchNodes(db, query));
    },
    openNodes: async (names) => {
      checkNames(names);
      return session.read((db) => reading.openNodes(db, names));
    },
    readWithOrigins: () => session.read(reading.readWithOrigins),
    countsByType: () => session.read(reading.countsByType),
  };
}

/** How the log names a call, and its author when the caller names one. */
function as(operation: string, options: WriteOptions | undefined): WriteAs {
  return options?.by === undefined ? { operation } : { operation, by: options.by };
}
