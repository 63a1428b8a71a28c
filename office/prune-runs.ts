/** What runs did is not kept for ever: old transcripts go, with what git kept of the files. The record stays. */
import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Constitution, Keep } from "../company/constitution/types.ts";
import { readConstitution } from "../files/company.ts";
import { dropSnapshots } from "../files/git-snapshot.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";
import { runRefs } from "./runs/run-refs.ts";
import { RUNS_FOLDER } from "./runs/transcript.ts";

/** Row of the table Retention that says how long transcripts are kept. */
export const TRANSCRIPTS = "run";
const KEEP_DAYS = 30;
/** The newest ones stay whatever their age. */
const NEWEST_KEPT = 200;
const DAY_MS = 86_400_000;

export interface PruneRequest {
  root: string;
  now: Date;
  /** Says what would go. */
  dryRun: boolean;
}

export interface PrunedRuns {
  /** Ids of the runs whose transcripts went, the oldest first. */
  pruned: string[];
  /** null: for ever. */
  keepDays: number | null;
}

/**
 * Removes the transcripts of runs that ended longer ago than the table Retention says of `run` (30 days
 * without such a row), but for the newest 200. A run at work, and a folder of which the record knows
 * nothing, stay.
 * @throws LedgerError
 */
export async function pruneRuns({ root, now, dryRun }: PruneRequest): Promise<PrunedRuns> {
  const { constitution } = await readConstitution(root);
  const keepDays = keepDaysOf(constitution);
  if (keepDays === null) return { pruned: [], keepDays };
  const old = await lookIntoLedger<string[]>(root, [], (ledger) =>
    oldRuns(ledger, new Date(now.getTime() - keepDays * DAY_MS)),
  );
  const folders = new Set(await readdir(path.join(root, RUNS_FOLDER)).catch(() => []));
  const pruned = old.filter((id) => folders.has(id));
  if (!dryRun) {
    for (const id of pruned) {
      await rm(path.join(root, RUNS_FOLDER, id), { recursive: true, force: true });
    }
    if (pruned.length > 0) {
      await dropSnapshots(root, pruned.map(runRefs));
    }
  }
  return { pruned, keepDays };
}

function keepDaysOf({ retention }: Constitution): number | null {
  const row = retention.find(({ entityType }) => entityType === TRANSCRIPTS);
  return row === undefined ? KEEP_DAYS : daysOf(row.keep);
}

function daysOf(keep: Keep): number | null {
  return keep.kind === "forever" ? null : keep.days;
}

function oldRuns(ledger: Ledger, before: Date): Promise<string[]> {
  return ledger.read(({ runs }) =>
    runs.endedBefore({ at: before.toISOString(), butNewest: NEWEST_KEPT }),
  );
}
