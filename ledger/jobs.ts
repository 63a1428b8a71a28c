import type { Database, Row } from "./sqlite.ts";

/** Something that is due again and again, or once. */
export interface JobRecord {
  /** `prompt:standup`. */
  id: string;
  /** Instant up to which its due times are written down; null while nobody wants it. */
  reckonedUntil: string | null;
  /** Instant from which on it is due. */
  since: string;
}

export const OUTCOMES = ["ran", "late", "skipped", "missed"] as const;

/** How a due time ended: it ran in time, later, not because nothing was to be done, or not at all. */
export type DueOutcome = (typeof OUTCOMES)[number];

export interface DueRecord {
  job: string;
  /** ISO 8601, UTC; with the job the key: no due time is written down twice. */
  dueAt: string;
  state: "open" | "claimed" | DueOutcome;
  /** How often somebody began on it; waiting for a turn is none. */
  attempts: number;
  /** Who works on it. */
  holder: string | null;
  /** Grows with every claim, so that a holder that was given up cannot settle it any more. */
  token: number;
  claimedAt: string | null;
  leaseUntil: string | null;
  /** Not tried again before. */
  waitUntil: string | null;
  settledAt: string | null;
  why: string | null;
}

export interface Claim {
  job: string;
  dueAt: string;
  token: number;
}

export interface JobReads {
  all(): Promise<JobRecord[]>;
  find(job: string, dueAt: string): Promise<DueRecord | null>;
  /** Open and claimed due times, the oldest first. */
  unsettled(job: string): Promise<DueRecord[]>;
  /** Settled ones of a job (of all jobs for null), the newest due times first, at most `limit`. */
  settled(job: string | null, limit: number): Promise<DueRecord[]>;
}

export interface JobWrites {
  /** Adds the job, or changes how far it is reckoned. */
  put(job: JobRecord): Promise<void>;
  /** Writes due times down; one that is there already stays as it is. How many were new. */
  add(job: string, dueAts: readonly string[]): Promise<number>;
  /**
   * Takes a due time for a holder: an open one, or one whose holder is `givenUp`. Null when it is not
   * to be had; the record otherwise, with its new token. An attempt begins with it, unless it is `queued`.
   */
  claim(
    due: { job: string; dueAt: string; givenUp: number | null },
    lease: { holder: string; at: string; until: string; queued?: boolean },
  ): Promise<DueRecord | null>;
  /** The attempt begins on one that was queued, and its lease is prolonged. False as for `renew`. */
  begin(claim: Claim, until: string): Promise<boolean>;
  /** Prolongs a lease. False when the due time was given to somebody else, or settled. */
  renew(claim: Claim, until: string): Promise<boolean>;
  /** Gives a due time back to be tried again; `failed` counts an attempt that did not come to begin. False as for `renew`. */
  release(
    claim: Claim,
    again: { waitUntil: string; why: string; failed?: boolean },
  ): Promise<boolean>;
  /** The one outcome of a claimed due time. False as for `renew`. */
  settle(
    claim: Claim,
    outcome: { state: DueOutcome; at: string; why: string | null },
  ): Promise<boolean>;
  /** The outcome of an open due time that nobody will work on, or of one whose holder is given up. */
  pass(
    due: { job: string; dueAt: string; token: number },
    outcome: { state: "skipped" | "missed"; at: string; why: string },
  ): Promise<boolean>;
  /** Forgets due times after the instant that did not run and that no run answers. How many there were. */
  forgetAfter(instant: string): Promise<number>;
}

export function jobTable(db: Database): JobReads & JobWrites {
  const find = async (job: string, dueAt: string) => {
    const row = db.row("SELECT * FROM due WHERE job = ? AND due_at = ?", job, dueAt);
    return row === undefined ? null : dueOf(row);
  };
  return {
    all: async () => db.rows("SELECT * FROM job ORDER BY id").map(jobOf),
    find,
    unsettled: async (job) =>
      db
        .rows(
          "SELECT * FROM due WHERE job = ? AND state IN ('open', 'claimed') ORDER BY due_at",
          job,
        )
        .map(dueOf),
    settled: async (job, limit) =>
      db
        .rows(
          "SELECT * FROM due WHERE settled_at IS NOT NULL AND (? IS NULL OR job = ?) ORDER BY due_at DESC, job LIMIT ?",
          ...[job, job, limit],
        )
        .map(dueOf),
    put: async ({ id, reckonedUntil, since }) => {
      db.run(
        `INSERT INTO job (id, reckoned_until, since) VALUES (?, ?, ?)
        ON CONFLICT (id) DO UPDATE SET reckoned_until = excluded.reckoned_until, since = excluded.since`,
        ...[id, reckonedUntil, since],
      );
    },
    add: async (job, dueAts) =>
      db.run(
        `INSERT INTO due (job, due_at, state) SELECT ?, value, 'open' FROM json_each(?)
        WHERE true ON CONFLICT DO NOTHING`,
        ...[job, JSON.stringify(dueAts)],
      ),
    claim: async ({ job, dueAt, givenUp }, { holder, at, until, queued = false }) => {
      const changed = db.run(
        `UPDATE due SET state = 'claimed', holder = ?, claimed_at = ?, lease_until = ?, wait_until = NULL,
          token = token + 1, attempts = attempts + ?
        WHERE job = ? AND due_at = ? AND (state = 'open' OR (state = 'claimed' AND token = ?))`,
        ...[holder, at, until, queued ? 0 : 1, job, dueAt, givenUp],
      );
      return changed === 0 ? null : find(job, dueAt);
    },
    begin: async ({ job, dueAt, token }, until) =>
      db.run(
        `UPDATE due SET lease_until = ?, attempts = attempts + 1 WHERE ${MINE}`,
        ...[until, job, dueAt, token],
      ) > 0,
    renew: async ({ job, dueAt, token }, until) =>
      db.run(`UPDATE due SET lease_until = ? WHERE ${MINE}`, ...[until, job, dueAt, token]) > 0,
    release: async ({ job, dueAt, token }, { waitUntil, why, failed = false }) =>
      db.run(
        `UPDATE due SET state = 'open', holder = NULL, lease_until = NULL, wait_until = ?, why = ?,
          attempts = attempts + ? WHERE ${MINE}`,
        ...[waitUntil, why, failed ? 1 : 0, job, dueAt, token],
      ) > 0,
    settle: async ({ job, dueAt, token }, { state, at, why }) =>
      db.run(
        `UPDATE due SET state = ?, settled_at = ?, why = ?, holder = NULL, lease_until = NULL
        WHERE ${MINE}`,
        ...[state, at, why, job, dueAt, token],
      ) > 0,
    pass: async ({ job, dueAt, token }, { state, at, why }) =>
      db.run(
        `UPDATE due SET state = ?, settled_at = ?, why = ?, holder = NULL, lease_until = NULL
        WHERE job = ? AND due_at = ? AND state IN ('open', 'claimed') AND token = ?`,
        ...[state, at, why, job, dueAt, token],
      ) > 0,
    forgetAfter: async (instant) =>
      db.run(
        `DELETE FROM due WHERE due_at > ? AND state IN ('open', 'skipped', 'missed')
        AND NOT EXISTS (SELECT 1 FROM run WHERE run.job = due.job AND run.due_at = due.due_at)`,
        instant,
      ),
  };
}

/** Only whoever holds it now: the token of one that was given up is older. */
const MINE = "job = ? AND due_at = ? AND state = 'claimed' AND token = ?";

function jobOf(row: Row): JobRecord {
  return {
    id: String(row.id),
    reckonedUntil: textOrNull(row.reckoned_until),
    since: String(row.since),
  };
}

function dueOf(row: Row): DueRecord {
  return {
    job: String(row.job),
    dueAt: String(row.due_at),
    state: String(row.state) as DueRecord["state"],
    attempts: Number(row.attempts),
    holder: textOrNull(row.holder),
    token: Number(row.token),
    claimedAt: textOrNull(row.claimed_at),
    leaseUntil: textOrNull(row.lease_until),
    waitUntil: textOrNull(row.wait_until),
    settledAt: textOrNull(row.settled_at),
    why: textOrNull(row.why),
  };
}

function textOrNull(value: Row[string] | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
