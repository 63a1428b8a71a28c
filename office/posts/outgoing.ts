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
import { HqError } from "../../company/error.ts";
import { seenFiles, seenOf } from "../../company/posts/seen.ts";
import type { CompanyPost } from "./company-posts.ts";
import { hashFiles } from "./hash-files.ts";
import { type Env, readSecret, readSetting } from "./secrets.ts";

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

const DEVTO = "https://dev.to";

/**
 * The channels of a company, by what its constitution and its credentials say. No call leaves the machine.
 * @throws HqError `wrong-state` when the credentials cannot be read, `usage` for an address that is none
 */
export async function companyChannels(
  root: string,
  { company }: Constitution,
  { env, now }: { env: Env; now(): Date },
): Promise<OpenChannel> {
  const key = await readSecret(root, env, "HQ_DEVTO_API_KEY");
  const to = await readSetting(root, env, "HQ_NEWSLETTER_TO");
  // A password manager fails when it is asked for what it does not have: only who has a list has a mail server.
  const readUrl = to === null ? readSetting : readSecret;
  const smtpUrl = await readUrl(root, env, "HQ_SMTP_URL");
  const sources: ChannelSources = {
    root,
    now,
    language: LANGUAGES[company.language.toLowerCase()] ?? "en",
    newsletterFrom: await readSetting(root, env, "HQ_NEWSLETTER_FROM"),
    smtp: smtpUrl === null ? null : { url: smtpUrl, to },
    devto: key === null ? null : { key, base: addressOf(env.HQ_DEVTO_URL) },
  };
  return channelOpener(sources);
}

/** A key goes over the wire in the clear only to this machine itself. */
function addressOf(given: string | undefined): string {
  const base = given?.trim().replace(/\/+$/, "") || DEVTO;
  if (/^https:\/\/[^/]+$|^http:\/\/127\.0\.0\.1(?::\d+)?$/.test(base)) return base;
  throw new HqError("usage", `Cannot use HQ_DEVTO_URL "${base}": expected an https address.`);
}
