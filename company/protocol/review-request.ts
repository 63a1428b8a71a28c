/** Whether a review may be asked for: decided from the record and the constitution, never from what a model says of itself. */
import { foldName } from "../markdown/table.ts";
import { isOfOtherPost, keyOfGonePost } from "./gone-posts.ts";
import type { RequestCase } from "./request-case.ts";
import { chainOf, checkParent } from "./request-chain.ts";
import { checkAgents, checkForm } from "./request-form.ts";
import {
  isOfSameWords,
  lastWords,
  type Refusal,
  type RequestForm,
  type Review,
  type ReviewedWork,
  refused,
  stateAt,
  verdictOf,
  writtenText,
} from "./review.ts";
import { OPEN_DAYS, OPEN_LIMIT, WORK_REVIEWS } from "./review-limits.ts";
import { requiredReviews, type TriggerHit } from "./triggers.ts";

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
  const key = workKey(asking);
  // Who asks for more review than the table is let through.
  const because = triggersFor(asking, chain.chain, key);
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
    wordsHash: work.wordsHash,
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
export function triggerText(form: Omit<RequestForm, "from" | "to">, work: ReviewedWork): string {
  return [form.task, form.whatIDid, form.whatINeed, form.context, writtenText(work)].join("\n\n");
}

function triggersFor(asking: RequestCase, chain: readonly string[], key: string): TriggerHit[] {
  const { form, work, constitution, statements } = asking;
  const required = requiredReviews(
    {
      author: form.from,
      text: triggerText(form, work),
      ...(work.path === null ? {} : { paths: [work.path] }),
      ...{ topic: topicsObjectedTo(asking, key), chain, statements },
    },
    constitution,
  );
  return required.find(({ reviewer }) => reviewer === form.to)?.because ?? [];
}

/**
 * What the asked reviewer objected to in earlier versions of the work: the version in which those words
 * are gone is the one that it must see, or its BLOCKING would stand for good.
 */
function topicsObjectedTo({ form, record }: RequestCase, key: string): string[] {
  const earlier = record.parent === null ? record.related : [...record.related, record.parent];
  return earlier
    .filter(
      ({ reviewer, workKey, answer }) =>
        reviewer === form.to && workKey === key && answer !== null && answer.verdict !== "APPROVED",
    )
    .flatMap(({ topics }) => topics);
}

/** The key of the work, which its later versions share. */
function workKey({ form, work, record, now }: RequestCase): string {
  // A reply about another post of the file is about another work, whose verdicts are its own.
  const { parent } = record;
  if (parent !== null && !isOfOtherPost(work, parent)) return parent.workKey;
  const same = record.related.find(
    ({ workHash, workPath }) =>
      workHash === work.hash || (workPath !== null && workPath === work.path),
  );
  if (same !== undefined) return same.workKey;
  // A BLOCKING goes with the words it was said of, so that their later versions inherit it too.
  const blockedWords = record.related.findLast(
    (review) => isOfSameWords(review, work) && review.answer?.verdict === "BLOCKING",
  );
  if (blockedWords !== undefined) return blockedWords.workKey;
  // The same question between the same two after a BLOCKING is about the same work, reworded.
  const last = record.related
    .filter(
      (review) =>
        review.requester === form.from &&
        review.reviewer === form.to &&
        review.taskKey === taskKey(form.task) &&
        review.answer !== null &&
        !isOfOtherPost(work, review),
    )
    .at(-1);
  if (last?.answer?.verdict === "BLOCKING") return last.workKey;
  const gone = keyOfGonePost(work, record.related, { ...form, now });
  if (gone !== null) return gone;
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
      `Wait for ${open.id}; list_open_work with reviewId ${open.id} gives its text.`,
    );
  }
  const mine = record.related.filter(
    ({ reviewer, workHash }) => reviewer === form.to && workHash === work.hash,
  );
  const blocking = mine.find(({ answer }) => answer?.verdict === "BLOCKING");
  if (blocking !== undefined) {
    const found = `${form.to} answered BLOCKING on exactly this work (${blocking.id})`;
    return refused("unchanged", found, "Change the work first, or put it to the founder.");
  }
  // An answer that counts as advice may be asked for again, so that the reviewer itself gives it.
  const answered = verdictOf(mine);
  const isAttested = answered?.answer != null && answered.answer.attestation !== null;
  const isDone = isAttested && asking.statements.length === 0;
  if (isDone && !isBlockedBy(form.to, asking, key)) {
    const found = `${form.to} answered ${answered.answer?.verdict} on exactly this work (${answered.id})`;
    return refused("already-answered", found, "Use that verdict.");
  }
  return checkLimits(asking, key);
}

/** Whether a BLOCKING of the reviewer came after: then only another answer can lift it. */
function isBlockedBy(reviewer: string, { work, record }: RequestCase, key: string): boolean {
  const versions = record.related.filter(
    (review) => review.workKey === key || isOfSameWords(review, work),
  );
  return lastWords(versions, work).get(reviewer)?.answer?.verdict === "BLOCKING";
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
