import type { EventReads, EventWrites } from "./events.ts";
import type { ReviewReads, ReviewWrites } from "./reviews.ts";

/**
 * The record of what must not be lost or doubled. Whatever keeps it (SQLite today) offers the same:
 * a transaction that sees everything committed before it, and writes all of it or nothing.
 */
export interface Ledger {
  /**
   * Runs the body in one transaction for reading.
   * Contract: the body awaits nothing but the tables it is given, and does not call the ledger again.
   * @throws LedgerError
   */
  read<T>(body: (tables: LedgerReads) => Promise<T>): Promise<T>;
  /**
   * Runs the body in one transaction for writing; no other process writes meanwhile. Committed and
   * synced when the promise resolves; rolled back when the body throws. Same contract as `read`.
   * @throws LedgerError `busy` when the write lock could not be had in time.
   */
  write<T>(body: (tables: LedgerWrites) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** One entry for each subject; the next ones are jobs, runs, approvals and sends. */
export interface LedgerReads {
  reviews: ReviewReads;
  events: EventReads;
}

export interface LedgerWrites {
  reviews: ReviewReads & ReviewWrites;
  events: EventReads & EventWrites;
}
