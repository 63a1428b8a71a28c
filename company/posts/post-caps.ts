/** Rows of the table Budgets that stop posts: so many, or so many US dollars, in a day, a week or a month. */
import { amountWords } from "../budget/limit.ts";
import { isWithin, periodAt } from "../budget/period.ts";
import type { BudgetRule } from "../constitution/types.ts";

/** Scope of a row that caps posts. */
export const POSTS = "posts";

/** One post, or part of a thread, that went out or may have. */
export interface SentPart {
  /** ISO instant. */
  at: string;
  costMicroUsd: number;
}

export interface PostBooks {
  sent: readonly SentPart[];
  timeZone: string;
  now: Date;
}

/** In the row's own unit, what went out in its period up to now. */
export function postsUsed({ per, limit }: BudgetRule, { sent, timeZone, now }: PostBooks): number {
  if (per === "run") return 0;
  const period = periodAt(per, now, timeZone);
  const mine = sent.filter(({ at }) => isWithin(period, new Date(at), timeZone));
  if (limit.unit === "posts") return mine.length;
  return mine.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0) / 1e6;
}

/** Why one more, which costs so much, may not go out; null when it may. */
export function overPostCap(
  budgets: readonly BudgetRule[],
  books: PostBooks,
  costMicroUsd: number,
): string | null {
  for (const rule of budgets.filter(({ scope }) => scope === POSTS)) {
    const used = postsUsed(rule, books);
    const after = used + (rule.limit.unit === "posts" ? 1 : costMicroUsd / 1e6);
    // What is charged nothing takes nothing of a cap in money.
    if (after <= rule.limit.amount || after === used) continue;
    const amount = amountWords({ amount: used, unit: rule.limit.unit });
    return `the cap of ${amountWords(rule.limit)} per ${rule.per} ("Budgets", line ${rule.line}) has no room: ${amount} used`;
  }
  return null;
}
