/** The way to graph.db, over whatever happens to the files. */
import { setTimeout as pause } from "node:timers/promises";
import { BUSY_WAIT_MS } from "../../limits.ts";
import { absorb, filesAreKnown } from "../absorbing/absorb.ts";
import { ForeignFileError } from "../absorbing/foreign-file.ts";
import { checkpoint, removeLeftovers } from "../checkpoint/checkpoint.ts";
import {
  type Connecting,
  type Connection,
  connect,
  setDatabaseAside,
  wasReplaced,
} from "./connect.ts";
import { makeFolder } from "./place.ts";
import { asMemoryError, inTransaction, sqliteFailure, withoutSync } from "./sqlite.ts";
import { readState } from "./state.ts";

export interface LinkOptions extends Connecting {
  /** Called after changes with their numbers, the first and the last. */
  onChange(first: number, last: number): void;
}

/** One process's connection to a memory. */
export interface Link {
  connection(): Connection | null;
  /**
   * Runs the body on the open database. Waits while another process holds the lock, at most
   * `waitMs`; moves to a new database when ours was deleted; makes a damaged one anew, once.
   */
  use<T>(waitMs: number, body: (connection: Connection) => T): Promise<T>;
}

/** What a link has in hand at the moment. */
interface Held {
  options: LinkOptions;
  connection: Connection | null;
  /** Inode of the last database that was opened, for one that turns out to be damaged. */
  lastIno: string | null;
  /** The move to a new database that is under way. */
  moving: Promise<void> | null;
}

/** Opens the database and takes in the files. Rejects with `MemoryError`. */
export async function openLink(options: LinkOptions): Promise<Link> {
  const held: Held = { options, connection: null, lastIno: null, moving: null };
  const link: Link = {
    use: (waitMs, body) => useHeld(held, waitMs, body),
    connection: () => held.connection,
  };
  try {
    await link.use(BUSY_WAIT_MS, () => undefined);
  } catch (error) {
    throw asMemoryError(error, "open", options.place.database);
  }
  return link;
}

/** How often a folder may vanish under our hands in one call. */
const VANISHING_ATTEMPTS = 20;

/** `Link.use`: tries until the body ran once, and gets over what can be got over. */
async function useHeld<T>(
  held: Held,
  waitMs: number,
  body: (connection: Connection) => T,
): Promise<T> {
  const deadline = performance.now() + waitMs;
  let mended = false;
  for (let attempt = 1; ; attempt++) {
    try {
      if (held.moving !== null) await held.moving;
      // No await from here to the body: another call could close the connection in between.
      const current = upToDate(held);
      if (!wasReplaced(current, held.options.place)) return body(current);
      await moveOnce(held, current);
    } catch (error) {
      const failure = sqliteFailure(error);
      if (failure === "corrupt" && !mended && isWritable(held)) {
        mended = true;
        dropDamaged(held);
      } else if (failure === "busy" && performance.now() < deadline) {
        await pause(Math.min(5 * attempt, 50));
      } else if (isGone(error) && attempt < VANISHING_ATTEMPTS) {
        // .memory/ was deleted once more while we moved to a new one.
        await pause(attempt);
      } else throw error;
    }
  }
}

/** The connection, opened where there is none or where its copy of the files is old. */
function upToDate(held: Held): Connection {
  const { connection, options } = held;
  return connection === null || isStale(connection, options) ? open(held) : connection;
}

function open(held: Held): Connection {
  held.connection = null;
  const opened = connect(held.options);
  held.lastIno = opened.ino;
  try {
    takeInFiles(opened, held.options);
  } catch (error) {
    opened.db.close();
    throw error;
  }
  held.connection = opened;
  return opened;
}

/** Moves to a new database; calls that come meanwhile wait for the same move. */
function moveOnce(held: Held, old: Connection): Promise<void> {
  held.moving ??= move(held, old).finally(() => {
    held.moving = null;
  });
  return held.moving;
}

/** graph.db was deleted under us: what only the old one knows goes into the files first. */
async function move(held: Held, old: Connection): Promise<void> {
  const { place, log, now } = held.options;
  log(`${place.database} is gone; it is made anew and nothing is lost.`);
  makeFolder(place);
  await checkpoint({
    place,
    write: async (body) =>
      inTransaction(old.db, "write", () =>
        body({ db: old.db, place, now: now(), log, canWrite: true }),
      ),
    // The old file has no path any more by which a second connection could be made. Whoever else
    // still has it open takes the same way at its next call.
    openReader: () => ({ ...old.db, exec: () => undefined, close: () => undefined }),
    onAbsorbed: () => undefined,
    now: true,
  });
  old.db.close();
  open(held);
}

/** True unless the connection at hand is one for reading only. */
function isWritable({ connection }: Held): boolean {
  return (connection?.readOnly ?? null) === null;
}

/** Sets a damaged database aside; the next attempt makes it anew from the files. */
function dropDamaged(held: Held): void {
  setDatabaseAside(held.options, held.lastIno);
  held.connection?.db.close();
  held.connection = null;
}

function isGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException | null)?.code === "ENOENT";
}

/** True for a copy of the files in memory that have changed since. */
function isStale({ db, ino }: Connection, { place }: LinkOptions): boolean {
  return ino === null && !filesAreKnown(db, place);
}

/** Brings a database that was just opened up to the files. */
function takeInFiles({ db, readOnly }: Connection, options: LinkOptions): void {
  const { place, now, log } = options;
  if (readOnly !== null || filesAreKnown(db, place)) return;
  const takeIn = () =>
    inTransaction(db, "write", () => absorb({ db, place, now: now(), log, canWrite: true }));
  // Until a database has read the files once, it holds nothing that they do not.
  let changed: boolean;
  try {
    changed = readState(db).done === null ? withoutSync(db, takeIn) : takeIn();
  } catch (error) {
    if (!(error instanceof ForeignFileError)) throw error;
    // The database is served as it is; each write looks at the file again.
    log(`${error.message} ${error.hint ?? ""}`.trim());
    return;
  }
  removeLeftovers(db, place);
  const { change } = readState(db);
  if (changed) options.onChange(change, change);
}
