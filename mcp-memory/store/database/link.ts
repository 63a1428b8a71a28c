/** The way to graph.db, over whatever happens to the files. */
import { setTimeout as pause } from "node:timers/promises";
import { BUSY_WAIT_MS } from "../../limits.ts";
import { absorb, filesAreKnown } from "../absorbing/absorb.ts";
import { carryOver, copyInto } from "../absorbing/carry-over.ts";
import { ForeignFileError } from "../absorbing/foreign-file.ts";
import { removeLeftovers } from "../checkpoint/checkpoint.ts";
import { copyWhole } from "../repair/copy-whole.ts";
import { takeOver } from "../repair/take-over.ts";
import {
  type Connecting,
  type Connection,
  connect,
  isVanishing,
  setDatabaseAside,
  wasReplaced,
} from "./connect.ts";
import { sealing } from "./row-sums.ts";
import {
  asMemoryError,
  type Database,
  inTransaction,
  sqliteFailure,
  withoutSync,
} from "./sqlite.ts";
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
  /** A damaged database that was set aside a moment ago. */
  damaged: string | null;
  /** Inode of the last database that was opened, for one that turns out to be damaged. */
  lastIno: string | null;
}

/** Opens the database and takes in the files. Rejects with `MemoryError`. */
export async function openLink(options: LinkOptions): Promise<Link> {
  const held: Held = { options, connection: null, damaged: null, lastIno: null };
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
      // No await from here to the body: another call could close the connection in between.
      const current = upToDate(held);
      if (!wasReplaced(current, held.options.place)) return body(current);
      move(held, current);
    } catch (error) {
      const failure = sqliteFailure(error);
      if (failure === "corrupt" && !mended && isWritable(held)) {
        mended = true;
        dropDamaged(held);
      } else if (failure === "busy" && performance.now() < deadline) {
        await pause(Math.min(5 * attempt, 50));
      } else if (isGone(error, held) && attempt < VANISHING_ATTEMPTS) {
        // .memory/ was deleted, once more, in the middle of this.
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
    copyDamaged(opened, held);
    takeInFiles(opened, held.options);
    takeOverDamaged(opened.db, held);
  } catch (error) {
    opened.db.close();
    throw error;
  }
  held.connection = opened;
  return opened;
}

/**
 * graph.db was deleted under us: all that the old one knows goes into the new one, under the locks of
 * both, so that a call of another process that still writes to the old one comes before or carries
 * its change over itself. When it fails the old one stays in hand for the next attempt.
 */
function move(held: Held, old: Connection): void {
  const { options } = held;
  const opened = connect(options);
  try {
    if (old.readOnly === null) {
      // A copy of the files in memory could not keep what only the old one knows.
      if (opened.readOnly !== null) throw opened.readOnly;
      inTransaction(old.db, "write", () => carry(opened.db, old.db, options));
    }
    takeInFiles(opened, options);
  } catch (error) {
    opened.db.close();
    throw error;
  }
  old.db.close();
  held.connection = opened;
  held.lastIno = opened.ino;
  options.log(`${options.place.database} was gone; it was made anew and nothing is lost.`);
}

function carry(db: Database, old: Database, options: LinkOptions): void {
  if (copyInto(db, old)) return;
  // Another process made it from the files, or from the same old one.
  takeInFiles({ db, readOnly: null }, options);
  if (!carryOver(db, old, options.now())) return;
  const { change } = readState(db);
  options.onChange(change, change);
}

/** True unless the connection at hand is one for reading only. */
function isWritable({ connection }: Held): boolean {
  return (connection?.readOnly ?? null) === null;
}

/** Sets a damaged database aside; the next attempt makes it anew from the files and what is whole in it. */
function dropDamaged(held: Held): void {
  held.damaged = setDatabaseAside(held.options, held.lastIno);
  held.connection?.db.close();
  held.connection = null;
}

/** Where only an index or a search table is damaged, all the rest comes along, the log and the archive too. */
function copyDamaged({ db, readOnly }: Connection, held: Held): void {
  const { damaged, options } = held;
  if (damaged === null || readOnly !== null || !copyWhole(db, damaged, options.place)) return;
  held.damaged = null;
  options.log("Only an index of it was damaged: everything that was in it is in the new one.");
}

/** What was acknowledged and is in no file yet stays in the memory without a break. */
function takeOverDamaged(db: Database, held: Held): void {
  const { damaged, options } = held;
  held.damaged = null;
  if (damaged === null) return;
  const isChanged = inTransaction(db, "write", () =>
    sealing(db, () => takeOver(db, damaged, options.now())),
  );
  if (!isChanged) return;
  const { change } = readState(db);
  options.log("What the damaged database alone knew was taken over, as far as it is whole.");
  options.onChange(change, change);
}

function isGone(error: unknown, { connection, options }: Held): boolean {
  if ((error as NodeJS.ErrnoException | null)?.code === "ENOENT") return true;
  if (isVanishing(error, options.place)) return true;
  // Another process has made it anew by now.
  const isReplaced = connection !== null && wasReplaced(connection, options.place);
  return isReplaced && ["cannot-open", "other"].includes(sqliteFailure(error) ?? "");
}

/** True for a copy of the files in memory that have changed since. */
function isStale({ db, ino }: Connection, { place }: LinkOptions): boolean {
  return ino === null && !filesAreKnown(db, place);
}

/** Brings a database that was just opened up to the files. */
function takeInFiles({ db, readOnly }: Omit<Connection, "ino">, options: LinkOptions): void {
  const { place, now, log } = options;
  if (readOnly !== null || filesAreKnown(db, place)) return;
  const takeIn = () =>
    inTransaction(db, "write", () =>
      sealing(db, () => absorb({ db, place, now: now(), log, canWrite: true })),
    );
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
