/** What should run by itself and does not, and why: for the founder, who can mend it. */

import type { Constitution } from "../../company/constitution/types.ts";
import { dateIn, timeIn } from "../../company/dates.ts";
import { dueTimes } from "../../company/schedule/due-times.ts";
import type { DueRecord } from "../../ledger/jobs.ts";
import type { LedgerReads } from "../../ledger/ledger.ts";
import type { BreakerRecord } from "../../ledger/providers.ts";
import type { StopRecord } from "../../ledger/stops.ts";
import { type WaitingRun, waitingRuns } from "../list-waiting.ts";
import { BEGAN } from "../records/mark-names.ts";
import { type WantedJob, wantedJobs } from "../wanted-jobs.ts";
import { badEnds } from "./bad-ends.ts";
import { endedServices } from "./services.ts";
import { NOTICE_TROUBLE, type Stuck } from "./stuck.ts";
import { stuckPosts } from "./stuck-posts.ts";

export interface StuckQuestion {
  constitution: Constitution;
  now: Date;
  /** The name of this machine. */
  machine: string;
}

/** A pass is made at least twice a minute by `hq up`, and every few minutes by a timer. */
const NOBODY_LOOKS_MS = 20 * 60_000;
const UNTOLD_MS = 7 * 86_400_000;
const UNTOLD_SHOWN = 5;
const CHRONIC = 2;
const OUTCOMES_LOOKED_AT = 10;
const MISSES_TOLD_MS = 30 * 86_400_000;
const RUNS_LOOKED_AT = 50;

/** The most pressing first. */
export async function stuckWork(tables: LedgerReads, question: StuckQuestion): Promise<Stuck[]> {
  const { constitution, now } = question;
  const { timeZone } = constitution.company;
  const stops = (await tables.stops.all()).map(stopped);
  const runner = await wrongRunner(tables, question);
  const jobs: Stuck[] = [];
  // Elsewhere nobody is expected to look at what is due.
  if (runner === null && constitution.company.runner !== null) {
    for (const job of wantedJobs(constitution)) {
      jobs.push(...(await stuckJob(tables, job, { now, timeZone })));
    }
  }
  // What a stop keeps is told with the stop, and how a run ended with the due time that is tried again.
  const waiting = (await waitingRuns(tables, now)).filter(notOfAStop(stops)).flatMap(cannotGoOn);
  const runs = badEnds(await tables.runs.list(RUNS_LOOKED_AT), { now, told: jobs });
  const notices = await untold(tables, now);
  const place = runner === null ? [] : [runner];
  const providers = (await tables.providers.breakers())
    .filter(({ openUntil }) => age(openUntil, now) < 0)
    .map((breaker) => leftAlone(breaker, timeZone));
  const services = (await endedServices(tables, now)).map(({ service, ...told }) => ({
    ...{ kind: "service" as const, subject: service, ...told },
  }));
  return [
    ...stops,
    ...place,
    ...services,
    ...together(jobs),
    ...(await stuckPosts(tables, now)),
    ...waiting,
    ...providers,
    ...runs,
    ...notices,
  ];
}

function leftAlone(breaker: BreakerRecord, timeZone: string): Stuck {
  const { provider, faults, openUntil, why, at } = breaker;
  const times = faults === 1 ? "once" : `${faults} times`;
  return {
    ...{ kind: "provider", subject: provider, since: at },
    what: `${provider} is not asked until ${clock(openUntil, timeZone)}: it failed ${times} (${why})`,
    help: `hq providers --retry ${provider}`,
  };
}

/** A run that waits for nothing but what the founder stopped. */
function notOfAStop(stops: readonly Stuck[]): (run: WaitingRun) => boolean {
  return ({ stuck }) =>
    stuck === null ||
    stops.length === 0 ||
    !stuck.split("; ").every((why) => /^\S+ is stopped by /.test(why));
}

function cannotGoOn({ run, agent, since, stuck }: WaitingRun): Stuck[] {
  if (stuck === null) return [];
  const what = `${run} of ${agent} waits and cannot go on: ${stuck}`;
  return [{ kind: "waiting-run", subject: run, since, what, help: `hq runs show ${run}` }];
}

async function untold({ notices, marks }: LedgerReads, now: Date): Promise<Stuck[]> {
  const help = "hq notify test";
  const trouble = (await marks.get(NOTICE_TROUBLE)) || null;
  const since = new Date(now.getTime() - UNTOLD_MS).toISOString();
  const failed = await notices.failedSince(since, UNTOLD_SHOWN);
  return [
    ...(trouble === null
      ? []
      : [{ kind: "notice" as const, subject: "all", since: null, what: trouble, help }]),
    ...failed.map(({ key, at, why, text }) => ({
      ...{ kind: "notice" as const, subject: key, since: at, help },
      what: `You were not told (${why ?? "no reason is known"}): ${text}`,
    })),
  ];
}

function stopped({ scope, at, who, why }: StopRecord): Stuck {
  const what = scope === "all" ? "Everything" : `What ${scope} does`;
  return {
    ...{ kind: "stopped", subject: scope, since: at },
    what: `${what} is stopped by the ${who} (${why}).`,
    help: scope === "all" ? "hq resume" : `hq resume --agent ${scope}`,
  };
}

/** null where this machine runs the company, and where no machine shall. */
async function wrongRunner(
  { marks }: LedgerReads,
  { constitution, machine }: StuckQuestion,
): Promise<Stuck | null> {
  const { runner } = constitution.company;
  if (runner === null) return null;
  if (runner !== machine) {
    return {
      ...{ kind: "wrong-runner", subject: runner, since: null },
      what: `The runner is ${runner}, this is ${machine}: what runs by itself, runs there.`,
      help: "hq runner set",
    };
  }
  if ((await marks.get(BEGAN)) !== null) return null;
  return {
    ...{ kind: "no-record", subject: runner, since: null },
    what: "This machine is the runner, and its record of due times is not here.",
    help: "hq runner set",
  };
}

async function stuckJob(
  { jobs }: LedgerReads,
  job: WantedJob,
  { now, timeZone }: { now: Date; timeZone: string },
): Promise<Stuck[]> {
  const open = await jobs.unsettled(job.id);
  const settled = await jobs.settled(job.id, OUTCOMES_LOOKED_AT);
  const missed = settled.filter(
    ({ state, dueAt }) => state === "missed" && age(dueAt, now) <= MISSES_TOLD_MS,
  );
  const chronic = missed.length >= CHRONIC ? [chronicMiss(job, missed, settled.length)] : [];
  const failing = open.filter(({ state, attempts }) => state === "open" && attempts > 0);
  const reckoned = (await jobs.all()).find(({ id }) => id === job.id)?.reckonedUntil ?? null;
  const unseen = reckoned === null ? null : firstDue(job, { from: reckoned, now, timeZone });
  const waiting = open.find(({ state, attempts }) => state === "open" && attempts === 0);
  // Who could not begin, because no provider is asked, was looked at.
  const late = waiting?.waitUntil ?? waiting?.dueAt ?? unseen;
  return [
    ...failing.map((due) => failed(job, due, timeZone)),
    ...(late !== null && age(late, now) > NOBODY_LOOKS_MS
      ? [nobodyLooks(job, late, timeZone)]
      : []),
    ...chronic,
  ];
}

function firstDue(
  { schedule }: WantedJob,
  { from, now, timeZone }: { from: string; now: Date; timeZone: string },
): string | null {
  const asked = { schedule, timeZone, after: new Date(from), until: now, limit: 1 };
  return dueTimes(asked)[0]?.toISOString() ?? null;
}

function failed({ prompt }: WantedJob, due: DueRecord, timeZone: string): Stuck {
  const times = due.attempts === 1 ? "once" : `${due.attempts} times`;
  const again = due.waitUntil === null ? "" : `; tried again at ${clock(due.waitUntil, timeZone)}`;
  return {
    ...{ kind: "failing", subject: prompt, since: due.dueAt },
    what: `${prompt} of ${day(due.dueAt, timeZone)} failed ${times}${again}: ${due.why ?? "no reason is known"}`,
    help: "hq jobs --log",
  };
}

/** Nobody looks for one reason, however many due times have passed. */
function together(jobs: readonly Stuck[]): Stuck[] {
  const unseen = jobs.filter(({ kind }) => kind === "nobody-looks");
  const [first, ...others] = unseen.toSorted((a, b) =>
    (a.since ?? "") < (b.since ?? "") ? -1 : 1,
  );
  if (first === undefined || others.length === 0) return [...jobs];
  const names = others.map(({ subject }) => subject).join(", ");
  const one = { ...first, what: `${first.what.replace(/\.$/, "")}; nor at ${names}.` };
  return [one, ...jobs.filter(({ kind }) => kind !== "nobody-looks")];
}

function nobodyLooks({ prompt }: WantedJob, dueAt: string, timeZone: string): Stuck {
  return {
    ...{ kind: "nobody-looks", subject: prompt, since: dueAt },
    what: `${prompt} was due ${day(dueAt, timeZone)} ${clock(dueAt, timeZone)}, and nobody has looked since.`,
    help: "hq up",
  };
}

function chronicMiss({ prompt }: WantedJob, missed: readonly DueRecord[], looked: number): Stuck {
  const why = missed[0]?.why ?? "no reason is known";
  return {
    ...{ kind: "chronic-miss", subject: prompt, since: missed[0]?.dueAt ?? null },
    what: `${prompt} was missed ${missed.length} of its last ${looked} times (the last: ${why}).`,
    help: "hq jobs --log",
  };
}

function age(instant: string, now: Date): number {
  return now.getTime() - Date.parse(instant);
}

function day(instant: string, timeZone: string): string {
  return dateIn(new Date(instant), timeZone);
}

function clock(instant: string, timeZone: string): string {
  return timeIn(new Date(instant), timeZone);
}
