import { HqError } from "../company/error.ts";

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;
const LONGEST_MS = 24 * UNITS_MS.h;

/**
 * Milliseconds of `90s`, `10m` or `2h`.
 * @throws HqError `usage`
 */
export function durationMs(text: string, what: string): number {
  const [, number, unit] = /^(\d+)(s|m|h)$/.exec(text.trim()) ?? [];
  const ms = Number(number) * (UNITS_MS[unit as keyof typeof UNITS_MS] ?? 0);
  if (ms > 0 && ms <= LONGEST_MS) return ms;
  throw new HqError(
    "usage",
    `Cannot take "${text.slice(0, 40)}" for ${what}: expected a time of at most 24h, as 90s, 10m or 2h.`,
  );
}
