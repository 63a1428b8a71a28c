/** Whether a part stands on the account: by its words, and by the post that it answers. */
import { xPostCostMicroUsd } from "../../company/posts/x-prices.ts";
import type { FindOutcome, OutgoingPart, Posted } from "../channel.ts";
import { instant, ownTweets, parentOf, type Tweet, type XUser } from "./own-tweets.ts";
import { hasSameWords } from "./same-words.ts";
import type { XSession } from "./x-session.ts";

/** By which two clocks may differ: X refuses to be asked by one that is further off. */
const CLOCK_MS = 10 * 60_000;
/** What was lost on its way has come by then, and its lists have it, or never will. */
const SETTLED_MS = 15 * 60_000;

export async function findTweet(
  { access, now, user }: XSession,
  part: OutgoingPart,
  since: Date,
): Promise<FindOutcome> {
  const me = await user();
  if (me.kind === "unread") return { kind: "unsure", why: me.why };
  const from = new Date(since.getTime() - CLOCK_MS);
  const own = await ownTweets(access, me.user, from);
  if (own.kind === "unread") return { kind: "unsure", why: own.why };
  const same = own.tweets.filter((tweet) => isOf(tweet, part, me.user));
  const there = same.find((tweet) => parentOf(tweet) === part.after);
  if (there !== undefined) return { kind: "found", ...postedAs(there.id, part, me.user) };
  const [elsewhere] = same;
  if (elsewhere !== undefined) {
    const url = urlOf(elsewhere.id, me.user);
    return { kind: "unsure", why: `its words stand there, but elsewhere in a thread: ${url}` };
  }
  if (!own.isWhole) {
    const why = `the account has more posts since ${instant(from)} than were read`;
    return { kind: "unsure", why };
  }
  if (now().getTime() - since.getTime() >= SETTLED_MS) return { kind: "absent" };
  return { kind: "unsure", why: "it is not among the account's posts; it may still come" };
}

function isOf(tweet: Tweet, { post, index, text }: OutgoingPart, { username }: XUser): boolean {
  const urls = new Map(
    (tweet.entities?.urls ?? []).flatMap(({ url, expanded_url: long }) =>
      url && long ? [[url, long] as const] : [],
    ),
  );
  const hasMedia = index === 0 && post.seen.media.length > 0;
  return hasSameWords(text, { text: tweet.text, urls }, { username, hasMedia });
}

export function postedAs(id: string, { post, index, text }: OutgoingPart, user: XUser): Posted {
  const pictures = index === 0 ? post.seen.media.length : 0;
  return { id, url: urlOf(id, user), costMicroUsd: xPostCostMicroUsd(text, pictures) };
}

export function urlOf(id: string, { username }: Pick<XUser, "username">): string {
  return `https://x.com/${username}/status/${id}`;
}
