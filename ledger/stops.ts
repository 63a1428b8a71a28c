import type { Database } from "./sqlite.ts";

/** What is not to run until the founder says so. */
export interface StopRecord {
  /** `all`, or a department's id. */
  scope: string;
  /** ISO 8601, UTC. */
  at: string;
  who: string;
  why: string;
}

export interface StopReads {
  all(): Promise<StopRecord[]>;
}

export interface StopWrites {
  /** A scope that is stopped already keeps its first reason. */
  set(stop: StopRecord): Promise<boolean>;
  /** Whether it was stopped. */
  lift(scope: string): Promise<boolean>;
}

export function stopTable(db: Database): StopReads & StopWrites {
  return {
    all: async () =>
      db.rows("SELECT * FROM stop ORDER BY at, scope").map((row) => ({
        scope: String(row.scope),
        at: String(row.at),
        who: String(row.who),
        why: String(row.why),
      })),
    set: async ({ scope, at, who, why }) =>
      db.run(
        "INSERT INTO stop (scope, at, who, why) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        ...[scope, at, who, why],
      ) > 0,
    lift: async (scope) => db.run("DELETE FROM stop WHERE scope = ?", scope) > 0,
  };
}
