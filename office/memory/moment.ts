/** What a person types for a moment of the memory's past. */
import { addDays, dateIn, isIsoDate } from "../../company/dates.ts";
import { dayFromWords } from "../../company/day-words.ts";
import { HqError } from "../../company/error.ts";

/**
 * An ISO instant, or the number of a change. A date means the end of that day in the time zone.
 * @throws HqError `usage` for anything else.
 */
export function readMoment(
  text: string,
  { timeZone, now }: { timeZone: string; now: Date },
): string | number {
  const trimmed = dayFromWords(text, dateIn(now, timeZone), "past") ?? text.trim();
  if (/^#?\d{1,9}$/.test(trimmed)) return Number(trimmed.replace("#", ""));
  if (isIsoDate(trimmed)) return new Date(startOf(addDays(trimmed, 1), timeZone) - 1).toISOString();
  const time = /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(trimmed)
    ? Date.parse(trimmed)
    : Number.NaN;
  if (!Number.isNaN(time)) return new Date(time).toISOString();
  throw new HqError(
    "usage",
    `Cannot read "${text}" as a moment: expected a date such as 2026-11-20, yesterday, a weekday, -3d, an instant such as 2026-11-20T14:00:00Z, or the number of a change.`,
    { hint: "hq memory log shows the numbers." },
  );
}

const HOUR_MS = 3_600_000;

/** Milliseconds since 1970 at which a day begins in a time zone; zones differ from UTC by up to 14 hours. */
function startOf(date: string, timeZone: string): number {
  const utc = Date.parse(`${date}T00:00:00Z`);
  let before = utc - 15 * HOUR_MS;
  let after = utc + 15 * HOUR_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dateIn(new Date(middle), timeZone) < date) before = middle;
    else after = middle;
  }
  return after;
}
