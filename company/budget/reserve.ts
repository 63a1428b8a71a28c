/**
 * What is set aside for a run before it begins: what the department's runs usually use, never more than
 * what its caps leave. So runs that start together cannot all start on the same remainder: what the first
 * has set aside is gone for the second.
 */
import type { PriceRule } from "../constitution/types.ts";
import { amountWords, type Counted, isMoney, type Unit } from "./limit.ts";
import { type Books, type Cap, capWords, covers, standing } from "./reckon.ts";
import { priceOf, type SpentRun, usedByRun } from "./usage.ts";

export interface ReserveQuestion extends Books {
  rules: readonly Cap[];
  agent: string;
  /** Runs that ended, the newest first; the department's own where there are enough. */
  past: readonly SpentRun[];
  /** The model that it will use, where that is known. */
  model: string | null;
}

export type Reservation =
  | { kind: "reserved"; amounts: Record<string, number> }
  /** `why` says which cap has no room, `fix` what to do; `forGood`: it was given to a run that has used it up. */
  | { kind: "refused"; why: string; fix: string; forGood: boolean };

/** Without a history: ten calls with the prompt that our kit has, and some reading. */
const FIRST: Record<Counted, number> = {
  tokens: 200_000,
  calls: 10,
  minutes: 5,
  runs: 1,
  credits: 0,
  // No run is a post: a cap on posts covers none.
  posts: 0,
};
/** Runs from which a usual one is reckoned; fewer say nothing. */
export const HISTORY = { least: 3, most: 20 } as const;

export function reserve(question: ReserveQuestion): Reservation {
  const { rules, agent, now } = question;
  const amounts: Record<string, number> = {};
  for (const rule of rules.filter((each) => covers(each, agent))) {
    const { unit, amount: limit } = rule.limit;
    const { held, amount: gone, unpriced } = standing(rule, question, { at: now });
    const noPrice = missingPrice(rule, question, unpriced);
    if (noPrice !== null) return noPrice;
    const left = limit - held;
    const usual = usualRun(unit, question);
    const isTooLittle = (rest: number) => rest <= 0 || rest < usual.oneCall;
    if (isTooLittle(left)) {
      // What others at work have set aside and do not use comes back.
      return { ...noRoom(rule, left), forGood: rule.line === 0 && isTooLittle(limit - gone) };
    }
    amounts[unit] = Math.min(amounts[unit] ?? usual.whole, left);
  }
  return { kind: "reserved", amounts };
}

/** Without a price nobody knows what is spent, and an unknown amount is no room. */
function missingPrice(
  rule: Cap,
  { prices, model }: ReserveQuestion,
  unpriced: readonly string[],
): Reservation | null {
  const { unit } = rule.limit;
  const isOfUnit = prices.some((price) => price.unit === unit);
  // The client may report credits itself: only what was used without any says that it does not.
  if (!isMoney(unit) && (unit !== "credits" || unpriced.length === 0)) return null;
  if (isOfUnit && unpriced.length === 0) {
    if (model === null || priceOf(model, { unit, prices }) !== null) return null;
  }
  const missing = isOfUnit ? [...unpriced, model ?? ""] : [model ?? ""];
  return { kind: "refused", ...unknownPrice(rule, missing[0] ?? ""), forGood: rule.line === 0 };
}

/** What to say where a cap cannot be reckoned for want of a price. */
export function unknownPrice(rule: Cap, model: string): { why: string; fix: string } {
  const { unit } = rule.limit;
  const whose = model === "" ? "" : ` of ${model}`;
  return {
    why: `what a token${whose} costs in ${unit} is not known, so the cap of ${capWords(rule)} cannot be kept`,
    fix: `Add a row to the table Prices of the constitution (its columns: Model, Input, Cached, Output, Currency; for a million tokens each), such as | ${model === "" ? "*" : model} | 2.50 | 0.25 | 10 | ${unit} |, or write that limit in tokens.`,
  };
}

function noRoom(rule: Cap, left: number): { kind: "refused"; why: string; fix: string } {
  const { unit, amount } = rule.limit;
  const rest = amountWords({ amount: Math.max(0, left), unit });
  const why =
    amount === 0
      ? `the cap of ${capWords(rule)} allows nothing`
      : `${left <= 0 ? "nothing" : `only ${rest}`} is left of the cap of ${capWords(rule)}, with what runs at work have set aside`;
  const wait = rule.per === "run" ? "Raise" : `Wait for the next ${rule.per}, or raise`;
  const fix = `${wait} it there. What was spent: hq spend`;
  return { kind: "refused", why, fix };
}

interface Usual {
  /** The median of past runs. */
  whole: number;
  /** A call of theirs; less than that is no room. 0 where nothing is known. */
  oneCall: number;
}

function usualRun(unit: Unit, { past, prices, now }: ReserveQuestion): Usual {
  const known = past
    .filter(({ usage }) => usage.some(({ calls }) => calls > 0))
    .slice(0, HISTORY.most);
  if (unit === "runs") return { whole: 1, oneCall: 1 };
  if (known.length < HISTORY.least) return { whole: firstRun(unit, prices), oneCall: 0 };
  const amounts = known.map((run) => usedByRun(run, { unit, prices, now }).amount);
  const calls = known.map(({ usage }) => usage.reduce((sum, one) => sum + one.calls, 0));
  // Time is not used by the call.
  if (unit === "minutes") return { whole: median(amounts), oneCall: 0 };
  return { whole: median(amounts), oneCall: median(amounts) / Math.max(1, median(calls)) };
}

function firstRun(unit: Unit, prices: readonly PriceRule[]): number {
  if (unit in FIRST && unit !== "credits") return FIRST[unit as Counted];
  const dearest = prices.filter((price) => price.unit === unit).map(({ input }) => input);
  return (Math.max(0, ...dearest) * FIRST.tokens) / 1e6;
}

function median(amounts: readonly number[]): number {
  const sorted = amounts.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
}
