import type { Database, Row, Value } from "./sqlite.ts";

export const OUTBOX_STATES = [
  "open",
  "claimed",
  "sent",
  "unknown",
  "posted",
  "failed",
  "expired",
  "cancelled",
] as const;

export type OutboxState = (typeof OUTBOX_STATES)[number];

/** One post on its way out. */
export interface OutboxRecord {
  post: string;
  /** Hash of the approval by which it goes out. */
  approval: string;
  goesTo: string;
  account: string;
  /** SHA-256 of its words alone. */
  words: string;
  /** JSON of what is sent. */
  content: string;
  parts: number;
  /** The part that is next, or under way; 0 for the first. */
  part: number;
  state: OutboxState;
  attempt: number;
  /** What the part under way costs, by the channel's prices; 0 before one is. */
  costMicroUsd: number;
  /** Grows with every claim. */
  token: number;
  holder: string | null;
  leaseUntil: string | null;
  sentAt: string | null;
  waitUntil: string | null;
  why: string | null;
  updatedAt: string;
}

export interface PostedPart {
  post: string;
  part: number;
  remoteId: string;
  url: string | null;
  costMicroUsd: number;
  at: string;
  knownBy: "answer" | "lookup" | "founder";
}

export interface OutboxStep {
  post: string;
  part: number;
  attempt: number;
  token: number;
  step: string;
  at: string;
  detail: string | null;
}

export interface OutboxReads {
  find(post: string): Promise<OutboxRecord | null>;
  /** Open, claimed, sent and unknown ones. */
  unfinished(): Promise<OutboxRecord[]>;
  /** All, the ones that changed last first, at most `limit`. */
  latest(limit: number): Promise<OutboxRecord[]>;
  /** Who has these words on that account already: posted, or on the way. */
  withWords(account: string, words: string): Promise<OutboxRecord | null>;
  parts(post: string): Promise<PostedPart[]>;
  /** What went out, or may have, at that instant or later, and through which of our channels. */
  sentSince(at: string): Promise<{ goesTo: string; at: string; costMicroUsd: number }[]>;
  /** Oldest first. */
  steps(post: string): Promise<OutboxStep[]>;
}

export interface OutboxWrites {
  add(record: OutboxRecord): Promise<void>;
  /** Changes the record where it is still at `from`; false when somebody else has changed it. */
  change(from: Pick<OutboxRecord, "post" | "state" | "token">, to: OutboxRecord): Promise<boolean>;
  addPart(part: PostedPart): Promise<void>;
  addStep(step: OutboxStep): Promise<void>;
}

const COLUMNS = {
  approval: "approval",
  goesTo: "goes_to",
  account: "account",
  words: "words",
  content: "content",
  parts: "parts",
  part: "part",
  state: "state",
  attempt: "attempt",
  costMicroUsd: "cost_micro_usd",
  token: "token",
  holder: "holder",
  leaseUntil: "lease_until",
  sentAt: "sent_at",
  waitUntil: "wait_until",
  why: "why",
  updatedAt: "updated_at",
} as const satisfies Record<Exclude<keyof OutboxRecord, "post">, string>;

const SENT_SINCE = `SELECT o.goes_to, p.at, p.cost_micro_usd FROM posted_part p JOIN outbox o ON o.post = p.post WHERE p.at >= ?
  UNION ALL SELECT goes_to, sent_at AS at, cost_micro_usd FROM outbox WHERE state IN ('sent', 'unknown') AND sent_at >= ?`;
const FIELDS = Object.keys(COLUMNS) as (keyof typeof COLUMNS)[];
const NAMES = FIELDS.map((field) => COLUMNS[field]);
const ADD = `INSERT INTO outbox (post, ${NAMES.join(", ")}) VALUES (?, ${NAMES.map(() => "?").join(", ")})`;
const CHANGE = `UPDATE outbox SET ${NAMES.map((name) => `${name} = ?`).join(", ")} WHERE post = ? AND state = ? AND token = ?`;

export function outboxTable(db: Database): OutboxReads & OutboxWrites {
  const one = (row: Row | undefined): OutboxRecord | null =>
    row === undefined ? null : recordOf(row);
  return {
    find: async (post) => one(db.row("SELECT * FROM outbox WHERE post = ?", post)),
    unfinished: async () =>
      db
        .rows(
          "SELECT * FROM outbox WHERE state IN ('open', 'claimed', 'sent', 'unknown') ORDER BY post",
        )
        .map(recordOf),
    latest: async (limit) =>
      db.rows("SELECT * FROM outbox ORDER BY updated_at DESC, post LIMIT ?", limit).map(recordOf),
    withWords: async (account, words) =>
      one(
        db.row(
          "SELECT * FROM outbox WHERE account = ? AND words = ? AND (state NOT IN ('failed', 'expired', 'cancelled') OR part > 0)",
          ...[account, words],
        ),
      ),
    parts: async (post) =>
      db.rows("SELECT * FROM posted_part WHERE post = ? ORDER BY part", post).map(partOf),
    sentSince: async (at) =>
      db.rows(SENT_SINCE, at, at).map((row) => ({
        goesTo: String(row.goes_to),
        at: String(row.at),
        costMicroUsd: Number(row.cost_micro_usd),
      })),
    steps: async (post) =>
      db.rows("SELECT * FROM outbox_step WHERE post = ? ORDER BY seq", post).map(stepOf),
    add: async (record) => {
      db.run(ADD, record.post, ...valuesOf(record));
    },
    change: async ({ post, state, token }, to) =>
      db.run(CHANGE, ...valuesOf(to), post, state, token) > 0,
    addPart: async ({ post, part, remoteId, url, costMicroUsd, at, knownBy }) => {
      db.run(
        "INSERT INTO posted_part (post, part, remote_id, url, cost_micro_usd, at, known_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ...[post, part, remoteId, url, costMicroUsd, at, knownBy],
      );
    },
    addStep: async ({ post, part, attempt, token, step, at, detail }) => {
      db.run(
        "INSERT INTO outbox_step (post, part, attempt, token, step, at, detail) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ...[post, part, attempt, token, step, at, detail],
      );
    },
  };
}

function valuesOf(record: OutboxRecord): Value[] {
  return FIELDS.map((field) => record[field]);
}

function textOrNull(value: Value | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

function recordOf(row: Row): OutboxRecord {
  return {
    post: String(row.post),
    approval: String(row.approval),
    goesTo: String(row.goes_to),
    account: String(row.account),
    words: String(row.words),
    content: String(row.content),
    parts: Number(row.parts),
    part: Number(row.part),
    state: stateOf(row.state),
    attempt: Number(row.attempt),
    costMicroUsd: Number(row.cost_micro_usd),
    token: Number(row.token),
    holder: textOrNull(row.holder),
    leaseUntil: textOrNull(row.lease_until),
    sentAt: textOrNull(row.sent_at),
    waitUntil: textOrNull(row.wait_until),
    why: textOrNull(row.why),
    updatedAt: String(row.updated_at),
  };
}

function stateOf(value: Value | undefined): OutboxState {
  const state = OUTBOX_STATES.find((known) => known === value);
  if (state === undefined) throw new Error(`unknown state of a post: ${String(value)}`);
  return state;
}

function partOf(row: Row): PostedPart {
  const by = String(row.known_by);
  return {
    post: String(row.post),
    part: Number(row.part),
    remoteId: String(row.remote_id),
    url: textOrNull(row.url),
    costMicroUsd: Number(row.cost_micro_usd),
    at: String(row.at),
    knownBy: by === "answer" || by === "lookup" ? by : "founder",
  };
}

function stepOf(row: Row): OutboxStep {
  return {
    post: String(row.post),
    part: Number(row.part),
    attempt: Number(row.attempt),
    token: Number(row.token),
    step: String(row.step),
    at: String(row.at),
    detail: textOrNull(row.detail),
  };
}
