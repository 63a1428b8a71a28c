import { dateIn, isIsoDate } from "./dates.ts";
import { HqError } from "./error.ts";

/** The present when `date` is today or not given, else noon-ish of that date in the company's zone. */
export function instantOn(date: string | undefined, now: Date, timeZone: string): Date {
  if (date === undefined || date === dateIn(now, timeZone)) return now;
  if (!isIsoDate(date)) {
    throw new HqError(
      "usage",
      `Cannot use the date "${date}": it is no day of the calendar, expected YYYY-MM-DD such as ${dateIn(now, timeZone)}.`,
    );
  }
  const noon = Date.parse(`${date}T12:00:00Z`);
  const hours = [0, -12, 12].find(
    (shift) => dateIn(new Date(noon + shift * 3_600_000), timeZone) === date,
  );
  return new Date(noon + (hours ?? 0) * 3_600_000);
}
