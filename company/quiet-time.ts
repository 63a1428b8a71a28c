/** The hours in which the founder is told nothing: `22:00 to 07:00` in the company's zone. */
import { timeIn } from "./dates.ts";
import { HqError } from "./error.ts";
import { dueTimes } from "./schedule/due-times.ts";

export interface QuietTime {
  /** `22:00`; the same as `to` would be no time at all. */
  from: string;
  to: string;
}

const TIME = String.raw`(\d{1,2})(?:[:.h](\d{2})|h)?\s*(am|pm|a\.m\.|p\.m\.)?`;
const FORM = new RegExp(String.raw`^(?:from\s+)?${TIME}\s*(?:to|until|till|[-–—])\s*${TIME}$`, "i");
const TWO_DAYS_MS = 2 * 86_400_000;

/**
 * The quiet time that somebody wrote, `22:00 to 07:00`, `22-7` or `10pm to 7am`; null for nothing.
 * @throws HqError `usage`
 */
export function readQuietTime(text: string | undefined): QuietTime | null {
  const given = text?.trim() ?? "";
  if (given === "") return null;
  const [, hour, minute, half, toHour, toMinute, toHalf] = FORM.exec(given) ?? [];
  const from = clockTime({ hour, minute, half });
  const to = clockTime({ hour: toHour, minute: toMinute, half: toHalf });
  // Of "10 to 7am" nobody knows which ten is meant.
  const isSameClock = (half === undefined) === (toHalf === undefined);
  if (from !== null && to !== null && from !== to && isSameClock) return { from, to };
  throw new HqError(
    "usage",
    `Cannot read the quiet hours "${given.slice(0, 40)}" of HQ_NOTIFY_QUIET: expected two times such as 22:00 to 07:00.`,
  );
}

interface WrittenTime {
  hour: string | undefined;
  minute: string | undefined;
  /** `am` or `pm`, of a clock of twelve hours. */
  half: string | undefined;
}

/** `HH:MM`; null for a time that no clock shows. */
function clockTime({ hour, minute = "00", half }: WrittenTime): string | null {
  const number = Number(hour);
  if (hour === undefined || Number(minute) > 59) return null;
  if (half === undefined) return number > 23 ? null : `${hour.padStart(2, "0")}:${minute}`;
  if (number < 1 || number > 12) return null;
  const hours = (number % 12) + (/^p/i.test(half) ? 12 : 0);
  return `${String(hours).padStart(2, "0")}:${minute}`;
}

/** The instant at which the quiet time ends; null when it is none now. */
export function quietUntil(
  { from, to }: QuietTime,
  { now, timeZone }: { now: Date; timeZone: string },
): Date | null {
  const time = timeIn(now, timeZone);
  const isQuiet = from < to ? time >= from && time < to : time >= from || time < to;
  if (!isQuiet) return null;
  const [hour, minute] = to.split(":").map(Number);
  const schedule = `${minute} ${hour} * * *`;
  const until = new Date(now.getTime() + TWO_DAYS_MS);
  return dueTimes({ schedule, timeZone, after: now, until, limit: 1 })[0] ?? null;
}
