/** The day, week and month of a cap, in the company's time zone. */
import type { BudgetRule } from "../constitution/types.ts";
import { addDays, dateIn, daysBetween, mondayOf, timeIn, weekOf } from "../dates.ts";

export interface Period {
  /** ISO date of its first day. */
  from: string;
  /** ISO date of the first day after it. */
  until: string;
}

/** The period that the instant lies in. A week begins on Monday. */
export function periodAt(
  per: Exclude<BudgetRule["per"], "run">,
  instant: Date,
  timeZone: string,
): Period {
  const day = dateIn(instant, timeZone);
  if (per === "day") return { from: day, until: addDays(day, 1) };
  if (per === "week") {
    const monday = mondayOf(weekOf(day));
    return { from: monday, until: addDays(monday, 7) };
  }
  const from = `${day.slice(0, 7)}-01`;
  return { from, until: `${addDays(from, 31).slice(0, 7)}-01` };
}

/** Whether an instant lies in it. */
export function isWithin({ from, until }: Period, instant: Date, timeZone: string): boolean {
  const day = dateIn(instant, timeZone);
  return from <= day && day < until;
}

/** How much of it has passed, 0 to 1; the hour of a clock change is left out of account. */
export function shareOf({ from, until }: Period, now: Date, timeZone: string): number {
  const [hours = 0, minutes = 0] = timeIn(now, timeZone).split(":").map(Number);
  const days = daysBetween(from, dateIn(now, timeZone)) + (hours * 60 + minutes) / 1440;
  return Math.min(1, Math.max(0, days / daysBetween(from, until)));
}

/** An instant before which nothing of this month or week began, in whatever zone. */
export function longestPeriodStart(now: Date, timeZone: string): Date {
  const month = periodAt("month", now, timeZone).from;
  const week = periodAt("week", now, timeZone).from;
  return new Date(`${addDays(month < week ? month : week, -1)}T00:00:00Z`);
}
