/** How old a remembered fact is, in the company's days: the one reckoning for plan and recall. */
import { isIsoDate } from "./dates.ts";
import type { RememberedEntity } from "./memory-view.ts";

export interface FactAge {
  /** ISO date; null when nothing says, or when it says a day to come. */
  day: string | null;
  /** The day to come; null for every sound fact. */
  ahead: string | null;
}

export interface Looking {
  /** ISO date from which one looks. */
  today: string;
  /** ISO date that it really is; a plan may be of an earlier day. */
  horizon: string;
  /** The company's date at an ISO instant; null when the text is no instant. */
  dateOf(instant: string | null): string | null;
}

/** By these labels a fact says itself how old it is. */
const DATED = /^(?:as of|verified|checked):\s*(\d{4}-\d{2}-\d{2})(?!\d)/i;

/**
 * The newest `As of:`, `Verified:` or `Checked:` that has come, else the day on which the newest
 * observation was written. A day that has not come yet tells nothing but that something is wrong (a
 * clock, a typing mistake); one observation of unknown age leaves the age of all unknown, for nobody
 * can tell it from the others. `mcp-memory/recall/freshness.ts` reckons the same; a test holds them
 * together.
 */
export function factAge(entity: RememberedEntity, { today, horizon, dateOf }: Looking): FactAge {
  const real = daysSaid(entity);
  const checked = newestUntil(today, real);
  if (checked !== null) return { day: checked, ahead: null };
  const written = entity.observations.map(({ at }) => dateOf(at));
  const dates = [...written, dateOf(entity.at)].filter((date) => date !== null);
  const ahead = newest([...dates, ...real].filter((date) => date > horizon));
  if (ahead !== null) return { day: null, ahead };
  if (written.includes(null)) return { day: null, ahead: null };
  const known = written.filter((date) => date !== null);
  const before = known.filter((date) => date <= today);
  // Of a fact that was first written after the day of the plan, the plan knows nothing yet.
  return { day: newest(before.length > 0 ? before : known) ?? dateOf(entity.at), ahead: null };
}

/** A plan asks it of ten thousand facts. */
function daysSaid({ observations }: RememberedEntity): string[] {
  const days: string[] = [];
  for (const { text } of observations) {
    const day = DATED.exec(text)?.[1];
    if (day !== undefined && isIsoDate(day)) days.push(day);
  }
  return days;
}

function newestUntil(last: string, dates: readonly string[]): string | null {
  let found: string | null = null;
  for (const date of dates) {
    if (date <= last && (found === null || date > found)) found = date;
  }
  return found;
}

function newest(dates: readonly string[]): string | null {
  return dates.toSorted().at(-1) ?? null;
}
