import { isIsoDate } from "../company/dates.ts";
import { HqError } from "../company/error.ts";

/** The text when it is a day of the calendar. @throws HqError `usage` when it is none. */
export function requireDate(text: string): string {
  if (isIsoDate(text)) return text;
  throw new HqError(
    "usage",
    `Cannot use the date "${text}": it is no day of the calendar, expected YYYY-MM-DD.`,
  );
}
