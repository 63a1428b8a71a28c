import type { StatementSync } from "node:sqlite";
import { MemoryError } from "../../error.ts";
import { BUSY_SLICE_MS, DATABASE_BYTES } from "../../limits.ts";

type Sqlite = typeof import("node:sqlite");

export type Value = string | number | null | Uint8Array;

/** One connection to a graph.db. The only place that knows how SQLite is reached. */
export interface Database {
  /** Every row as an array of its columns. */
  rows(sql: string, ...values: Value[]): Value[][];
  /** The first row. */
  row(sql: string, ...values: Value[]): Value[] | undefined;
  /** Number of rows changed. */
  run(sql: string, ...values: Value[]): number;
  exec(sql: string): void;
  close(): void;
  isOpen(): boolean;
}

/** What SQLite said, in the few kinds that we answer differently. */
export type SqliteFailure =
  | "busy"
  | "full"
  | "read-only"
  | "corrupt"
  | "cannot-open"
  | "write-refused"
  | "other";

export interface OpenOptions {
  readOnly?: boolean;
  /** Lets `withoutIndexes` run. */
  mayForgetIndexes?: boolean;
}

/**
 * Runs the body on a database as if its tables had no indexes but those of their keys, which may be damaged.
 * Holds the write lock, and takes back whatever it did.
 */
export function withoutIndexes<T>(db: Database, body: () => T): T {
  db.exec("BEGIN IMMEDIATE");
  try {
    db.exec("PRAGMA writable_schema = ON");
    db.exec("DELETE FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL");
    db.exec("PRAGMA writable_schema = RESET");
    return body();
  } finally {
    rollBack(db);
  }
}

/**
 * Opens a database file, or one in memory for the path ":memory:". Throws SQLite's own error; see
 * `sqliteFailure`.
 */
export function openDatabase(path: string, options: OpenOptions = {}): Database {
  const { DatabaseSync } = loadSqlite();
  const connection = new DatabaseSync(path, {
    readOnly: options.readOnly ?? false,
    timeout: BUSY_SLICE_MS,
    ...(options.mayForgetIndexes === true ? { defensive: false } : {}),
  });
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = connection.prepare(sql);
      statement.setReturnArrays(true);
      statements.set(sql, statement);
    }
    return statement;
  };
  return {
    rows: (sql, ...values) => prepare(sql).all(...values) as unknown as Value[][],
    row: (sql, ...values) => prepare(sql).get(...values) as unknown as Value[] | undefined,
    run: (sql, ...values) => Number(prepare(sql).run(...values).changes),
    exec: (sql) => connection.exec(sql),
    close: () => {
      statements.clear();
      if (connection.isOpen) connection.close();
    },
    isOpen: () => connection.isOpen,
  };
}

/**
 * Sets what every connection for writing needs. FULL makes a commit wait until the disk has it:
 * in WAL mode NORMAL would lose the last commits in a power cut.
 */
export function prepareForWriting(db: Database): void {
  db.exec("PRAGMA journal_mode = WAL");
  db.exec("PRAGMA synchronous = FULL");
  const pageBytes = Number(db.row("PRAGMA page_size")?.[0]);
  db.exec(`PRAGMA max_page_count = ${Math.floor(DATABASE_BYTES / pageBytes)}`);
  // A WAL that grew under a long read is cut back at its next restart.
  db.exec("PRAGMA journal_size_limit = 16777216");
}

/** Of a transaction that writes: whether the disk has it when it ends. */
export type Lasting = "lasting" | "forgettable";

/**
 * Like `inTransaction` for writing. A power cut may take a forgettable one back (never half, and never
 * once a lasting one came after it in any process): for what is made anew from the rest. It spares the
 * wait for the disk, under whose lock other processes wait too.
 */
export function inWriting<T>(db: Database, lasting: Lasting, body: () => T): T {
  if (lasting === "lasting") return inTransaction(db, "write", body);
  db.exec("PRAGMA synchronous = NORMAL");
  try {
    return inTransaction(db, "write", body);
  } finally {
    if (db.isOpen()) db.exec("PRAGMA synchronous = FULL");
  }
}

/** Runs the body in a transaction: committed when it returns, rolled back when it throws. */
export function inTransaction<T>(db: Database, kind: "read" | "write", body: () => T): T {
  db.exec(kind === "write" ? "BEGIN IMMEDIATE" : "BEGIN");
  try {
    const result = body();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

/** Ends a transaction that failed. SQLite has ended it already after some errors (disk full). */
function rollBack(db: Database): void {
  try {
    db.exec("ROLLBACK");
  } catch (error) {
    if (sqliteFailure(error) === null) throw error;
  }
}

/** What is stored is not what was written, though SQLite reads it: as good as its own "corrupt". */
export class StoredDamage extends Error {
  readonly errcode = 11;
}

/** The kind of an error that SQLite raised; null when it came from elsewhere. */
export function sqliteFailure(error: unknown): SqliteFailure | null {
  // All JSON that is read without a look at what it is was stored by us: it rotted.
  if (error instanceof SyntaxError && error.message.includes("JSON")) return "corrupt";
  if (!(error instanceof Error) || !("errcode" in error)) return null;
  // A quota, a limit on file sizes and a full disk under the shared index are no SQLITE_FULL:
  // IOERR_WRITE, IOERR_FSYNC, IOERR_TRUNCATE, IOERR_SHMSIZE.
  if ([778, 1034, 1546, 4874].includes(Number(error.errcode))) return "write-refused";
  // CONSTRAINT_DATATYPE: our values have the types of their columns, but for those that rotted.
  if (Number(error.errcode) === 3091) return "corrupt";
  switch (Number(error.errcode) & 0xff) {
    case 1:
      // Our statements are the same for every database: one whose schema lacks something is damaged.
      return SCHEMA_DAMAGE.test(error.message) ? "corrupt" : "other";
    case 5:
    case 6:
      return "busy";
    case 8:
    case 3:
    case 23:
      return "read-only";
    case 13:
      return "full";
    case 11:
    case 26:
      return "corrupt";
    case 14:
      return "cannot-open";
    default:
      return "other";
  }
}

const SCHEMA_DAMAGE = /^(?:no such |malformed database schema|error in (?:index|trigger|table) )/;

/** True for what SQLite says when a unique key would be there twice. */
export function isConstraintFailure(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === 19;
}

/**
 * Runs the body with commits that a power cut may take back (never half). Only for what the files
 * hold as well: filling a database from them.
 */
export function withoutSync<T>(db: Database, body: () => T): T {
  db.exec("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 0");
  try {
    return body();
  } finally {
    db.exec(
      "PRAGMA synchronous = FULL; PRAGMA cache_size = -2000; PRAGMA wal_autocheckpoint = 1000",
    );
  }
}

/** Whether the disk has no room, or a limit on sizes was met: with room the same call succeeds. */
export function isDiskFull(error: unknown): boolean {
  const failure = sqliteFailure(error);
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  const isRefused = failure === "full" || failure === "write-refused";
  return isRefused || /^(ENOSPC|EDQUOT|EFBIG)$/.test(code);
}

/** A `MemoryError` for whatever went wrong at a path while the memory was read or written. */
export function asMemoryError(error: unknown, what: string, path: string): Error {
  if (error instanceof MemoryError) return error;
  const code = (error as NodeJS.ErrnoException | null)?.code ?? "";
  const failure = sqliteFailure(error);
  if (failure === null && !/^E[A-Z0-9]+$/.test(code)) {
    return error instanceof Error ? error : new Error(String(error));
  }
  const said = error instanceof Error ? error.message : String(error);
  const found = (text: string) => `Cannot ${what} ${path}: ${text}. Nothing was changed.`;
  const cause = { cause: error };
  if (failure === "busy") {
    return new MemoryError("busy", found("another process has held its write lock for too long"), {
      ...cause,
      hint: "Try again; if it stays busy, look for a memory server that was stopped in the middle of a write.",
    });
  }
  if (isDiskFull(error)) {
    return new MemoryError("disk-full", found(`the disk or the memory is full (${said})`), {
      ...cause,
      hint: "Make room and try again.",
    });
  }
  if (failure === "read-only" || /^(EACCES|EPERM|EROFS)$/.test(code)) {
    return new MemoryError("read-only", found(`it cannot be written (${said})`), {
      ...cause,
      hint: "Give the user that runs the server the right to write there.",
    });
  }
  return new MemoryError("write-failed", found(said), cause);
}

let sqlite: Sqlite | undefined;

/**
 * Loads node:sqlite when it is first needed. Node 22 prints an "experimental" warning at that
 * moment, which would reach every user's terminal and log, so exactly that one is dropped.
 */
function loadSqlite(): Sqlite {
  if (sqlite !== undefined) return sqlite;
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    const text = warning instanceof Error ? warning.message : warning;
    if (!text.startsWith("SQLite is an experimental feature")) {
      Reflect.apply(emitWarning, process, [warning, ...rest]);
    }
  }) as typeof process.emitWarning;
  try {
    sqlite = process.getBuiltinModule("node:sqlite");
    return sqlite;
  } finally {
    process.emitWarning = emitWarning;
  }
}
