/** Whether a mistake came back after the change that was to end it. */
import { addDays } from "../dates.ts";

export const WATCHED_DAYS = 30;

export interface Watched {
  /** ISO date of the last day that counts. */
  until: string;
  before: number;
  after: number;
  isOver: boolean;
}

const DATE = /^lesson:(\d{4}-\d{2}-\d{2}):/;

/** Counted by the dates in the lessons' names; those of the day of the change led to it. */
export function fitFor(
  lessons: readonly string[],
  { since, today }: { since: string; today: string },
): Watched {
  const dates = lessons.flatMap((name) => DATE.exec(name)?.[1] ?? []);
  const from = addDays(since, -WATCHED_DAYS);
  const until = addDays(since, WATCHED_DAYS);
  return {
    until,
    before: dates.filter((date) => date > from && date <= since).length,
    after: dates.filter((date) => date > since && date <= until).length,
    isOver: today > until,
  };
}
