/**
 * What others write to the account and of its words. Only read: nothing is liked, answered or followed. What they wrote
 * is not to be trusted; it is cut to one bounded line without control characters.
 */
import { clip } from "../../company/clip.ts";
import { X_PRICES } from "../../company/posts/x-prices.ts";
import type { Heard, HeardOutcome } from "../channel.ts";
import { urlOf } from "./find-tweet.ts";
import { instant, ownTweets, PAGE_SIZE, parentOf, readTweets, type Tweet } from "./own-tweets.ts";
import { unescaped } from "./same-words.ts";
import type { XSession } from "./x-session.ts";

const TEXT_CHARS = 500;
const FIELDS = {
  "tweet.fields": "created_at,author_id,referenced_tweets",
  expansions: "author_id",
  "user.fields": "username",
};
/** The recent search reaches back a week: docs.x.com, x-api/posts/search/introduction. */
const WEEK_MS = 7 * 24 * 3_600_000 - 60_000;
/** docs.x.com, x-api/fundamentals/rate-limits: characters of a query. */
const QUERY_CHARS = 512;

/** GET /2/users/:id/mentions, without those that a post of the account answers. */
export async function waiting({ access, user }: XSession, since: Date): Promise<HeardOutcome> {
  const me = await user();
  if (me.kind === "unread") return { kind: "unreachable", why: me.why };
  const heard = await readTweets(access, {
    path: "users/:id/mentions",
    params: { id: me.user.id },
    query: { ...FIELDS, max_results: String(PAGE_SIZE), start_time: instant(since) },
    pages: 3,
  });
  if (heard.kind === "unread") return { kind: "unreachable", why: heard.why };
  const own = await ownTweets(access, me.user, since);
  if (own.kind === "unread") return { kind: "unreachable", why: own.why };
  const answered = new Set(own.tweets.map(parentOf));
  const open = heard.tweets.filter(
    ({ id, author_id }) => author_id !== me.user.id && !answered.has(id),
  );
  const reads = heard.tweets.length + own.tweets.length;
  return {
    kind: "heard",
    posts: open.map((tweet) => heardAs(tweet, heard.authors)),
    isWhole: heard.isWhole,
    costMicroUsd:
      reads * X_PRICES.ownedReadMicroUsd + heard.authors.size * X_PRICES.userReadMicroUsd,
  };
}

/** GET /2/tweets/search/recent, one page. */
export async function search(
  { access, now }: XSession,
  words: string,
  since: Date,
): Promise<HeardOutcome> {
  const query = clip(words, QUERY_CHARS);
  if (query === "") return { kind: "heard", posts: [], isWhole: true, costMicroUsd: 0 };
  const from = new Date(Math.max(since.getTime(), now().getTime() - WEEK_MS));
  const found = await readTweets(access, {
    path: "tweets/search/recent",
    query: { ...FIELDS, query, max_results: String(PAGE_SIZE), start_time: instant(from) },
    pages: 1,
  });
  if (found.kind === "unread") return { kind: "unreachable", why: found.why };
  const { tweets, authors, isWhole } = found;
  return {
    kind: "heard",
    posts: tweets.map((tweet) => heardAs(tweet, authors)),
    isWhole,
    costMicroUsd: tweets.length * X_PRICES.readMicroUsd + authors.size * X_PRICES.userReadMicroUsd,
  };
}

function heardAs(tweet: Tweet, authors: ReadonlyMap<string, string>): Heard {
  const name = authors.get(tweet.author_id ?? "");
  const username = name !== undefined && /^\w+$/.test(name) ? name : null;
  return {
    id: tweet.id,
    url: urlOf(tweet.id, { username: username ?? "i" }),
    author: username === null ? "somebody" : `@${username}`,
    text: clip(unescaped(tweet.text), TEXT_CHARS),
    at: tweet.created_at ?? "",
    replyTo: parentOf(tweet),
  };
}
