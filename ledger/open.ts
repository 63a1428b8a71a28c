// What a crash can lose: nothing that was acknowledged. A transaction is synced before its promise
// resolves (WAL, synchronous FULL), and is there as a whole or not at all.
import { accessSync, constants, existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Mutex } from "async-mutex";
import { LedgerError } from "./error.ts";
import { eventTable } from "./events.ts";
import type { Ledger, LedgerWrites } from "./ledger.ts";
import { migrate, refuseNewer } from "./migrations.ts";
import { reviewTable } from "./reviews.ts";
import {
  asLedgerError,
  type Database,
  isBusy,
  openDatabase,
  openToLook,
  prepareForWriting,
  rollBack,
} from "./sqlite.ts";

/** From the company's root. */
export const LEDGER_FILE = ".hq/hq.db";

export interface LedgerOptions {
  /** Path of the database, or ":memory:". Its folder is made. */
  file: string;
  /** How long a writer waits for other processes; 5 seconds if left out. */
  busyMs?: number;
}

const BUSY_MS = 5_000;
const RETRY_MS = 5;

/**
 * Opens the ledger, and makes or migrates it where needed.
 * @throws LedgerError `newer-format`, `busy`, `read-only`, `damaged`, `disk-full`, `failed`
 */
export async function openLedger({ file, busyMs = BUSY_MS }: LedgerOptions): Promise<Ledger> {
  const db = await ready(file, busyMs);
  const tables: LedgerWrites = { reviews: reviewTable(db), events: eventTable(db) };
  // One connection has one transaction: calls of this process wait for each other here.
  const turn = new Mutex();
  let isOpen = true;
  const run = <T>(begin: string, body: (tables: LedgerWrites) => Promise<T>): Promise<T> =>
    turn.runExclusive(async () => {
      if (!isOpen) throw closedError(file);
      try {
        await patiently(busyMs, () => db.exec(begin));
        return await committed(db, () => body(tables));
      } catch (error) {
        throw asLedgerError(error, file);
      }
    });
  return {
    read: (body) => run("BEGIN", body),
    write: (body) => run("BEGIN IMMEDIATE", body),
    close: () =>
      turn.runExclusive(() => {
        isOpen = false;
        db.close();
      }),
  };
}

/** Why an existing ledger cannot be used, null when it can. Changes nothing, makes and migrates nothing. */
export function inspectLedger(file: string): LedgerError | null {
  try {
    accessSync(file, constants.R_OK | constants.W_OK);
    const db = openToLook(file);
    try {
      refuseNewer(db, file);
      const found = Object.values(db.row("PRAGMA quick_check(1)") ?? {})[0];
      if (found === "ok") return null;
      return new LedgerError("damaged", `Cannot use the ledger ${file}: ${String(found)}.`);
    } finally {
      db.close();
    }
  } catch (error) {
    const known = asLedgerError(error, file);
    if (known instanceof LedgerError) return known;
    throw error;
  }
}

async function committed<T>(db: Database, body: () => Promise<T>): Promise<T> {
  try {
    const result = await body();
    db.exec("COMMIT");
    return result;
  } catch (error) {
    rollBack(db);
    throw error;
  }
}

async function ready(file: string, busyMs: number): Promise<Database> {
  try {
    if (file !== ":memory:") makeFolder(path.dirname(file));
    return await patiently(busyMs, () => {
      const db = openDatabase(file);
      try {
        refuseNewer(db, file);
        prepareForWriting(db);
        migrate(db, file);
        return db;
      } catch (error) {
        db.close();
        throw error;
      }
    });
  } catch (error) {
    throw asLedgerError(error, file);
  }
}

/** Tries again while another process holds the lock, without freezing this one. */
async function patiently<T>(busyMs: number, attempt: () => T): Promise<T> {
  const deadline = performance.now() + busyMs;
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= deadline) throw error;
    }
    await pause(RETRY_MS);
  }
}

/** The record is this machine's own: never committed, and for nobody else to read. */
function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ignore = path.join(folder, ".gitignore");
  if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
}

function closedError(file: string): LedgerError {
  return new LedgerError(
    "closed",
    `Cannot use the ledger ${file}: it was closed. Nothing was changed.`,
  );
}
