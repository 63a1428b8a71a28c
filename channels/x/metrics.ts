/** What X counted of posts: GET /2/tweets, public_metrics (docs.x.com, x-api/fundamentals/metrics). */
import { X_PRICES } from "../../company/posts/x-prices.ts";
import type { MetricsOutcome, PostCounts } from "../channel.ts";
import { ID, readTweets } from "./own-tweets.ts";
import type { XSession } from "./x-session.ts";

/** By our name, what X calls it; reposts have two names (docs.x.com/openapi.json calls them repost_count). */
const NAMES: Record<string, readonly string[]> = {
  impressions: ["impression_count"],
  likes: ["like_count"],
  reposts: ["retweet_count", "repost_count"],
  replies: ["reply_count"],
  quotes: ["quote_count"],
  bookmarks: ["bookmark_count"],
};
/** In one call: docs.x.com/openapi.json. */
const IDS_LIMIT = 100;

export async function countTweets(
  { access }: XSession,
  given: readonly string[],
): Promise<MetricsOutcome> {
  const ids = [...new Set(given)].filter((id) => ID.safeParse(id).success);
  const posts: PostCounts[] = [];
  for (let from = 0; from < ids.length; from += IDS_LIMIT) {
    const query = {
      ids: ids.slice(from, from + IDS_LIMIT).join(","),
      "tweet.fields": "public_metrics",
    };
    const read = await readTweets(access, { path: "tweets", query, pages: 1 });
    if (read.kind === "unread") return { kind: "unreachable", why: read.why };
    posts.push(
      ...read.tweets.map(({ id, public_metrics }) => ({ id, counts: countsOf(public_metrics) })),
    );
  }
  const inOrder = ids.flatMap((id) => posts.find((post) => post.id === id) ?? []);
  return { kind: "counted", posts: inOrder, costMicroUsd: posts.length * X_PRICES.readMicroUsd };
}

function countsOf(
  told: Readonly<Record<string, number>> | null | undefined,
): Record<string, number> {
  const known = Object.entries(NAMES).flatMap(([name, theirs]) => {
    const count = theirs.map((each) => told?.[each]).find((value) => value !== undefined);
    return count === undefined ? [] : [[name, count] as const];
  });
  return Object.fromEntries(known);
}
