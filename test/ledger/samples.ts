import type { NewReviewRecord } from "../../ledger/reviews.ts";
import type { NewRun } from "../../ledger/runs.ts";

/** A review as a caller would record it. */
export function newReview(changes: Partial<NewReviewRecord> = {}): NewReviewRecord {
  return {
    owner: "marketing",
    requester: "marketing",
    reviewer: "lawyer",
    chain: ["coo", "marketing", "lawyer"],
    inReplyTo: null,
    workKey: "file:Marketing/post.md",
    workPath: "Marketing/post.md",
    workHash: "aa".repeat(32),
    wordsHash: null,
    workBytes: 12,
    taskKey: "draft the post",
    topics: ["Trust, security"],
    askedAt: "2026-11-20T08:30:00.000Z",
    expiresAt: "2026-11-27T08:30:00.000Z",
    ...changes,
  };
}

export const ANSWER = {
  verdict: "BLOCKING",
  reasons: ["There is no test behind it.", "É preciso uma fonte."],
  by: "lawyer",
  at: "2026-11-20T09:00:00.000Z",
  attestation: null,
} as const;

export const EVENT = {
  at: "2026-11-20T08:30:00.000Z",
  who: "marketing",
  what: "review.asked",
  subject: "R-1",
  hash: "aa".repeat(32),
  detail: "lawyer: is it so?",
} as const;

/** A run as its start records it. */
export function newRun(): NewRun {
  return {
    agent: "marketing",
    chain: ["marketing"],
    task: "Look at the board.",
    due: null,
    session: crypto.randomUUID(),
    holder: "this machine",
    startedAt: "2026-11-30T08:30:00.000Z",
    leaseUntil: "2026-11-30T08:31:00.000Z",
  };
}
