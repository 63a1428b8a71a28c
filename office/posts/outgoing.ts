/** A post as it is handed to its channel, and the bytes by which an approval knows it. */
import { createHash } from "node:crypto";
import type { OutgoingPost } from "../../channels/channel.ts";
import {
  type ChannelSources,
  channelOpener,
  type OpenChannel,
} from "../../channels/open-channels.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import { postText } from "../../company/draft-posts.ts";
import { seenFiles, seenOf } from "../../company/posts/seen.ts";
import { readAccounts } from "./accounts.ts";
import type { CompanyPost } from "./company-posts.ts";
import { hashFiles } from "./hash-files.ts";
import type { Env } from "./secrets.ts";

export interface Outgoing {
  post: OutgoingPost;
  /** SHA-256 in hex over the normal form, pictures by their bytes. */
  textHash: string;
  /** Pictures that cannot be shown, a sentence each. */
  problems: string[];
}

export async function outgoing(root: string, { id, draft }: CompanyPost): Promise<Outgoing> {
  const { channel, date, title, text, extra } = draft;
  const { bytes, hashOf, problems } = await hashFiles(root, seenFiles(channel, extra));
  const textHash = createHash("sha256")
    .update(postText(draft, hashOf).toWellFormed())
    .digest("hex");
  const seen = seenOf(channel, extra);
  return { post: { id, channel, date, title, text, seen, files: bytes }, textHash, problems };
}

/** SHA-256 over channel and words: what the channel would show twice, whatever day or title it has. */
export function wordsOf({ channel, text }: OutgoingPost): string {
  return createHash("sha256").update(`${channel}\n${text.trim()}`.toWellFormed()).digest("hex");
}

const LANGUAGES: Record<string, string> = {
  english: "en",
  portuguese: "pt",
  português: "pt",
  spanish: "es",
  french: "fr",
  german: "de",
  italian: "it",
  dutch: "nl",
};

/**
 * The channels of a company, by what its constitution and its credentials say. No call leaves the machine.
 * @throws HqError `usage` for an address that is none
 */
export async function companyChannels(
  root: string,
  { company }: Constitution,
  { env, now }: { env: Env; now(): Date },
): Promise<OpenChannel> {
  const sources: ChannelSources = {
    root,
    now,
    language: LANGUAGES[company.language.toLowerCase()] ?? "en",
    ...(await readAccounts(root, env)),
  };
  return channelOpener(sources);
}
