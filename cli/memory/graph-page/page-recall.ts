/** The search of the page: recall's own ranking over the page's own index. */
import { ranking } from "../../../mcp-memory/store/reading/ranking.ts";
import type { RecallSource } from "../../../mcp-memory/store/reading/recall-source.ts";

export interface Found {
  name: string;
  /** The observation that says most of the question; null when the name alone does. */
  text: string | null;
}

export interface Answer {
  /** The best first. */
  found: Found[];
  /** Words that were read as others: "drll as drill". */
  read: string[];
}

/** The entities that answer a question, in the order of recall at the moment of the page. */
export function recallIn(source: RecallSource, query: string, now: Date): Answer {
  const { ranked, words } = ranking({
    source,
    checked: { query, types: [], agent: null, since: null, budgetChars: 0, offset: 0 },
    // Only whether there are departments with notes of their own; the founder is none.
    policy: null,
    caller: "founder",
    now,
    meaning: [],
  });
  return {
    found: ranked.map(({ name, observations, weights }) => {
      const best = weights.indexOf(Math.max(0, ...weights));
      return { name, text: (weights[best] ?? 0) > 0 ? (observations[best] ?? null) : null };
    }),
    read: words
      .filter(({ meant }) => meant.length > 0)
      .map(({ text, meant }) => `${text} as ${meant.join(" or ")}`),
  };
}
