/**
 * Sends what is due now, each part once. The scheduler and `hq post send` call it, several processes may at the
 * same time. Nothing is sent whose words, channel, account or window are not those that the founder approved.
 */
import type { Channel, OutgoingPart, OutgoingPost } from "../../channels/channel.ts";
import type { OpenChannel } from "../../channels/open-channels.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import type { OutboxRecord } from "../../ledger/outbox.ts";
import { type ApprovalStanding, approvalStanding, postNow } from "./approval-standing.ts";
import { type CompanyPost, readPosts } from "./company-posts.ts";
import { keepLost } from "./lost-outbox.ts";
import { restWords } from "./may-go-out.ts";
import {
  claim,
  type Due,
  end,
  markSent,
  type Publisher,
  settle,
  takeUpLost,
} from "./outbox-steps.ts";
import { companyChannels, wordsOf } from "./outgoing.ts";
import { lookUp } from "./reconcile-posts.ts";
import { setStatus } from "./set-status.ts";

export interface SendSources extends Publisher {
  root: string;
  env: Readonly<Record<string, string | undefined>>;
  /** Left out outside tests. */
  open?: OpenChannel | undefined;
}

export type SentPost = { id: string; why: string | null; url: string | null } & (
  | { kind: "posted" }
  /** Nobody knows whether it stands there: the founder looks. */
  | { kind: "unknown" }
  | { kind: "failed" | "expired" | "cancelled" | "waits" }
  /** Its status says approved, and nothing approves it. */
  | { kind: "void" }
);

const NO_APPROVAL = "no approval of it is there";

/** What came of each post that was due, in the order of their ids; a post that is not due is not named. */
export async function sendPosts(sources: SendSources): Promise<SentPost[]> {
  await takeUpLost(sources);
  const told = new Map<string, SentPost>();
  const { posts, constitution } = await readPosts(sources.root);
  const open =
    sources.open ?? openedOnce(await companyChannels(sources.root, constitution, sources));
  for (const record of await unknownOnes(sources)) {
    told.set(record.post, tell(await lookUp(sources, open, record)));
  }
  for (const post of posts.filter(({ draft }) => draft.status === "approved")) {
    const sent = await sendOne(sources, { post, constitution, open });
    if (sent !== null) told.set(post.id, sent);
  }
  for (const post of posts) await tellDraft(sources, post, told.get(post.id));
  return [...told.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** A channel asks its service once for its account, which may cost something. */
function openedOnce(open: OpenChannel): OpenChannel {
  const opened = new Map<string, Channel>();
  return (name) => {
    const channel = opened.get(name) ?? open(name);
    opened.set(name, channel);
    return channel;
  };
}

async function unknownOnes({ ledger, now }: SendSources): Promise<OutboxRecord[]> {
  const at = now().toISOString();
  const unfinished = await ledger.read(({ outbox }) => outbox.unfinished());
  return unfinished.filter(({ state, waitUntil }) => {
    return state === "unknown" && (waitUntil === null || waitUntil <= at);
  });
}

interface One {
  post: CompanyPost;
  constitution: Constitution;
  open: OpenChannel;
}

interface Ready {
  standing: ApprovalStanding;
  channel: Channel;
  goingOut: OutgoingPost;
  due: Due | null;
}

/** null when it is not due, or somebody else has it. */
async function sendOne(sources: SendSources, one: One): Promise<SentPost | null> {
  const { id, window } = one.post;
  const now = sources.now().toISOString();
  const known = await sources.ledger.read(({ outbox }) => outbox.find(id));
  if (known !== null && ["posted", "claimed", "sent", "unknown"].includes(known.state)) return null;
  if (window.kind === "none")
    return { id, kind: "void", why: `it has no time: ${window.why}`, url: null };
  if (window.window.from > now) return null;
  const reached = await channelOf(one, one.post.draft.channel);
  if ("why" in reached) return { id, kind: "waits", why: reached.why, url: null };
  const ready = await lookAt(sources, one, reached);
  if ("why" in ready) return { id, kind: "waits", why: ready.why, url: null };
  const { standing, due } = ready;
  if (standing.kind !== "approved" || due === null) {
    // What somebody called approved by hand, long ago, is no news.
    if (standing.kind === "none" && window.window.to <= now) return null;
    const why = standing.kind === "void" ? standing.why : NO_APPROVAL;
    return { id, kind: "void", why, url: null };
  }
  // With the same approval it is over; only another one opens it again.
  if (known !== null && isSpent(known) && known.approval === due.approval) return tell(known);
  if (window.window.to <= now) return expire(sources, due);
  if (await keepLost(sources, due, standing.approval)) {
    const lost = await sources.ledger.read(({ outbox }) => outbox.find(id));
    return lost === null ? null : tell(await lookUp(sources, one.open, lost));
  }
  // Looked at before the claim too, so that a long rest does not fill the record with claims.
  const { goesTo, account } = due;
  const rest = await sources.ledger.read((tables) =>
    tables.channelRests.find(goesTo, account, now),
  );
  if (rest !== null) return { id, kind: "waits", why: restWords(rest), url: null };
  const claimed = await claim(sources, due);
  if (claimed.kind === "not") return { id, kind: "waits", why: claimed.why, url: null };
  return sendParts(sources, one, claimed.record);
}

/** To whom the post's channel posts: asked before the post is read, for the answer may take its time. */
async function channelOf({ open }: One, name: string): Promise<Reached | { why: string }> {
  const channel = open(name);
  const found = await channel.account();
  if (found.kind === "account") return { channel, account: found.account };
  return { why: `its channel cannot be reached: ${found.why}` };
}

interface Reached {
  channel: Channel;
  account: string;
}

/** The post as it is on the disk at this moment, and how its approval stands. */
async function lookAt(
  sources: SendSources,
  { post, constitution }: Pick<One, "post" | "constitution">,
  { channel, account }: Reached,
): Promise<Ready | { why: string }> {
  const now = await postNow(sources.root, post, { constitution, channel, account });
  const standing = await sources.ledger.read(({ approvals }) =>
    approvalStanding(sources.root, { facts: now.facts, constitution }, approvals),
  );
  const goingOut = now.outgoing;
  if (standing.kind !== "approved") return { standing, channel, goingOut, due: null };
  if (now.problems.length > 0) return { why: now.problems.join(" ") };
  const due: Due = {
    ...{ post: goingOut, approval: standing.hash, goesTo: channel.name, account },
    ...{ words: wordsOf(goingOut), parts: channel.parts(goingOut).length },
  };
  return { standing, channel, goingOut, due };
}

async function expire(sources: SendSources, due: Due): Promise<SentPost> {
  const id = due.post.id;
  const claimed = await claim(sources, due);
  if (claimed.kind === "not") return { id, kind: "waits", why: claimed.why, url: null };
  const { record } = claimed;
  const left = record.part === 0 ? "" : ` ${record.part} of its ${record.parts} parts stand there.`;
  const why = `its window passed before it went out.${left}`;
  await end(sources, record, { state: "expired", step: "expired", why });
  return { id, kind: "expired", why, url: null };
}

async function sendParts(sources: SendSources, one: One, claimed: OutboxRecord): Promise<SentPost> {
  let record = claimed;
  while (record.state === "claimed") {
    const next = await sendPart(sources, one, record);
    if ("stopped" in next) return next.stopped;
    record = next.record;
  }
  if (record.state === "unknown") record = await lookUp(sources, one.open, record);
  return tell(record, await lastUrl(sources, record.post));
}

/** Everything is looked at again right before the bytes go out; what was read for the claim may be old. */
async function sendPart(
  sources: SendSources,
  one: One,
  record: OutboxRecord,
): Promise<{ record: OutboxRecord } | { stopped: SentPost }> {
  const stop = async (kind: "cancelled" | "expired" | "waits", why: string) => {
    const state = kind === "waits" ? "open" : kind;
    await end(sources, record, { state, step: kind === "waits" ? "released" : kind, why });
    return { stopped: { id: record.post, kind, why, url: null } };
  };
  const reached = await channelOf(one, one.post.draft.channel);
  if ("why" in reached) return stop("waits", reached.why);
  const { posts, constitution } = await readPosts(sources.root);
  const post = posts.find(({ id }) => id === record.post);
  if (post === undefined) return stop("cancelled", "it is in no file of drafts any more");
  if (post.draft.status !== "approved")
    return stop("cancelled", `its status is ${post.draft.status}`);
  const ready = await lookAt(sources, { post, constitution }, reached);
  if ("why" in ready) return stop("waits", ready.why);
  const { standing, due, channel, goingOut } = ready;
  if (standing.kind === "none") return stop("cancelled", "its approval is gone");
  if (standing.kind === "void") return stop("cancelled", standing.why);
  if (due === null || due.approval !== record.approval)
    return stop("waits", "it was approved anew");
  const { window } = standing.approval;
  if (window.to <= sources.now().toISOString())
    return stop("expired", "its window passed before it went out.");
  const part = await partOf(sources, { record, channel, post: goingOut });
  const sent = await markSent(sources, record, {
    costMicroUsd: channel.cost(priced(part)),
    budgets: constitution.budgets,
    timeZone: constitution.company.timeZone,
  });
  if (sent.kind === "not") return stop("waits", sent.why);
  return { record: await settle(sources, sent.record, await channel.send(part)) };
}

/** The part as a post of its own: pictures stand at the head of a thread. */
function priced({ post, index, text }: OutgoingPart): OutgoingPost {
  return { ...post, text, seen: index === 0 ? post.seen : { ...post.seen, media: [] } };
}

async function partOf(
  { ledger }: SendSources,
  { record, channel, post }: { record: OutboxRecord; channel: Channel; post: OutgoingPost },
): Promise<OutgoingPart> {
  const before = (await ledger.read(({ outbox }) => outbox.parts(record.post))).at(-1);
  const text = channel.parts(post)[record.part] ?? "";
  return { post, index: record.part, text, after: before?.remoteId ?? null };
}

async function lastUrl({ ledger }: SendSources, post: string): Promise<string | null> {
  const [first] = await ledger.read(({ outbox }) => outbox.parts(post));
  return first?.url ?? first?.remoteId ?? null;
}

function tell({ post, state, why }: OutboxRecord, url: string | null = null): SentPost {
  const kind = state === "open" || state === "claimed" || state === "sent" ? "waits" : state;
  return { id: post, kind, why, url };
}

function isSpent({ state }: OutboxRecord): boolean {
  return state === "failed" || state === "expired" || state === "cancelled";
}

/** What is over, or approved by nothing that counts, is to be decided anew. */
const NOT_APPROVED: readonly SentPost["kind"][] = ["failed", "expired", "cancelled", "void"];

/** The draft says that it is out, or not; one that a crash kept from saying so says it at the next pass. */
async function tellDraft(
  sources: SendSources,
  { id, draft }: CompanyPost,
  sent: SentPost | undefined,
): Promise<void> {
  if (draft.status !== "approved") return;
  if (sent !== undefined && NOT_APPROVED.includes(sent.kind) && sent.why !== NO_APPROVAL) {
    await setStatus(sources.root, { file: draft.file, id, status: "review" });
    return;
  }
  const record = await sources.ledger.read(({ outbox }) => outbox.find(id));
  if (record?.state !== "posted") return;
  const postedAt = (await lastUrl(sources, id)) ?? "yes";
  await setStatus(sources.root, { file: draft.file, id, status: "posted", postedAt });
}
