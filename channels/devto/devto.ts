/**
 * Articles on dev.to. It has no key against doubles: a canonical address is unique among published articles alone, and
 * after five minutes the same title is taken again (forem/forem app/models/article.rb). So the own articles are read
 * before and after each call that writes.
 */
import { setTimeout as pause } from "node:timers/promises";
import { z } from "zod";
import { channelProblems } from "../../company/posts/channel-rules.ts";
import type {
  AccountOutcome,
  Channel,
  FindOutcome,
  MetricsOutcome,
  OutgoingPost,
  Posted,
  SendOutcome,
} from "../channel.ts";
import { draftOf } from "../draft-of.ts";
import {
  type Answered,
  type Article,
  articleOf,
  call,
  type Forem,
  ownArticles,
  saidBy,
} from "./forem-api.ts";

export interface DevtoOptions {
  key: string;
  /** `https://dev.to`, or another Forem. */
  base?: string;
  timeoutMs?: number;
  /** Between two calls that write; for tests. */
  writeGapMs?: number;
}

/** One write a second for each key, before all other limits: forem/forem config/initializers/rack_attack.rb. */
const WRITE_GAP_MS = 1_100;
const TIMEOUT_MS = 30_000;
/** A request that was lost on its way has come by then, or never will. */
const SETTLED_MS = 10 * 60_000;
const AGAIN_MS = 60_000;
/** By which two clocks may differ. */
const CLOCK_MS = 60_000;

export function devtoChannel(options: DevtoOptions, now: () => Date): Channel {
  const { key, base = "https://dev.to", timeoutMs = TIMEOUT_MS } = options;
  const forem: Forem = { key, base, timeoutMs };
  const gapMs = options.writeGapMs ?? WRITE_GAP_MS;
  let asked: Promise<AccountOutcome> | undefined;
  return {
    name: "dev.to",
    account: () => {
      asked ??= account(forem);
      return asked;
    },
    check: (post) => channelProblems(draftOf(post)),
    cost: () => 0,
    parts: ({ text }) => [text],
    send: ({ post }) => send(forem, post, { gapMs, now }),
    find: ({ post }, since) => find(forem, post, { since, now }),
    metrics: (ids) => metrics(forem, ids),
    listening: null,
  };
}

const USER = z.object({ id: z.int(), username: z.string().min(1).max(100) });

/** GET /api/users/me: https://developers.forem.com/api/v1#tag/users. */
async function account(forem: Forem): Promise<AccountOutcome> {
  const answer = await call(forem, { method: "GET", path: "/users/me" });
  if (answer.kind === "none") return { kind: "unreachable", why: answer.why };
  if (answer.kind === "foreign") {
    return { kind: "unreachable", why: `something else than dev.to answered (${answer.status})` };
  }
  const user = USER.safeParse(answer.body).data;
  if (answer.status !== 200 || user === undefined) {
    return { kind: "unreachable", why: saidBy(forem, answer) };
  }
  return { kind: "account", account: `${user.username} (${user.id})` };
}

interface Pace {
  gapMs: number;
  now(): Date;
}

async function send(forem: Forem, post: OutgoingPost, pace: Pace): Promise<SendOutcome> {
  const before = await ownArticles(forem);
  // Nothing was written yet: it certainly does not stand there by this call.
  if (before.kind === "unread") return refused(before.why, laterThan(pace.now(), AGAIN_MS));
  const there = before.articles.find((article) => isOf(article, post));
  if (there !== undefined && post.seen.canonical === null) {
    // Perhaps another article of the same name, perhaps a draft of the founder's: neither is touched.
    const why = `an article "${there.title}" is there already (${there.id}). Give the post a Canonical, or another title.`;
    return refused(why, null);
  }
  if (there?.published === true) return { kind: "posted", ...postedAs(there) };
  const { method, path } =
    there === undefined
      ? ({ method: "POST", path: "/articles" } as const)
      : // A draft of ours that an earlier call left is published, and no second one made.
        ({ method: "PUT", path: `/articles/${there.id}` } as const);
  const answer = await call(forem, { method, path, body: { article: bodyOf(post) } });
  const written = judge(forem, answer, pace);
  if (written.kind !== "written") return written;
  return proven(forem, post, { id: written.id, gapMs: pace.gapMs });
}

type Written = SendOutcome | { kind: "written"; id: number };

function judge(forem: Forem, answer: Answered, { now }: Pace): Written {
  if (answer.kind === "none") return { kind: "unknown", why: answer.why };
  const { status } = answer;
  // A gateway may answer for a server that took the article.
  if (answer.kind === "foreign" || status >= 500) {
    return { kind: "unknown", why: `an answer that is not dev.to's (${status})` };
  }
  if (status === 429) {
    const seconds = answer.retryAfterSeconds ?? AGAIN_MS / 1_000;
    return refused(saidBy(forem, answer), laterThan(now(), seconds * 1_000));
  }
  // "Canonical url has already been taken", or a title of the last five minutes: perhaps by this very post.
  if (status === 422 && /canonical|taken|already|five minutes/i.test(saidBy(forem, answer))) {
    return { kind: "unknown", why: saidBy(forem, answer) };
  }
  if (status >= 400) return refused(saidBy(forem, answer), null);
  const article = articleOf(answer.body);
  if (article === null || status >= 300) {
    return { kind: "unknown", why: `an answer without the article's id (${status})` };
  }
  return { kind: "written", id: article.id };
}

/** An answer of 2xx can leave a draft (seen in the field): only what the list of own articles says counts. */
async function proven(
  forem: Forem,
  post: OutgoingPost,
  { id, gapMs }: { id: number; gapMs: number },
): Promise<SendOutcome> {
  const after = await ownArticles(forem);
  if (after.kind === "unread") return { kind: "unknown", why: after.why };
  const article = after.articles.find((each) => each.id === id);
  if (article?.published === true) return { kind: "posted", ...postedAs(article) };
  if (article === undefined)
    return { kind: "unknown", why: "dev.to does not list the article yet" };
  await pause(gapMs);
  await call(forem, { method: "PUT", path: `/articles/${id}`, body: { article: bodyOf(post) } });
  const last = await ownArticles(forem);
  const found = last.kind === "articles" ? last.articles.find((each) => each.id === id) : undefined;
  if (found?.published === true) return { kind: "posted", ...postedAs(found) };
  return { kind: "unknown", why: `dev.to keeps the article ${id} as a draft` };
}

async function find(
  forem: Forem,
  post: OutgoingPost,
  { since, now }: { since: string; now(): Date },
): Promise<FindOutcome> {
  const own = await ownArticles(forem);
  if (own.kind === "unread") return { kind: "unsure", why: own.why };
  const isNew = ({ published_at: at }: Article): boolean =>
    post.seen.canonical !== null ||
    (typeof at === "string" && Date.parse(at) >= Date.parse(since) - CLOCK_MS);
  const mine = own.articles.filter((article) => isOf(article, post) && isNew(article));
  const published = mine.find((article) => article.published === true);
  if (published !== undefined) return { kind: "found", ...postedAs(published) };
  // A draft of it is no article yet; the next call publishes that one.
  if (now().getTime() - Date.parse(since) >= SETTLED_MS) return { kind: "absent" };
  return { kind: "unsure", why: "it is not among the account's articles; it may still come" };
}

/** The list of own articles has what readers did: https://developers.forem.com/api/v1#tag/articles (me/published). */
async function metrics(forem: Forem, ids: readonly string[]): Promise<MetricsOutcome> {
  const own = await ownArticles(forem);
  if (own.kind === "unread") return { kind: "unreachable", why: own.why };
  const posts = ids.flatMap((id) => {
    const article = own.articles.find((each) => String(each.id) === id);
    return article === undefined ? [] : [{ id, counts: countsOf(article) }];
  });
  return { kind: "counted", posts, costMicroUsd: 0 };
}

function countsOf(article: Article): Record<string, number> {
  const told = {
    reads: article.page_views_count,
    reactions: article.public_reactions_count,
    comments: article.comments_count,
  };
  const known = Object.entries(told).filter((entry): entry is [string, number] => entry[1] != null);
  return Object.fromEntries(known);
}

/** By title, and by canonical address where the post has one. */
function isOf(article: Article, { title, seen }: OutgoingPost): boolean {
  if (article.title.trim() !== title.trim()) return false;
  return seen.canonical === null || article.canonical_url === seen.canonical;
}

function postedAs({ id, url }: Article): Posted {
  return { id: String(id), url: url ?? null, costMicroUsd: 0 };
}

/** POST /api/articles: https://developers.forem.com/api/v1#tag/articles. */
function bodyOf({ title, text, seen }: OutgoingPost) {
  return {
    title,
    body_markdown: text,
    published: true,
    tags: seen.tags.map((tag) => tag.toLowerCase()),
    ...(seen.series === null ? {} : { series: seen.series }),
    ...(seen.canonical === null ? {} : { canonical_url: seen.canonical }),
    ...(seen.cover === null ? {} : { main_image: seen.cover }),
  };
}

function refused(why: string, again: string | null): SendOutcome {
  return { kind: "refused", why, again };
}

function laterThan(now: Date, ms: number): string {
  return new Date(now.getTime() + ms).toISOString();
}
