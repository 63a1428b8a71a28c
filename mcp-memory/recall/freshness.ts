/** How old a fact is, and whether it may be repeated without looking it up. */
import type { MemoryPolicy } from "../policy.ts";

/** What a caller reads beside a stale fact. */
export const STALE = "verify before restating";

export type Freshness = "fresh" | typeof STALE;

/** An entity as far as its age goes. */
export interface Aged {
  entityType: string;
  observations: { text: string; at: string | null }[];
  /** ISO instant at which it was first written. */
  at: string | null;
}

/**
 * When the newest fact of an entity was checked: its newest `As of:`, `Verified:` or `Checked:` date,
 * else the time at which its newest observation was written. Null when nobody knows.
 */
export function checkedAt({ observations, at }: Aged): string | null {
  const said = observations
    .map(({ text }) => /^(?:as of|verified|checked):\s*(\d{4}-\d{2}-\d{2})(?!\d)/i.exec(text)?.[1])
    .filter((date) => date !== undefined && !Number.isNaN(Date.parse(date)));
  const newest = said.sort().at(-1);
  if (newest !== undefined) return `${newest}T00:00:00.000Z`;
  const written = observations.map((one) => one.at ?? at).filter((one) => one !== null);
  return written.sort().at(-1) ?? at;
}

/** By the policy's table; null for a type that the table does not name. What has no date is stale. */
export function freshnessOf(
  entity: Aged,
  policy: MemoryPolicy | null,
  now: Date,
): Freshness | null {
  const type = entity.entityType.trim().toLowerCase();
  const rule = policy?.freshFor.find((row) => row.entityType.trim().toLowerCase() === type);
  if (rule === undefined) return null;
  const at = checkedAt(entity);
  // A fact that may be seven days old is fresh through its seventh day.
  return at !== null && Math.floor(daysSince(at, now)) <= rule.days ? "fresh" : STALE;
}

/** Days from an ISO instant to now, fractions included; a time in the future counts as now. */
export function daysSince(at: string, now: Date): number {
  return Math.max(0, (now.getTime() - Date.parse(at)) / 86_400_000);
}
