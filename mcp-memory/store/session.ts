import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import { Mutex } from "async-mutex";
import { MemoryError } from "../error.ts";
import { BUSY_WAIT_MS, GROUP_CALLS } from "../limits.ts";
import { type Absorbing, absorb, filesAreKnown } from "./absorb.ts";
import { recordChange } from "./change-log.ts";
import { checkpoint, removeLeftovers } from "./checkpoint.ts";
import {
  type Connecting,
  type Connection,
  connect,
  setDatabaseAside,
  wasReplaced,
} from "./connect.ts";
import { beginWrite, type Write } from "./graph-rows.ts";
import { makeFolder } from "./place.ts";
import {
  asMemoryError,
  type Database,
  inTransaction,
  openDatabase,
  sqliteFailure,
  withoutSync,
} from "./sqlite.ts";
import { readState } from "./state.ts";

/** The connection of one process to a memory, kept alive over whatever happens to the files. */
export interface Session {
  /** Runs the body in a read transaction. */
  read<T>(body: (db: Database) => T): Promise<T>;
  /** Runs the body as one call: all or nothing, on the disk when it resolves. */
  write<T>(as: WriteAs, body: (write: Write) => T): Promise<T>;
  /** Runs the body in a transaction of its own, outside the calls. `waitMs` bounds the wait for the lock. */
  exclusive<T>(body: (on: Absorbing) => T, waitMs?: number): Promise<T>;
  /** Another connection to the same database, for a snapshot that is read over some time. */
  openReader(): Database;
  /** null while there is none, because a damaged one could not be made anew. */
  connection(): Connection | null;
  /** Waits for the calls that were made, then lets go of the database. */
  end(last: () => Promise<void>): Promise<void>;
}

/** How the log names a call, and who made it when that is not the process's own agent. */
export interface WriteAs {
  operation: string;
  by?: string;
}

export interface SessionOptions extends Connecting {
  agent: string;
  /** The client's session; null when it did not tell. */
  session: string | null;
  onChange: () => void;
}

/** Opens the database and takes in the files. Rejects with `MemoryError`. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { place } = options;
  const link = await openLink(options);
  const mutex = new Mutex();
  const queue: Call[] = [];
  let pumping: Promise<void> | null = null;
  let ended = false;

  const checkOpen = () => {
    if (ended)
      throw new MemoryError("closed", `Cannot use the memory ${place.file}: it was closed.`);
  };
  const exclusive = <T>(body: (on: Absorbing) => T, waitMs = BUSY_WAIT_MS): Promise<T> =>
    link.use(waitMs, ({ db }) =>
      inTransaction(db, "write", () =>
        body({ db, place, now: options.now(), log: options.log, canWrite: true }),
      ),
    );
  const pump = async () => {
    while (queue.length > 0) {
      // Calls that came in while the last commit held the process are queued after this turn.
      await nextTurn();
      await mutex.runExclusive(async () => {
        const calls = queue.splice(0, GROUP_CALLS);
        await commitTogether(calls, { link, ...options });
      });
    }
    pumping = null;
  };
  return {
    connection: link.connection,
    openReader: () => openDatabase(place.database),
    exclusive,
    read: async (body) => {
      checkOpen();
      try {
        return await link.use(BUSY_WAIT_MS, ({ db }) => inTransaction(db, "read", () => body(db)));
      } catch (error) {
        throw asMemoryError(error, "read", place.database);
      }
    },
    write: (as, body) =>
      new Promise((resolve, reject) => {
        checkOpen();
        queue.push({ ...as, body, resolve: resolve as (value: unknown) => void, reject });
        pumping ??= pump();
      }),
    end: async (last) => {
      if (ended) return;
      ended = true;
      await pumping;
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

type Outcome = { value: unknown } | { error: MemoryError };

/**
 * Commits waiting calls in one transaction, because the wait for the disk is nearly all of a
 * write's cost. Each has a savepoint: one that is refused takes nothing of the others along.
 */
async function commitTogether(calls: Call[], on: SessionOptions & { link: Link }): Promise<void> {
  const { place, link } = on;
  let outcomes: Outcome[];
  let changed = false;
  try {
    outcomes = await link.use(BUSY_WAIT_MS, (connection) => {
      if (connection.readOnly !== null) throw refuseWrite(place.file, connection.readOnly);
      changed = false;
      return inTransaction(connection.db, "write", () =>
        calls.map((call) => {
          const write = beginWrite(connection.db, {
            at: on.now().toISOString(),
            by: call.by ?? on.agent,
            session: on.session,
            operation: call.operation,
          });
          const outcome = runInSavepoint(write, call);
          if (write.changed && "value" in outcome) {
            recordChange(write);
            changed = true;
          }
          return outcome;
        }),
      );
    });
  } catch (error) {
    const failure = asMemoryError(error, "write to", place.database);
    for (const call of calls) call.reject(failure);
    return;
  }
  for (const [index, outcome] of outcomes.entries()) {
    if ("value" in outcome) calls[index]?.resolve(outcome.value);
    else calls[index]?.reject(outcome.error);
  }
  if (changed) on.onChange();
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

function refuseWrite(file: string, reason: Error): MemoryError {
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

interface Link {
  connection(): Connection | null;
  /**
   * Runs the body on the open database. Waits while another process holds the lock, at most
   * `waitMs`; moves to a new database when ours was deleted; makes a damaged one anew, once.
   */
  use<T>(waitMs: number, body: (connection: Connection) => T): Promise<T>;
}

async function openLink(options: SessionOptions): Promise<Link> {
  const { place } = options;
  let connection: Connection | undefined;
  /** Inode of the last database that was opened, for one that turns out to be damaged. */
  let lastIno: string | null = null;
  let moving: Promise<void> | null = null;

  const open = () => {
    connection = undefined;
    const opened = connect(options);
    lastIno = opened.ino;
    try {
      takeInFiles(opened, options);
    } catch (error) {
      opened.db.close();
      throw error;
    }
    connection = opened;
  };
  /** graph.db was deleted under us: what only the old one knows goes into the files first. */
  const move = async (old: Connection) => {
    options.log(`${place.database} is gone; it is made anew and nothing is lost.`);
    makeFolder(place);
    await checkpoint({
      place,
      write: async (body) =>
        inTransaction(old.db, "write", () =>
          body({ db: old.db, place, now: options.now(), log: options.log, canWrite: true }),
        ),
      // The old file has no path any more by which a second connection could be made. Whoever else
      // still has it open takes the same way at its next call.
      openReader: () => ({ ...old.db, exec: () => undefined, close: () => undefined }),
      onAbsorbed: () => undefined,
      now: true,
    });
    old.db.close();
    open();
  };

  const use = async <T>(waitMs: number, body: (connection: Connection) => T): Promise<T> => {
    const deadline = performance.now() + waitMs;
    let mended = false;
    for (let attempt = 1; ; attempt++) {
      try {
        if (moving !== null) await moving;
        if (connection === undefined || isStale(connection, options)) open();
        const current = connection as unknown as Connection;
        if (wasReplaced(current, place)) {
          moving ??= move(current).finally(() => {
            moving = null;
          });
          await moving;
          continue;
        }
        return body(current);
      } catch (error) {
        const failure = sqliteFailure(error);
        if (failure === "corrupt" && !mended && (connection?.readOnly ?? null) === null) {
          mended = true;
          setDatabaseAside(options, lastIno);
          connection?.db.close();
          connection = undefined;
        } else if (failure === "busy" && performance.now() < deadline) {
          await pause(Math.min(5 * attempt, 50));
        } else throw error;
      }
    }
  };
  try {
    await use(BUSY_WAIT_MS, () => undefined);
  } catch (error) {
    throw asMemoryError(error, "open", place.database);
  }
  return { use, connection: () => connection ?? null };
}

/** True for a copy of the files in memory that have changed since. */
function isStale({ db, ino }: Connection, { place }: SessionOptions): boolean {
  return ino === null && !filesAreKnown(db, place);
}

/** Brings a database that was just opened up to the files. */
function takeInFiles({ db, readOnly }: Connection, options: SessionOptions): void {
  const { place, now, log } = options;
  if (readOnly !== null || filesAreKnown(db, place)) return;
  const takeIn = () =>
    inTransaction(db, "write", () => absorb({ db, place, now: now(), log, canWrite: true }));
  // Until a database has read the files once, it holds nothing that they do not.
  const changed = readState(db).done === null ? withoutSync(db, takeIn) : takeIn();
  removeLeftovers(db, place);
  if (changed) options.onChange();
}
