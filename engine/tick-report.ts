/** What came of a pass. */
import type { DueOutcome } from "../ledger/jobs.ts";
import type { RunRecord } from "../ledger/runs.ts";

export interface TickLine {
  job: string;
  dueAt: string;
  /** `failed` is tried again, `waits` could not begin yet; every other is the one outcome of the due time. */
  outcome: DueOutcome | "failed" | "waits";
  why: string | null;
}

export interface TickReport {
  lines: TickLine[];
  /** Runs that waited and were carried on, as they stand after that. */
  runs: RunRecord[];
  clockSetBack: number | null;
}
