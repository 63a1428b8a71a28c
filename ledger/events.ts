import type { Database, Row } from "./sqlite.ts";

/** Something that happened, for the audit: only ever added. */
export interface LedgerEvent {
  /** ISO 8601, UTC. */
  at: string;
  /** A department, `founder`, or the program that did it. */
  who: string;
  /** Subject and verb: `review.asked`. */
  what: string;
  /** Id of the review, post or run. */
  subject: string | null;
  /** SHA-256 of the bytes that it is about. */
  hash: string | null;
  /** One sentence, or null. */
  detail: string | null;
}

export interface RecordedEvent extends LedgerEvent {
  seq: number;
}

export interface EventReads {
  /** Oldest first. */
  ofSubjects(subjects: readonly string[]): Promise<RecordedEvent[]>;
  /** From the instant on, oldest first, at most `limit`. */
  since(at: string, limit: number): Promise<RecordedEvent[]>;
  /** Those of these kinds, from the instant on, oldest first. */
  named(whats: readonly string[], since: string): Promise<RecordedEvent[]>;
}

export interface EventWrites {
  add(event: LedgerEvent): Promise<void>;
}

export function eventTable(db: Database): EventReads & EventWrites {
  return {
    ofSubjects: async (subjects) =>
      db
        .rows(
          "SELECT * FROM event WHERE subject IN (SELECT value FROM json_each(?)) ORDER BY seq",
          JSON.stringify(subjects),
        )
        .map(recorded),
    since: async (at, limit) =>
      db
        .rows("SELECT * FROM event WHERE at >= ? ORDER BY at, seq LIMIT ?", at, limit)
        .map(recorded),
    named: async (whats, since) =>
      db
        .rows(
          "SELECT * FROM event WHERE at >= ? AND what IN (SELECT value FROM json_each(?)) ORDER BY seq",
          ...[since, JSON.stringify(whats)],
        )
        .map(recorded),
    add: async ({ at, who, what, subject, hash, detail }) => {
      db.run(
        "INSERT INTO event (at, who, what, subject, hash, detail) VALUES (?, ?, ?, ?, ?, ?)",
        ...[at, who, what, subject, hash, detail],
      );
    },
  };
}

function recorded(row: Row): RecordedEvent {
  const text = (column: string) => (row[column] === null ? null : String(row[column]));
  return {
    seq: Number(row.seq),
    at: String(row.at),
    who: String(row.who),
    what: String(row.what),
    subject: text("subject"),
    hash: text("hash"),
    detail: text("detail"),
  };
}
