/** What runs used, and what that costs. */
import type { PriceRule } from "../constitution/types.ts";
import { isMoney, type Unit } from "./limit.ts";

export interface ModelUsage {
  /** Empty where it is not known. */
  model: string;
  calls: number;
  inputTokens: number;
  /** Of the input, what the provider had kept. */
  cachedTokens: number;
  outputTokens: number;
  estimatedCalls: number;
  /** As the client reported them. */
  credits: number | null;
}

export interface SpentRun {
  run: string;
  agent: string;
  startedAt: string;
  endedAt: string | null;
  isRunning: boolean;
  /** Milliseconds that nobody was at work on it. */
  waitedMs?: number;
  /** Since when it waits; null while it does not. */
  waitingSince?: string | null;
  /** The run that handed it over. */
  parent?: string | null;
  /** By unit, what was set aside at its beginning. */
  reserved: Readonly<Record<string, number>>;
  usage: readonly ModelUsage[];
}

const PER_TOKENS = 1e6;
const MINUTE_MS = 60_000;

/** The row that says what the model costs in the unit; the one that names it most closely. */
export function priceOf(
  model: string,
  { unit, prices }: { unit: Unit; prices: readonly PriceRule[] },
): PriceRule | null {
  const name = model.toLowerCase();
  const fitting = prices.filter(
    (price) =>
      price.unit === unit &&
      (price.model.endsWith("*")
        ? name.startsWith(price.model.slice(0, -1))
        : price.model === name),
  );
  const closeness = ({ model: pattern }: PriceRule) =>
    pattern.endsWith("*") ? pattern.length - 1 : Number.POSITIVE_INFINITY;
  return fitting.sort((a, b) => closeness(b) - closeness(a))[0] ?? null;
}

export interface Used {
  amount: number;
  /** Models that were used and have no price in the unit: what they cost is not in the amount. */
  unpriced: string[];
}

/** What model calls come to in tokens, calls, credits or money. */
export function used(
  usage: readonly ModelUsage[],
  { unit, prices }: { unit: Unit; prices: readonly PriceRule[] },
): Used {
  const total: Used = { amount: 0, unpriced: [] };
  for (const one of usage) {
    if (unit === "calls") total.amount += one.calls;
    else if (unit === "tokens") total.amount += one.inputTokens + one.outputTokens;
    else if (unit === "credits" && one.credits !== null) total.amount += one.credits;
    else if (unit === "credits" || isMoney(unit)) {
      const price = priceOf(one.model, { unit, prices });
      if (price === null) total.unpriced.push(one.model);
      else total.amount += costOf(one, price);
    }
  }
  return total;
}

/** By currency or `credits`, what model calls cost, where that is known; what has no price is left out. */
export function costsOf(
  usage: readonly ModelUsage[],
  prices: readonly PriceRule[],
): Record<string, number> {
  const units = new Set([...prices.map(({ unit }) => unit), "credits"]);
  const costs = [...units].map((unit) => [unit, used(usage, { unit, prices }).amount] as const);
  return Object.fromEntries(costs.filter(([, amount]) => amount > 0));
}

function costOf({ inputTokens, cachedTokens, outputTokens }: ModelUsage, price: PriceRule): number {
  const fresh = Math.max(0, inputTokens - cachedTokens);
  return (
    (fresh * price.input + cachedTokens * price.cached + outputTokens * price.output) / PER_TOKENS
  );
}

/** What a run has used of a unit by `now`. */
export function usedByRun(
  run: SpentRun,
  { unit, prices, now }: { unit: Unit; prices: readonly PriceRule[]; now: Date },
): Used {
  if (unit === "runs") return { amount: 1, unpriced: [] };
  if (unit !== "minutes") return used(run.usage, { unit, prices });
  // While it waits for others nobody is at work on it.
  const end = run.endedAt ?? run.waitingSince ?? now.toISOString();
  const atWorkMs = Date.parse(end) - Date.parse(run.startedAt) - (run.waitedMs ?? 0);
  const minutes = Math.max(0, atWorkMs) / MINUTE_MS;
  return { amount: minutes, unpriced: [] };
}
