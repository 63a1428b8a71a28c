/** Signals of "Review triggers" that no text and no path can ever meet. */
import type { ReviewTrigger } from "../constitution/types.ts";
import { compileRow, hitsIn, isAmountSignal, isPathSignal, readForSignals } from "./signals.ts";

export interface DeadSignal {
  signal: string;
  /** In a few words. */
  why: string;
}

/** In the order of the row. An amount counts only beside a word, so it is dead without one. */
export function deadSignals(rule: ReviewTrigger): DeadSignal[] {
  const compiled = compileRow(rule);
  // Whether a word is met at all, with or without an amount beside it.
  const row = { ...compiled, threshold: null, moneySignal: null };
  const amounts: string[] = [];
  const dead = new Map<string, string>();
  let hasWord = false;
  for (const signal of rule.signals) {
    if (signal.startsWith(">")) {
      if (!isAmountSignal(signal)) dead.set(signal, "is no amount such as `> 200`");
      else if (amounts.push(signal) > 1) {
        dead.set(signal, "comes after another amount, and only the first counts");
      }
    } else if (isPathSignal(signal)) {
      if (isOutside(signal)) dead.set(signal, "is no path from the company's root");
    } else if (hitsIn(readForSignals(signal), row).some((hit) => hit.signal === signal)) {
      hasWord = true;
    } else {
      dead.set(signal, "has no word, or only words that are taken as everyday wording");
    }
  }
  if (!hasWord) {
    for (const signal of amounts) dead.set(signal, "has no word of its row to stand beside");
  }
  return [...dead].map(([signal, why]) => ({ signal, why }));
}

/** Paths are compared from the root, with forward slashes. */
function isOutside(signal: string): boolean {
  return /^(?:\/|\.{1,2}\/|~|[a-z][a-z+.-]*:)|\\/i.test(signal);
}
