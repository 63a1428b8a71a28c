/** What the channels counted of the posts of the last weeks, kept in memory: each channel once a day. */
import type { Channel } from "../../channels/channel.ts";
import type { OpenChannel } from "../../channels/open-channels.ts";
import { dateIn, weekOf } from "../../company/dates.ts";
import {
  mergeReach,
  parseReach,
  REACH_LABEL,
  reachLine,
  reachName,
  WEEKS_ASKED,
  type WeekReach,
  weeksUntil,
} from "../../company/posts/reach.ts";
import { readConstitution } from "../../files/company.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { OutboxRecord, PostedPart } from "../../ledger/outbox.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { lookIntoLedger } from "../records/look-into-ledger.ts";
import { withMemory } from "../records/with-memory.ts";
import type { ChannelPlace } from "./list-channels.ts";
import { companyChannels } from "./outgoing.ts";
import { type ChannelReach, reachIn } from "./read-reach.ts";
import { contentOf } from "./reconcile-posts.ts";

export interface CountedChannel {
  channel: string;
  /** `counted` now, `today` already, `none`: it counts nothing. */
  kind: "counted" | "today" | "none" | "unreachable";
  /** Why it could not be asked; null when it was. */
  why: string | null;
  costMicroUsd: number;
}

export interface CountPlace extends ChannelPlace {
  /** Left out outside tests. */
  open?: OpenChannel | undefined;
}

/** More posts than four weeks have; the record is asked for no more. */
const POSTS_LIMIT = 500;

/** @throws HqError; LedgerError, MemoryError when record or memory cannot be used */
export async function countPosts(
  place: CountPlace,
): Promise<{ channels: CountedChannel[]; reach: ChannelReach[] }> {
  const { root, now } = place;
  const { constitution } = await readConstitution(root);
  const { timeZone } = constitution.company;
  const today = dateIn(now(), timeZone);
  const open = place.open ?? (await companyChannels(root, constitution, place));
  const sent = (await lookIntoLedger<Sent[] | null>(root, null, sentLately)) ?? [];
  const weeks = weeksUntil(today, WEEKS_ASKED);
  const weekOfSent = ({ at }: Sent): string => weekOf(dateIn(new Date(at), timeZone));
  const lately = sent.filter((each) => weeks.includes(weekOfSent(each)));
  return withMemory({ root, now, agent: "hq" }, async (store) => {
    const channels: CountedChannel[] = [];
    for (const [name, mine] of Map.groupBy(lately, ({ channel }) => channel)) {
      const counted = await countOne(store, {
        name,
        sent: mine,
        channel: open(name),
        today,
        weekOfSent,
      });
      channels.push(counted);
    }
    return { channels, reach: await reachIn(store, today) };
  });
}

/** A post that went out, with the ids of its parts. */
interface Sent {
  channel: string;
  goesTo: string;
  /** ISO instant of its first part. */
  at: string;
  ids: string[];
}

async function sentLately(ledger: Ledger): Promise<Sent[]> {
  return ledger.read(async ({ outbox }) => {
    const found: Sent[] = [];
    for (const record of await outbox.latest(POSTS_LIMIT)) {
      const each = sentOf(record, await outbox.parts(record.post));
      if (each !== null) found.push(each);
    }
    return found;
  });
}

function sentOf(record: OutboxRecord, parts: readonly PostedPart[]): Sent | null {
  const [first] = parts;
  if (first === undefined) return null;
  const { channel } = contentOf(record);
  return {
    channel,
    goesTo: record.goesTo,
    at: first.at,
    ids: parts.map(({ remoteId }) => remoteId),
  };
}

interface One {
  name: string;
  sent: readonly Sent[];
  channel: Channel;
  today: string;
  weekOfSent(sent: Sent): string;
}

const READ = "As of: ";

async function countOne(
  store: Pick<MemoryStore, "openNodes" | "reviseEntities">,
  { name, sent, channel, today, weekOfSent }: One,
): Promise<CountedChannel> {
  const said = (kind: CountedChannel["kind"], why: string | null = null, costMicroUsd = 0) => ({
    ...{ channel: name, kind, why, costMicroUsd },
  });
  const entity = reachName(name);
  const known = (await store.openNodes([entity])).entities[0]?.observations ?? [];
  // A channel may charge for being read, and days are what is compared.
  if (known.includes(`${READ}${today}`)) return said("today");
  // What went to another account, or to the folder, this one knows nothing of.
  const mine = sent.filter(({ goesTo }) => goesTo === channel.name);
  const found = await channel.metrics(mine.flatMap(({ ids }) => ids));
  if (found.kind === "none") return said("none");
  if (found.kind === "unreachable") return said("unreachable", found.why);
  const counts = new Map(found.posts.map((post) => [post.id, post.counts]));
  const read = [...Map.groupBy(mine, weekOfSent)].map(
    ([week, posts]): WeekReach => ({
      ...{ week, posts: posts.length, date: today },
      counts: sum(posts.flatMap(({ ids }) => ids.map((id) => counts.get(id) ?? {}))),
    }),
  );
  const old = known.map(parseReach).filter((each) => each !== null);
  const lines = mergeReach(old, read).map(reachLine);
  await store.reviseEntities([
    {
      ...{ name: entity, entityType: "metric", replaces: [REACH_LABEL, READ] },
      observations: [...lines, `${READ}${today}`],
    },
  ]);
  return said("counted", null, found.costMicroUsd);
}

function sum(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const total: Record<string, number> = {};
  for (const counts of all) {
    for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
  }
  return total;
}
