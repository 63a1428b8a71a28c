/** Signals of "Review triggers" that no text and no path can ever meet. */
import type { ReviewTrigger } from "../constitution/types.ts";
import {
  compileRow,
  hitsIn,
  isAmountSignal,
  isPathSignal,
  readForSignals,
  type TriggerRow,
  unreadGlob,
} from "./signals.ts";

export interface DeadSignal {
  signal: string;
  /** In a few words. */
  why: string;
}

/** In the order of the row. */
export function deadSignals(rule: ReviewTrigger): DeadSignal[] {
  // Whether a word is met at all: beside an amount of its row it says what the row is about.
  const row = { ...compileRow(rule), threshold: null, moneySignal: null };
  let amounts = 0;
  return rule.signals.flatMap((signal) => {
    const why = whyDead(signal, row, amounts);
    if (isAmountSignal(signal)) amounts += 1;
    return why === null ? [] : [{ signal, why }];
  });
}

function whyDead(signal: string, row: TriggerRow, amounts: number): string | null {
  if (signal.startsWith(">")) {
    if (!isAmountSignal(signal)) return "is no amount such as `> 200`";
    return amounts > 0 ? "comes after another amount, and only the first counts" : null;
  }
  if (!isPathSignal(signal)) {
    const isMet = hitsIn(readForSignals(signal), row).some((hit) => hit.signal === signal);
    return isMet ? null : "has no word";
  }
  if (isOutside(signal)) return "is no path from the company's root";
  const unread = unreadGlob(signal);
  return unread === null ? null : `has "${unread}", which means something else to a shell`;
}

/** Paths are compared from the root, with forward slashes. */
function isOutside(signal: string): boolean {
  return /^(?:\/|\.{1,2}\/|~|[a-z][a-z+.-]*:)|\\/i.test(signal);
}
