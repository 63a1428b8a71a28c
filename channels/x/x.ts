/**
 * Posts and threads on X. It has no key against doubles: its own filter forgets after a while, and does not say which post
 * is the same (plhery/node-twitter-api-v2#399, #469). So what may have gone out is looked up in the account's own posts.
 */
import { channelProblems } from "../../company/posts/channel-rules.ts";
import { partsOf } from "../../company/posts/thread.ts";
import { xPostCostMicroUsd } from "../../company/posts/x-prices.ts";
import type { AccountOutcome, Channel } from "../channel.ts";
import { draftOf } from "../draft-of.ts";
import { findTweet } from "./find-tweet.ts";
import { search, waiting } from "./heard.ts";
import { countTweets } from "./metrics.ts";
import { ownUser, type UserOutcome } from "./own-tweets.ts";
import { pictureProblems } from "./picture-problems.ts";
import { sendTweet } from "./send-tweet.ts";
import type { XAccess } from "./x-api.ts";
import type { XSession } from "./x-session.ts";

export interface XOptions {
  /** Of an app that may read and write, and of the account that posts: OAuth 1.0a, user context. */
  keys: XAccess["keys"];
  /** Left out outside tests. */
  base?: string | undefined;
  timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

export function xChannel(options: XOptions, now: () => Date): Channel {
  const { keys, base = "https://api.x.com", timeoutMs = TIMEOUT_MS } = options;
  const access: XAccess = { keys, base, timeoutMs };
  let asked: Promise<UserOutcome> | undefined;
  const session: XSession = {
    access,
    now,
    user: () => {
      asked ??= ownUser(access);
      return asked;
    },
  };
  return {
    name: "x",
    account: () => account(session),
    check: (post) => [...channelProblems(draftOf(post)), ...pictureProblems(post)],
    cost: ({ text, seen }) => xPostCostMicroUsd(text, seen.media.length),
    parts: ({ text }) => partsOf(text),
    send: (part) => sendTweet(session, part),
    find: (part, since) => findTweet(session, part, new Date(since)),
    metrics: (ids) => countTweets(session, ids),
    listening: {
      waiting: (since) => waiting(session, new Date(since)),
      search: (words, since) => search(session, words, new Date(since)),
    },
  };
}

/** By its number: a name may be changed, and then taken by somebody else. */
async function account({ user }: XSession): Promise<AccountOutcome> {
  const found = await user();
  if (found.kind === "unread") return { kind: "unreachable", why: found.why };
  return { kind: "account", account: `@${found.user.username} (${found.user.id})` };
}
