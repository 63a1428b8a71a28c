/** One screen for everything: the plan, what is due, what waits, what runs, what is stuck, what it cost. */
import { startOfDay } from "../company/calendar.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { dateIn, mondayOf, weekOf } from "../company/dates.ts";
import type { Finding } from "../company/finding.ts";
import { type Review, stateAt } from "../company/protocol/review.ts";
import { providersTrouble } from "../company/providers/read-providers.ts";
import type { ObligationDue, StandupPlan } from "../company/standup/types.ts";
import { readCompany } from "../files/company.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { RunRecord, RunTotals } from "../ledger/runs.ts";
import { type ListedJob, listJobs } from "./list-jobs.ts";
import { type CapStanding, listSpend, shareUsed } from "./list-spend.ts";
import { type WaitingRun, waitingRuns } from "./list-waiting.ts";
import { operatingErrorSentence } from "./operating-errors.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";
import { planNow } from "./records/plan-now.ts";
import { type LostSources, settleLostRuns } from "./runs/lost-runs.ts";
import type { Stuck } from "./status/stuck.ts";
import { stuckWork } from "./status/stuck-work.ts";

const DUTY_DAYS = 14;
const REVIEWS = 50;

export interface StatusSources {
  root: string;
  now(): Date;
  /** The name of this machine. */
  machine: string;
  /** Finds the runs that nobody watches over any more. */
  lost: Omit<LostSources, "ledger">;
  /** This process's environment. */
  env?: Readonly<Record<string, string | undefined>>;
  /** The doctor's findings; the office does not know the doctor. */
  examine(): Promise<Finding[]>;
}

export interface Status {
  company: string | null;
  /** ISO 8601. */
  now: string;
  timeZone: string;
  plan: Pick<StandupPlan, "date" | "dayPlan" | "overdueTasks" | "chronicTasks">;
  /** Outside duties within fourteen days, the late ones too, by their day. */
  duties: ObligationDue[];
  /** The oldest first. */
  reviews: Review[];
  running: RunRecord[];
  /** Runs that wait for other departments, or to be taken up again. */
  waiting: WaitingRun[];
  stuck: Stuck[];
  /** By the runs that began today, and since Monday. */
  spent: { today: RunTotals; week: RunTotals };
  /** Rows of the table Budgets over a stretch of time, the fullest first. */
  caps: CapStanding[];
  /** null when the examination itself failed; then it is one of the notes. */
  doctor: { errors: number; warnings: number; worst: Finding | null } | null;
  /** What runs by itself next; null when nothing does. */
  next: Pick<ListedJob, "prompt" | "next"> | null;
  /** The machine that the constitution names. */
  runner: string | null;
  /** What could not be read, one sentence each. */
  notes: string[];
}

/**
 * Everything at a glance, from the files, the memory and the record as they are now. A part that cannot
 * be read is a note and costs only itself. Git is asked by the doctor alone.
 * @throws HqError `no-company`, `unreadable-file` without a constitution
 */
export async function showStatus(sources: StatusSources): Promise<Status> {
  const now = sources.now();
  const notes: string[] = [];
  const or = <T>(without: T) => noteInstead(notes, without);
  const examined = sources.examine().catch(or<Finding[] | null>(null));
  const company = await readCompany(sources.root);
  const { constitution } = company;
  const { timeZone, runner, name } = constitution.company;
  const [plan, record, jobs, caps] = await Promise.all([
    planNow(company, now),
    recordOf(sources, constitution).catch(or(NOTHING)),
    listJobs({ root: sources.root, now }, { outcomes: 0 }).then((listed) => listed.jobs, or([])),
    listSpend({ root: sources.root, now }).then((listed) => fullest(listed.caps), or([])),
  ]);
  const { date, dayPlan, overdueTasks, chronicTasks } = plan;
  return {
    ...{ company: name, now: now.toISOString(), timeZone, runner },
    plan: { date, dayPlan, overdueTasks, chronicTasks },
    duties: dutiesOf(plan),
    ...record,
    stuck: [...wrongSettings(sources.env ?? {}), ...record.stuck],
    caps,
    doctor: worstOf(await examined),
    next: nextOf(jobs),
    notes: [...new Set([...plan.notes, ...notes])],
  };
}

/** Said first: while it is so no run begins. */
function wrongSettings(env: NonNullable<StatusSources["env"]>): Stuck[] {
  const trouble = providersTrouble(env);
  if (trouble === null) return [];
  const { found, expected } = trouble;
  const what = `No run begins from this terminal: ${found}, expected ${expected}.`;
  return [{ kind: "settings", subject: "HQ_PROVIDERS", since: null, what, help: "hq providers" }];
}

function fullest(caps: readonly CapStanding[]): CapStanding[] {
  return caps.filter(({ per }) => per !== "run").sort((a, b) => shareUsed(b) - shareUsed(a));
}

type RecordPart = Pick<Status, "reviews" | "running" | "waiting" | "stuck" | "spent">;

const NO_TOTALS: RunTotals = { runs: 0, calls: 0, inputTokens: 0, outputTokens: 0 };
const NOTHING: RecordPart = {
  ...{ reviews: [], running: [], waiting: [], stuck: [] },
  spent: { today: NO_TOTALS, week: NO_TOTALS },
};

async function recordOf(sources: StatusSources, constitution: Constitution): Promise<RecordPart> {
  return lookIntoLedger(sources.root, NOTHING, async (ledger) => {
    await settleLostRuns({ ...sources.lost, ledger });
    return readRecord(ledger, sources, constitution);
  });
}

async function readRecord(
  ledger: Ledger,
  { now, machine }: StatusSources,
  constitution: Constitution,
): Promise<RecordPart> {
  const { timeZone } = constitution.company;
  const at = now();
  const today = dateIn(at, timeZone);
  const since = (date: string) => startOfDay(date, timeZone).toISOString();
  return ledger.read(async (tables) => ({
    reviews: (await tables.reviews.list({ state: "open", limit: REVIEWS }))
      .filter((review) => stateAt(review, at) === "open")
      .toReversed(),
    running: await tables.runs.running(),
    waiting: await waitingRuns(tables, at),
    stuck: await stuckWork(tables, { constitution, now: at, machine }),
    spent: {
      today: await tables.runs.totalsSince(since(today)),
      week: await tables.runs.totalsSince(since(mondayOf(weekOf(today)))),
    },
  }));
}

function dutiesOf({ obligations, upcomingObligations }: StandupPlan): ObligationDue[] {
  return [...obligations.items, ...upcomingObligations.items]
    .filter(({ dueInDays }) => dueInDays <= DUTY_DAYS)
    .sort((a, b) => a.dueInDays - b.dueInDays);
}

const RANK = { error: 0, warning: 1, note: 2 } as const;

function worstOf(findings: readonly Finding[] | null): Status["doctor"] {
  if (findings === null) return null;
  const count = (severity: Finding["severity"]) =>
    findings.filter((finding) => finding.severity === severity).length;
  const [worst] = findings.toSorted((a, b) => RANK[a.severity] - RANK[b.severity]);
  const isFault = worst !== undefined && worst.severity !== "note";
  return { errors: count("error"), warnings: count("warning"), worst: isFault ? worst : null };
}

function nextOf(jobs: readonly ListedJob[]): Status["next"] {
  const [first] = jobs
    .filter(({ byItself, next }) => byItself && next !== null)
    .sort((a, b) => Date.parse(a.next ?? "") - Date.parse(b.next ?? ""));
  return first === undefined ? null : { prompt: first.prompt, next: first.next };
}

function noteInstead<T>(notes: string[], without: T): (error: unknown) => T {
  return (error) => {
    const sentence = operatingErrorSentence(error);
    if (sentence === null) throw error;
    notes.push(sentence);
    return without;
  };
}
