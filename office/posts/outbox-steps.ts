/**
 * The steps of a post on its way out, each a transaction of its own: approved → claimed → sent → posted, failed
 * or unknown → reconciled, expired or cancelled. Each is written before the act that it allows. What a crash
 * leaves: `claimed` (nothing was handed over) is taken by the next one, `sent` is unknown until it was looked up.
 */
import type { OutgoingPost, Posted, SendOutcome } from "../../channels/channel.ts";
import type { Ledger, LedgerWrites } from "../../ledger/ledger.ts";
import type { OutboxRecord, PostedPart } from "../../ledger/outbox.ts";
import { type Going, whyNot } from "./may-go-out.ts";

export interface Publisher {
  ledger: Ledger;
  now(): Date;
  /** This process, as `isGone` knows it. */
  holder: string;
  isGone(holder: string): boolean;
}

/** Longer than any call may take: whoever is silent for so long hangs. */
export const LEASE_MS = 10 * 60_000;

export interface Due {
  post: OutgoingPost;
  approval: string;
  goesTo: string;
  account: string;
  words: string;
  parts: number;
}

export type ClaimOutcome =
  | { kind: "claimed"; record: OutboxRecord }
  /** Somebody else has it, it is done, or it is not time yet. */
  | { kind: "not"; why: string };

/** Takes the post for this process, when nobody has it and its words are not on that account yet. */
export async function claim({ ledger, now, holder }: Publisher, due: Due): Promise<ClaimOutcome> {
  const at = now().toISOString();
  return ledger.write(async (tables): Promise<ClaimOutcome> => {
    const { outbox } = tables;
    const same = await outbox.withWords(due.account, due.words);
    if (same !== null && same.post !== due.post.id) {
      return { kind: "not", why: `the same words are with ${same.account} as ${same.post}` };
    }
    const found = await outbox.find(due.post.id);
    const open =
      found === null ? await begin(tables, due, at) : await reopened(tables, { found, due, at });
    if (open.state !== "open") return { kind: "not", why: open.state };
    if (open.waitUntil !== null && open.waitUntil > at) {
      return { kind: "not", why: `it waits until ${open.waitUntil}` };
    }
    const record: OutboxRecord = {
      ...open,
      ...{ state: "claimed", holder, waitUntil: null, why: null, updatedAt: at },
      attempt: open.attempt + 1,
      token: open.token + 1,
      leaseUntil: leaseFrom(now()),
    };
    await change(tables, open, {
      to: record,
      step: "claimed",
      detail: holder.split("\t")[0] ?? null,
    });
    return { kind: "claimed", record };
  });
}

/** The first step of a post. */
export async function begin({ outbox }: LedgerWrites, due: Due, at: string): Promise<OutboxRecord> {
  const record: OutboxRecord = {
    ...{ post: due.post.id, approval: due.approval, goesTo: due.goesTo, account: due.account },
    ...{ words: due.words, content: contentOf(due.post), parts: due.parts, part: 0 },
    ...{ state: "open", attempt: 0, costMicroUsd: 0, token: 0, holder: null, leaseUntil: null },
    ...{ sentAt: null, waitUntil: null, why: null, updatedAt: at },
  };
  await outbox.add(record);
  await outbox.addStep({ ...stepOf(record), step: "approved", at, detail: due.approval });
  return record;
}

/** One that failed, expired or was cancelled goes on with another approval, at the part where it stood. */
async function reopened(
  tables: LedgerWrites,
  { found, due, at }: { found: OutboxRecord; due: Due; at: string },
): Promise<OutboxRecord> {
  const isEnded = ["failed", "expired", "cancelled"].includes(found.state);
  const isOther = found.approval !== due.approval;
  // What stands there already cannot be made another text.
  if (!isOther || !(isEnded || found.state === "open")) return found;
  if (found.part >= due.parts) return found;
  const record: OutboxRecord = {
    ...found,
    ...{ approval: due.approval, goesTo: due.goesTo, account: due.account, words: due.words },
    ...{ content: contentOf(due.post), parts: due.parts, state: "open", waitUntil: null },
    ...{ why: null, updatedAt: at },
  };
  await change(tables, found, { to: record, step: "approved", detail: due.approval });
  return record;
}

/** Writes down that the part is handed over now, when nothing forbids it and it is still this process's. */
export async function markSent(
  { ledger, now }: Publisher,
  record: OutboxRecord,
  going: Going,
): Promise<{ kind: "sent"; record: OutboxRecord } | { kind: "not"; why: string }> {
  const at = now().toISOString();
  return ledger.write(async (tables) => {
    const why = await whyNot(tables, record, { ...going, now: now() });
    if (why !== null) return { kind: "not", why };
    const sent: OutboxRecord = {
      ...record,
      ...{ state: "sent", sentAt: at, leaseUntil: leaseFrom(now()), updatedAt: at },
      costMicroUsd: going.costMicroUsd,
    };
    const isOurs = await change(tables, record, { to: sent, step: "sent", detail: null });
    return isOurs ? { kind: "sent", record: sent } : { kind: "not", why: "another process has it" };
  });
}

/** Writes down what the channel said. An answer that comes late, to one that is unknown by now, counts too. */
export async function settle(
  { ledger, now }: Publisher,
  sent: OutboxRecord,
  outcome: SendOutcome,
): Promise<OutboxRecord> {
  const at = now().toISOString();
  return ledger.write(async (tables) => {
    const found = await tables.outbox.find(sent.post);
    const isOurs = found?.token === sent.token && found.part === sent.part;
    if (found === null || !isOurs || !["sent", "unknown"].includes(found.state))
      return found ?? sent;
    const rest = restOf(outcome);
    if (rest !== null) {
      await tables.channelRests.set({ goesTo: found.goesTo, account: found.account, ...rest });
    }
    if (outcome.kind === "posted") {
      return partStands(tables, found, { posted: outcome, at, knownBy: "answer" });
    }
    const free = { holder: null, leaseUntil: null, updatedAt: at, why: outcome.why };
    const to: OutboxRecord =
      outcome.kind === "unknown"
        ? { ...found, ...free, state: "unknown" }
        : { ...found, ...free, ...notThere(outcome.again) };
    const step =
      outcome.kind === "unknown" ? "unknown" : to.state === "open" ? "refused" : "failed";
    await change(tables, found, { to, step, detail: outcome.why });
    return to;
  });
}

/** What the answer says of everything else that is to go to this account. */
function restOf(outcome: SendOutcome): { until: string; why: string } | null {
  if (outcome.kind === "refused" && outcome.rests === true && outcome.again !== null) {
    return { until: outcome.again, why: outcome.why };
  }
  const until = outcome.kind === "posted" ? (outcome.restsUntil ?? null) : null;
  return until === null ? null : { until, why: "its limit is used up" };
}

function notThere(again: string | null): Pick<OutboxRecord, "state" | "sentAt" | "waitUntil"> {
  return { state: again === null ? "failed" : "open", sentAt: null, waitUntil: again };
}

interface Standing {
  posted: Posted;
  at: string;
  knownBy: PostedPart["knownBy"];
}

/** The part is out: the next one goes on with the same claim where this process has it, else it waits for one. */
export async function partStands(
  tables: LedgerWrites,
  found: OutboxRecord,
  { posted, at, knownBy }: Standing,
): Promise<OutboxRecord> {
  const { id: remoteId, url, costMicroUsd } = posted;
  await tables.outbox.addPart({
    post: found.post,
    part: found.part,
    remoteId,
    url,
    costMicroUsd,
    at,
    knownBy,
  });
  const part = found.part + 1;
  const goesOn = found.state === "sent" && knownBy === "answer";
  const state = part === found.parts ? "posted" : goesOn ? "claimed" : "open";
  const isHeld = state === "claimed";
  const to: OutboxRecord = {
    ...found,
    ...{ part, state, sentAt: null, waitUntil: null, why: null, updatedAt: at },
    holder: isHeld ? found.holder : null,
    leaseUntil: isHeld ? found.leaseUntil : null,
  };
  const step = knownBy === "answer" ? "posted" : "reconciled";
  await change(tables, found, { to, step, detail: url ?? remoteId });
  return to;
}

/** An end without the channel: expired, cancelled, or open again. Whether it was still so. */
export async function end(
  { ledger, now }: Publisher,
  record: OutboxRecord,
  { state, step, why }: { state: "open" | "expired" | "cancelled"; step: string; why: string },
): Promise<boolean> {
  const at = now().toISOString();
  const free = { holder: null, leaseUntil: null, sentAt: null, waitUntil: null };
  const to: OutboxRecord = { ...record, ...free, state, why, updatedAt: at };
  return ledger.write((tables) => change(tables, record, { to, step, detail: why }));
}

/** What dead or hanging processes left: `claimed` is free again, `sent` is unknown. */
export async function takeUpLost({ ledger, now, isGone }: Publisher): Promise<void> {
  const at = now().toISOString();
  const isLost = ({ holder, leaseUntil }: OutboxRecord): boolean =>
    holder !== null && (isGone(holder) || (leaseUntil !== null && leaseUntil < at));
  const some = (await ledger.read(({ outbox }) => outbox.unfinished())).some(isLost);
  if (!some) return;
  await ledger.write(async (tables) => {
    for (const record of (await tables.outbox.unfinished()).filter(isLost)) {
      const isSent = record.state === "sent";
      const why = isSent
        ? "the process that sent it ended before the answer was written down"
        : null;
      const free = { holder: null, leaseUntil: null, updatedAt: at, why };
      const to: OutboxRecord = { ...record, ...free, state: isSent ? "unknown" : "open" };
      await change(tables, record, { to, step: isSent ? "unknown" : "released", detail: why });
    }
  });
}

/** Changes the record and notes the step, when it is still as it was read. */
export async function change(
  { outbox }: LedgerWrites,
  from: OutboxRecord,
  { to, step, detail }: { to: OutboxRecord; step: string; detail: string | null },
): Promise<boolean> {
  if (!(await outbox.change(from, to))) return false;
  const { token, attempt } = to;
  const at = to.updatedAt;
  await outbox.addStep({ post: to.post, part: from.part, attempt, token, step, at, detail });
  return true;
}

function stepOf({ post, part, attempt, token }: OutboxRecord) {
  return { post, part, attempt, token };
}

function leaseFrom(now: Date): string {
  return new Date(now.getTime() + LEASE_MS).toISOString();
}

/** Without the bytes of pictures: their names are enough to look a post up. */
function contentOf({ files, ...post }: OutgoingPost): string {
  return JSON.stringify({ ...post, files: [...files.keys()] });
}
