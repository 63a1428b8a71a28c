/** A review answered: once, by whom it asked, about the bytes that stand there now. */
import type { PutStatement, StatementAnswer } from "../company/claims/answers.ts";
import type { Attestation, Refusal, Review, Verdict } from "../company/protocol/review.ts";
import { decideVerdict, type VerdictDecision } from "../company/protocol/review-verdict.ts";
import type { LedgerWrites } from "../ledger/ledger.ts";
import { filingsUnder } from "./check-filing.ts";
import { closeOverdue, type ReviewDesk, requireReview, secretIn } from "./reviews/desk.ts";
import { answered, expired, refusedEvent, statementAnswered } from "./reviews/events.ts";
import { answerSources } from "./reviews/post-statements.ts";
import { hashNow } from "./reviews/work.ts";

export interface AnswerForm {
  reviewId: string;
  reviewer: string;
  verdict: Verdict;
  reasons: readonly string[];
  /** One for each statement of a post that the request handed over. */
  answers?: readonly StatementAnswer[] | undefined;
  workHash?: string | undefined;
}

/**
 * A refusal is a value. `attestation` is what the caller knows of who speaks, null when it knows nothing.
 * @throws HqError, LedgerError for a file, rule or ledger that cannot be read
 */
export async function answerReview(
  desk: ReviewDesk,
  form: AnswerForm,
  attestation: Attestation | null,
): Promise<{ kind: "answered"; review: Review } | Refusal> {
  const { answers = [] } = form;
  const secret = await secretIn([
    ...form.reasons,
    ...answers.flatMap(({ by = "", why = "" }) => [by, why]),
  ]);
  if (secret !== null) return secret;
  const before = await desk.ledger.read(({ reviews }) => reviews.find(form.reviewId));
  const shown = await desk.ledger.read(({ reviews }) => reviews.texts(form.reviewId));
  const currentHash = before === null ? null : await hashNow(desk.root, before);
  const constitution = await desk.readConstitution();
  const memory = answers.length === 0 ? null : await desk.readMemory();
  const known = { root: desk.root, constitution, memory, now: desk.now() };
  const sources = await answerSources(known, answers, false);
  const filings = await filingsUnder(shown?.asked ?? "", { root: desk.root, now: desk.now() });
  return desk.ledger.write(async (tables) => {
    // Under the lock: waiting for it must not date the decision back.
    const now = desk.now();
    await closeOverdue(tables, now);
    const review = await tables.reviews.find(form.reviewId);
    const texts = review === null ? null : await tables.reviews.texts(review.id);
    const put = JSON.parse(texts?.statements ?? "[]") as PutStatement[];
    const decision = decideVerdict({
      form: { ...form, answers, attestation },
      ...{ review, put, sources, filings, currentHash, constitution, now },
    });
    return settle(tables, { form, review, now, put }, decision);
  });
}

interface Settled {
  form: AnswerForm;
  review: Review | null;
  now: Date;
  put: readonly PutStatement[];
}

async function settle(
  tables: LedgerWrites,
  { form, review, now, put }: Settled,
  decision: VerdictDecision,
): Promise<{ kind: "answered"; review: Review } | Refusal> {
  if (decision.kind === "answered" && review !== null) {
    await answered(tables, review, decision.answer);
    const { by: who, attestation, at } = decision.answer;
    for (const given of put.length === 0 ? [] : (form.answers ?? [])) {
      const statement = put.find(({ number }) => number === given.statement);
      if (statement === undefined) continue;
      const { workPath, workHash } = review;
      const about = { review: review.id, workPath, workHash, who, attestation, at };
      await statementAnswered(tables, { ...given, ...statement }, about);
    }
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
