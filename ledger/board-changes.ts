import type { Database, Row } from "./sqlite.ts";

/** One change of BOARD.md, as it can be taken back. */
export interface BoardChangeRecord {
  seq: number;
  at: string;
  who: string;
  /** For a person. */
  says: string;
  /** JSON of the lines that it took out and put in. */
  hunks: string;
  /** Changes of the memory that belong to it. */
  memory: readonly MemoryChangeRef[];
  /** The change that it takes back. */
  undoes: number | null;
  state: "begun" | "done" | "void";
}

/** A change of the memory's log; a log that began anew has another instant under the number. */
export interface MemoryChangeRef {
  seq: number;
  at: string;
}

export interface BoardChangeReads {
  /** The newest first, whatever became of them. */
  newest(limit: number): Promise<BoardChangeRecord[]>;
}

export interface BoardChangeWrites {
  /** Its number. Those beyond the newest 200 are forgotten. */
  begin(change: Omit<BoardChangeRecord, "seq" | "state">): Promise<number>;
  /** What became of one that began. */
  settle(
    seq: number,
    outcome: { state: "done" | "void"; memory: readonly MemoryChangeRef[] },
  ): Promise<void>;
}

/** Some weeks of a busy board; a row has a few hundred bytes. */
const KEPT = 200;

export function boardChangeTable(db: Database): BoardChangeReads & BoardChangeWrites {
  return {
    newest: async (limit) =>
      db.rows("SELECT * FROM board_change ORDER BY seq DESC LIMIT ?", limit).map(recorded),
    begin: async ({ at, who, says, hunks, memory, undoes }) => {
      db.run(
        `INSERT INTO board_change (at, who, says, hunks, memory, undoes, state)
         VALUES (?, ?, ?, ?, ?, ?, 'begun')`,
        ...[at, who, says, hunks, JSON.stringify(memory), undoes],
      );
      const seq = Number(db.row("SELECT max(seq) AS seq FROM board_change")?.seq);
      db.run("DELETE FROM board_change WHERE seq <= ?", seq - KEPT);
      return seq;
    },
    settle: async (seq, { state, memory }) => {
      db.run(
        "UPDATE board_change SET state = ?, memory = ? WHERE seq = ?",
        ...[state, JSON.stringify(memory), seq],
      );
    },
  };
}

function recorded(row: Row): BoardChangeRecord {
  return {
    seq: Number(row.seq),
    at: String(row.at),
    who: String(row.who),
    says: String(row.says),
    hunks: String(row.hunks),
    memory: JSON.parse(String(row.memory)) as MemoryChangeRef[],
    undoes: row.undoes === null ? null : Number(row.undoes),
    state: row.state as BoardChangeRecord["state"],
  };
}
