import type { Listed } from "./types.ts";

/** Lines of any list of the plan but the day plan itself. */
export const LIST_LIMIT = 10;
/** What is due within so many days is never cut off by what is late. */
export const SOON_DAYS = 7;
/** Lines that the late ones keep when what is due soon fills a list by itself. */
const LATE_ROOM = 3;

/** The head of a list that is in its order already. */
export function listed<T>(items: readonly T[], limit = LIST_LIMIT): Listed<T> {
  return { count: items.length, items: items.slice(0, limit) };
}

/**
 * The head of a list in which the late stand before what is due: what is due today or within a week
 * has its own room and takes it first, the others get what is left of the limit, and some lines at
 * least. The order stays. `dueIn` gives days from today, null for an item without a date.
 */
export function listedByDue<T>(
  items: readonly T[],
  dueIn: (item: T) => number | null,
  limit = LIST_LIMIT,
): Listed<T> {
  const soon = items.filter((item) => isSoon(dueIn(item)));
  const first = soon.toSorted((a, b) => (dueIn(a) ?? 0) - (dueIn(b) ?? 0)).slice(0, limit);
  const room = Math.max(limit - first.length, Math.min(LATE_ROOM, limit));
  const others = items.filter((item) => !isSoon(dueIn(item))).slice(0, room);
  const shown = new Set([...first, ...others]);
  return { count: items.length, items: items.filter((item) => shown.has(item)) };
}

/** Today or within a week. */
export function isSoon(dueInDays: number | null): boolean {
  return dueInDays !== null && dueInDays >= 0 && dueInDays <= SOON_DAYS;
}

/** By character codes: the same order on every machine and in every language. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
