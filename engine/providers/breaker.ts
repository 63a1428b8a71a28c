/**
 * When a provider is asked again that failed. A breaker is a row in the ledger, so that all processes of a
 * company see the same one and it outlives them; here are only its rules.
 */
import type { BreakerRecord } from "../../ledger/providers.ts";
import type { ProviderFailure } from "../../office/runs/runtime.ts";

/**
 * `refused`: it will say the same until somebody changes something (a key, the bill, a name).
 * `limited`: too much was asked for now. `down`: it does not answer, or not with sense.
 */
export type Fault = "refused" | "limited" | "down";

const MINUTE_MS = 60_000;
const FIRST_MS: Record<Fault, number> = {
  refused: 15 * MINUTE_MS,
  limited: MINUTE_MS,
  down: MINUTE_MS / 2,
};
const LONGEST_MS = 60 * MINUTE_MS;

/** Null for what is the fault of the question: another provider would say the same. */
export function faultOf({ status, type }: ProviderFailure): Fault | null {
  if (status === 401 || status === 402 || status === 403 || status === 404) return "refused";
  if (type === "authentication") return "refused";
  if (status === 429 || type === "rate_limit") return "limited";
  if (status === null || status >= 500 || status === 408) return "down";
  return null;
}

/** The breaker after one more failure: open, twice as long with each failure that follows another. */
export function afterFault(
  before: BreakerRecord | null,
  { provider, fault, why, now }: { provider: string; fault: Fault; why: string; now: Date },
): BreakerRecord {
  const faults = (before?.faults ?? 0) + 1;
  const waitMs = Math.min(LONGEST_MS, FIRST_MS[fault] * 2 ** Math.min(faults - 1, 20));
  const openUntil = new Date(now.getTime() + waitMs).toISOString();
  return { provider, faults, openUntil, why, at: now.toISOString() };
}

/** Until when it is not asked; null when it is. After its time one run tries it. */
export function openUntil(breaker: BreakerRecord | null, now: Date): string | null {
  if (breaker === null) return null;
  const leftMs = Date.parse(breaker.openUntil) - now.getTime();
  // A clock that was set back must not keep a provider shut for days.
  return leftMs > 0 && leftMs <= LONGEST_MS ? breaker.openUntil : null;
}
