/** Stories of the last days on Hacker News that match the company's watch words, by its search: hn.algolia.com/api. */
import { z } from "zod";
import { readJson, type Signal, type SignalsOutcome, signalOf } from "./signal.ts";

export interface HackerNewsOptions {
  base: string;
  words: readonly string[];
  now: Date;
  timeoutMs: number;
}

/** One call each; more words are no watch. */
export const WORDS_LIMIT = 8;
const STORIES = 10;
const DAYS = 3;
const DAY_S = 86_400;
const HITS = z.object({ hits: z.array(z.unknown()) });
const STORY = z.object({
  objectID: z.string().regex(/^\d{1,15}$/),
  title: z.string().min(1),
  created_at: z.string(),
  points: z.number().nullish(),
});

/** The newest of each word, a story that several words match once. Contract: never rejects. */
export async function matchingStories(options: HackerNewsOptions): Promise<SignalsOutcome> {
  const words = options.words.slice(0, WORDS_LIMIT);
  const found = await Promise.all(words.map((word) => storiesOf(word, options)));
  const signals = new Map<string, Signal>();
  for (const each of found) {
    if (each.kind === "unreachable") return each;
    for (const signal of each.signals)
      if (!signals.has(signal.url)) signals.set(signal.url, signal);
  }
  return { kind: "heard", signals: [...signals.values()] };
}

async function storiesOf(
  word: string,
  { base, now, timeoutMs }: HackerNewsOptions,
): Promise<SignalsOutcome> {
  const since = Math.floor(now.getTime() / 1_000) - DAYS * DAY_S;
  const query = new URLSearchParams({
    ...{ query: `"${word.replaceAll('"', " ")}"`, tags: "story", hitsPerPage: String(STORIES) },
    numericFilters: `created_at_i>${since}`,
    // A watch word is meant as it is written.
    ...{ typoTolerance: "false", restrictSearchableAttributes: "title", advancedSyntax: "true" },
  });
  const answer = await readJson(`${base}/api/v1/search_by_date?${query}`, { timeoutMs });
  if (answer.kind === "unreachable") return answer;
  const hits = HITS.safeParse(answer.body).data?.hits;
  if (hits === undefined) return { kind: "unreachable", why: "its answer has another form" };
  const signals = hits.slice(0, STORIES).flatMap((hit): Signal[] => {
    const story = STORY.safeParse(hit).data;
    if (story === undefined) return [];
    const { objectID, title: text, created_at: at, points } = story;
    const url = `https://news.ycombinator.com/item?id=${objectID}`;
    return [signalOf({ source: "hackernews", about: word, text, url, at, count: points ?? null })];
  });
  return { kind: "heard", signals };
}
