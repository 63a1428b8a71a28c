/** Whether a run that goes on has to end for a cap, and which caps are near their end. */
import { amountWords } from "./limit.ts";
import { type Books, budgetKey, type Cap, capWords, covers, periodOf, standing } from "./reckon.ts";
import { unknownPrice } from "./reserve.ts";
import { type ModelUsage, type SpentRun, used, usedByRun } from "./usage.ts";

export interface CapQuestion extends Books {
  rules: readonly Cap[];
  /** The run in question, as it stands in `runs`. */
  run: SpentRun;
  /** What it had used before its last calls. */
  before: readonly ModelUsage[];
}

export interface Compared {
  /** Why the run has to end now, a sentence; null while it may go on. */
  why: string | null;
  /** What it has to hold from now on, by unit: what it used and a call like its last one. */
  holds: Record<string, number>;
}

/**
 * Compares a run with its caps. It ends when what they leave would not hold another call like its last
 * one; else it holds the room for that call, so that several runs cannot all go on into the same remainder.
 * Called and kept in one transaction, a cap is passed by at most the call in flight.
 */
export function compareCaps(question: CapQuestion): Compared {
  const { run, rules } = question;
  const holds: Record<string, number> = { ...run.reserved };
  for (const rule of rules.filter((each) => covers(each, run.agent))) {
    const { why, holds: amount } = compared(rule, question);
    if (why !== null) return { why, holds: {} };
    const { unit } = rule.limit;
    holds[unit] = Math.max(holds[unit] ?? 0, amount);
  }
  return { why: null, holds };
}

function compared(rule: Cap, question: CapQuestion): { why: string | null; holds: number } {
  const { run, prices, now } = question;
  const { unit, amount: limit } = rule.limit;
  if (unit === "runs") return { why: null, holds: 1 };
  const mine = usedByRun(run, { unit, prices, now });
  if (mine.unpriced.length > 0) return { why: unknown(rule, mine.unpriced[0] ?? ""), holds: 0 };
  const others = standing(rule, question, { at: new Date(run.startedAt), except: run.run });
  const left = limit - others.held;
  const holds = mine.amount + nextCall(rule, question, mine.amount);
  if (mine.amount < left && holds <= left) return { why: null, holds };
  const figure = amountWords({ amount: mine.amount, unit });
  const rest =
    rule.per === "run" && others.held === 0
      ? ""
      : `, and ${amountWords({ amount: others.held, unit })} used or set aside by others`;
  return {
    why: `It came to the cap of ${capWords(rule)}: ${figure} used by this run${rest}. Raise the cap, or give it a smaller task.`,
    holds: 0,
  };
}

/** What one of its last calls took. */
function nextCall(rule: Cap, { run, before, prices }: CapQuestion, amount: number): number {
  const { unit } = rule.limit;
  const calls = callsOf(run.usage) - callsOf(before);
  if (unit === "minutes" || calls <= 0) return 0;
  return (amount - used(before, { unit, prices }).amount) / calls;
}

function unknown(rule: Cap, model: string): string {
  const { why, fix } = unknownPrice(rule, model);
  return `It was ended because ${why}. ${fix}`;
}

function callsOf(usage: readonly ModelUsage[]): number {
  return usage.reduce((sum, { calls }) => sum + calls, 0);
}

export interface Alert {
  /** Row and period, for which it warns once. */
  budget: string;
  period: string;
  text: string;
}

/** The caps of which the share at which the founder wants to be told is used. */
export function alertsDue(question: Omit<CapQuestion, "before">): Alert[] {
  const { rules, run, prices, now, timeZone } = question;
  const at = new Date(run.startedAt);
  return rules
    .filter((rule) => covers(rule, run.agent) && rule.limit.amount > 0)
    .flatMap((rule) => {
      const { unit, amount: limit } = rule.limit;
      const period = periodOf(rule, at, timeZone);
      const amount =
        period === null && rule.family === undefined
          ? usedByRun(run, { unit, prices, now }).amount
          : standing(rule, question, { at }).amount;
      if (amount < rule.alertAt * limit) return [];
      const percent = Math.floor((amount / limit) * 100);
      const text = `${percent}% of the cap of ${capWords(rule)} is used: ${amountWords({ amount, unit })}.`;
      return [{ budget: budgetKey(rule), period: period?.from ?? rule.family ?? run.run, text }];
    });
}
