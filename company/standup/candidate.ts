/** A line that may come into the day plan, and the words that such lines share. */
import type { Delegated } from "./delegation.ts";
import type { DayPlanKind } from "./types.ts";

export const MAX_POINTS = 999;

/** A line that has no rank yet. */
export interface Candidate extends Delegated {
  kind: DayPlanKind;
  what: string;
  why: string;
  /** 0 to 999: more is more pressing. */
  points: number;
  subject: string | null;
  /** Days from today to its date; null when it has none. */
  dueIn: number | null;
  /** Decides between equal scores. */
  order: number;
}

export function whenDue(inDays: number): string {
  if (inDays === 0) return "due today";
  return inDays === 1 ? "due tomorrow" : `due in ${inDays} days`;
}

export function days(count: number): string {
  return count === 1 ? "1 day" : `${count} days`;
}
