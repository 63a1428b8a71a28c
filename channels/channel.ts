/** What a post is handed to, and what may come of it. One file for each channel. */
import type { PostProblem } from "../company/posts/channel-rules.ts";
import type { PostExtra } from "../company/posts/extra.ts";

/** A post as it goes out: nothing in it that the outside does not see, but its id. */
export interface OutgoingPost {
  id: string;
  /** `x`, `dev.to`, `newsletter`. */
  channel: string;
  /** ISO date. */
  date: string;
  title: string;
  text: string;
  /** Only the fields that are seen on the channel. */
  seen: PostExtra;
  /** The bytes of the files that it shows, by their path from the root. */
  files: ReadonlyMap<string, Uint8Array>;
}

/** What one call sends: a whole article, or one part of a thread. */
export interface OutgoingPart {
  post: OutgoingPost;
  /** 0 for the first. */
  index: number;
  text: string;
  /** Id on the channel of the part before; null for the first. */
  after: string | null;
}

export interface Posted {
  /** As the channel knows it. */
  id: string;
  url: string | null;
  costMicroUsd: number;
}

export type SendOutcome =
  /** `restsUntil`: by what the channel said, nothing more may be sent to the account before that instant (ISO). */
  | ({ kind: "posted"; restsUntil?: string | null } & Posted)
  /**
   * It certainly does not stand there. `again`: not before this instant (ISO), where waiting helps; `rests`: the
   * same holds for everything that goes to this account.
   */
  | { kind: "refused"; why: string; again: string | null; rests?: boolean }
  /** Nobody knows: never sent again before it was looked up. */
  | { kind: "unknown"; why: string };

export type FindOutcome =
  | ({ kind: "found" } & Posted)
  /** It certainly does not stand there. */
  | { kind: "absent" }
  /** Not seen, which proves nothing, or the channel could not be read. */
  | { kind: "unsure"; why: string };

export type AccountOutcome =
  | { kind: "account"; account: string }
  | { kind: "unreachable"; why: string };

/** What the channel counted of one post or part, by now. */
export interface PostCounts {
  /** As the channel knows the post: `Posted.id`. */
  id: string;
  /** By the channel's own name of it (`impressions`, `likes`, `reads`); only what it told. */
  counts: Readonly<Record<string, number>>;
}

export type MetricsOutcome =
  /** In the order of the ids; posts that the channel does not know (any more) are left out. */
  | { kind: "counted"; posts: PostCounts[]; costMicroUsd: number }
  /** A channel that counts nothing, such as a folder. */
  | { kind: "none" }
  | { kind: "unreachable"; why: string };

/** What somebody else wrote: not to be trusted, cut to a bounded length, without control characters. */
export interface Heard {
  id: string;
  url: string;
  /** As the channel names the author, `@ana`. */
  author: string;
  text: string;
  /** ISO instant. */
  at: string;
  /** The id of the post that it answers; null for none. */
  replyTo: string | null;
}

export type HeardOutcome =
  /** The newest first. `isWhole`: there was no more than was read. */
  | { kind: "heard"; posts: Heard[]; isWhole: boolean; costMicroUsd: number }
  | { kind: "unreachable"; why: string };

/** What a channel hears. Contract: no call of it changes anything on the channel; none rejects. */
export interface Listening {
  /** Mentions and replies since that instant (ISO) that the account has not answered. */
  waiting(since: string): Promise<HeardOutcome>;
  /** What was written lately with these words, in the channel's own language of searches. */
  search(words: string, since: string): Promise<HeardOutcome>;
}

export interface Channel {
  /** Which of our channels it is: `x`, `dev.to`, `newsletter`, `smtp`, `folder`. */
  name: string;
  /** To whom it would post, without posting. */
  account(): Promise<AccountOutcome>;
  /** What it would refuse, told before anything is sent. */
  check(post: OutgoingPost): PostProblem[];
  /** What it charges, in millionths of a US dollar. */
  cost(post: OutgoingPost): number;
  /** In the order of sending; at least one. */
  parts(post: OutgoingPost): string[];
  /**
   * Sends one part, once.
   * Contract: never rejects; whatever leaves it open whether the part stands there is `unknown`.
   */
  send(part: OutgoingPart): Promise<SendOutcome>;
  /** Looks whether a part that was sent since then (ISO) stands there. Contract: never rejects. */
  find(part: OutgoingPart, since: string): Promise<FindOutcome>;
  /** What it counted of these posts (`Posted.id`). Contract: never rejects. */
  metrics(ids: readonly string[]): Promise<MetricsOutcome>;
  /** null for a channel on which nobody answers. */
  listening: Listening | null;
}
