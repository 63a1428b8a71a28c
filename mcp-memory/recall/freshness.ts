/** How old a fact is, and whether it may be repeated without looking it up. */
import type { MemoryPolicy } from "../policy.ts";
import { dayIn, isDate } from "../retention/expiry.ts";

/** What a caller reads beside a stale fact. */
export const STALE = "verify before restating";
/** And beside one of a day to come: a clock was wrong, or the year was mistyped. */
export const AHEAD = "dated in the future, verify before restating";

export type Freshness = "fresh" | typeof STALE | typeof AHEAD;

/** An entity as far as its age goes. */
export interface Aged {
  entityType: string;
  observations: { text: string; at: string | null }[];
  /** ISO instant at which it was first written. */
  at: string | null;
}

/** The day of the newest fact, as ISO dates; `ahead` when that is a day to come. */
export interface FactAge {
  day: string | null;
  ahead: string | null;
}

const DATED = /^(?:as of|verified|checked):\s*(\d{4}-\d{2}-\d{2})(?!\d)/i;

/**
 * When the newest fact of an entity was checked: its newest `As of:`, `Verified:` or `Checked:` day
 * that has come, else the day in the zone on which its newest observation was written. One
 * observation of unknown age leaves the age of all unknown. A company's plan reckons the same
 * (`company/freshness.ts`); a test holds them together.
 */
export function factAge({ observations, at }: Aged, on: { now: Date; timeZone: string }): FactAge {
  const dateOf = (instant: string | null) =>
    instant === null || Number.isNaN(Date.parse(instant))
      ? null
      : dayIn(new Date(instant), on.timeZone);
  const today = dayIn(on.now, on.timeZone);
  const said = observations.flatMap(({ text }) => DATED.exec(text)?.[1] ?? []).filter(isDate);
  const checked = newest(said.filter((date) => date <= today));
  if (checked !== null) return { day: checked, ahead: null };
  const written = observations.map((one) => dateOf(one.at));
  const own = dateOf(at);
  const all = [...written, own, ...said].filter((date) => date !== null);
  const ahead = newest(all.filter((date) => date > today));
  if (ahead !== null) return { day: null, ahead };
  if (written.includes(null)) return { day: null, ahead: null };
  return { day: newest(written.filter((date) => date !== null)) ?? own, ahead: null };
}

/** By the policy's table; null for a type that the table does not name. What has no date is stale. */
export function freshnessOf(
  entity: Aged,
  policy: MemoryPolicy | null,
  now: Date,
): Freshness | null {
  const type = entity.entityType.trim().toLowerCase();
  const rule = policy?.freshFor.find((row) => row.entityType.trim().toLowerCase() === type);
  if (rule === undefined || policy === null) return null;
  const { timeZone } = policy;
  const { day, ahead } = factAge(entity, { now, timeZone });
  if (ahead !== null) return AHEAD;
  // A fact that may be seven days old is fresh through its seventh day.
  return day !== null && daysBetween(day, dayIn(now, timeZone)) <= rule.days ? "fresh" : STALE;
}

/** Days since the newest fact, for the order of an answer: no zone matters there. Null when nobody knows. */
export function roughAge({ observations, at }: Omit<Aged, "entityType">, now: Date): number | null {
  let newestAt = "";
  for (const one of observations) {
    const said = DATED.exec(one.text)?.[1];
    const instant = said !== undefined && isDate(said) ? said : (one.at ?? "");
    if (instant > newestAt) newestAt = instant;
  }
  const instant = newestAt === "" ? at : newestAt;
  return instant === null ? null : Math.max(0, (now.getTime() - Date.parse(instant)) / DAY_MS);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

const DAY_MS = 86_400_000;

function newest(dates: readonly string[]): string | null {
  return dates.toSorted().at(-1) ?? null;
}
