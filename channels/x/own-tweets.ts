/** What can be read of the account: who it is, and its own posts. */
import { z } from "zod";
import { clip } from "../../company/clip.ts";
import { type Answered, call, saidBy, type XAccess, type XCall } from "./x-api.ts";

/** X's ids are digits, more of them than a number holds. */
export const ID = z.string().regex(/^\d{1,19}$/);

export interface XUser {
  id: string;
  username: string;
}

export type UserOutcome = { kind: "user"; user: XUser } | { kind: "unread"; why: string };

const ME = z.object({ data: z.object({ id: ID, username: z.string().regex(/^\w{1,30}$/) }) });

/** GET /2/users/me. */
export async function ownUser(access: XAccess): Promise<UserOutcome> {
  const answer = await call(access, { method: "GET", path: "users/me" });
  if (answer.kind !== "json") return { kind: "unread", why: whyUnread(access, answer) };
  const user = ME.safeParse(answer.body).data?.data;
  if (answer.status === 200 && user !== undefined) return { kind: "user", user };
  return { kind: "unread", why: whyUnread(access, answer) };
}

const URLS = z.array(z.object({ url: z.string().nullish(), expanded_url: z.string().nullish() }));
const REFERENCES = z.array(z.object({ type: z.string(), id: ID }));

const TWEET = z.object({
  id: ID,
  text: z.string(),
  author_id: ID.nullish(),
  created_at: z.iso.datetime({ offset: true }).nullish(),
  entities: z.object({ urls: URLS.nullish() }).nullish(),
  // The description of the API of August 2026 calls it referenced_posts.
  referenced_tweets: REFERENCES.nullish(),
  referenced_posts: REFERENCES.nullish(),
  public_metrics: z.record(z.string(), z.number()).nullish(),
});

export type Tweet = z.infer<typeof TWEET>;

const PAGE = z.object({
  data: z.array(TWEET).nullish(),
  includes: z
    .object({ users: z.array(z.object({ id: ID, username: z.string() })).nullish() })
    .nullish(),
  meta: z.object({ result_count: z.int().nullish(), next_token: z.string().nullish() }).nullish(),
});

export type TweetsOutcome =
  | {
      kind: "tweets";
      tweets: Tweet[];
      /** Names by the ids of authors, where they were asked for. */
      authors: ReadonlyMap<string, string>;
      /** There was no more than was read. */
      isWhole: boolean;
      /** By X's clock; null where it did not say. */
      serverTime: Date | null;
    }
  | { kind: "unread"; why: string };

export interface TweetsWish {
  path: string;
  params?: Record<string, string>;
  query: Record<string, string>;
  pages: number;
}

/** The pages of a list, the newest first, up to so many. */
export async function readTweets(
  access: XAccess,
  { path, params = {}, query, pages }: TweetsWish,
): Promise<TweetsOutcome> {
  const tweets: Tweet[] = [];
  const authors = new Map<string, string>();
  let more: { pagination_token?: string } = {};
  let serverTime: Date | null = null;
  for (let page = 0; page < pages; page += 1) {
    const wanted: XCall = { method: "GET", path, params, query: { ...query, ...more } };
    const answer = await call(access, wanted);
    if (answer.kind !== "json") return { kind: "unread", why: whyUnread(access, answer) };
    const read = PAGE.safeParse(answer.body).data;
    if (answer.status !== 200 || read === undefined || (!read.data && !read.meta)) {
      return { kind: "unread", why: whyUnread(access, answer) };
    }
    serverTime ??= answer.serverTime;
    tweets.push(...(read.data ?? []));
    for (const { id, username } of read.includes?.users ?? []) authors.set(id, clip(username, 30));
    const next = read.meta?.next_token;
    if (!next) return { kind: "tweets", tweets, authors, isWhole: true, serverTime };
    more = { pagination_token: next };
  }
  return { kind: "tweets", tweets, authors, isWhole: false, serverTime };
}

/** The largest page: docs.x.com/openapi.json, /2/users/{id}/tweets. */
export const PAGE_SIZE = 100;
const PAGES = 10;

/** GET /2/users/:id/tweets: the account's own posts since then, its answers too. */
export function ownTweets(access: XAccess, user: XUser, since: Date): Promise<TweetsOutcome> {
  return readTweets(access, {
    path: "users/:id/tweets",
    params: { id: user.id },
    query: {
      max_results: String(PAGE_SIZE),
      start_time: instant(since),
      exclude: "retweets",
      "tweet.fields": "created_at,entities,referenced_tweets",
    },
    pages: PAGES,
  });
}

/** RFC 3339 to the second, as X takes it. */
export function instant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

/** The post that this one answers; null for none. */
export function parentOf({ referenced_tweets, referenced_posts }: Tweet): string | null {
  const references = referenced_tweets ?? referenced_posts ?? [];
  return references.find(({ type }) => type === "replied_to")?.id ?? null;
}

export function whyUnread(access: XAccess, answer: Answered): string {
  if (answer.kind === "none") return `X cannot be reached: ${answer.why}`;
  if (answer.kind === "foreign") return `something else than X answered (${answer.status})`;
  if (answer.status === 401)
    return `${saidBy(access, answer)}. ${whyUnauthorized(answer.serverTime)}`;
  if (answer.status === 402) return `${saidBy(access, answer)}. ${CREDITS}`;
  return answer.status === 200 ? "X's answer has another form" : saidBy(access, answer);
}

export const CREDITS = "Add credits at https://console.x.com.";
const APART_MS = 60_000;

/** X signs nothing off by a clock that is wrong: RFC 5849 3.3, and the page Authorizing a request. */
export function whyUnauthorized(serverTime: Date | null): string {
  const apart = serverTime === null ? 0 : Math.abs(Date.now() - serverTime.getTime());
  return apart > APART_MS
    ? `This machine's clock is ${Math.round(apart / 60_000)} min away from X's: set it.`
    : "Its keys are wrong, or were taken back.";
}
