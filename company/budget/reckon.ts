/** How much of each cap is gone. */
import type { BudgetRule, PriceRule } from "../constitution/types.ts";
import { amountWords } from "./limit.ts";
import { isWithin, type Period, periodAt } from "./period.ts";
import { type SpentRun, type Used, usedByRun } from "./usage.ts";

/** A row of Budgets, or the cap that was given to one run. */
export interface Cap extends BudgetRule {
  /** The run to which it was given: it counts with all that it handed over. */
  family?: string;
}

/** What a cap is reckoned from. */
export interface Books {
  /** Everything that began since `longestPeriodStart`, and what goes on. */
  runs: readonly SpentRun[];
  prices: readonly PriceRule[];
  timeZone: string;
  now: Date;
}

/** Whether the cap counts what the department uses. */
export function covers({ scope }: BudgetRule, agent: string): boolean {
  return scope === "company" || scope === "run" || scope === agent;
}

/** The same for each row while its meaning stays: what alerts are noted by. */
export function budgetKey({ scope, limit, per }: BudgetRule): string {
  return `${scope} per ${per} in ${limit.unit}`;
}

/** Runs count in the period in which they began. Null for a cap on each run. */
export function periodOf({ per }: BudgetRule, at: Date, timeZone: string): Period | null {
  return per === "run" ? null : periodAt(per, at, timeZone);
}

export interface Standing extends Used {
  /** What is used, and what runs that go on have set aside beyond. */
  held: number;
}

/**
 * What is gone of a cap in the period that `at` lies in, the run `except` left out. For a cap on each
 * run it is nothing: no other run counts. Of one that was given to a run it is what its family has used.
 */
export function standing(
  rule: Cap,
  books: Books,
  { at, except }: { at: Date; except?: string },
): Standing {
  const total: Standing = { amount: 0, held: 0, unpriced: [] };
  const counts = whatCounts(rule, books, at);
  if (counts === null) return total;
  for (const run of books.runs) {
    if (run.run === except || !counts(run)) continue;
    const { unit } = rule.limit;
    const { amount, unpriced } = usedByRun(run, { ...books, unit });
    total.amount += amount;
    total.unpriced.push(...unpriced);
    const reserved = run.isRunning ? (run.reserved[unit] ?? 0) : 0;
    total.held += Math.max(amount, reserved);
  }
  return total;
}

/** Which runs count for a cap; null when only the one in question does. */
function whatCounts(rule: Cap, books: Books, at: Date): ((run: SpentRun) => boolean) | null {
  const { family } = rule;
  if (family !== undefined) {
    const parents = new Map(books.runs.map(({ run, parent = null }) => [run, parent]));
    const isOf = (run: string | null): boolean =>
      run === family || (run !== null && isOf(parents.get(run) ?? null));
    return ({ run }) => isOf(run);
  }
  const period = periodOf(rule, at, books.timeZone);
  if (period === null) return null;
  return ({ agent, startedAt }) =>
    covers(rule, agent) && isWithin(period, new Date(startedAt), books.timeZone);
}

/** `2,000,000 tokens per day of marketing ("Budgets", line 166)` */
export function capWords({ line, limit, per, scope, family }: Cap): string {
  const amount = amountWords(limit);
  if (line === 0) return `${amount} of ${family ?? "this run"} and what it hands over (--budget)`;
  const whose = { company: " of the company", run: "" }[scope] ?? ` of ${scope}`;
  return `${amount} per ${per}${whose} (row of "Budgets" on line ${line})`;
}
