import { dateIn } from "../dates.ts";

/** The day of a plan in the company's time zone. */
export interface Day {
  now: Date;
  /** ISO date. */
  today: string;
  /** ISO date that it really is, when the plan is of an earlier day; what is of a later one is wrong. */
  horizon: string;
  timeZone: string;
  /** The company's date at an ISO instant; null when the text is no instant. */
  dateOf(instant: string | null): string | null;
}

const QUARTER_MS = 15 * 60_000;

/**
 * A day that remembers what it looked up: ten thousand entities share few quarters of an hour, and
 * every time zone changes its date at a full quarter.
 */
export function dayOf(now: Date, timeZone: string, realNow = now): Day {
  const known = new Map<number, string>();
  const today = dateIn(now, timeZone);
  const really = dateIn(realNow, timeZone);
  return {
    now,
    today,
    horizon: really > today ? really : today,
    timeZone,
    dateOf: (instant) => {
      const time = instant === null ? Number.NaN : Date.parse(instant);
      if (Number.isNaN(time)) return null;
      const quarter = Math.floor(time / QUARTER_MS);
      const date = known.get(quarter) ?? dateIn(new Date(quarter * QUARTER_MS), timeZone);
      known.set(quarter, date);
      return date;
    },
  };
}
