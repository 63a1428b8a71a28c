import type { Database } from "./sqlite.ts";

/** An approval that the founder gave on this machine. */
export interface ApprovalRecord {
  /** SHA-256 of what was approved. */
  hash: string;
  post: string;
  /** ISO 8601, UTC. */
  at: string;
  withdrawnAt: string | null;
}

export interface PostHold {
  post: string;
  at: string;
  why: string;
}

export interface ApprovalReads {
  find(hash: string): Promise<ApprovalRecord | null>;
  holds(): Promise<PostHold[]>;
}

export interface ApprovalWrites {
  add(approval: Omit<ApprovalRecord, "withdrawnAt">): Promise<void>;
  /** All of that post that still count; how many. */
  withdraw(post: string, at: string): Promise<number>;
  /** One that is held already keeps its first reason; whether it is new. */
  hold(hold: PostHold): Promise<boolean>;
  /** Whether it was held. */
  release(post: string): Promise<boolean>;
}

export function approvalTable(db: Database): ApprovalReads & ApprovalWrites {
  return {
    find: async (hash) => {
      const row = db.row("SELECT * FROM approval WHERE hash = ?", hash);
      if (row === undefined) return null;
      const withdrawnAt = row.withdrawn_at === null ? null : String(row.withdrawn_at);
      return { hash, post: String(row.post), at: String(row.at), withdrawnAt };
    },
    holds: async () =>
      db
        .rows("SELECT * FROM post_hold ORDER BY post")
        .map((row) => ({ post: String(row.post), at: String(row.at), why: String(row.why) })),
    add: async ({ hash, post, at }) => {
      // The same approval, given again, counts again.
      db.run(
        "INSERT INTO approval (hash, post, at) VALUES (?, ?, ?) ON CONFLICT (hash) DO UPDATE SET withdrawn_at = NULL",
        ...[hash, post, at],
      );
    },
    withdraw: async (post, at) =>
      db.run(
        "UPDATE approval SET withdrawn_at = ? WHERE post = ? AND withdrawn_at IS NULL",
        ...[at, post],
      ),
    hold: async ({ post, at, why }) =>
      db.run(
        "INSERT INTO post_hold (post, at, why) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        ...[post, at, why],
      ) > 0,
    release: async (post) => db.run("DELETE FROM post_hold WHERE post = ?", post) > 0,
  };
}
