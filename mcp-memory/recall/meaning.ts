/** A second ranking, by what a question means. */
export interface Meaning {
  /**
   * Names, the nearest first, at most `limit`; with what a reader should know, when it did not work or
   * not all entities are known yet.
   */
  rank(query: string, limit: number): Promise<{ names: string[]; problem: string | null }>;
  /**
   * Asks for the vectors of what is new, until none is left or the deadline (milliseconds of
   * `performance.now()`). Never throws.
   */
  learn(deadline?: number): Promise<void>;
  stop(): void;
}

/**
 * The best by cosine, nearest first. Models differ in what their cosines are between texts that have
 * nothing in common (0.1 or 0.7), so what counts is whether one is nearer than the mean.
 */
export function nearest<Id>(scores: readonly { id: Id; cosine: number }[], limit: number): Id[] {
  const mean = scores.reduce((sum, score) => sum + score.cosine, 0) / Math.max(1, scores.length);
  return scores
    .filter((score) => score.cosine > 0 && score.cosine >= mean)
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, limit)
    .map(({ id }) => id);
}

/** The cosine of two vectors of length 1. */
export function cosine(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < one.length; index++) sum += (one[index] ?? 0) * (other[index] ?? 0);
  return sum;
}
