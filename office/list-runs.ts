/** The runs of departments, the newest first. */
import { costsOf } from "../company/budget/usage.ts";
import { HqError } from "../company/error.ts";
import { readConstitution } from "../files/company.ts";
import type { RunRecord } from "../ledger/runs.ts";
import { type AskedOf, type WaitingRun, waitingRuns, whatItAsked } from "./list-waiting.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";
import { type LostSources, settleLostRuns } from "./runs/lost-runs.ts";
import { readTranscript, runFolder, type TranscriptLine } from "./runs/transcript.ts";
import { type WholeTrace, wholeTrace } from "./runs/whole-trace.ts";

/** `lost` finds what nobody watches over any more: it is written down before anything is shown. */
export interface RunsSources {
  root: string;
  lost: Omit<LostSources, "ledger">;
}

/** A run with what it cost by currency or `credits`, where the table Prices or the client says so. */
export type PricedRun = RunRecord & { cost: Record<string, number> };

export interface ListedRuns {
  runs: PricedRun[];
  /** Of all runs those that wait, for whom, and what keeps them. */
  waiting: WaitingRun[];
  timeZone: string;
}

/**
 * At most `limit` runs.
 * @throws LedgerError
 */
export async function listRuns({ root, lost }: RunsSources, limit: number): Promise<ListedRuns> {
  const { constitution } = await readConstitution(root);
  const { timeZone } = constitution.company;
  const nothing = { runs: [], waiting: [], timeZone };
  return lookIntoLedger<ListedRuns>(root, nothing, async (ledger) => {
    await settleLostRuns({ ...lost, ledger });
    return ledger.read(async (tables) => {
      const runs = await tables.runs.list(limit);
      const spent = await tables.spend.of(runs.map(({ id }) => id));
      const costs = new Map(
        spent.map(({ run, usage }) => [run, costsOf(usage, constitution.prices)]),
      );
      return {
        runs: runs.map((run) => ({ ...run, cost: costs.get(run.id) ?? {} })),
        waiting: await waitingRuns(tables, lost.now()),
        timeZone,
      };
    });
  });
}

export interface ShownRun {
  run: RunRecord;
  /** The run that handed its task over; null for nobody. */
  from: { run: string; handOver: string } | null;
  /** What it asked of other departments. */
  asked: AskedOf[];
  /** What its legs changed and what failed in them; null when nobody saw the end of one yet. */
  trace: WholeTrace | null;
  lines: TranscriptLine[];
  timeZone: string;
}

/**
 * One run, with what it did.
 * @throws HqError `not-found`; LedgerError
 */
export async function showRun(sources: RunsSources, id: string): Promise<ShownRun> {
  const run = await findRun(sources, id);
  const { lines } = await readTranscript(runFolder(sources.root, run.id));
  const kin = await kinOf(sources.root, run.id);
  return { run, ...kin, lines, timeZone: await timeZoneOf(sources.root) };
}

/** Who handed it over, what it asked of others, and what it changed. */
async function kinOf(
  root: string,
  id: string,
): Promise<Pick<ShownRun, "from" | "asked" | "trace">> {
  return lookIntoLedger<Pick<ShownRun, "from" | "asked" | "trace">>(root, NO_KIN, (ledger) =>
    ledger.read(async (tables) => {
      const made = await tables.handOvers.doneBy(id);
      const from = made === null ? null : { run: made.run, handOver: made.id };
      const trace = wholeTrace(await tables.traces.ofRun(id));
      return { from, asked: await whatItAsked(tables, id), trace };
    }),
  );
}

const NO_KIN = { from: null, asked: [], trace: null };

async function timeZoneOf(root: string): Promise<string> {
  return (await readConstitution(root)).constitution.company.timeZone;
}

/** What follows from a byte of the transcript on, and whether more may come. */
export interface RunPiece {
  run: RunRecord;
  lines: TranscriptLine[];
  next: number;
  timeZone: string;
}

/**
 * What a run did since the last look.
 * @throws as `showRun`
 */
export async function followRun(sources: RunsSources, id: string, from: number): Promise<RunPiece> {
  // The record first: what is written until it says that the run has ended is in the lines.
  const run = await findRun(sources, id);
  const { lines, next } = await readTranscript(runFolder(sources.root, run.id), from);
  return { run, lines, next, timeZone: await timeZoneOf(sources.root) };
}

/** `12`, `Run-12` and `run-12` are one run. */
export function runIdOf(given: string): string {
  const id = given.trim();
  return /^\d+$/.test(id) ? `run-${id}` : id.toLowerCase();
}

/**
 * The run that somebody typed: `run-12` or `12`.
 * @throws HqError `not-found`; LedgerError
 */
export async function findRun({ root, lost }: RunsSources, given: string): Promise<RunRecord> {
  const id = runIdOf(given);
  const run = await lookIntoLedger<RunRecord | null>(root, null, async (ledger) => {
    await settleLostRuns({ ...lost, ledger });
    return ledger.read(({ runs }) => runs.find(id));
  });
  if (run !== null) return run;
  throw new HqError(
    "not-found",
    `Cannot find the run "${id.slice(0, 40)}": the record has none, expected one like run-12.`,
    { hint: "See which there are with: hq runs list" },
  );
}
