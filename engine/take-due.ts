/**
 * One look at what is due: writes the due times down, gives those that will not run their outcome, and
 * takes those that run now. All in one transaction, so that of two processes that look at once one
 * takes each due time.
 */
import { isCode } from "../company/schedule/by-itself.ts";
import { decideDue, type OpenDue } from "../company/schedule/settle-due.ts";
import type { DueRecord, JobRecord } from "../ledger/jobs.ts";
import type { Ledger, LedgerWrites } from "../ledger/ledger.ts";
import { stoppedBy } from "../office/stop-work.ts";
import type { WantedJob } from "../office/wanted-jobs.ts";
import { isGone } from "./holder.ts";
import { isAhead, isQuiet, newDueTimes } from "./is-quiet.ts";

export interface TakeSources {
  ledger: Ledger;
  wanted: readonly WantedJob[];
  timeZone: string;
  now: Date;
  machine: string;
  holder: string;
  leaseMs: number;
}

export interface TakenDue {
  job: WantedJob;
  due: DueRecord;
  /** What its outcome is when it succeeds. */
  outcome: "ran" | "late";
}

export interface PassedDue {
  job: string;
  dueAt: string;
  state: "skipped" | "missed";
  why: string;
}

export interface Look {
  taken: TakenDue[];
  passed: PassedDue[];
  /** Minutes that the clock was set back; null when it was not. */
  clockSetBack: number | null;
}

/** Due times written down in one transaction; after a long absence several follow each other. */
const AT_ONCE = 2_000;
const MINUTE_MS = 60_000;

/** @throws LedgerError */
export async function takeDue(sources: TakeSources): Promise<Look> {
  const look: Look = { taken: [], passed: [], clockSetBack: null };
  if (await sources.ledger.read((tables) => isQuiet(sources, tables))) return look;
  for (let isDone = false; !isDone; ) {
    const part = await sources.ledger.write((tables) => lookOnce(sources, tables));
    isDone = part.isDone;
    look.passed.push(...part.passed);
    look.taken.push(...part.taken);
    look.clockSetBack ??= part.clockSetBack;
  }
  return look;
}

async function lookOnce(
  sources: TakeSources,
  tables: LedgerWrites,
): Promise<Look & { isDone: boolean }> {
  const { jobs } = tables;
  const now = sources.now.toISOString();
  const clockSetBack = await takeClockBack(sources, tables);
  const known = new Map((await jobs.all()).map((job) => [job.id, job]));
  const look: Look & { isDone: boolean } = { taken: [], passed: [], clockSetBack, isDone: true };
  for (const job of sources.wanted) {
    const until = known.get(job.id)?.reckonedUntil ?? null;
    // Of a job that is new, or wanted again, nothing is due before now.
    const record = {
      id: job.id,
      reckonedUntil: until ?? now,
      since: known.get(job.id)?.since ?? now,
    };
    const isDone = await writeDown(sources, tables, { job, record });
    look.isDone &&= isDone;
    await decide(sources, tables, { id: job.id, job, moreFollow: !isDone, look });
  }
  for (const { id, reckonedUntil, since } of known.values()) {
    if (reckonedUntil === null || sources.wanted.some((job) => job.id === id)) continue;
    await decide(sources, tables, { id, job: null, moreFollow: false, look });
    const held = (await jobs.unsettled(id)).length > 0;
    if (!held) await jobs.put({ id, reckonedUntil: null, since });
  }
  return look;
}

/** Whether all due times up to now are written down. */
async function writeDown(
  sources: TakeSources,
  { jobs }: LedgerWrites,
  { job, record }: { job: WantedJob; record: JobRecord & { reckonedUntil: string } },
): Promise<boolean> {
  const times = newDueTimes(sources, job, { from: record.reckonedUntil, limit: AT_ONCE });
  const isDone = times.length < AT_ONCE;
  if (times.length > 0) await jobs.add(job.id, times);
  const reckonedUntil = isDone ? sources.now.toISOString() : (times.at(-1) ?? record.reckonedUntil);
  await jobs.put({ ...record, reckonedUntil });
  return isDone;
}

async function decide(
  sources: TakeSources,
  { jobs, stops }: LedgerWrites,
  {
    id,
    job,
    moreFollow,
    look,
  }: { id: string; job: WantedJob | null; moreFollow: boolean; look: Look },
): Promise<void> {
  const { now } = sources;
  const open = await jobs.unsettled(id);
  const decisions = decideDue({
    open: open.map((due) => openDue(sources, due)),
    moreFollow,
    catchUp: job?.catchUp ?? null,
    now,
    stopped: job === null ? null : stoppedBy(await stops.all(), job.agent),
  });
  const until = new Date(now.getTime() + sources.leaseMs).toISOString();
  for (const decision of decisions) {
    const due = open.find(({ dueAt }) => dueAt === decision.dueAt);
    if (due === undefined) continue;
    if (decision.kind === "pass") {
      const { dueAt, state, why } = decision;
      const at = now.toISOString();
      if (await jobs.pass({ job: id, dueAt, token: due.token }, { state, at, why })) {
        look.passed.push({ job: id, dueAt, state, why });
      }
    } else if (job !== null) {
      const given = {
        job: id,
        dueAt: due.dueAt,
        givenUp: due.state === "claimed" ? due.token : null,
      };
      // A department may have to wait for its turn: its attempt begins with its run.
      const queued = !isCode(job.prompt);
      const lease = { holder: sources.holder, at: now.toISOString(), until, queued };
      const claimed = await jobs.claim(given, lease);
      if (claimed !== null) look.taken.push({ job, due: claimed, outcome: decision.outcome });
    }
  }
}

function openDue(sources: TakeSources, due: DueRecord): OpenDue {
  const { dueAt, attempts, waitUntil, why } = due;
  return {
    dueAt,
    attempts,
    waitUntil,
    why,
    isHeld: due.state === "claimed" && !isGivenUp(sources, due),
  };
}

/** Its process is gone, or it gave no sign of life for the time of its lease. */
function isGivenUp({ now, machine, leaseMs }: TakeSources, due: DueRecord): boolean {
  if (due.holder !== null && isGone(due.holder, machine)) return true;
  const left = Date.parse(due.leaseUntil ?? "") - now.getTime();
  // A lease that ends later than any that is given today is of a clock that was set back.
  return Number.isNaN(left) || left <= 0 || left > 2 * leaseMs;
}

/** Outcomes of days that have not come are of a clock that was wrong: they are forgotten, unless something ran. */
async function takeClockBack(
  { now, holder }: TakeSources,
  { jobs, events }: LedgerWrites,
): Promise<number | null> {
  const ahead = (await jobs.all()).filter(
    ({ reckonedUntil }) => reckonedUntil !== null && isAhead(reckonedUntil, now),
  );
  if (ahead.length === 0) return null;
  const at = now.toISOString();
  const latest = Math.max(...ahead.map(({ reckonedUntil }) => Date.parse(reckonedUntil ?? at)));
  const forgotten = await jobs.forgetAfter(at);
  for (const job of ahead) await jobs.put({ ...job, reckonedUntil: at });
  const minutes = Math.round((latest - now.getTime()) / MINUTE_MS);
  await events.add({
    at,
    who: "hq",
    what: "clock.set-back",
    subject: null,
    hash: null,
    detail: `by ${minutes} minutes; ${forgotten} due times of days to come are open again (${holder.split("\t")[0]})`,
  });
  return minutes;
}
