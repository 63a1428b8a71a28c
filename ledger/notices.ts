import type { Database, Row } from "./sqlite.ts";

/** Something that the founder is told, once. */
export interface Notice {
  /** What it is about: `run:run-9:lost`. Never told twice. */
  key: string;
  kind: string;
  text: string;
  /** When it was noticed. ISO 8601, UTC. */
  at: string;
}

export interface NoticeRecord extends Notice {
  state: "past" | "waiting" | "sending" | "sent" | "failed";
  /** How often somebody began to send it. */
  attempts: number;
  waitUntil: string;
  settledAt: string | null;
  why: string | null;
}

export interface NoticeReads {
  find(key: string): Promise<NoticeRecord | null>;
  /** Those of them whose key nobody has noticed yet. */
  unknownOf(notices: readonly Notice[]): Promise<Notice[]>;
  /** Waiting ones whose time has come, the oldest first. */
  due(now: string, limit: number): Promise<NoticeRecord[]>;
  /** Those that were being sent when their time ended: whoever sent them is gone. */
  abandoned(now: string): Promise<NoticeRecord[]>;
  /** Settled as failed from the instant on, the newest first. */
  failedSince(at: string, limit: number): Promise<NoticeRecord[]>;
}

export interface NoticeWrites {
  /** False when it was noticed before. */
  add(notice: Notice, place: { state: "past" | "waiting"; waitUntil: string }): Promise<boolean>;
  /** Takes waiting ones to send them. */
  claim(keys: readonly string[], until: string): Promise<void>;
  /** What came of sending those that were claimed. `waiting`: again, not before `at`. */
  settle(
    keys: readonly string[],
    outcome: { state: "sent" | "failed" | "waiting"; at: string; why: string | null },
  ): Promise<void>;
  /** Puts waiting ones off. */
  hold(keys: readonly string[], until: string): Promise<void>;
}

export function noticeTable(db: Database): NoticeReads & NoticeWrites {
  const AMONG = "key IN (SELECT value FROM json_each(?))";
  return {
    find: async (key) => {
      const row = db.row("SELECT * FROM notice WHERE key = ?", key);
      return row === undefined ? null : noticeOf(row);
    },
    unknownOf: async (notices) =>
      notices.filter(({ key }) => db.row("SELECT 1 FROM notice WHERE key = ?", key) === undefined),
    due: async (now, limit) =>
      db
        .rows(
          `SELECT * FROM notice WHERE state = 'waiting' AND wait_until <= ?
          ORDER BY at, key LIMIT ?`,
          ...[now, limit],
        )
        .map(noticeOf),
    abandoned: async (now) =>
      db
        .rows("SELECT * FROM notice WHERE state = 'sending' AND wait_until <= ?", now)
        .map(noticeOf),
    failedSince: async (at, limit) =>
      db
        .rows(
          `SELECT * FROM notice WHERE state = 'failed' AND settled_at >= ?
          ORDER BY settled_at DESC LIMIT ?`,
          ...[at, limit],
        )
        .map(noticeOf),
    add: async ({ key, kind, text, at }, { state, waitUntil }) =>
      db.run(
        `INSERT INTO notice (key, kind, text, at, state, wait_until) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING`,
        ...[key, kind, text, at, state, waitUntil],
      ) > 0,
    claim: async (keys, until) => {
      db.run(
        `UPDATE notice SET state = 'sending', attempts = attempts + 1, wait_until = ?
        WHERE state = 'waiting' AND ${AMONG}`,
        ...[until, JSON.stringify(keys)],
      );
    },
    settle: async (keys, { state, at, why }) => {
      const settled = state === "waiting" ? null : at;
      db.run(
        `UPDATE notice SET state = ?, wait_until = ?, settled_at = ?, why = ?
        WHERE state = 'sending' AND ${AMONG}`,
        ...[state, at, settled, why, JSON.stringify(keys)],
      );
    },
    hold: async (keys, until) => {
      db.run(
        `UPDATE notice SET wait_until = ? WHERE state = 'waiting' AND ${AMONG}`,
        ...[until, JSON.stringify(keys)],
      );
    },
  };
}

function noticeOf(row: Row): NoticeRecord {
  const text = (column: string) => (row[column] === null ? null : String(row[column]));
  return {
    key: String(row.key),
    kind: String(row.kind),
    text: String(row.text),
    at: String(row.at),
    state: String(row.state) as NoticeRecord["state"],
    attempts: Number(row.attempts),
    waitUntil: String(row.wait_until),
    settledAt: text("settled_at"),
    why: text("why"),
  };
}
