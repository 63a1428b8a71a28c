import type { Database, Row } from "./sqlite.ts";

/** What a run asked of another department: a task, or the answer to a review. */
export interface HandOver {
  /** `H-3`. */
  id: string;
  /** The run that waits for it, and the leg in which it asked. */
  run: string;
  leg: number;
  /** Who is asked. */
  agent: string;
  /** The whole prompt. */
  task: string;
  /** The review that it is; null for a task. */
  review: string | null;
  at: string;
  /** The run that does it; null until it began. What came of it is how that run ended. */
  child: string | null;
  /** Why it will not be done. */
  closedWhy: string | null;
  /** The leg of the waiting run that was told what came back. */
  toldLeg: number | null;
}

export interface NewHandOver
  extends Pick<HandOver, "run" | "leg" | "agent" | "task" | "review" | "at"> {
  /** SHA-256 of the task: with run and agent the key. */
  taskHash: string;
}

export interface HandOverReads {
  /** Of one run, the oldest first. */
  ofRun(run: string): Promise<HandOver[]>;
  /** The one that the run carries out; null for a run that nobody handed over. */
  doneBy(child: string): Promise<HandOver | null>;
  /** Those that no run does yet and that are not closed, the oldest first, at most `limit`. */
  unbegun(limit: number): Promise<HandOver[]>;
}

export interface HandOverWrites {
  /** The same task for the same department of the same run is written down once: `isNew` says so. */
  add(handOver: NewHandOver): Promise<{ handOver: HandOver; isNew: boolean }>;
  /** The one run that does it. False when another does, or it is closed. */
  begin(id: string, child: string): Promise<boolean>;
  /** It will not be done. False when a run does it, or it is closed. */
  close(id: string, why: string): Promise<boolean>;
  /** What came back goes to this leg of the run: everything that it was not told before. */
  tell(run: string, leg: number): Promise<void>;
}

export function handOverTable(db: Database): HandOverReads & HandOverWrites {
  return {
    ofRun: async (run) =>
      db.rows("SELECT * FROM hand_over WHERE run = ? ORDER BY seq", run).map(handOverOf),
    doneBy: async (child) => {
      const row = db.row("SELECT * FROM hand_over WHERE child = ?", child);
      return row === undefined ? null : handOverOf(row);
    },
    unbegun: async (limit) =>
      db
        .rows(
          "SELECT * FROM hand_over WHERE child IS NULL AND closed_why IS NULL ORDER BY seq LIMIT ?",
          limit,
        )
        .map(handOverOf),
    add: async ({ run, leg, agent, task, taskHash, review, at }) => {
      const known = () =>
        db.row(
          "SELECT * FROM hand_over WHERE run = ? AND agent = ? AND task_hash = ?",
          ...[run, agent, taskHash],
        );
      // Looked up first: an insert that is refused would use up a number.
      const before = known();
      if (before !== undefined) return { handOver: handOverOf(before), isNew: false };
      db.run(
        `INSERT INTO hand_over (run, leg, agent, task, task_hash, review, at)
        VALUES (?, ?, ?, ?, ?, ?, ?)`,
        ...[run, leg, agent, task, taskHash, review, at],
      );
      const row = known();
      if (row === undefined) throw new Error("a hand-over was written and is not there");
      return { handOver: handOverOf(row), isNew: true };
    },
    begin: async (id, child) =>
      db.run(
        "UPDATE hand_over SET child = ? WHERE id = ? AND child IS NULL AND closed_why IS NULL",
        ...[child, id],
      ) > 0,
    close: async (id, why) =>
      db.run(
        "UPDATE hand_over SET closed_why = ? WHERE id = ? AND child IS NULL AND closed_why IS NULL",
        ...[why, id],
      ) > 0,
    tell: async (run, leg) => {
      db.run("UPDATE hand_over SET told_leg = ? WHERE run = ? AND told_leg IS NULL", leg, run);
    },
  };
}

function handOverOf(row: Row): HandOver {
  const text = (column: string) => (row[column] === null ? null : String(row[column]));
  return {
    id: String(row.id),
    run: String(row.run),
    leg: Number(row.leg),
    agent: String(row.agent),
    task: String(row.task),
    review: text("review"),
    at: String(row.at),
    child: text("child"),
    closedWhy: text("closed_why"),
    toldLeg: row.told_leg === null ? null : Number(row.told_leg),
  };
}
