/** What runs by itself, when it is due next, and what came of it. */
import { costsOf, used } from "../company/budget/usage.ts";
import { whyByHand } from "../company/schedule/by-itself.ts";
import { dueTimes } from "../company/schedule/due-times.ts";
import { readConstitution } from "../files/company.ts";
import type { DueRecord } from "../ledger/jobs.ts";
import type { LedgerReads } from "../ledger/ledger.ts";
import type { RunSpend } from "../ledger/spend.ts";
import type { StopRecord } from "../ledger/stops.ts";
import { type WaitingRun, waitingRuns } from "./list-waiting.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";
import { BEGAN } from "./records/mark-names.ts";
import { familyOf } from "./runs/waiting.ts";
import { stoppedBy } from "./stop-work.ts";
import { jobId } from "./wanted-jobs.ts";

export interface ListedJob {
  job: string;
  prompt: string;
  agent: string;
  schedule: string;
  /** false: a person starts it, as /<prompt> in a chat. */
  byItself: boolean;
  /** Why it does not run by itself, a sentence without its end; null when it does. */
  byHand: string | null;
  /** Why it does not run now; null when it may. */
  stopped: string | null;
  /** The first due time from now on, ISO 8601. */
  next: string | null;
  /** The newest due time that has its outcome. */
  last: DueRecord | null;
  /** What the runs of that due time cost with all that they handed over, by currency or `credits`. */
  cost: Record<string, number>;
  /** Their tokens. */
  tokens: number;
  /** Of the last due times, how many were missed. */
  missed: number;
}

export interface ListedJobs {
  timeZone: string;
  /** The machine that the constitution names. */
  runner: string | null;
  /** Since when due times are written down here; null when they are not. */
  since: string | null;
  stops: StopRecord[];
  /** Those that are due next first. */
  jobs: ListedJob[];
  /** The newest outcomes of all jobs, newest first. */
  outcomes: DueRecord[];
  /** Runs that wait, for whom, and what keeps them. */
  waiting: WaitingRun[];
}

/** A year has so many minutes that no schedule of a company skips all of them. */
const AHEAD_MS = 5 * 366 * 86_400_000;
/** Of each job; enough to see whether it is missed again and again. */
const LOOKED_AT = 10;

/** @throws LedgerError */
export async function listJobs(
  { root, now }: { root: string; now: Date },
  { outcomes }: { outcomes: number },
): Promise<ListedJobs> {
  const { constitution } = await readConstitution(root);
  const { timeZone, runner } = constitution.company;
  const known = await lookIntoLedger(root, NOTHING, (ledger) =>
    ledger.read(async (tables) => {
      const { jobs, stops, marks } = tables;
      const settled = new Map<string, DueRecord[]>();
      const spent = new Map<string, RunSpend[]>();
      for (const rule of constitution.cadence) {
        const dues = await jobs.settled(jobId(rule), LOOKED_AT);
        settled.set(rule.prompt, dues);
        spent.set(rule.prompt, await spentOn(tables, dues[0]));
      }
      return {
        since: await marks.get(BEGAN),
        stops: await stops.all(),
        outcomes: await jobs.settled(null, outcomes),
        settled,
        spent,
        waiting: await waitingRuns(tables, now),
      };
    }),
  );
  const jobs = constitution.cadence.map((rule): ListedJob => {
    const { prompt, agent, schedule } = rule;
    const after = new Date(now.getTime() - 1);
    const until = new Date(now.getTime() + AHEAD_MS);
    const [next] = dueTimes({ schedule, timeZone, after, until, limit: 1 });
    const settled = known.settled.get(prompt) ?? [];
    const byHand = whyByHand(rule, constitution);
    const usage = (known.spent.get(prompt) ?? []).flatMap((run) => run.usage);
    return {
      job: jobId(rule),
      prompt,
      agent,
      schedule,
      byItself: byHand === null,
      byHand,
      stopped: stoppedBy(known.stops, agent),
      next: next?.toISOString() ?? null,
      last: settled[0] ?? null,
      cost: costsOf(usage, constitution.prices),
      tokens: used(usage, { unit: "tokens", prices: [] }).amount,
      missed: settled.filter(({ state }) => state === "missed").length,
    };
  });
  const { since, stops, outcomes: newest, waiting } = known;
  // What comes next first; what no day brings last.
  jobs.sort((a, b) => timeOf(a) - timeOf(b));
  return { timeZone, runner, since, stops, jobs, outcomes: newest, waiting };
}

/** Of a due time: its runs, and everything that they handed over. */
async function spentOn(
  tables: Pick<LedgerReads, "runs" | "handOvers" | "spend">,
  due: DueRecord | undefined,
): Promise<RunSpend[]> {
  if (due === undefined) return [];
  const ids: string[] = [];
  for (const { id } of await tables.runs.ofDue(due)) {
    ids.push(...(await familyOf(tables, id)).map((run) => run.id));
  }
  return tables.spend.of(ids);
}

function timeOf({ next }: ListedJob): number {
  return next === null ? Number.MAX_SAFE_INTEGER : Date.parse(next);
}

const NOTHING = {
  since: null as string | null,
  stops: [] as StopRecord[],
  outcomes: [] as DueRecord[],
  settled: new Map<string, DueRecord[]>(),
  spent: new Map<string, RunSpend[]>(),
  waiting: [] as WaitingRun[],
};
