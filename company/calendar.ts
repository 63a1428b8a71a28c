/**
 * When recurring prompts and obligations are due. croner does the date arithmetic; everything here
 * is a pure function of the rule, the zone and the instants that are handed in.
 */
import type { Cron } from "croner";
import type { CadenceRule, ObligationRule } from "./constitution/types.ts";
import { cronOf } from "./cron.ts";
import { addDays, dateIn, daysBetween, isTimeZone } from "./dates.ts";

/** Older duties than this are not dug up again: after a year somebody has settled them otherwise. */
const LOOK_BACK_DAYS = 400;
const MINUTE_MS = 60_000;

export interface CadenceQuestion {
  rule: Pick<CadenceRule, "schedule" | "catchUp">;
  timeZone: string;
  now: Date;
  /** null when the prompt never ran. */
  lastRun: Date | null;
  /** ISO date in the zone; what was due before it does not count. */
  since: string | null;
}

export interface CadenceState {
  /** The newest due time up to now, run or not. */
  lastDue: Date | null;
  /** The first due time after now. */
  nextDue: Date | null;
  /** The oldest due time that passed without a run and may still be caught up. */
  overdueSince: Date | null;
}

/**
 * When a recurring prompt was and will be due. A time that the clocks skip in spring is due at the
 * end of the gap, one that comes twice in autumn is due once. A run earlier on the due day counts
 * for it, unless another due time of that day lies before the run. All null when the schedule is
 * not valid or never fires: `checkSchedule` says why.
 */
export function cadenceState(question: CadenceQuestion): CadenceState {
  const { rule, timeZone, now, since } = question;
  const cron = cronOf(rule.schedule, timeZone);
  if (cron === null) return { lastDue: null, nextDue: null, overdueSince: null };
  // croner looks strictly before the instant it is given; a due time that is now counts.
  const lastDue = cron.previousRuns(1, new Date(now.getTime() + 1000))[0] ?? null;
  const isBefore = lastDue !== null && since !== null && dateIn(lastDue, timeZone) < since;
  return {
    lastDue: isBefore ? null : lastDue,
    nextDue: cron.nextRun(now),
    overdueSince: isBefore || lastDue === null ? null : overdueSince(cron, question, lastDue),
  };
}

/** `lastDue` is on or after `since`, and so is what this gives. */
function overdueSince(cron: Cron, question: CadenceQuestion, lastDue: Date): Date | null {
  const { rule, timeZone, now, lastRun, since } = question;
  if (rule.catchUp.kind === "skip") return null;
  // Instants in milliseconds; due times up to the latest of them are settled.
  const settled: number[] = [];
  if (rule.catchUp.kind === "within") {
    settled.push(now.getTime() - rule.catchUp.minutes * MINUTE_MS - 1000);
  }
  if (lastRun !== null && !Number.isNaN(lastRun.getTime())) {
    settled.push(coveredUntil(cron, timeZone, lastRun).getTime());
  }
  if (since !== null) settled.push(lastSecondBefore(since, timeZone).getTime());
  // Nothing says when counting begins: only the last one can be called missed.
  if (settled.length === 0) return lastDue;
  const first = cron.nextRun(new Date(Math.max(...settled)));
  return first !== null && first <= now ? first : null;
}

/** The due time that a run answers: one later on its day if it came early, else the run itself. */
function coveredUntil(cron: Cron, timeZone: string, run: Date): Date {
  const day = dateIn(run, timeZone);
  const next = cron.nextRun(run);
  if (next === null || dateIn(next, timeZone) !== day) return run;
  const before = cron.previousRuns(1, new Date(run.getTime() + 1000))[0];
  const answersEarlier = before !== undefined && dateIn(before, timeZone) === day;
  return answersEarlier ? run : next;
}

/** The last second of the day before `date` in the zone, found by halving. */
function lastSecondBefore(date: string, timeZone: string): Date {
  // No zone is further than 14 hours from UTC.
  const midnight = Date.parse(`${date}T00:00:00Z`);
  let before = midnight - 960 * MINUTE_MS;
  let after = midnight + 960 * MINUTE_MS;
  while (after - before > 1000) {
    const middle = before + Math.floor((after - before) / 2000) * 1000;
    if (dateIn(new Date(middle), timeZone) < date) before = middle;
    else after = middle;
  }
  return new Date(before);
}

/** The instant at which the day begins in the zone, to the second. */
export function startOfDay(date: string, timeZone: string): Date {
  return new Date(lastSecondBefore(date, timeZone).getTime() + 1000);
}

export interface ObligationQuestion {
  rule: Pick<ObligationRule, "schedule" | "warnDays">;
  timeZone: string;
  now: Date;
  /** ISO date; a duty due before it does not count. */
  since: string | null;
  /** ISO dates of the due days whose duty is done. */
  completedDueDates: readonly string[];
}

export interface ObligationState {
  /** The newest due day up to today, done or not. */
  lastDue: string | null;
  /** The first due day from today on whose duty is not done. */
  nextDue: string | null;
  /** The oldest due day that passed undone, at most 400 days back. */
  overdueSince: string | null;
  /** Days from today to `nextDue`. */
  dueInDays: number | null;
  /** Whether `nextDue` lies within the days of warning. */
  inWarning: boolean;
}

/**
 * When an obligation was and will be due. A duty is due by the end of its day in the zone: on the
 * day itself it is not overdue. All null when the schedule or zone is not valid, or never fires.
 */
export function obligationState(question: ObligationQuestion): ObligationState {
  const { rule, timeZone, now, since } = question;
  // Only days count, and in UTC every day has 24 hours: no due day can be skipped or doubled.
  const cron = isTimeZone(timeZone) ? cronOf(rule.schedule, "UTC") : null;
  if (cron === null) {
    return { lastDue: null, nextDue: null, overdueSince: null, dueInDays: null, inWarning: false };
  }
  const today = dateIn(now, timeZone);
  const done = new Set(question.completedDueDates);
  const nextDue = firstOpen(cron, today, done);
  const dueInDays = nextDue === null ? null : daysBetween(today, nextDue);
  const lastDue = lastDayBefore(cron, addDays(today, 1));
  return {
    lastDue: lastDue !== null && since !== null && lastDue < since ? null : lastDue,
    nextDue,
    overdueSince: oldestOpen(cron, { today, since, done }),
    dueInDays,
    inWarning: dueInDays !== null && dueInDays <= rule.warnDays,
  };
}

/** The due days that passed undone, the oldest first, at most 400 days back; see `obligationState`. */
export function missedDueDays(question: ObligationQuestion): string[] {
  const { rule, timeZone, now, since } = question;
  const cron = isTimeZone(timeZone) ? cronOf(rule.schedule, "UTC") : null;
  if (cron === null) return [];
  const today = dateIn(now, timeZone);
  const known = { today, since, done: new Set(question.completedDueDates) };
  const missed: string[] = [];
  let day = oldestOpen(cron, known);
  // Ends: each round is a later day before today.
  while (day !== null && day < today) {
    missed.push(day);
    day = firstOpen(cron, addDays(day, 1), known.done);
  }
  return missed;
}

function oldestOpen(
  cron: Cron,
  known: { today: string; since: string | null; done: ReadonlySet<string> },
): string | null {
  const { today, since, done } = known;
  // Nothing says when counting begins: only the last one can be called missed.
  const from = since ?? lastDayBefore(cron, today);
  if (from === null) return null;
  const lookBack = addDays(today, -LOOK_BACK_DAYS);
  const oldest = firstOpen(cron, laterOf(from, lookBack), done);
  return oldest !== null && oldest < today ? oldest : null;
}

function laterOf(one: string, other: string): string {
  return one < other ? other : one;
}

function lastDayBefore(cron: Cron, date: string): string | null {
  const last = cron.previousRuns(1, new Date(`${date}T00:00:00Z`))[0];
  return last === undefined ? null : dateIn(last, "UTC");
}

/** The first due day from `from` on that is not done. Ends: each round uses up one done day. */
function firstOpen(cron: Cron, from: string, done: ReadonlySet<string>): string | null {
  let after = new Date(Date.parse(`${from}T00:00:00Z`) - 1000);
  for (let round = 0; round <= done.size; round += 1) {
    const due = cron.nextRun(after);
    if (due === null) return null;
    const day = dateIn(due, "UTC");
    if (!done.has(day)) return day;
    after = new Date(`${day}T23:59:59Z`);
  }
  return null;
}
