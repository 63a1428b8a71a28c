/** How sure a rate is that was seen in a few tries. */

/** For 95%. */
const Z = 1.959964;

export interface Interval {
  low: number;
  high: number;
}

/**
 * The Wilson score interval at 95% of `passed` in `runs`, both ends within 0 and 1 (E. B. Wilson, 1927,
 * J. Am. Stat. Assoc. 22). Nothing is known of no run: 0 to 1.
 */
export function wilson(passed: number, runs: number): Interval {
  if (runs === 0) return { low: 0, high: 1 };
  const rate = passed / runs;
  const square = Z * Z;
  const middle = rate + square / (2 * runs);
  const spread = Z * Math.sqrt((rate * (1 - rate) + square / (4 * runs)) / runs);
  const whole = 1 + square / runs;
  return {
    low: Math.max(0, (middle - spread) / whole),
    high: Math.min(1, (middle + spread) / whole),
  };
}
