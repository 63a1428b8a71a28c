/** When an entity may leave the memory, by the company's retention table. */
import type { KeepRule, MemoryPolicy } from "../policy.ts";

/** What the rule looks at. */
export interface Dated {
  name: string;
  entityType: string;
  /** ISO instant at which it was first written, null when nobody knows. */
  at: string | null;
  observations: string[];
}

/** Why an entity may go; null when it stays. */
export interface Expiry {
  /** The day from which its time counts. */
  from: string;
  /** The last day on which it is kept. */
  until: string;
  rule: KeepRule;
}

/**
 * Whether an entity has outlived its rule on `today`. Without a rule or a date it never does, and
 * nothing but its own date and its `Completed:` line counts: reading it changes nothing.
 */
export function expiryOf(entity: Dated, policy: MemoryPolicy, today: string): Expiry | null {
  const type = entity.entityType.trim().toLowerCase();
  const rule = policy.retention.find((row) => row.entityType.trim().toLowerCase() === type)?.keep;
  if (rule === undefined || rule.kind === "forever") return null;
  const from =
    rule.kind === "days" ? ownDate(entity, policy.timeZone) : completedOn(entity.observations);
  if (from === null) return null;
  const until = addDays(from, rule.days);
  return until < today ? { from, until, rule } : null;
}

/** The date in an entity's name (`standup:2026-11-16`), else the day on which it was first written. */
export function ownDate(entity: Dated, timeZone: string): string | null {
  const named = /(?:^|:)(\d{4}-\d{2}-\d{2})(?:$|:)/.exec(entity.name)?.[1];
  if (named !== undefined && isDate(named)) return named;
  if (entity.at === null) return null;
  return dayIn(new Date(entity.at), timeZone);
}

/** The newest `Completed: <date>` of an entity. */
function completedOn(observations: readonly string[]): string | null {
  const dates = observations
    .map((text) => /^completed:\s*(\d{4}-\d{2}-\d{2})(?!\d)/i.exec(text)?.[1])
    .filter((date) => date !== undefined && isDate(date));
  return dates.sort().at(-1) ?? null;
}

/** The calendar day of an instant in a time zone; in UTC when the zone is not known. */
export function dayIn(instant: Date, timeZone: string): string {
  const format = timeZone === "UTC" ? null : formatterIn(timeZone);
  if (format === null) return instant.toISOString().slice(0, 10);
  const parts = format.formatToParts(instant);
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

/** Making one costs some 50 µs, and an answer asks for hundreds of days in one zone. */
let lastFormatter: { timeZone: string; format: Intl.DateTimeFormat | null } | null = null;

function formatterIn(timeZone: string): Intl.DateTimeFormat | null {
  if (lastFormatter?.timeZone === timeZone) return lastFormatter.format;
  let format: Intl.DateTimeFormat | null = null;
  try {
    const options = { year: "numeric", month: "2-digit", day: "2-digit" } as const;
    format = new Intl.DateTimeFormat("en-GB", { timeZone, ...options });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  lastFormatter = { timeZone, format };
  return format;
}

/** The ISO week of a date: `2026-W47`. */
export function weekOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  // The week belongs to the year of its Thursday.
  day.setUTCDate(day.getUTCDate() + 4 - (day.getUTCDay() || 7));
  const year = day.getUTCFullYear();
  const week = Math.ceil(((day.getTime() - Date.UTC(year, 0, 1)) / DAY_MS + 1) / 7);
  return `${year}-W${String(week).padStart(2, "0")}`;
}

/** The ISO date `days` later. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Whether the text is a day that exists, as `2026-11-20`. */
export function isDate(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

const DAY_MS = 86_400_000;
