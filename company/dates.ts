/**
 * Days as ISO dates (`YYYY-MM-DD`) and instants as `Date`, and the way between them in a time zone.
 * Days are reckoned in UTC, where each has 24 hours, so that daylight saving cannot shift them.
 */
const DAY_MS = 86_400_000;
const ISO_DATE = /^(?!0000)\d{4}-\d{2}-\d{2}$/;
const ISO_WEEK = /^(?!0000)(\d{4})-W(0[1-9]|[1-4]\d|5[0-3])$/;

/** Whether the text is a day that exists in the calendar: `2026-02-30` is none. */
export function isIsoDate(text: string): boolean {
  if (!ISO_DATE.test(text)) return false;
  // Every month has these days; making a Date for each of a memory's dates cost a plan 15 ms.
  const month = text.slice(5, 7);
  const day = text.slice(8);
  if (month >= "01" && month <= "12" && day >= "01" && day <= "28") return true;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text;
}

/**
 * The date `days` later (earlier when negative). A date that does not exist, or a result outside
 * the years 1 to 9999, is the caller's bug: RangeError.
 */
export function addDays(date: string, days: number): string {
  const later = new Date(dayStart(date) + days * DAY_MS).toISOString().slice(0, 10);
  if (!ISO_DATE.test(later))
    throw new RangeError(`${date} and ${days} days is out of the calendar`);
  return later;
}

/** Days from `from` to `to`; negative when `to` is earlier. Both must exist, else RangeError. */
export function daysBetween(from: string, to: string): number {
  return Math.round((dayStart(to) - dayStart(from)) / DAY_MS);
}

/** The ISO 8601 week of a date: `2026-W47`. A week belongs to the year of its Thursday. */
export function weekOf(date: string): string {
  const thursday = addDays(date, 4 - weekdayOf(date));
  const year = thursday.slice(0, 4);
  const week = Math.floor(daysBetween(`${year}-01-01`, thursday) / 7) + 1;
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** Whether the text is a week that exists: 2026 has a week 53, 2025 has none. */
export function isIsoWeek(text: string): boolean {
  // The 28th of December is always in the last week of its year.
  return ISO_WEEK.test(text) && text <= weekOf(`${text.slice(0, 4)}-12-28`);
}

/** The Monday of an ISO week such as `2026-W47`; RangeError when there is no such week. */
export function mondayOf(week: string): string {
  if (!isIsoWeek(week)) throw new RangeError(`"${week}" is not a week such as 2026-W47`);
  const [, year = "", number = ""] = ISO_WEEK.exec(week) ?? [];
  // The fourth of January is always in week 1.
  const fourth = `${year}-01-04`;
  return addDays(fourth, 1 - weekdayOf(fourth) + (Number(number) - 1) * 7);
}

/** The day that it is at `instant` in the zone. */
export function dateIn(instant: Date, timeZone: string): string {
  const { year, month, day } = partsIn(instant, timeZone);
  return `${year.padStart(4, "0")}-${month}-${day}`;
}

/** The time that clocks show at `instant` in the zone: `08:30`. */
export function timeIn(instant: Date, timeZone: string): string {
  const { hour, minute } = partsIn(instant, timeZone);
  return `${hour}:${minute}`;
}

/** Whether the name is an IANA time zone that this system knows. An offset (`+01:00`) is none. */
export function isTimeZone(name: string): boolean {
  // An offset has no daylight saving: what was right in winter would be an hour off in summer.
  if (!/^[A-Za-z]/.test(name)) return false;
  // Making the first formatter of a process costs about 5 ms.
  if (name === "UTC") return true;
  try {
    formatter(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** 1 (Monday) to 7 (Sunday); RangeError when there is no such date. */
export function weekdayOf(date: string): number {
  return new Date(dayStart(date)).getUTCDay() || 7;
}

/** A plan of ten thousand facts asks for the same few hundred days. */
const starts = new Map<string, number>();
const STARTS_LIMIT = 5_000;

function dayStart(date: string): number {
  const known = starts.get(date);
  if (known !== undefined) return known;
  const start = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(start)) throw new RangeError(`"${date}" is not a date`);
  if (starts.size >= STARTS_LIMIT) starts.clear();
  starts.set(date, start);
  return start;
}

// Making a formatter costs about 50 µs and a plan asks for hundreds of dates in one zone.
const formatters = new Map<string, Intl.DateTimeFormat>();
const FORMATTERS_LIMIT = 50;

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
  });
  if (formatters.size >= FORMATTERS_LIMIT) formatters.clear();
  formatters.set(timeZone, made);
  return made;
}

interface Parts {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
}

function partsIn(instant: Date, timeZone: string): Parts {
  const parts: Parts = { year: "", month: "", day: "", hour: "", minute: "" };
  for (const { type, value } of formatter(timeZone).formatToParts(instant)) {
    if (type in parts) parts[type as keyof Parts] = value;
  }
  return parts;
}
