/** The instants at which a recurring job is due, each written down once. */
import { cronOf } from "../cron.ts";

export interface DueTimesQuestion {
  /** Cron expression of five fields. */
  schedule: string;
  /** IANA name. */
  timeZone: string;
  /** Due times after this instant, */
  after: Date;
  /** up to this one, itself included. */
  until: Date;
  limit: number;
}

/**
 * The due times of a stretch of time, the oldest first, at most `limit`. A time that the clocks skip in
 * spring is due at the end of the gap, one that comes twice in autumn is due once. None when the
 * schedule is not valid.
 */
export function dueTimes(question: DueTimesQuestion): Date[] {
  const { schedule, timeZone, after, until, limit } = question;
  const cron = cronOf(schedule, timeZone);
  if (cron === null) return [];
  const found: Date[] = [];
  let last = after;
  while (found.length < limit) {
    const next = cron.nextRun(last);
    // Around a change of the clocks the library must not lead in a circle.
    if (next === null || next > until || next <= last) return found;
    found.push(next);
    last = next;
  }
  return found;
}
