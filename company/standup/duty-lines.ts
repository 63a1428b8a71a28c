/** Duties from outside as lines of the day plan. */
import { type Candidate, days, MAX_POINTS, whenDue } from "./candidate.ts";
import type { Delegate } from "./delegation.ts";
import { aboutPeriod, lawfulDays } from "./lawful-words.ts";
import { daysLeft } from "./obligations.ts";
import type { ObligationDue } from "./types.ts";

/** One line for each duty that presses; without the memory nothing is known to be done. */
export function obligationLines({
  obligations,
  delegate,
  hasMemory,
}: {
  obligations: readonly ObligationDue[];
  delegate: Delegate;
  hasMemory: boolean;
}): Candidate[] {
  const undone = hasMemory
    ? "nothing in memory says it was done"
    : "without the memory nobody knows whether it was done";
  return obligations.map((item) => {
    const late = item.state === "overdue";
    const left = daysLeft(item);
    // What nobody confirmed may be no duty at all: it is asked, not called late before all else.
    const isOpen = item.unconfirmed !== null;
    const isBacklog = item.missed > 1;
    const which = isBacklog ? `: ${item.missed} missed since ${item.due}` : `, due ${item.due}`;
    const what = isOpen
      ? `Confirm whether "${item.obligation}" applies`
      : `${left <= 0 ? "Settle" : "Prepare"} "${item.obligation}"`;
    return {
      kind: late && !isOpen ? "overdue-obligation" : "obligation",
      what: `${what}${aboutPeriod(item)}${which}${lawfulDays(item)}`,
      ...delegate.to(isOpen ? "founder" : item.agent),
      why: isOpen
        ? `the founder has not answered ${item.unconfirmed}: hq setup`
        : whyNow(item, undone),
      points: late ? Math.min(MAX_POINTS, -left + (isOpen ? MAX_POINTS : 0)) : MAX_POINTS - left,
      subject: item.entity,
      ...{ dueIn: left, order: 0 },
    };
  });
}

function whyNow(item: ObligationDue, undone: string): string {
  if (item.state !== "overdue") return `an outside duty, ${whenDue(daysLeft(item))}`;
  const oldest = item.missed > 1 ? "the oldest " : "";
  return `an outside duty, ${oldest}${days(-item.lawfulInDays)} late; ${undone}`;
}
