/** What is heard outside, as a list: for the founder anew, for departments what was heard last. */
import type { Signal } from "../../channels/signal.ts";
import { readConstitution } from "../../files/company.ts";
import type { SignalPlace } from "./hear-signals.ts";
import { type KeptSignals, readKept } from "./kept-signals.ts";

export interface HeardSource {
  source: string;
  /** ISO instant of what is there; null when nothing ever was. */
  heardAt: string | null;
  /** Why the last try failed; null when it did not. */
  why: string | null;
  signals: Signal[];
}

/** Asks what is due, or every source. @throws HqError `usage` for an address that is none */
export async function listSignals(
  place: SignalPlace,
  { isAnew }: { isAnew: boolean },
): Promise<HeardSource[]> {
  const { constitution } = await readConstitution(place.root);
  // Loaded by who asks: the company's server only reads what was heard, and starts with every session.
  const { hearSignals } = await import("./hear-signals.ts");
  return asList(await hearSignals(place, constitution, { isAnew }));
}

/** Without a call, and without a credential: as the founder's own commands heard it last. */
export async function lastSignals(root: string): Promise<HeardSource[]> {
  return asList(await readKept(root));
}

function asList(kept: KeptSignals): HeardSource[] {
  return Object.entries(kept)
    .map(([source, { heardAt, why, signals }]) => ({ source, heardAt, why, signals }))
    .sort((a, b) => (a.source < b.source ? -1 : 1));
}
