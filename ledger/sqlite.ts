import { existsSync } from "node:fs";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { LedgerError } from "./error.ts";

type Sqlite = typeof import("node:sqlite");

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** One connection. The only place that knows how SQLite is reached. */
export interface Database {
  rows(sql: string, ...values: Value[]): Row[];
  row(sql: string, ...values: Value[]): Row | undefined;
  /** Number of rows changed. */
  run(sql: string, ...values: Value[]): number;
  exec(sql: string): void;
  close(): void;
}

/** SQLite's own wait freezes the process, so it is short; `open.ts` waits on between the tries. */
const BUSY_SLICE_MS = 25;

/** Opens a database file, or one in memory for ":memory:". Throws SQLite's own error. */
export function openDatabase(path: string): Database {
  const { DatabaseSync } = loadSqlite();
  return databaseOf(new DatabaseSync(path, { timeout: BUSY_SLICE_MS }));
}

/**
 * Opens a database file to look at it. Where no process works on it, SQLite is told that nobody will:
 * it would otherwise leave files of its own beside it.
 */
export function openToLook(path: string): Database {
  const { DatabaseSync } = loadSqlite();
  const place = pathToFileURL(path);
  if (!existsSync(`${path}-wal`)) place.searchParams.set("immutable", "1");
  return databaseOf(new DatabaseSync(place, { readOnly: true, timeout: BUSY_SLICE_MS }));
}

function databaseOf(connection: DatabaseSync): Database {
  const statements = new Map<string, StatementSync>();
  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = connection.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    rows: (sql, ...values) => prepare(sql).all(...values) as Row[],
    row: (sql, ...values) => prepare(sql).get(...values) as Row | undefined,
    run: (sql, ...values) => Number(prepare(sql).run(...values).changes),
    exec: (sql) => connection.exec(sql),
    close: () => {
      statements.clear();
      if (connection.isOpen) connection.close();
    },
  };
}

/** FULL makes a commit wait until the disk has it: NORMAL would lose the last ones in a power cut. */
export function prepareForWriting(db: Database): void {
  db.exec("PRAGMA journal_mode = WAL");
  db.exec("PRAGMA synchronous = FULL");
  db.exec("PRAGMA foreign_keys = ON");
  db.exec("PRAGMA journal_size_limit = 16777216");
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
export function rollBack(db: Database): void {
  try {
    db.exec("ROLLBACK");
  } catch (error) {
    if (!isSqliteError(error)) throw error;
  }
}

export function isBusy(error: unknown): boolean {
  return isSqliteError(error) && [5, 6].includes(error.errcode & 0xff);
}

/** A `LedgerError` for what SQLite or the disk said; a bug stays what it is. */
export function asLedgerError(error: unknown, path: string): unknown {
  if (error instanceof LedgerError) return error;
  const system = (error as NodeJS.ErrnoException | null)?.code ?? "";
  const kind = isSqliteError(error) ? error.errcode & 0xff : null;
  if (kind === null && !/^E[A-Z]+$/.test(system)) return error;
  const said = error instanceof Error ? error.message : String(error);
  const sentence = (found: string) =>
    `Cannot use the ledger ${path}: ${found}. Nothing was changed.`;
  const cause = { cause: error };
  if (kind === 5 || kind === 6) {
    return new LedgerError("busy", sentence("another process is writing and does not end"), {
      ...cause,
      hint: "Try again; if it stays so, look for an hq process that was stopped in mid-write.",
    });
  }
  if (kind === 13 || /^(ENOSPC|EDQUOT|EFBIG)$/.test(system)) {
    return new LedgerError("disk-full", sentence(`the disk is full (${said})`), {
      ...cause,
      hint: "Make room and try again.",
    });
  }
  if (kind === 8 || kind === 3 || /^(EACCES|EPERM|EROFS)$/.test(system)) {
    return new LedgerError("read-only", sentence(`it cannot be written (${said})`), {
      ...cause,
      hint: "Give your user the right to write there.",
    });
  }
  if (kind === 11 || kind === 26) {
    return new LedgerError("damaged", sentence(`it is no whole database (${said})`), {
      ...cause,
      hint: "Restore it from a backup; without one move it away, and its record is lost.",
    });
  }
  // A broken constraint is a bug of ours and must be seen as one.
  if (kind === 19) return error;
  return new LedgerError("failed", sentence(said), {
    ...cause,
    hint: "See that it is a file, that your user may write it and its folder, and that the disk has room; then try again.",
  });
}

interface SqliteError extends Error {
  errcode: number;
}

function isSqliteError(error: unknown): error is SqliteError {
  return error instanceof Error && typeof (error as Partial<SqliteError>).errcode === "number";
}

let sqlite: Sqlite | undefined;

/** Loads node:sqlite when it is first needed, without the "experimental" warning of Node 22. */
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
