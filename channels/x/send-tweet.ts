/**
 * One post of the account, once. What X certainly did not take is refused; whatever leaves it open is unknown: a
 * connection that ended, an answer of a gateway (5xx, a page), a success that names no post.
 */
import { z } from "zod";
import type { OutgoingPart, SendOutcome } from "../channel.ts";
import { findTweet, postedAs } from "./find-tweet.ts";
import { usedUpUntil } from "./limits.ts";
import { CREDITS, ID, whyUnauthorized, type XUser } from "./own-tweets.ts";
import { uploadPicture } from "./upload.ts";
import { type Answered, call, problemOf, saidBy } from "./x-api.ts";
import type { XSession } from "./x-session.ts";

/** Where waiting helps and nobody says how long. */
const AGAIN_MS = 60_000;
/** A limit that does not say when it ends: the longest of the short ones. */
const LIMIT_MS = 15 * 60_000;
/** What only the founder can put right. */
const FOUNDER_MS = 10 * 60_000;
/** How far back the same words are looked for when X says that it has them. */
const SAME_MS = 24 * 3_600_000;

export async function sendTweet(session: XSession, part: OutgoingPart): Promise<SendOutcome> {
  const me = await session.user();
  // Nothing was written yet: it certainly does not stand there by this call.
  if (me.kind === "unread") return forNow(session, me.why, AGAIN_MS);
  const uploaded = await upload(session, part);
  if ("kind" in uploaded) return uploaded;
  const { post, text, after } = part;
  const answer = await call(session.access, {
    method: "POST",
    path: "tweets",
    body: {
      text,
      ...(after === null ? {} : { reply: { in_reply_to_tweet_id: after } }),
      ...(uploaded.length === 0 ? {} : { media: { media_ids: uploaded } }),
      ...(post.seen.madeWithAi ? { made_with_ai: true } : {}),
    },
  });
  return judge(session, answer, { part, user: me.user });
}

/** The ids of the pictures of the first part, or why there is nothing to post. */
async function upload(
  session: XSession,
  { post, index }: OutgoingPart,
): Promise<string[] | SendOutcome> {
  if (index > 0) return [];
  const ids: string[] = [];
  for (const { path, alt } of post.seen.media) {
    const bytes = post.files.get(path);
    if (bytes === undefined) return refused(`the picture ${path} is not there`, null);
    const done = await uploadPicture(session.access, { bytes, alt });
    if (done.kind === "failed") {
      const { answer, why } = done;
      if (answer === null) return refused(why, null);
      const judged = refusal(session, answer);
      return judged === null ? forNow(session, why, AGAIN_MS) : { ...judged, why };
    }
    ids.push(done.id);
  }
  return ids;
}

const MADE = z.object({ data: z.object({ id: ID }) });

async function judge(
  session: XSession,
  answer: Answered,
  { part, user }: { part: OutgoingPart; user: XUser },
): Promise<SendOutcome> {
  if (answer.kind === "json" && answer.status < 300) {
    const id = MADE.safeParse(answer.body).data?.data.id;
    if (id === undefined) return unknown(`an answer without the post's id (${answer.status})`);
    return {
      ...{ kind: "posted", ...postedAs(id, part, user) },
      restsUntil: usedUpUntil(answer.limits),
    };
  }
  if (answer.kind === "json" && isDuplicate(answer)) return duplicate(session, part);
  const judged = refusal(session, answer);
  if (judged !== null) return judged;
  if (answer.kind === "none") return unknown(answer.why);
  if (answer.kind === "foreign") return unknown(`an answer that is not X's (${answer.status})`);
  return unknown(saidBy(session.access, answer));
}

/** What X did not take for certain; null where that is open. */
function refusal(
  session: XSession,
  answer: Answered,
): Extract<SendOutcome, { kind: "refused" }> | null {
  if (answer.kind === "none") {
    return answer.isSent ? null : forNow(session, `X cannot be reached: ${answer.why}`, AGAIN_MS);
  }
  const { status, limits } = answer;
  if (status === 429) {
    const until = usedUpUntil(limits);
    const why = "X takes no more for now (429)";
    if (until === null) return { ...forNow(session, why, LIMIT_MS), rests: true };
    return { ...refused(why, until), rests: true };
  }
  if (answer.kind === "foreign" || status >= 500 || status === 408) return null;
  const said = saidBy(session.access, answer);
  const { title, type, detail } = problemOf(answer.body);
  if (status === 402 || /credits|spend cap/i.test(`${title} ${type} ${detail}`)) {
    return { ...forNow(session, `${said}. ${CREDITS}`, FOUNDER_MS), rests: true };
  }
  if (status === 401) {
    const why = `${said}. ${whyUnauthorized(answer.serverTime)}`;
    return { ...forNow(session, why, FOUNDER_MS), rests: true };
  }
  if (/permissions$|client-forbidden$|unsupported-authentication$/.test(type)) {
    const why = `${said} Give the app "Read and write" at https://console.x.com, and make new tokens.`;
    return { ...forNow(session, why, FOUNDER_MS), rests: true };
  }
  return status >= 400 ? refused(said, null) : null;
}

function isDuplicate({ status, body }: { status: number; body: unknown }): boolean {
  return status === 403 && /duplicate/i.test(problemOf(body).detail);
}

/**
 * The words stand there already, perhaps by an attempt of ours whose answer was lost: where they are found, that is
 * the post. Else they may be of a time that is not looked at, or not shown yet.
 */
async function duplicate(session: XSession, part: OutgoingPart): Promise<SendOutcome> {
  const found = await findTweet(session, part, new Date(session.now().getTime() - SAME_MS));
  if (found.kind === "found") return { ...found, kind: "posted" };
  return unknown("X says that it has these words already (403)");
}

function unknown(why: string): SendOutcome {
  return { kind: "unknown", why };
}

function refused(why: string, again: string | null) {
  return { kind: "refused", why, again } as const;
}

function forNow({ now }: XSession, why: string, ms: number) {
  return refused(why, new Date(now().getTime() + ms).toISOString());
}
