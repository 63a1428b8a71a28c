/** The call chain: who has been asked so far, oldest first. */
import { FOUNDER } from "../constitution/sections.ts";

export const CHAIN_LIMIT = 3;

export interface ChainRefusal {
  code: "self-review" | "callback" | "depth";
  reason: string;
}

/** Why the last one of the chain may not ask this reviewer; null when it may. */
export function chainRefusal(chain: readonly string[], reviewer: string): ChainRefusal | null {
  const shown = chain.join(" → ");
  if (chain.at(-1) === reviewer) {
    return { code: "self-review", reason: `${reviewer} would review its own work` };
  }
  if (chain.includes(reviewer)) {
    return { code: "callback", reason: `${reviewer} is in the call chain already (${shown})` };
  }
  if (chain.length >= CHAIN_LIMIT) {
    return {
      code: "depth",
      reason: `the call chain has its ${CHAIN_LIMIT} agents already (${shown})`,
    };
  }
  return null;
}

export type ChainReading =
  | { kind: "chain"; chain: string[] }
  | { kind: "forged"; recorded: readonly string[] };

/**
 * The chain up to the asking department: the recorded one, or a declared one that ends with it and
 * is longer. A declared chain that leaves somebody out counts for nothing; one that contradicts the
 * record is forged.
 */
export function readChain(
  recorded: readonly string[],
  declared: readonly string[] | undefined,
): ChainReading {
  const asker = recorded.at(-1);
  const named = agentsOf(declared);
  const full = named.at(-1) === asker ? named : [...named, ...(asker === undefined ? [] : [asker])];
  if (endsWith(full, recorded)) return { kind: "chain", chain: [...full] };
  if (endsWith(recorded, full)) return { kind: "chain", chain: [...recorded] };
  return { kind: "forged", recorded };
}

/** The declared chain without the founder, who begins things but is no agent of a chain. */
export function agentsOf(declared: readonly string[] | undefined): readonly string[] {
  const [first, ...others] = declared ?? [];
  return first === FOUNDER ? others : (declared ?? []);
}

function endsWith(long: readonly string[], short: readonly string[]): boolean {
  const from = long.length - short.length;
  return from >= 0 && short.every((id, at) => id === long[from + at]);
}
