/** A post of which nobody knows whether it stands there: looked up on its channel, else put to the founder. */
import { z } from "zod";
import type { OutgoingPart, OutgoingPost, Posted } from "../../channels/channel.ts";
import type { OpenChannel } from "../../channels/open-channels.ts";
import { NO_EXTRA } from "../../company/posts/extra.ts";
import type { OutboxRecord } from "../../ledger/outbox.ts";
import { change, type Publisher, partStands } from "./outbox-steps.ts";

/**
 * The record as it is afterwards: it stands there (posted, or open for the next part), it certainly does not
 * (open again), or it is as unknown as before.
 */
export async function lookUp(
  publisher: Publisher,
  open: OpenChannel,
  record: OutboxRecord,
): Promise<OutboxRecord> {
  const post = contentOf(record);
  const channel = open(post.channel);
  // Another account has nothing to tell about this one.
  if (channel.name !== record.goesTo) return record;
  const parts = await publisher.ledger.read(({ outbox }) => outbox.parts(record.post));
  const part: OutgoingPart = {
    post,
    index: record.part,
    text: channel.parts(post)[record.part] ?? "",
    after: parts.at(-1)?.remoteId ?? null,
  };
  const found = await channel.find(part, record.sentAt ?? record.updatedAt);
  if (found.kind === "unsure") return laterAgain(publisher, record, found.why);
  if (found.kind === "found")
    return stands(publisher, record, { posted: found, knownBy: "lookup" });
  return isNotThere(publisher, record, "looked up: it does not stand there");
}

/** A channel charges for being read, and does not know more at once. */
const AGAIN_MS = 10 * 60_000;

async function laterAgain(
  { ledger, now }: Publisher,
  record: OutboxRecord,
  why: string,
): Promise<OutboxRecord> {
  const waitUntil = new Date(now().getTime() + AGAIN_MS).toISOString();
  const to: OutboxRecord = { ...record, why, waitUntil };
  await ledger.write(({ outbox }) => outbox.change(record, to));
  return to;
}

/** By a look-up, or by the founder's word. */
export async function stands(
  { ledger, now }: Publisher,
  record: OutboxRecord,
  { posted, knownBy }: { posted: Posted; knownBy: "lookup" | "founder" },
): Promise<OutboxRecord> {
  const at = now().toISOString();
  return ledger.write(async (tables) => {
    const found = await tables.outbox.find(record.post);
    if (found === null || !isSame(found, record)) return found ?? record;
    return partStands(tables, found, { posted, at, knownBy });
  });
}

export async function isNotThere(
  { ledger, now }: Publisher,
  record: OutboxRecord,
  why: string,
): Promise<OutboxRecord> {
  const at = now().toISOString();
  return ledger.write(async (tables) => {
    const found = await tables.outbox.find(record.post);
    if (found === null || !isSame(found, record)) return found ?? record;
    const free = { holder: null, leaseUntil: null, sentAt: null, waitUntil: null };
    const to: OutboxRecord = { ...found, ...free, state: "open", why, updatedAt: at };
    await change(tables, found, { to, step: "reconciled", detail: why });
    return to;
  });
}

function isSame(found: OutboxRecord, { token, part }: OutboxRecord): boolean {
  return found.state === "unknown" && found.token === token && found.part === part;
}

const TEXT = z.string().nullable();
const CONTENT = z.object({
  ...{ id: z.string(), channel: z.string(), date: z.string(), title: z.string(), text: z.string() },
  seen: z.object({
    ...{ at: TEXT, canonical: TEXT, cover: TEXT, series: TEXT, campaign: TEXT },
    ...{ tags: z.array(z.string()), problems: z.array(z.string()), madeWithAi: z.boolean() },
    media: z.array(z.object({ path: z.string(), alt: z.string() })),
  }),
  files: z.array(z.string()),
});

/** As it was sent, whatever its draft says by now. */
export function contentOf({ content }: OutboxRecord): OutgoingPost {
  const { files, seen, ...post } = CONTENT.parse(JSON.parse(content));
  const names = new Map(files.map((name) => [name, new Uint8Array()]));
  return { ...post, seen: { ...NO_EXTRA, ...seen }, files: names };
}
