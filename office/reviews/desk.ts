/**
 * The desk where reviews are asked for and answered: reads the work and the rules, lets the pure
 * functions of company/protocol decide, and records the outcome. Decision and writing are one
 * transaction, so that of two processes that decide at once one sees what the other wrote.
 */
import { clip } from "../../company/clip.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import { blockedKeysLike, fileOfPost } from "../../company/protocol/gone-posts.ts";
import {
  type Attestation,
  isOfSameWords,
  type Refusal,
  type RequestForm,
  type Review,
  type ReviewedWork,
  refused,
  stateAt,
  type Verdict,
  writtenText,
} from "../../company/protocol/review.ts";
import { decideRequest, taskKey, triggerText } from "../../company/protocol/review-request.ts";
import { type Standing, standingOf } from "../../company/protocol/review-standing.ts";
import { renderRequest } from "../../company/protocol/review-text.ts";
import {
  decideVerdict,
  decideWithdrawal,
  type VerdictDecision,
} from "../../company/protocol/review-verdict.ts";
import { requiredReviews } from "../../company/protocol/triggers.ts";
import type { Ledger, LedgerWrites } from "../../ledger/ledger.ts";
import { findSecret } from "../../mcp-memory/rules/secrets.ts";
import { answered, asked, expired, refusedEvent, withdrawn } from "./events.ts";
import { hashNow, readWork } from "./work.ts";

export interface DeskSources {
  ledger: Ledger;
  root: string;
  now(): Date;
  /** As it is at this moment, never from a cache. */
  readConstitution(): Promise<Constitution>;
}

export interface AskForm extends RequestForm {
  /** The text, or `file:<path from the root>`. */
  work: string;
}

export interface AskedReview {
  kind: "asked";
  reviewId: string;
  /** Exactly what the reviewer is to be handed. */
  text: string;
  review: Review;
}

export interface AnswerForm {
  reviewId: string;
  reviewer: string;
  verdict: Verdict;
  reasons: readonly string[];
  workHash?: string | undefined;
}

export interface ReviewDesk {
  /** Refusals are values; a file, rule or ledger that cannot be read throws HqError or LedgerError. */
  request(form: AskForm): Promise<AskedReview | Refusal>;
  /** `attestation` is what the caller knows of who speaks, null when it knows nothing. */
  submit(
    form: AnswerForm,
    attestation: Attestation | null,
  ): Promise<{ kind: "answered"; review: Review } | Refusal>;
  /** `why` in the words of who takes it back. */
  withdraw(reviewId: string, by: string, why?: string): Promise<{ kind: "withdrawn" } | Refusal>;
  /** How a work stands, with the reviews that it needs now. */
  standing(author: string, work: string): Promise<Standing | Refusal>;
  /** Reviews that the department has to answer and those it waits for. */
  openFor(agent: string): Promise<{ toAnswer: Review[]; waitingFor: Review[] }>;
}

const WHY_CHARS = 500;
/** Reviews closed at most in one call, so that a call after a long pause is not slow. */
const EXPIRED_AT_ONCE = 50;

/** @public The tools of this server, and later the engine, ask and answer through it. */
export function createReviewDesk(sources: DeskSources): ReviewDesk {
  const { ledger, now } = sources;
  return {
    request: (form) => request(sources, form),
    submit: (form, attestation) => submit(sources, form, attestation),
    withdraw: (reviewId, by, why) => withdraw(sources, reviewId, { by, why }),
    standing: (author, work) => standing(sources, author, work),
    openFor: (agent) =>
      ledger.read(async ({ reviews }) => {
        const isOpen = (review: Review) => stateAt(review, now()) === "open";
        const toAnswer = (await reviews.waitingFor(agent)).filter(isOpen);
        const waitingFor = (await reviews.askedBy(agent)).filter(isOpen);
        return { toAnswer, waitingFor };
      }),
  };
}

async function request(sources: DeskSources, form: AskForm): Promise<AskedReview | Refusal> {
  const work = await readWork(sources.root, form.work);
  if ("kind" in work) return work;
  const { task, whatIDid, whatINeed, context } = form;
  const secret = await secretIn([task, whatIDid, whatINeed, context, work.text]);
  if (secret !== null) return secret;
  const constitution = await sources.readConstitution();
  return sources.ledger.write(async (tables) => {
    // Under the lock: waiting for it must not date the decision back.
    const now = sources.now();
    await closeOverdue(tables, now);
    const parent = await parentOf(tables, form);
    const { reviews } = tables;
    const record = {
      parent,
      owed: await reviews.waitingFor(form.from),
      waiting: await reviews.waitingFor(form.to),
      related: await reviews.related({
        hash: work.hash,
        path: work.path,
        wordsHash: work.wordsHash,
        postsOf: fileOfPost(work),
        workKeys: parent === null ? [] : [parent.workKey],
        task: { requester: form.from, reviewer: form.to, taskKey: taskKey(form.task) },
      }),
    };
    const decision = decideRequest({ form, work, constitution, record, now });
    if (decision.kind === "refused") {
      const review = parent ?? reviewOfSameWork(record.related, work);
      await refusedEvent(tables, { who: form.from, review, hash: work.hash, now }, decision);
      return decision;
    }
    const at = now.toISOString();
    for (const id of decision.replaces) {
      const why = "the work was edited and is asked about anew";
      await withdrawn(tables, { id, by: form.from, at, why });
    }
    const id = await reviews.add(decision.review);
    const text = renderRequest({ ...decision, id, form, work });
    await reviews.addTexts(id, { asked: triggerText(form, work), request: text });
    const review = await requireReview(tables, id);
    await asked(tables, review, form);
    return { kind: "asked", reviewId: id, text, review };
  });
}

/** Nothing is ever taken out of the record again, so that a secret must not come in. */
async function secretIn(texts: readonly string[]): Promise<Refusal | null> {
  const found = await findSecret(texts);
  if (found === null) return null;
  const instead = "Say what it is for and where it lies, and change it if it was shown to anybody.";
  return refused("secret", `it holds ${found}, which the record would keep for good`, instead);
}

/** The newest review of these bytes or this file, so that its story tells of the refusal. */
function reviewOfSameWork(related: readonly Review[], work: ReviewedWork): Review | null {
  return related.findLast((review) => isOfWork(review, work)) ?? null;
}

function isOfWork(
  review: Review,
  work: Pick<ReviewedWork, "hash" | "path" | "wordsHash">,
): boolean {
  const { workHash, workPath } = review;
  const isThere = workPath !== null && workPath === work.path;
  return workHash === work.hash || isThere || isOfSameWords(review, work);
}

async function parentOf(tables: LedgerWrites, form: AskForm): Promise<Review | null> {
  return form.inReplyTo === undefined ? null : tables.reviews.find(form.inReplyTo);
}

async function submit(
  sources: DeskSources,
  form: AnswerForm,
  attestation: Attestation | null,
): Promise<{ kind: "answered"; review: Review } | Refusal> {
  const secret = await secretIn(form.reasons);
  if (secret !== null) return secret;
  const before = await sources.ledger.read(({ reviews }) => reviews.find(form.reviewId));
  const currentHash = before === null ? null : await hashNow(sources.root, before);
  const constitution = await sources.readConstitution();
  return sources.ledger.write(async (tables) => {
    // Under the lock: waiting for it must not date the decision back.
    const now = sources.now();
    await closeOverdue(tables, now);
    const review = await tables.reviews.find(form.reviewId);
    const texts = review === null ? null : await tables.reviews.texts(review.id);
    const decision = decideVerdict({
      form: { ...form, attestation },
      review,
      askedText: texts?.asked ?? "",
      currentHash,
      constitution,
      now,
    });
    return settle(tables, { form, review, now }, decision);
  });
}

async function settle(
  tables: LedgerWrites,
  { form, review, now }: { form: AnswerForm; review: Review | null; now: Date },
  decision: VerdictDecision,
): Promise<{ kind: "answered"; review: Review } | Refusal> {
  if (decision.kind === "answered" && review !== null) {
    await answered(tables, review, decision.answer);
    return { kind: "answered", review: await requireReview(tables, review.id) };
  }
  if (decision.kind === "void" && review !== null) {
    await expired(tables, review, { at: now.toISOString(), why: decision.why });
  }
  const refusal = decision.kind === "void" ? decision.refusal : decision;
  if (refusal.kind !== "refused") throw new Error("a decision about a review that is not there");
  const hash = review?.workHash ?? null;
  await refusedEvent(tables, { who: form.reviewer, review, hash, now }, refusal);
  return refusal;
}

/** Decision and record of a question taken back; needs nothing of the desk but ledger and clock. */
export function withdraw(
  { ledger, now }: Pick<DeskSources, "ledger" | "now">,
  reviewId: string,
  { by, why }: { by: string; why?: string | undefined },
): Promise<{ kind: "withdrawn" } | Refusal> {
  return ledger.write(async (tables) => {
    const review = await tables.reviews.find(reviewId);
    const at = now();
    const decision = decideWithdrawal({ reviewId, by, review, now: at });
    if (decision.kind === "withdrawn") {
      const said = clip(why ?? "", WHY_CHARS) || "taken back";
      await withdrawn(tables, { id: reviewId, by, at: at.toISOString(), why: said });
    }
    return decision;
  });
}

async function standing(
  sources: DeskSources,
  author: string,
  given: string,
): Promise<Standing | Refusal> {
  const work = await readWork(sources.root, given);
  if ("kind" in work) return work;
  const constitution = await sources.readConstitution();
  const required = requiredReviews(
    { author, text: writtenText(work), ...(work.path === null ? {} : { paths: [work.path] }) },
    constitution,
  );
  return standingOf(required, await reviewsOfWork(sources.ledger, work), work);
}

/**
 * All reviews of a work, its words elsewhere, its earlier versions and what they were called included: of a post also
 * those of one that is gone from its file, stands at BLOCKING and was like it in day or title.
 */
export function reviewsOfWork(
  ledger: Ledger,
  work: Pick<ReviewedWork, "hash" | "path" | "wordsHash" | "posts">,
): Promise<Review[]> {
  const { hash, path, wordsHash } = work;
  return ledger.read(async ({ reviews }) => {
    const postsOf = fileOfPost(work);
    const found = await reviews.related({ hash, path, wordsHash, postsOf, workKeys: [] });
    const direct = found.filter((review) => isOfWork(review, work));
    const workKeys = [...direct.map(({ workKey }) => workKey), ...blockedKeysLike(work, found)];
    return workKeys.length === 0 ? direct : reviews.related({ hash, path, wordsHash, workKeys });
  });
}

async function closeOverdue(tables: LedgerWrites, now: Date): Promise<void> {
  const at = now.toISOString();
  for (const review of await tables.reviews.overdue(at, EXPIRED_AT_ONCE)) {
    await expired(tables, review, { at, why: "nobody answered in time" });
  }
}

async function requireReview(tables: LedgerWrites, id: string): Promise<Review> {
  const review = await tables.reviews.find(id);
  if (review === null) throw new Error(`review ${id} was written and is not there`);
  return review;
}
