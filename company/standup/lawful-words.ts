/** How the plan says what a pack knows of a duty: its period and its last lawful day. */
import type { ObligationDue } from "./types.ts";

/** ` (fourth quarter 2026)`; nothing when no pack says. */
export function aboutPeriod({ period }: ObligationDue): string {
  return period === null ? "" : ` (${period})`;
}

/** `, lawful until 2027-02-22` where that is another day; for money also the day to pay by. */
export function lawfulDays({ due, lawfulUntil, payBy }: ObligationDue): string {
  const lawful = lawfulUntil === due ? "" : `, lawful until ${lawfulUntil}`;
  return payBy === null ? lawful : `${lawful}, pay by ${payBy}: no bank moves money on that day`;
}
