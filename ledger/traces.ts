import type { Database, Row } from "./sqlite.ts";

/** What code saw of one leg of a run when it was over. */
export interface RunTrace {
  run: string;
  leg: number;
  /** ISO 8601, UTC. */
  at: string;
  /** Files that changed while it ran; by path from the company's root, at most `FILES_KEPT`. */
  files: ChangedFile[];
  /** All of them, also those that are not listed. */
  fileCount: number;
  /** Numbers of the run's changes in the memory's log. */
  memory: number[];
  /** Git's names of what the files were before and after; null when nothing was kept. */
  snapshots: { before: string; after: string } | null;
  /** Why nothing was kept, or what was left out; null when all was. */
  snapshotNote: string | null;
  /** Tool calls, those that were refused, and those that failed otherwise. */
  tools: { calls: number; refused: number; failed: number };
  /** Refusals and failures, the same ones together, the most frequent first. */
  failures: ToolFailure[];
}

export interface ChangedFile {
  path: string;
  change: "added" | "changed" | "removed";
  /** Whether a call of the run named it: else somebody else may have changed it meanwhile. */
  named: boolean;
}

export interface ToolFailure {
  tool: string;
  /** By the guard, a permission, or because there is no such tool. */
  refused: boolean;
  /** What the tool answered, cut. */
  text: string;
  times: number;
}

export interface TraceReads {
  /** Of each leg whose end was seen, the first one first. */
  ofRun(run: string): Promise<RunTrace[]>;
  /** Of the runs that began in the stretch of time, the oldest first. */
  between(from: string, until: string): Promise<RunTrace[]>;
}

export interface TraceWrites {
  /** A leg has one trace: a second one is not taken. */
  add(trace: RunTrace): Promise<boolean>;
}

export function traceTable(db: Database): TraceReads & TraceWrites {
  return {
    ofRun: async (run) =>
      db.rows("SELECT trace FROM run_trace WHERE run = ? ORDER BY leg", run).map(traceOf),
    between: async (from, until) =>
      db
        .rows(
          `SELECT trace FROM run_trace JOIN run ON run.id = run_trace.run
          WHERE started_at >= ? AND started_at < ? ORDER BY run.seq, run_trace.leg`,
          ...[from, until],
        )
        .map(traceOf),
    add: async (trace) =>
      db.run(
        "INSERT INTO run_trace (run, leg, at, trace) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
        ...[trace.run, trace.leg, trace.at, JSON.stringify(trace)],
      ) > 0,
  };
}

function traceOf(row: Row): RunTrace {
  return JSON.parse(String(row.trace)) as RunTrace;
}
