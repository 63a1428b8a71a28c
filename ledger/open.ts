// What a crash can lose: nothing that was acknowledged. A transaction is synced before its promise
// resolves (WAL, synchronous FULL), and is there as a whole or not at all.
import { accessSync, constants, existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { Mutex } from "async-mutex";
import { approvalTable } from "./approvals.ts";
import { boardChangeTable } from "./board-changes.ts";
import { channelRestTable } from "./channel-rests.ts";
import { LedgerError } from "./error.ts";
import { eventTable } from "./events.ts";
import { handOverTable } from "./hand-overs.ts";
import { jobTable } from "./jobs.ts";
import type { Ledger, LedgerWrites } from "./ledger.ts";
import { lessonDraftTable } from "./lesson-drafts.ts";
import { markTable } from "./marks.ts";
import { migrate, refuseNewer } from "./migrations.ts";
import { noticeTable } from "./notices.ts";
import { outboxTable } from "./outbox.ts";
import { providerTable } from "./providers.ts";
import { reviewTable } from "./reviews.ts";
import { runTable } from "./runs.ts";
import { spendTable } from "./spend.ts";
import {
  asLedgerError,
  type Database,
  isBusy,
  openDatabase,
  openToLook,
  prepareForWriting,
  rollBack,
} from "./sqlite.ts";
import { statementAnswerTable } from "./statement-answers.ts";
import { stopTable } from "./stops.ts";
import { synthesisTable } from "./syntheses.ts";
import { traceTable } from "./traces.ts";

/** From the company's root. */
export const LEDGER_FILE = ".hq/hq.db";

/** Beside the database: that there was one, should it be deleted. Found missing, it is made again. */
const MARK = ".made";
/** Subject of the event with which a record begins that is not the first of its place. */
export const LEDGER_SUBJECT = "ledger";

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
  let opened = await openAt(file, busyMs);
  // One connection has one transaction: calls of this process wait for each other here.
  const turn = new Mutex();
  let isOpen = true;
  const run = <T>(begin: string, body: (tables: LedgerWrites) => Promise<T>): Promise<T> =>
    turn.runExclusive(async () => {
      if (!isOpen) throw closedError(file);
      try {
        for (let left = RENEWALS; ; left -= 1) {
          if (placeOf(file) !== opened.place) {
            opened.db.close();
            opened = await openAt(file, busyMs);
          }
          // SQLite begins on a file that it may not write, and fails at the first row.
          if (begin === WRITE && file !== ":memory:") accessSync(file, constants.W_OK);
          const { db, tables } = opened;
          await patiently(busyMs, () => db.exec(begin));
          const result = await committed(db, () => body(tables));
          // What went into a file that somebody deleted meanwhile is nowhere: once more, in a new one.
          if (begin === READ || placeOf(file) === opened.place) return result;
          if (left <= 1) throw deletedError(file);
        }
      } catch (error) {
        throw asLedgerError(error, file);
      }
    });
  return {
    read: (body) => run(READ, body),
    write: (body) => run(WRITE, body),
    close: () =>
      turn.runExclusive(() => {
        isOpen = false;
        opened.db.close();
      }),
  };
}

const READ = "BEGIN";
const WRITE = "BEGIN IMMEDIATE";
const RENEWALS = 3;

interface Opened {
  db: Database;
  tables: LedgerWrites;
  /** The file that is open, whatever its path leads to later. */
  place: string;
}

async function openAt(file: string, busyMs: number): Promise<Opened> {
  const db = await ready(file, busyMs);
  const tables: LedgerWrites = {
    reviews: reviewTable(db),
    events: eventTable(db),
    statementAnswers: statementAnswerTable(db),
    jobs: jobTable(db),
    runs: runTable(db),
    spend: spendTable(db),
    handOvers: handOverTable(db),
    stops: stopTable(db),
    marks: markTable(db),
    providers: providerTable(db),
    notices: noticeTable(db),
    traces: traceTable(db),
    lessonDrafts: lessonDraftTable(db),
    syntheses: synthesisTable(db),
    approvals: approvalTable(db),
    outbox: outboxTable(db),
    channelRests: channelRestTable(db),
    boardChanges: boardChangeTable(db),
  };
  return { db, tables, place: placeOf(file) };
}

/** Which file the path leads to now. */
function placeOf(file: string): string {
  if (file === ":memory:") return file;
  const entry = statSync(file, { bigint: true, throwIfNoEntry: false });
  return entry === undefined ? "none" : `${entry.dev}:${entry.ino}`;
}

/** Whether a ledger was here that is gone: what was recorded in it, a BLOCKING too, is not known any more. */
export function isLedgerLost(file: string): boolean {
  return !existsSync(file) && existsSync(`${file}${MARK}`);
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
    if (file !== ":memory:") makeFolder(file);
    const isAnew = file !== ":memory:" && isLedgerLost(file);
    return await patiently(busyMs, () => {
      const db = openDatabase(file);
      try {
        refuseNewer(db, file);
        prepareForWriting(db);
        migrate(db, file);
        if (isAnew) tellBegunAnew(db);
        if (file !== ":memory:" && !existsSync(`${file}${MARK}`))
          writeFileSync(`${file}${MARK}`, "");
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

/** Whoever deletes a record must not get an empty one that looks like the first. */
function tellBegunAnew(db: Database): void {
  // Two processes may have found it gone at once; only the first of them tells.
  db.run(
    `INSERT INTO event (at, who, what, subject, detail)
    SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'hq', 'ledger.begun', ?, ?
    WHERE NOT EXISTS (SELECT 1 FROM event)`,
    ...[LEDGER_SUBJECT, "the one before it was deleted, and no verdict of it is known any more"],
  );
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
function makeFolder(file: string): void {
  const folder = path.dirname(file);
  if (statSync(folder, { throwIfNoEntry: false })?.isFile() === true) {
    throw new LedgerError(
      "failed",
      `Cannot use the ledger ${file}: ${folder} is a file, expected a folder.`,
      {
        hint: "Move it away; the folder is made when it is needed.",
      },
    );
  }
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const ignore = path.join(folder, ".gitignore");
  if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
}

function deletedError(file: string): LedgerError {
  return new LedgerError(
    "failed",
    `Cannot use the ledger ${file}: it is deleted again and again. Nothing was recorded.`,
    { hint: "Find out which program deletes it." },
  );
}

function closedError(file: string): LedgerError {
  return new LedgerError(
    "closed",
    `Cannot use the ledger ${file}: it was closed. Nothing was changed.`,
  );
}
