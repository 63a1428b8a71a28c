/** Which channels the company has, and to whom each would post. */
import path from "node:path";
import type { AccountOutcome } from "../../channels/channel.ts";
import { HqError } from "../../company/error.ts";
import { readRhythms, SOP_FILE } from "../../company/posts/slots.ts";
import { readConstitution } from "../../files/company.ts";
import { readText } from "../../files/text.ts";
import { companyChannels } from "./outgoing.ts";

export interface ListedChannel {
  /** As posts name it. */
  channel: string;
  /** What would take its posts: itself, or `folder`. */
  goesTo: string;
  slots: string[];
}

export interface ChannelPlace {
  root: string;
  env: Readonly<Record<string, string | undefined>>;
  now(): Date;
}

/** Those of Marketing/sop.md that are not crossed out. No call leaves the machine. */
export async function listChannels({ root, env, now }: ChannelPlace): Promise<ListedChannel[]> {
  const { constitution } = await readConstitution(root);
  const { rhythms } = readRhythms((await readText(path.join(root, SOP_FILE))) ?? "");
  const open = await companyChannels(root, constitution, { env, now });
  return rhythms.map(({ channel, slots }) => ({
    channel,
    goesTo: open(channel).name,
    slots: slots.map(({ written }) => written),
  }));
}

/**
 * Asks the channel to whom it would post; nothing is posted.
 * @throws HqError `usage` for a channel that the company does not have
 */
export async function testChannel(
  place: ChannelPlace,
  name: string,
): Promise<{ channel: string; goesTo: string; found: AccountOutcome }> {
  const known = await listChannels(place);
  const wanted = known.find(({ channel }) => channel === name.trim().toLowerCase());
  if (wanted === undefined) {
    const names = known.map(({ channel }) => channel).join(", ") || "none";
    throw new HqError(
      "usage",
      `Cannot test the channel "${name}": the table Channels of ${SOP_FILE} has ${names}, expected one of them.`,
    );
  }
  const { constitution } = await readConstitution(place.root);
  const open = await companyChannels(place.root, constitution, place);
  const channel = open(wanted.channel);
  return { channel: wanted.channel, goesTo: channel.name, found: await channel.account() };
}
