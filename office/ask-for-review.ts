/** A review asked for: read the work and the rules, let the protocol decide, record what came of it. */
import { CLAIMS_REVIEWER, type PutStatement } from "../company/claims/answers.ts";
import { fileOfPost } from "../company/protocol/gone-posts.ts";
import type { Refusal, RequestForm, Review, ReviewedWork } from "../company/protocol/review.ts";
import { decideRequest, taskKey, triggerText } from "../company/protocol/review-request.ts";
import { renderRequest } from "../company/protocol/review-text.ts";
import type { LedgerWrites } from "../ledger/ledger.ts";
import { closeOverdue, type ReviewDesk, requireReview, secretIn } from "./reviews/desk.ts";
import { asked, refusedEvent, withdrawn } from "./reviews/events.ts";
import { openOf, statementsOf } from "./reviews/post-statements.ts";
import { isOfWork, reviewsIn } from "./reviews/reviews-of-work.ts";
import { readWork } from "./reviews/work.ts";

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

/**
 * A refusal is a value. What `also` writes is written with the review, or neither is.
 * @throws HqError, LedgerError for a file, rule or ledger that cannot be read
 */
export async function askForReview(
  desk: ReviewDesk,
  form: AskForm,
  also?: (tables: LedgerWrites, asked: { reviewId: string; text: string }) => Promise<void>,
): Promise<AskedReview | Refusal> {
  const work = await readWork(desk.root, form.work);
  if ("kind" in work) return work;
  const { task, whatIDid, whatINeed, context } = form;
  const secret = await secretIn([task, whatIDid, whatINeed, context, work.text]);
  if (secret !== null) return secret;
  const constitution = await desk.readConstitution();
  const isClaims = form.to === CLAIMS_REVIEWER && work.draft !== undefined;
  const memory = isClaims ? await desk.readMemory() : null;
  const known = { root: desk.root, constitution, memory, now: desk.now() };
  const said = isClaims ? await statementsOf(work, known) : { statements: [], context: null };
  return desk.ledger.write(async (tables) => {
    // Under the lock: waiting for it must not date the decision back.
    const now = desk.now();
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
    const statements = await putIn(tables, said, { work, author: form.from });
    const decision = decideRequest({ form, work, constitution, record, statements, now });
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
    const text = renderRequest({ ...decision, id, form, work, statements });
    const put = statements.length === 0 ? null : JSON.stringify(statements);
    await reviews.addTexts(id, {
      ...{ asked: triggerText(form, work), request: text, statements: put },
    });
    const review = await requireReview(tables, id);
    await asked(tables, review, form);
    await also?.(tables, { reviewId: id, text });
    return { kind: "asked", reviewId: id, text, review };
  });
}

/** What the reviewer has still to answer of the post. */
async function putIn(
  tables: LedgerWrites,
  { statements, context }: Awaited<ReturnType<typeof statementsOf>>,
  { work, author }: { work: ReviewedWork; author: string },
): Promise<PutStatement[]> {
  if (context === null || statements.length === 0) return [];
  const reviews = await reviewsIn(tables, work);
  const { forReviewer } = await openOf(statements, { work, reviews, author }, { tables, context });
  return forReviewer.map(({ number, line, text, key, product, kinds, topics, open }) => ({
    ...{ number, line, text, key, product, kinds, topics, open },
  }));
}

/** The newest review of these bytes or this file, so that its story tells of the refusal. */
function reviewOfSameWork(related: readonly Review[], work: ReviewedWork): Review | null {
  return related.findLast((review) => isOfWork(review, work)) ?? null;
}

async function parentOf(tables: LedgerWrites, form: AskForm): Promise<Review | null> {
  return form.inReplyTo === undefined ? null : tables.reviews.find(form.inReplyTo);
}
