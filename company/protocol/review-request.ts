/** Whether a review may be asked for: decided from the record and the constitution, never from what a model says of itself. */
import { clip } from "../clip.ts";
import { FOUNDER } from "../constitution/sections.ts";
import type { Constitution } from "../constitution/types.ts";
import { foldName } from "../markdown/table.ts";
import { type ChainReading, chainRefusal, readChain } from "./chain.ts";
import type { Refusal, RequestForm, Review, ReviewedWork } from "./review.ts";
import { refused, stateAt } from "./review.ts";
import {
  CHAIN_CHARS,
  FIELD_CHARS,
  OPEN_DAYS,
  OPEN_LIMIT,
  TASK_CHARS,
  WORK_BYTES,
  WORK_REVIEWS,
} from "./review-limits.ts";
import { type RequiredReview, requiredReviews, type TriggerHit } from "./triggers.ts";

/** What the ledger knows that bears on a request. */
export interface RequestRecord {
  /** The review named by `inReplyTo`; null when there is none of that id. */
  parent: Review | null;
  /** Open reviews that the asker has to answer. */
  owed: readonly Review[];
  /** Open reviews that the asked one has to answer. */
  waiting: readonly Review[];
  /** Reviews of these bytes, of this path, of the parent's work, or of the same task between the two. */
  related: readonly Review[];
}

export interface RequestCase {
  form: RequestForm;
  work: ReviewedWork;
  constitution: Constitution;
  record: RequestRecord;
  now: Date;
}

/** A review that may be recorded; its id comes from the ledger. */
export type NewReview = Omit<Review, "id" | "state" | "closedAt" | "closedWhy" | "answer">;

export interface Asked {
  kind: "asked";
  review: NewReview;
  /** Why this reviewer must see it. */
  because: TriggerHit[];
  /** Open reviews between the two on earlier bytes of the work: void from now on. */
  replaces: string[];
}

/** A review to record, or why not. Pure: to be called in the transaction that writes it. */
export function decideRequest(asking: RequestCase): Asked | Refusal {
  const malformed = checkForm(asking) ?? checkAgents(asking);
  if (malformed !== null) return malformed;
  const parent = checkParent(asking);
  if (parent?.kind === "refused") return parent;
  const chain = chainOf(asking);
  if (chain.kind === "refused") return chain;
  const because = triggersFor(asking, chain.chain);
  if (!Array.isArray(because)) return because;
  const key = workKey(asking);
  const repeated = checkRepeats(asking, key);
  if (repeated !== null) return repeated;
  const { form, work, record, now } = asking;
  const review: NewReview = {
    owner: ownerOf(asking),
    requester: form.from,
    reviewer: form.to,
    chain: [...chain.chain, form.to],
    inReplyTo: form.inReplyTo ?? null,
    workKey: key,
    workPath: work.path,
    workHash: work.hash,
    workBytes: work.bytes,
    taskKey: taskKey(form.task),
    topics: [...new Set(because.map(({ topic }) => topic))],
    askedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + OPEN_DAYS * 86_400_000).toISOString(),
  };
  const replaces = record.related
    .filter((other) => isOpenBetween(other, asking) && other.workKey === key)
    .map(({ id }) => id);
  return { kind: "asked", review, because, replaces };
}

export function taskKey(task: string): string {
  return foldName(task);
}

/** Everything of a request in which a trigger's signal may stand. */
export function triggerText(form: Omit<RequestForm, "from" | "to">, workText: string): string {
  return [form.task, form.whatIDid, form.whatINeed, form.context, workText].join("\n\n");
}

function checkForm({ form, work }: RequestCase): Refusal | null {
  const fields: [string, string, number][] = [
    ["task", form.task, TASK_CHARS],
    ["whatIDid", form.whatIDid, FIELD_CHARS],
    ["whatINeed", form.whatINeed, FIELD_CHARS],
    ["context", form.context, FIELD_CHARS],
  ];
  for (const [name, text, limit] of fields) {
    if (text.trim() === "" && name !== "context") {
      return refused(
        "malformed",
        `"${name}" is empty`,
        "Fill it in: the reviewer sees nothing else.",
      );
    }
    if (text.length > limit) {
      const found = `"${name}" has ${text.length} characters, expected at most ${limit}`;
      return refused("malformed", found, "Shorten it; what is under review belongs in work.");
    }
  }
  if (work.text.trim() === "") {
    return refused("malformed", "the work is empty", "Put the text, or file:<path>, into work.");
  }
  if (work.bytes > WORK_BYTES) {
    const found = `the work has ${work.bytes} bytes, expected at most ${WORK_BYTES}`;
    return refused("malformed", found, "Ask about the part that touches the reviewer's domain.");
  }
  return null;
}

function checkAgents({ form, constitution }: RequestCase): Refusal | null {
  if (form.to === FOUNDER) {
    return refused(
      "ask-the-founder",
      "the founder answers in person, not through a review request",
      'Put the question into your answer under "For the founder".',
    );
  }
  const known = constitution.departments.map(({ agent }) => agent);
  const declared = (form.callChain ?? []).filter((id, at) => !(at === 0 && id === FOUNDER));
  if (declared.length > CHAIN_CHARS) {
    const found = `a call chain of ${declared.length}, expected at most three`;
    return refused("forged-chain", found, "Leave callChain out: the record has it.");
  }
  for (const id of [form.from, form.to, ...declared]) {
    if (known.includes(id)) continue;
    const found = `there is no department "${clip(id, 40)}", expected one of ${known.join(", ")}`;
    return refused("unknown-agent", found, "Use the ids of the constitution's Departments.");
  }
  return null;
}

/** The named review must be one that the asker is in, and open when it asks as its reviewer. */
function checkParent({ form, record, now }: RequestCase): Refusal | { kind: "fine" } | null {
  if (form.inReplyTo === undefined) return null;
  const { parent } = record;
  if (parent === null) {
    const found = `there is no review "${clip(form.inReplyTo, 40)}"`;
    return refused("unknown-review", found, "Look the id up with list_open_work, or leave it out.");
  }
  if (parent.reviewer === form.from) {
    const state = stateAt(parent, now);
    if (state === "open") return { kind: "fine" };
    return refused(
      "closed",
      `${parent.id} is ${state}: nothing can grow out of it any more`,
      `Hand your findings to ${parent.owner}, who owns the work.`,
    );
  }
  if (parent.requester === form.from) return { kind: "fine" };
  return refused(
    "not-yours",
    `${parent.id} is between ${parent.requester} and ${parent.reviewer}; ${form.from} is not in it`,
    "Leave inReplyTo out, or name the review that you were asked in.",
  );
}

/** The chain up to the asker, after every check of who may be asked. */
function chainOf(asking: RequestCase): { kind: "chain"; chain: string[] } | Refusal {
  const { form, record } = asking;
  const owed = owedBy(asking);
  for (const review of owed) {
    const refusal = chainRefusal(review.chain, form.to);
    if (refusal !== null) return blocked(asking, refusal, review);
  }
  const alone = chainRefusal([form.from], form.to);
  if (alone !== null) return blocked(asking, alone, null);
  const reading = declaredChain(
    form,
    record.parent === null ? owed.map(({ chain }) => chain) : [parentChain(record.parent, form)],
  );
  if (reading.kind === "forged") {
    return refused(
      "forged-chain",
      `the declared call chain (${(form.callChain ?? []).join(" → ")}) contradicts the record (${reading.recorded.join(" → ")})`,
      "Leave callChain out, or name with inReplyTo the review that this request grew out of.",
    );
  }
  const refusal = repeats(reading.chain) ?? chainRefusal(reading.chain, form.to);
  return refusal === null ? reading : blocked(asking, refusal, record.parent);
}

/**
 * Reviews that the asker still has to answer. Whoever owes somebody an answer cannot ask them, and
 * what it asks others counts as part of the longest of these chains, whether it says so or not.
 */
function owedBy({ form, record, now }: RequestCase): Review[] {
  return record.owed
    .filter((review) => review.reviewer === form.from && stateAt(review, now) === "open")
    .toSorted((a, b) => b.chain.length - a.chain.length);
}

/** The recorded chain that ends with the asker, as the parent has it. */
function parentChain(parent: Review, form: RequestForm): string[] {
  return parent.reviewer === form.from ? parent.chain : parent.chain.slice(0, -1);
}

function declaredChain(form: RequestForm, recorded: readonly (readonly string[])[]): ChainReading {
  const [longest = [form.from], ...others] = recorded;
  const first = readChain(longest, form.callChain);
  if (first.kind === "chain") return first;
  // Who owes answers in several reviews may mean any of them.
  const other = others.map((chain) => readChain(chain, form.callChain));
  return other.find(({ kind }) => kind === "chain") ?? first;
}

function repeats(chain: readonly string[]): ReturnType<typeof chainRefusal> {
  if (new Set(chain).size === chain.length) return null;
  return { code: "callback", reason: `the call chain names somebody twice (${chain.join(" → ")})` };
}

function blocked(
  asking: RequestCase,
  refusal: NonNullable<ReturnType<typeof chainRefusal>>,
  review: Review | null,
): Refusal {
  const owner = review?.owner ?? asking.form.from;
  const instead =
    refusal.code === "self-review" || owner === asking.form.from
      ? `The review stays required: put it to the founder by name, or hand it to whoever gave you the task.`
      : `The review stays required: answer ${review?.id ?? "your review"} yourself and tell ${owner}, who owns the work, that ${asking.form.to} has still to see it.`;
  return refused(refusal.code, refusal.reason, instead);
}

function triggersFor(asking: RequestCase, chain: readonly string[]): TriggerHit[] | Refusal {
  const { form, work, constitution } = asking;
  const required = requiredReviews(
    {
      author: form.from,
      text: triggerText(form, work.text),
      ...(work.path === null ? {} : { paths: [work.path] }),
      chain,
    },
    constitution,
  );
  const mine = required.find(({ reviewer }) => reviewer === form.to);
  return mine?.because ?? noTrigger(form.to, required);
}

export function noTrigger(reviewer: string, required: readonly RequiredReview[]): Refusal {
  const others = required.map((each) => {
    const words = [...new Set(each.because.map(({ found }) => `"${clip(found, 40)}"`))];
    return `${each.reviewer} (${words.slice(0, 3).join(", ")})`;
  });
  return refused(
    "no-trigger",
    `no row of "Review triggers" sends this work to ${reviewer}; it asks for ${others.join("; ") || "nobody"}`,
    `Ask those, or say in whatINeed which topic of ${reviewer} it touches.`,
  );
}

/** The key of the work, which its later versions share. */
function workKey({ form, work, record }: RequestCase): string {
  if (record.parent !== null) return record.parent.workKey;
  const same = record.related.find(
    ({ workHash, workPath }) =>
      workHash === work.hash || (workPath !== null && workPath === work.path),
  );
  if (same !== undefined) return same.workKey;
  // The same question between the same two after a BLOCKING is about the same work, reworded.
  const last = record.related
    .filter(
      (review) =>
        review.requester === form.from &&
        review.reviewer === form.to &&
        review.taskKey === taskKey(form.task) &&
        review.answer !== null,
    )
    .at(-1);
  if (last?.answer?.verdict === "BLOCKING") return last.workKey;
  return work.path === null ? `text:${work.hash}` : `file:${work.path}`;
}

/** The owner never changes: a question that grew out of a review is about its owner's work. */
function ownerOf({ form, work, record }: RequestCase): string {
  if (record.parent !== null) return record.parent.owner;
  const asked = record.owed.find(
    ({ workHash, reviewer }) => workHash === work.hash && reviewer === form.from,
  );
  return asked?.owner ?? form.from;
}

function checkRepeats(asking: RequestCase, key: string): Refusal | null {
  const { form, work, record, now } = asking;
  const closedReviewOfMine = record.related.find(
    (review) =>
      review.workHash === work.hash &&
      review.reviewer === form.from &&
      stateAt(review, now) !== "open" &&
      review.owner !== form.from,
  );
  if (closedReviewOfMine !== undefined && record.parent === null) {
    const { id, owner } = closedReviewOfMine;
    const found = `${owner} owns this work; ${form.from} only reviewed it (${id})`;
    return refused("not-yours", found, `Tell ${owner} what you found; ${owner} asks others.`);
  }
  const open = record.related.find(
    (review) =>
      isOpenBetween(review, asking) && review.workHash === work.hash && review.workKey === key,
  );
  if (open !== undefined) {
    const found = `${open.id} asks ${form.to} about exactly this work already`;
    return refused(
      "already-open",
      found,
      `Wait for ${open.id}; hq review show ${open.id} has its text.`,
    );
  }
  const answered = record.related
    .filter(({ reviewer, workHash }) => reviewer === form.to && workHash === work.hash)
    .findLast(({ answer }) => answer !== null);
  if (answered?.answer?.verdict === "BLOCKING") {
    const found = `${form.to} answered BLOCKING on exactly this work (${answered.id})`;
    return refused("unchanged", found, "Change the work first, or put it to the founder.");
  }
  if (answered?.answer != null) {
    const found = `${form.to} answered ${answered.answer.verdict} on exactly this work (${answered.id})`;
    return refused("already-answered", found, "Use that verdict.");
  }
  return checkLimits(asking, key);
}

function checkLimits({ form, record }: RequestCase, key: string): Refusal | null {
  if (record.waiting.length >= OPEN_LIMIT) {
    const found = `${record.waiting.length} reviews wait for ${form.to} already, expected fewer than ${OPEN_LIMIT}`;
    return refused("too-many", found, "Have the open ones answered or withdrawn first.");
  }
  const ofWork = record.related.filter(({ workKey }) => workKey === key).length;
  if (ofWork >= WORK_REVIEWS) {
    const found = `this work was reviewed ${ofWork} times, expected fewer than ${WORK_REVIEWS}`;
    return refused("too-many", found, "Put it to the founder.");
  }
  return null;
}

function isOpenBetween(review: Review, { form, now }: RequestCase): boolean {
  return (
    review.requester === form.from && review.reviewer === form.to && stateAt(review, now) === "open"
  );
}
