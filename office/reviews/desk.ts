/**
 * The desk where reviews are asked for and answered: what those acts need and share. Decision and
 * writing are one transaction, so that of two processes that decide at once one sees what the other wrote.
 */
import type { Constitution } from "../../company/constitution/types.ts";
import type { MemoryView } from "../../company/memory-view.ts";
import { type Refusal, type Review, refused } from "../../company/protocol/review.ts";
import type { Ledger, LedgerWrites } from "../../ledger/ledger.ts";
import { findSecret } from "../../mcp-memory/rules/secrets.ts";
import { expired } from "./events.ts";

export interface ReviewDesk {
  ledger: Ledger;
  root: string;
  now(): Date;
  /** As it is at this moment, never from a cache. */
  readConstitution(): Promise<Constitution>;
  /** null when it cannot be read. */
  readMemory(): Promise<MemoryView | null>;
}

/** Reviews closed at most in one call, so that a call after a long pause is not slow. */
const EXPIRED_AT_ONCE = 50;

/** Nothing is ever taken out of the record again, so that a secret must not come in. */
export async function secretIn(texts: readonly string[]): Promise<Refusal | null> {
  const found = await findSecret(texts);
  if (found === null) return null;
  const instead = "Say what it is for and where it lies, and change it if it was shown to anybody.";
  return refused("secret", `it holds ${found}, which the record would keep for good`, instead);
}

/** Closes the questions whose time is over, before anything is decided. */
export async function closeOverdue(tables: LedgerWrites, now: Date): Promise<void> {
  const at = now.toISOString();
  for (const review of await tables.reviews.overdue(at, EXPIRED_AT_ONCE)) {
    await expired(tables, review, { at, why: "nobody answered in time" });
  }
}

/** The review that was just written. */
export async function requireReview(tables: LedgerWrites, id: string): Promise<Review> {
  const review = await tables.reviews.find(id);
  if (review === null) throw new Error(`review ${id} was written and is not there`);
  return review;
}
