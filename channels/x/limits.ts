/**
 * What X's headers say of its limits: x-rate-limit-* of the quarter hour, and those of a day for the app and the user
 * (plhery/node-twitter-api-v2#495, #553). The library reads the day's only beside the quarter hour's; so all are read here.
 */

interface Limit {
  remaining: number;
  /** ISO instant; null where it is not told. */
  reset: string | null;
}

/** Of each kind that was told. */
export type Limits = readonly Limit[];

const KINDS = ["x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour"];

export function limitsOf(headers: Readonly<Record<string, unknown>>): Limits {
  return KINDS.flatMap((kind) => {
    const remaining = numberOf(headers[`${kind}-remaining`]);
    if (remaining === null) return [];
    const reset = numberOf(headers[`${kind}-reset`]);
    return [{ remaining, reset: reset === null ? null : instantOf(reset) }];
  });
}

/** The latest instant at which a limit that is used up begins anew; null when none is, or none says when. */
export function usedUpUntil(limits: Limits): string | null {
  const resets = limits.flatMap(({ remaining, reset }) =>
    remaining <= 0 && reset !== null ? [reset] : [],
  );
  return resets.sort().at(-1) ?? null;
}

function numberOf(value: unknown): number | null {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

/** Beyond what a date can hold it says nothing. */
function instantOf(seconds: number): string | null {
  const at = new Date(seconds * 1_000);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
