/** One pass over what is due: look, carry out, write down what came of it. */

import { HqError } from "../company/error.ts";
import { isCode } from "../company/schedule/by-itself.ts";
import { waitMs } from "../company/schedule/settle-due.ts";
import { BUILD } from "../files/build-id.ts";
import { readConstitution } from "../files/company.ts";
import type { Claim, DueOutcome } from "../ledger/jobs.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { operatingErrorSentence } from "../office/operating-errors.ts";
import { BEGAN } from "../office/records/mark-names.ts";
import { runDuePrompt } from "../office/run-due-prompt.ts";
import { type PromptOutcome, runPrompt } from "../office/run-prompt.ts";
import type { RunReport, RunSources } from "../office/runs/leg.ts";
import type { Turns } from "../office/runs/turns.ts";
import { stoppedBy } from "../office/stop-work.ts";
import { wantedJobs } from "../office/wanted-jobs.ts";
import { type Beside, openBeside } from "./beside.ts";
import { holderHere } from "./holder.ts";
import { keepJobs } from "./kept-jobs.ts";
import type { EngineLog } from "./log.ts";
import { standingWork } from "./standing-work.ts";
import { type Look, type TakenDue, takeDue } from "./take-due.ts";
import type { TickLine, TickReport } from "./tick-report.ts";

export interface Engine {
  root: string;
  ledger: Ledger;
  now(): Date;
  /** The name of this machine. */
  machine: string;
  /** The process's environment: how the founder hears of things. None when left out. */
  env?: Readonly<Record<string, string | undefined>>;
  /** How long a due time stays with a process that gives no sign of life, in milliseconds. */
  leaseMs?: number;
  /** Carries on runs that wait, after what is due; nothing is carried on without it. */
  carryOn?(watch?: CarryOnWatch): Promise<RunReport[]>;
  /** Runs departments; without it, what needs one fails. */
  departments?: RunSources;
  /** Ends a department that is at work. */
  signal?: AbortSignal;
  /** Collects what the Improver made and mends gaps; nothing of it is done without it. */
  mend?(watch?: CarryOnWatch): Promise<void>;
  /** Of clients that are started, shared with `carryOn`. */
  turns?: Turns;
  /** Takes what came of each pass; nobody when left out. */
  log?: EngineLog;
  /** Of these programs; for tests. */
  build?: string;
  /** Carries a prompt out; for tests. */
  run?(prompt: string): Promise<PromptOutcome>;
}

export interface CarryOnWatch {
  /** Ends it. */
  signal?: AbortSignal;
  /** Told of each leg as it ends. */
  onReport?(report: RunReport): void;
}

const LEASE_MS = 60_000;

/**
 * Does what is due now and ends. May run beside another pass, on the same company: each due time is
 * taken by one of them.
 * @throws HqError `wrong-state` where the company does not run on this machine; LedgerError
 */
export async function tick(engine: Engine): Promise<TickReport> {
  const all: TickReport = { lines: [], runs: [], clockSetBack: null };
  const beside = openBeside(engine.turns === undefined ? {} : { turns: engine.turns });
  let first: TickReport;
  try {
    first = await pass(engine, {
      beside,
      onLater: (later) => {
        all.lines.push(...later.lines);
        all.runs.push(...later.runs);
      },
    });
    beside.accompany("runs that wait", async () => {
      all.runs.push(...((await engine.carryOn?.()) ?? []).map(({ run }) => run));
    });
    beside.accompany("gaps", async () => {
      await engine.mend?.({ onReport: ({ run }) => void all.runs.push(run) });
    });
    await standingWork(engine, (await readConstitution(engine.root)).constitution);
  } finally {
    // A pass that fails must not take the record away from departments that are at work.
    await beside.over();
  }
  // A department that was due may have handed work over since.
  const waited = (await engine.carryOn?.()) ?? [];
  all.runs.push(...waited.map(({ run }) => run));
  // What ended meanwhile is told of, too.
  if (all.lines.length + all.runs.length > 0) {
    await standingWork(engine, (await readConstitution(engine.root)).constitution);
  }
  const report = { ...first, lines: [...first.lines, ...all.lines], runs: all.runs };
  engine.log?.report(report);
  return report;
}

export interface PassWatch {
  beside: Beside;
  onLater(report: TickReport): void;
}

/**
 * Does what code does of what is due now; where a department is needed, its work begins beside, and
 * `onLater` is told when it has ended.
 * @throws as `tick`
 */
export async function pass(engine: Engine, { beside, onLater }: PassWatch): Promise<TickReport> {
  const { text, constitution } = await readConstitution(engine.root);
  const { machine } = engine;
  const began = await engine.ledger.read(({ marks }) => marks.get(BEGAN));
  requireRunner({ runner: constitution.company.runner, machine, began });
  const leaseMs = engine.leaseMs ?? LEASE_MS;
  await beside.renew();
  const look = await takeDue({
    ledger: engine.ledger,
    wanted: wantedJobs(constitution),
    timeZone: constitution.company.timeZone,
    now: engine.now(),
    machine,
    holder: holderHere(machine),
    leaseMs,
  });
  const lines = passedLines(look);
  for (const taken of look.taken.filter(({ job }) => !isCode(job.prompt))) {
    const { job, due } = taken;
    // Taken already while it waits for its slot: its lease has to be prolonged from now on.
    const lease = holdLease(engine, taken, leaseMs);
    const work = async () => {
      const line = await carryOut(engine, taken, lease);
      onLater({ lines: [line], runs: [], clockSetBack: null });
    };
    beside.begin(`${job.id} ${due.dueAt}`, work, lease.renew);
  }
  for (const taken of look.taken.filter(({ job }) => isCode(job.prompt))) {
    lines.push(await carryOut(engine, taken, holdLease(engine, taken, leaseMs)));
  }
  const { timeZone, runner } = constitution.company;
  const jobs = { wanted: wantedJobs(constitution), timeZone, runner };
  await keepJobs({ root: engine.root, text, build: engine.build ?? BUILD }, jobs);
  return { lines, runs: [], clockSetBack: look.clockSetBack };
}

export interface RunnerQuestion {
  /** The machine that the constitution names. */
  runner: string | null;
  /** This one. */
  machine: string;
  /** Since when due times are written down here; null when no record is here. */
  began: string | null;
}

/** @throws HqError `wrong-state` where the company does not run by itself */
export function requireRunner({ runner, machine, began }: RunnerQuestion): void {
  if (runner === null) {
    throw new HqError(
      "wrong-state",
      "Cannot run by itself: no machine is named as the company's runner, expected one. Nothing was done.",
      { hint: "On the machine that shall do it: hq runner set" },
    );
  }
  if (runner !== machine) {
    throw new HqError(
      "wrong-state",
      `Cannot run by itself here: the company's runner is ${runner}, this is ${machine}. Nothing was done.`,
      { hint: "To move it here: hq runner set, commit, and stop hq up there." },
    );
  }
  if (began !== null) return;
  throw new HqError(
    "wrong-state",
    "Cannot run by itself: this machine is the runner, but its record in .hq/ is not here, expected the one that was kept. Nothing was done.",
    {
      hint: "Keep the folder .hq between the runs (in CI: a cache). To begin a new record, in which nothing before now is due: hq runner set",
    },
  );
}

function passedLines({ passed }: Look): TickLine[] {
  return passed.map(({ job, dueAt, state, why }) => ({ job, dueAt, outcome: state, why }));
}

interface HeldLease {
  claim: Claim;
  /** Whether the attempt is counted. */
  hasBegun: boolean;
  renew(): Promise<unknown>;
  over(): void;
}

function holdLease(engine: Engine, { job, due }: TakenDue, leaseMs: number): HeldLease {
  const claim = { job: job.id, dueAt: due.dueAt, token: due.token };
  const renew = () => {
    const until = new Date(engine.now().getTime() + leaseMs).toISOString();
    return engine.ledger.write(({ jobs }) => jobs.renew(claim, until));
  };
  const renewal = setInterval(() => {
    // A lease that cannot be prolonged runs out: then another takes the due time over.
    renew().catch(() => {});
  }, leaseMs / 3);
  return { claim, hasBegun: isCode(job.prompt), renew, over: () => clearInterval(renewal) };
}

async function carryOut(engine: Engine, taken: TakenDue, lease: HeldLease): Promise<TickLine> {
  const { claim } = lease;
  const again = (ms: number) => new Date(engine.now().getTime() + ms).toISOString();
  try {
    const outcome = await run(engine, taken, lease);
    if (outcome.kind === "later") {
      const { until, why } = outcome;
      const look = again(waitMs(taken.due.attempts));
      const waitUntil = until < look ? until : look;
      await engine.ledger.write(({ jobs }) => jobs.release(claim, { waitUntil, why }));
      return { ...lineOf(taken), outcome: "waits", why };
    }
    const state = { done: taken.outcome, nothing: "skipped", missed: "missed" }[
      outcome.kind
    ] as DueOutcome;
    const why = outcome.kind === "done" ? outcome.summary : outcome.why;
    const at = engine.now().toISOString();
    const isMine = await engine.ledger.write(({ jobs }) => jobs.settle(claim, { state, at, why }));
    return { ...lineOf(taken), outcome: isMine ? state : "failed", why: isMine ? why : TAKEN_OVER };
  } catch (error) {
    const why = operatingErrorSentence(error) ?? `a bug in Solo HQ: ${String(error)}`;
    // One that is ended with hq itself before it began is no attempt.
    const failed = !lease.hasBegun && engine.signal?.aborted !== true;
    const attempts = taken.due.attempts + (isCode(taken.job.prompt) ? 0 : 1);
    const waitUntil = again(failed || lease.hasBegun ? waitMs(attempts) : 0);
    await engine.ledger.write(({ jobs }) => jobs.release(claim, { waitUntil, why, failed }));
    return { ...lineOf(taken), outcome: "failed", why };
  } finally {
    lease.over();
  }
}

const TAKEN_OVER = "it took longer than its lease, and another process has taken it over";

async function run(
  engine: Engine,
  { job, due }: TakenDue,
  lease: HeldLease,
): Promise<PromptOutcome> {
  const stops = await engine.ledger.read((tables) => tables.stops.all());
  const stopped = stoppedBy(stops, job.agent);
  if (stopped !== null) return { kind: "nothing", why: stopped };
  if (engine.run !== undefined) return engine.run(job.prompt);
  const { departments, signal, leaseMs = LEASE_MS } = engine;
  if (isCode(job.prompt) || departments === undefined) {
    return runPrompt({ root: engine.root, now: () => engine.now(), env: engine.env }, job.prompt);
  }
  if (signal?.aborted === true) {
    throw new HqError("wrong-state", "hq was ended before it began.");
  }
  return runDuePrompt(departments, {
    ...{ prompt: job.prompt, agent: job.agent, due: { job: job.id, dueAt: due.dueAt } },
    ...(signal === undefined ? {} : { signal }),
    isMine: async ({ jobs }) => {
      const until = new Date(engine.now().getTime() + leaseMs).toISOString();
      lease.hasBegun = await jobs.begin(lease.claim, until);
      return lease.hasBegun;
    },
  });
}

function lineOf({ job, due }: TakenDue): { job: string; dueAt: string } {
  return { job: job.id, dueAt: due.dueAt };
}
