import type { Database, Row, Value } from "./sqlite.ts";

/** A review as it is recorded; the company's rules have the same shape (company/protocol/review.ts). */
export interface ReviewRecord {
  id: string;
  state: "open" | "answered" | "expired" | "withdrawn";
  owner: string;
  requester: string;
  reviewer: string;
  chain: string[];
  inReplyTo: string | null;
  workKey: string;
  workPath: string | null;
  workHash: string;
  wordsHash: string | null;
  workBytes: number;
  taskKey: string;
  topics: string[];
  askedAt: string;
  expiresAt: string;
  closedAt: string | null;
  closedWhy: string | null;
  answer: RecordedAnswer | null;
}

export interface RecordedAnswer extends AnswerRecord {
  /** Greater than that of every answer recorded before, whatever the clock said. */
  seq: number;
}

export interface AnswerRecord {
  verdict: "APPROVED" | "CONCERNS" | "BLOCKING";
  reasons: string[];
  by: string;
  at: string;
  attestation: "headless-run" | "guard-hook" | null;
}

export type NewReviewRecord = Omit<
  ReviewRecord,
  "id" | "state" | "closedAt" | "closedWhy" | "answer"
>;

/** What the reviewer was shown. */
export interface ReviewTexts {
  /** Fields and work, in which triggers are looked for. */
  asked: string;
  /** Exactly as handed over; the statements to answer as JSON, null for none. */
  request: string;
  statements: string | null;
}

export interface ReviewSelection {
  state?: ReviewRecord["state"];
  /** Asked by, asked of, or owned by. */
  agent?: string;
  /** Instant from which on they were asked. */
  since?: string;
  limit: number;
}

export interface RelatedSelection {
  hash: string;
  path: string | null;
  wordsHash?: string | null;
  /** A file whose posts (`<file>#<id>`) are looked for too. */
  postsOf?: string | null;
  workKeys: readonly string[];
  task?: { requester: string; reviewer: string; taskKey: string };
}

export interface ReviewReads {
  find(id: string): Promise<ReviewRecord | null>;
  texts(id: string): Promise<ReviewTexts | null>;
  /** Open reviews that the department has to answer, the newest `RELATED_LIMIT`, oldest first. */
  waitingFor(reviewer: string): Promise<ReviewRecord[]>;
  /** Open reviews that the department asked for, likewise. */
  askedBy(requester: string): Promise<ReviewRecord[]>;
  /** Reviews that the department asked for and that were answered from the instant on, newest first. */
  answeredFor(requester: string, since: string, limit: number): Promise<ReviewRecord[]>;
  /** Reviews of these bytes, these words, this path, this file's posts, these works or this question; of each the newest `RELATED_LIMIT` and as many at BLOCKING, oldest first. */
  related(selection: RelatedSelection): Promise<ReviewRecord[]>;
  /** Reviews of posts whose id begins so, in any file, the newest `RELATED_LIMIT`, oldest first; reads all paths. */
  ofPosts(idBegin: string): Promise<ReviewRecord[]>;
  /** Open ones whose time was over at the instant, at most `limit`. */
  overdue(at: string, limit: number): Promise<ReviewRecord[]>;
  /** Newest first. */
  list(selection: ReviewSelection): Promise<ReviewRecord[]>;
}

export interface ReviewWrites {
  /** Records an open review and gives its id. The texts follow, because they name the id. */
  add(review: NewReviewRecord): Promise<string>;
  addTexts(id: string, texts: ReviewTexts): Promise<void>;
  /** Closes an open review with its answer; false when it is not open. */
  answer(id: string, answer: AnswerRecord): Promise<boolean>;
  /** Closes an open review without an answer; false when it is not open. */
  close(id: string, closing: Closing): Promise<boolean>;
}

export interface Closing {
  state: "expired" | "withdrawn";
  at: string;
  why: string;
}

/** More than the rules let exist of one work. */
export const RELATED_LIMIT = 200;

const TEXTS = "SELECT asked, request, statements FROM review_text WHERE review = ?";
const SELECT = `SELECT review.*, verdict.verdict, verdict.reasons, verdict.reviewer AS answered_by,
  verdict.rowid AS answer_seq, verdict.at AS answered_at, verdict.attestation
  FROM review LEFT JOIN verdict ON verdict.review = review.id`;

export function reviewTable(db: Database): ReviewReads & ReviewWrites {
  return { ...reviewReads(db), ...reviewWrites(db) };
}

function reviewReads(db: Database): ReviewReads {
  const select = (rest: string, ...values: Value[]) =>
    db.rows(`${SELECT} ${rest}`, ...values).map(reviewOf);
  return {
    find: async (id) => select("WHERE review.id = ?", id)[0] ?? null,
    texts: async (id) => {
      const row = db.row(TEXTS, id);
      return row === undefined ? null : ({ ...row } as unknown as ReviewTexts);
    },
    waitingFor: async (reviewer) =>
      select(
        `WHERE review.reviewer = ? AND state = 'open' ORDER BY seq DESC LIMIT ${RELATED_LIMIT}`,
        reviewer,
      ).reverse(),
    askedBy: async (requester) =>
      select(
        `WHERE requester = ? AND state = 'open' ORDER BY seq DESC LIMIT ${RELATED_LIMIT}`,
        requester,
      ).reverse(),
    answeredFor: async (requester, since, limit) =>
      select(
        "WHERE requester = ? AND state = 'answered' AND closed_at >= ? ORDER BY closed_at DESC, seq DESC LIMIT ?",
        ...[requester, since, limit],
      ),
    related: async (selection) => relatedRows(db, selection).map(reviewOf),
    ofPosts: async (idBegin) =>
      select(
        `WHERE work_path IS NOT NULL AND instr(work_path, ?) > 0 ORDER BY seq DESC LIMIT ${RELATED_LIMIT}`,
        `#${idBegin}`,
      ).reverse(),
    overdue: async (at, limit) =>
      select("WHERE state = 'open' AND expires_at <= ? ORDER BY expires_at LIMIT ?", at, limit),
    list: async (selection) => listRows(db, selection).map(reviewOf),
  };
}

function relatedRows(db: Database, selection: RelatedSelection): Row[] {
  const { hash, path, wordsHash = null, postsOf = null, workKeys, task } = selection;
  const rows = new Map<number, Row>();
  // One indexed look-up each: an OR over several columns reads the whole table.
  const look = (where: string, ...values: Value[]) => {
    // Many questions that nobody has answered must not push out what was answered with BLOCKING.
    for (const which of [where, `${where} AND verdict.verdict = 'BLOCKING'`]) {
      const found = db.rows(
        `${SELECT} WHERE ${which} ORDER BY seq DESC LIMIT ${RELATED_LIMIT}`,
        ...values,
      );
      for (const row of found) rows.set(Number(row.seq), row);
    }
  };
  look("work_hash = ?", hash);
  if (path !== null) look("work_path = ?", path);
  if (wordsHash !== null) look("words_hash = ?", wordsHash);
  // "$" follows "#".
  if (postsOf !== null) look("work_path >= ? AND work_path < ?", `${postsOf}#`, `${postsOf}$`);
  if (task !== undefined) {
    look(
      "requester = ? AND review.reviewer = ? AND task_key = ?",
      ...[task.requester, task.reviewer, task.taskKey],
    );
  }
  for (const key of new Set(workKeys)) look("work_key = ?", key);
  return [...rows.values()].sort((a, b) => Number(a.seq) - Number(b.seq));
}

function listRows(db: Database, { state, agent, since, limit }: ReviewSelection): Row[] {
  const where: string[] = ["1"];
  const values: Value[] = [];
  if (state !== undefined) {
    where.push("state = ?");
    values.push(state);
  }
  if (agent !== undefined) {
    where.push("? IN (requester, review.reviewer, owner)");
    values.push(agent);
  }
  if (since !== undefined) {
    where.push("asked_at >= ?");
    values.push(since);
  }
  return db.rows(
    `${SELECT} WHERE ${where.join(" AND ")} ORDER BY seq DESC LIMIT ?`,
    ...values,
    limit,
  );
}

function reviewWrites(db: Database): ReviewWrites {
  const close = (id: string, { state, at, why }: AnyClosing): boolean =>
    db.run(
      "UPDATE review SET state = ?, closed_at = ?, closed_why = ? WHERE id = ? AND state = 'open'",
      ...[state, at, why, id],
    ) === 1;
  return {
    add: async (review) => {
      const row = db.row(INSERT, ...valuesOf(review));
      return String(row?.id);
    },
    addTexts: async (id, { asked, request, statements }) => {
      db.run(
        "INSERT INTO review_text (review, asked, request, statements) VALUES (?, ?, ?, ?)",
        ...[id, asked, request, statements],
      );
    },
    answer: async (id, { verdict, reasons, by, at, attestation }) => {
      if (!close(id, { state: "answered", at, why: null })) return false;
      db.run(
        "INSERT INTO verdict (review, verdict, reasons, reviewer, at, attestation) VALUES (?, ?, ?, ?, ?, ?)",
        ...[id, verdict, JSON.stringify(reasons), by, at, attestation],
      );
      return true;
    },
    close: async (id, closing) => close(id, closing),
  };
}

interface AnyClosing {
  state: ReviewRecord["state"];
  at: string;
  why: string | null;
}

const INSERT = `INSERT INTO review (state, owner, requester, reviewer, chain, in_reply_to, work_key,
  work_path, work_hash, words_hash, work_bytes, task_key, topics, asked_at, expires_at)
  VALUES ('open', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`;

function valuesOf(review: NewReviewRecord): Value[] {
  return [
    review.owner,
    review.requester,
    review.reviewer,
    JSON.stringify(review.chain),
    review.inReplyTo,
    review.workKey,
    review.workPath,
    review.workHash,
    review.wordsHash,
    review.workBytes,
    review.taskKey,
    JSON.stringify(review.topics),
    review.askedAt,
    review.expiresAt,
  ];
}

function reviewOf(row: Row): ReviewRecord {
  const text = (column: string) => String(row[column]);
  const orNull = (column: string) => (row[column] == null ? null : String(row[column]));
  return {
    id: text("id"),
    state: text("state") as ReviewRecord["state"],
    owner: text("owner"),
    requester: text("requester"),
    reviewer: text("reviewer"),
    chain: JSON.parse(text("chain")) as string[],
    inReplyTo: orNull("in_reply_to"),
    workKey: text("work_key"),
    workPath: orNull("work_path"),
    workHash: text("work_hash"),
    wordsHash: orNull("words_hash"),
    workBytes: Number(row.work_bytes),
    taskKey: text("task_key"),
    topics: JSON.parse(text("topics")) as string[],
    askedAt: text("asked_at"),
    expiresAt: text("expires_at"),
    closedAt: orNull("closed_at"),
    closedWhy: orNull("closed_why"),
    answer: row.verdict == null ? null : answerOf(row),
  };
}

function answerOf(row: Row): RecordedAnswer {
  return {
    seq: Number(row.answer_seq),
    verdict: row.verdict as AnswerRecord["verdict"],
    reasons: JSON.parse(String(row.reasons)) as string[],
    by: String(row.answered_by),
    at: String(row.answered_at),
    attestation: row.attestation as AnswerRecord["attestation"],
  };
}
