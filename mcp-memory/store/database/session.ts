import { setImmediate as nextTurn } from "node:timers/promises";
import { Mutex } from "async-mutex";
import { MemoryError } from "../../error.ts";
import { BUSY_WAIT_MS, GROUP_CALLS } from "../../limits.ts";
import type { Absorbing } from "../absorbing/absorbing.ts";
import type { ForeignCheck } from "../absorbing/foreign-check.ts";
import { ForeignFileError } from "../absorbing/foreign-file.ts";
import { recordChange } from "../writing/change-log.ts";
import { beginWrite, type Write } from "../writing/graph-rows.ts";
import type { Connection } from "./connect.ts";
import { type Link, type LinkOptions, openLink } from "./link.ts";
import { sealing } from "./row-sums.ts";
import {
  asMemoryError,
  type Database,
  inTransaction,
  inWriting,
  isDiskFull,
  type Lasting,
  openDatabase,
} from "./sqlite.ts";

/** The connection of one process to a memory, kept alive over whatever happens to the files. */
export interface Session {
  /** Runs the body in a read transaction. */
  read<T>(body: (db: Database) => T): Promise<T>;
  /** Runs the body as one call: all or nothing, on the disk when it resolves. */
  write<T>(as: WriteAs, body: (write: Write) => T): Promise<T>;
  /** Runs the body in a transaction of its own, outside the calls. */
  exclusive<T>(body: (on: Absorbing) => T, how?: ExclusiveHow): Promise<T>;
  /** Runs the body outside any transaction, for what SQLite allows nowhere else. */
  maintain(body: (db: Database) => void): Promise<void>;
  /** Another connection to the same database, for a snapshot that is read over some time. */
  openReader(waitMs?: number): Promise<Database>;
  /** null while there is none, because a damaged one could not be made anew. */
  connection(): Connection | null;
  /** Waits for the calls that were made, then lets go of the database. */
  end(last: () => Promise<void>): Promise<void>;
}

export interface ExclusiveHow {
  /** Bounds the wait for the lock. */
  waitMs?: number;
  /** "lasting" when left out. */
  lasting?: Lasting;
}

/** How the log names a call, and who made it when that is not the process's own agent. */
export interface WriteAs {
  operation: string;
  by?: string;
  /** A call that is given up before its turn comes is not made. */
  signal?: AbortSignal;
}

export interface SessionOptions extends LinkOptions {
  agent: string;
  /** The client's session; null when it did not tell. */
  session: string | null;
  /** After a commit, before it is answered: the answer waits for what comes back, if anything. */
  writtenDown: () => Promise<void> | null;
  /** Says what a file that is not a memory holds; looked at before each write. */
  foreign: ForeignCheck;
}

/** Opens the database and takes in the files. Rejects with `MemoryError`. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { place } = options;
  const link = await openLink(options);
  const calls = createCallQueue((together) => commitTogether(together, { link, ...options }));
  let ended = false;

  const checkOpen = () => {
    if (ended)
      throw new MemoryError("closed", `Cannot use the memory ${place.file}: it was closed.`);
  };
  /** `doing` says in an error what could not be done. */
  const use = async <T>(doing: "read" | "write", body: (db: Database) => T): Promise<T> => {
    checkOpen();
    try {
      return await link.use(BUSY_WAIT_MS, ({ db }) => body(db));
    } catch (error) {
      throw asMemoryError(error, doing, place.database);
    }
  };
  return {
    connection: link.connection,
    maintain: (body) => use("write", body),
    // Through the link: it notices that graph.db is gone, and brings what only ours knows along. For
    // reading, so that nothing is made at the path when it goes at this very moment.
    openReader: (waitMs = BUSY_WAIT_MS) =>
      link.use(waitMs, () => openDatabase(place.database, { readOnly: true })),
    exclusive: (body, { waitMs = BUSY_WAIT_MS, lasting = "lasting" } = {}) =>
      link.use(waitMs, ({ db }) =>
        inWriting(db, lasting, () =>
          sealing(db, () =>
            body({ db, place, now: options.now(), log: options.log, canWrite: true }),
          ),
        ),
      ),
    read: (body) => use("read", (db) => inTransaction(db, "read", () => body(db))),
    write: (as, body) =>
      new Promise((resolve, reject) => {
        checkOpen();
        calls.add({ ...as, body, resolve: resolve as (value: unknown) => void, reject });
      }),
    end: async (last) => {
      if (ended) return;
      ended = true;
      await calls.empty();
      await last();
      link.connection()?.db.close();
    },
  };
}

interface Call extends WriteAs {
  body: (write: Write) => unknown;
  resolve: (value: unknown) => void;
  reject: (error: Error) => void;
}

interface CallQueue {
  add(call: Call): void;
  /** Waits until every call was committed or refused. */
  empty(): Promise<void>;
}

/** Calls that wait for a commit; as many as fit go out in the next one. */
function createCallQueue(commit: (calls: Call[]) => Promise<void>): CallQueue {
  const mutex = new Mutex();
  const waiting: Call[] = [];
  let pumping: Promise<void> | null = null;

  const pump = async () => {
    while (waiting.length > 0) {
      // Calls that came in while the last commit held the process are queued after this turn.
      await nextTurn();
      await mutex.runExclusive(() => commit(waiting.splice(0, GROUP_CALLS)));
    }
    pumping = null;
  };
  return {
    add: (call) => {
      waiting.push(call);
      pumping ??= pump();
    },
    empty: async () => {
      await pumping;
    },
  };
}

type Outcome = { value: unknown } | { error: Error };

/**
 * Commits waiting calls in one transaction, because the wait for the disk is nearly all of a
 * write's cost. Each has a savepoint: one that is refused takes nothing of the others along.
 */
async function commitTogether(calls: Call[], on: SessionOptions & { link: Link }): Promise<void> {
  const { place, link } = on;
  let outcomes: Outcome[];
  let made: number[] = [];
  try {
    outcomes = await link.use(BUSY_WAIT_MS, (connection) => {
      if (connection.readOnly !== null) throw refuseWrite(place.file, connection.readOnly);
      made = [];
      return inTransaction(connection.db, "write", () => {
        const content = on.foreign(connection.db);
        if (content !== null) throw new ForeignFileError(place, content);
        return sealing(connection.db, () =>
          calls.map((call): Outcome => {
            if (call.signal?.aborted) return { error: asError(call.signal.reason) };
            const write = beginWrite(connection.db, {
              at: on.now().toISOString(),
              by: call.by ?? on.agent,
              session: on.session,
              operation: call.operation,
            });
            const outcome = runInSavepoint(write, call);
            if (write.changed && "value" in outcome) {
              recordChange(write);
              made.push(write.seq);
            }
            return outcome;
          }),
        );
      });
    });
  } catch (error) {
    const failure = asMemoryError(error, "write to", place.database);
    for (const call of calls) call.reject(failure);
    return;
  }
  const [first] = made;
  const writing = first === undefined ? null : on.writtenDown();
  // The next commit does not wait for it.
  if (writing === null) answer(calls, outcomes);
  else void writing.then(() => answer(calls, outcomes));
  if (first !== undefined) on.onChange(first, made.at(-1) ?? first);
}

/** Clients may say anything in place of a reason. */
function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}

function answer(calls: Call[], outcomes: Outcome[]): void {
  for (const [index, outcome] of outcomes.entries()) {
    if ("value" in outcome) calls[index]?.resolve(outcome.value);
    else calls[index]?.reject(outcome.error);
  }
}

function runInSavepoint(write: Write, call: Call): Outcome {
  const { db } = write;
  db.exec("SAVEPOINT call");
  try {
    const value = call.body(write);
    db.exec("RELEASE call");
    return { value };
  } catch (error) {
    // Anything but a refusal (a full disk, a bug) ends the whole transaction.
    if (!(error instanceof MemoryError)) throw error;
    db.exec("ROLLBACK TO call");
    db.exec("RELEASE call");
    return { error };
  }
}

/** Why a memory that was opened for reading only takes no change; `reason` is what opening met. */
export function refuseWrite(file: string, reason: Error): MemoryError {
  if (isDiskFull(reason)) {
    return new MemoryError(
      "disk-full",
      `Cannot write to the memory ${file}: the disk was full when it was opened (${reason.message}). Nothing was changed.`,
      {
        hint: "Reading works. Make room and try again; a memory server that was started on the full disk has to be started again.",
        cause: reason,
      },
    );
  }
  const said =
    reason instanceof MemoryError ? reason.message : `cannot be written (${reason.message})`;
  return new MemoryError(
    "read-only",
    `Cannot write to the memory ${file}: its place ${said}. Nothing was changed.`,
    {
      hint: "Reading works. Give the user that runs the server the right to write in the folder of the file, then start it again.",
      cause: reason,
    },
  );
}
