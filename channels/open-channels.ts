/** Which channel a post goes to here: its own where it has an account, else the folder. */
import type { Channel } from "./channel.ts";
import { devtoChannel } from "./devto/devto.ts";
import { folderChannel } from "./folder.ts";
import { newsletterChannel } from "./newsletter.ts";
import { smtpChannel } from "./smtp/smtp.ts";
import { unreadyChannel } from "./unready.ts";
import { type XOptions, xChannel } from "./x/x.ts";

export interface ChannelSources {
  root: string;
  /** BCP 47: `en`, `pt`. */
  language: string;
  /** HQ_NEWSLETTER_FROM, if it is set. */
  newsletterFrom: string | null;
  /** null where newsletters are not mailed. `to` is HQ_NEWSLETTER_TO, if it is set. */
  smtp: { url: string; to: string | null } | null;
  /** null where there is no account. */
  devto: { key: string; base: string } | null;
  x: XOptions | null;
  /** By the channel's name, why an account that is there cannot be used. */
  unready: ReadonlyMap<string, string>;
  now(): Date;
}

/** Opens the channel of a post without a call to it. */
export type OpenChannel = (name: string) => Channel;

export function channelOpener(sources: ChannelSources): OpenChannel {
  const { root, language, newsletterFrom: from, smtp, devto, x, unready, now } = sources;
  return (name) => {
    const why = unready.get(name);
    if (why !== undefined) return unreadyChannel(name, why);
    if (name === "newsletter") {
      if (smtp !== null) return smtpChannel({ ...smtp, from, language }, now);
      return newsletterChannel(root, { language, from });
    }
    if (name === "dev.to" && devto !== null) return devtoChannel(devto, now);
    if (name === "x" && x !== null) return xChannel(x, now);
    return folderChannel(root);
  };
}
