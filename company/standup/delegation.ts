/** Who does a line of the plan: the department it belongs to when it is on board, else the founder. */
import type { Department } from "../constitution/types.ts";

const FOUNDER = "founder";
/** Owns the board, so it hands out what belongs to nobody. */
const COORDINATOR = "coo";

export interface Delegated {
  agent: string;
  /** The department it belongs to when that one is not on board. */
  insteadOf: string | null;
}

export interface Delegate {
  /** `null` is what nobody is named for: the coordinator's. */
  to(agent: string | null): Delegated;
  /** The first of several owners who is on board; `*` (anybody) is the coordinator's. */
  firstOf(agents: readonly string[]): string;
}

export function delegation(departments: readonly Department[]): Delegate {
  const onBoard = new Set([FOUNDER, ...departments.map(({ agent }) => agent.toLowerCase())]);
  const to = (agent: string | null): Delegated => {
    const wanted = agent?.toLowerCase() ?? null;
    if (wanted !== null && onBoard.has(wanted)) return { agent: wanted, insteadOf: null };
    if (wanted === null)
      return { agent: onBoard.has(COORDINATOR) ? COORDINATOR : FOUNDER, insteadOf: null };
    return { agent: FOUNDER, insteadOf: wanted };
  };
  return {
    to,
    firstOf: (agents) => {
      if (agents.length === 0) return to(null).agent;
      const named = agents.map((agent) => (agent === "*" ? COORDINATOR : agent.toLowerCase()));
      return named.find((agent) => onBoard.has(agent)) ?? FOUNDER;
    },
  };
}
