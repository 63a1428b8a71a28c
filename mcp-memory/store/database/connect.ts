import { accessSync, constants, renameSync } from "node:fs";
import path from "node:path";
import { MemoryError } from "../../error.ts";
import { absorb } from "../absorbing/absorb.ts";
import { makeFolder, type Place, statOf } from "./place.ts";
import { ensureSchema } from "./schema.ts";
import {
  type Database,
  inTransaction,
  openDatabase,
  prepareForWriting,
  sqliteFailure,
} from "./sqlite.ts";

/** An open database, and what may be done with it. */
export interface Connection {
  db: Database;
  /** Inode of graph.db when it was opened; null when the memory is served from the files. */
  ino: string | null;
  /** Why nothing can be written; null when it can. */
  readOnly: Error | null;
}

export interface Connecting {
  place: Place;
  now: () => Date;
  log: (line: string) => void;
}

/** How often a damaged database is set aside before we give up on the place. */
const ATTEMPTS = 3;
/** How often .memory/ may be deleted while we open what is in it. */
const VANISHING_ATTEMPTS = 20;

/**
 * Opens or makes graph.db. A damaged one is set aside and made anew from the files; a place that
 * cannot be written is served read-only. Throws `MemoryError` "newer-format", SQLite's busy error.
 */
export function connect(on: Connecting): Connection {
  for (let attempt = 1; ; attempt++) {
    const ino = statInode(on.place);
    try {
      return openForWriting(on.place);
    } catch (error) {
      if (sqliteFailure(error) === "corrupt" && attempt < ATTEMPTS) {
        setDatabaseAside(on, ino);
        continue;
      }
      if (isVanishing(error, on.place) && attempt < VANISHING_ATTEMPTS) continue;
      if (!isRefusal(error)) throw error;
      on.log(
        `Cannot write in ${on.place.folder} (${(error as Error).message}); the memory is read-only.`,
      );
      return openForReading(on, error as Error);
    }
  }
}

/**
 * Renames a damaged graph.db and its companions, unless another process has done so: then `ino` is
 * no longer the inode at its path. Returns where it is now, null when another process was first.
 */
export function setDatabaseAside(on: Connecting, ino: string | null): string | null {
  if (ino === null || statInode(on.place) !== ino) return null;
  const stamp = on
    .now()
    .toISOString()
    .replaceAll(/[-:]|\.\d+/g, "");
  const aside = `${on.place.database}.damaged-${stamp}-${ino}`;
  for (const end of ["", "-wal", "-shm"]) {
    const file = on.place.database + end;
    if (statOf(file) !== null) renameSync(file, aside + end);
  }
  on.log(
    `${on.place.database} is damaged. It was set aside in ${path.dirname(on.place.database)} and made anew from ${on.place.file}.`,
  );
  return aside;
}

function openForWriting(place: Place, attempt = 1): Connection {
  if (attempt > OPEN_ATTEMPTS) throw keepsVanishing(place);
  makeFolder(place);
  const before = statInode(place);
  const db = openDatabase(place.database);
  try {
    ensureSchema(db, place.database, () => prepareForWriting(db));
    // SQLite says so only at the first write when another user's server has the database open.
    accessSync(place.database, constants.W_OK);
    probeWriting(db);
    const ino = statInode(place);
    // .memory/ was deleted meanwhile: ours is a file without a path, which nobody else will ever see.
    if (ino === null || (before !== null && ino !== before)) {
      db.close();
      return openForWriting(place, attempt + 1);
    }
    return { db, ino, readOnly: null };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** How often a folder may vanish while we open its database. */
const OPEN_ATTEMPTS = 20;

function keepsVanishing(place: Place): MemoryError {
  return new MemoryError(
    "busy",
    `Cannot open ${place.database}: its folder is deleted again and again. Nothing was changed.`,
    { hint: "Look for the program that deletes it." },
  );
}

/** Finds out whether the place can be written before a caller relies on it. */
function probeWriting(db: Database): void {
  try {
    db.exec("BEGIN IMMEDIATE");
    db.exec("ROLLBACK");
  } catch (error) {
    // Somebody else is writing at this moment, so it can be written.
    if (sqliteFailure(error) !== "busy") throw error;
  }
}

/** A database that nobody can write: graph.db as it is, else a copy of the files in memory. */
function openForReading(on: Connecting, readOnly: Error): Connection {
  const existing = openExisting(on.place);
  if (existing !== null) return { db: existing, ino: statInode(on.place), readOnly };
  const db = openDatabase(":memory:");
  ensureSchema(db, ":memory:", () => undefined);
  inTransaction(db, "write", () =>
    absorb({ db, place: on.place, now: on.now(), log: on.log, canWrite: false }),
  );
  return { db, ino: null, readOnly };
}

function openExisting(place: Place): Database | null {
  let db: Database | undefined;
  try {
    if (statOf(place.database) === null) return null;
    db = openDatabase(place.database, { readOnly: true });
    // One that an earlier version made lacks columns, and nobody may add them here.
    db.row("SELECT change, waiting FROM state");
    db.row("SELECT place FROM carried LIMIT 1");
    db.row("SELECT form FROM index_state");
    db.row("SELECT sum FROM effect LIMIT 1");
    return db;
  } catch (error) {
    // A WAL database cannot be opened without its companion files in a folder that refuses them.
    // After a clean exit memory.jsonl holds everything, so the files are as good.
    if (sqliteFailure(error) === null && (error as NodeJS.ErrnoException).code === undefined)
      throw error;
    db?.close();
    return null;
  }
}

/**
 * True for what SQLite says while its files are deleted under it: that it cannot open one, or an
 * input error. A place that cannot be written says the first too, but time and again.
 */
export function isVanishing(error: unknown, place: Place): boolean {
  const failure = sqliteFailure(error);
  return (failure === "cannot-open" || failure === "other") && statInode(place) === null;
}

/** True for errors that say that the place cannot be written. */
function isRefusal(error: unknown): boolean {
  const failure = sqliteFailure(error);
  if (failure !== null)
    return ["read-only", "cannot-open", "full", "write-refused"].includes(failure);
  const code = (error as NodeJS.ErrnoException).code ?? "";
  return /^(EACCES|EPERM|EROFS|ENOSPC|EDQUOT|ENOTDIR|EEXIST)$/.test(code);
}

function statInode(place: Place): string | null {
  try {
    return statOf(place.database)?.ino ?? null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR" || code === "EACCES" || code === "unreadable") return null;
    throw error;
  }
}

/** True when graph.db at its path is another file than the one opened, or gone. */
export function wasReplaced(connection: Connection, place: Place): boolean {
  return connection.ino !== null && statInode(place) !== connection.ino;
}
