/** A second ranking, by what a question means. */
export interface Meaning {
  /** Names, the nearest first; with why there are none when it did not work. */
  rank(query: string): Promise<{ names: string[]; problem: string | null }>;
  /** Learns the meaning of what is new. Never throws. */
  learn(): Promise<void>;
}
