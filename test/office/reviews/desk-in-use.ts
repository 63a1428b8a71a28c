/** The acts at one desk of reviews, and how a work stands there. */
import type {
  OpenStatements,
  PutStatement,
  StatementAnswer,
} from "../../../company/claims/answers.ts";
import { type Attestation, type Refusal, writtenText } from "../../../company/protocol/review.ts";
import { type Standing, standingOf } from "../../../company/protocol/review-standing.ts";
import { requiredReviews } from "../../../company/protocol/triggers.ts";
import { type AnswerForm, answerReview } from "../../../office/answer-review.ts";
import { type AskForm, askForReview } from "../../../office/ask-for-review.ts";
import type { ReviewDesk } from "../../../office/reviews/desk.ts";
import { openOf, statementsOf } from "../../../office/reviews/post-statements.ts";
import { reviewsOfWork } from "../../../office/reviews/reviews-of-work.ts";
import { readWork } from "../../../office/reviews/work.ts";
import { takeBack } from "../../../office/withdraw-review.ts";

export type DeskInUse = ReturnType<typeof deskInUse>;

export function deskInUse(desk: ReviewDesk) {
  return {
    ...desk,
    request: (form: AskForm) => askForReview(desk, form),
    /** With an answer to each statement that was put, unless the form has its own. */
    submit: async (form: AnswerForm, attestation: Attestation | null) =>
      answerReview(desk, { answers: await answersTo(desk, form.reviewId), ...form }, attestation),
    withdraw: (reviewId: string, by: string) => takeBack(desk, reviewId, { by }),
    standing: (author: string, given: string) => standing(desk, author, given),
  };
}

/** In the memory of the tests' office, and of the sample company. */
export const EVIDENCE = "metric:mrr";

/** Answers that hold: what may be nothing claims nothing, the rest is what the founder thinks. */
export async function answersTo(
  { ledger }: ReviewDesk,
  reviewId: string,
): Promise<StatementAnswer[]> {
  const texts = await ledger.read(({ reviews }) => reviews.texts(reviewId));
  const put = JSON.parse(texts?.statements ?? "[]") as PutStatement[];
  return put.map(({ number, kinds, topics }) => {
    const isChecked = kinds.some((kind) =>
      ["figure", "comparison", "absolute", "quote"].includes(kind),
    );
    return isChecked || topics.length > 0
      ? { statement: number, is: "THESIS", by: EVIDENCE }
      : { statement: number, is: "no claim" };
  });
}

/** How a work stands, with the reviews that it needs now. */
async function standing(
  desk: ReviewDesk,
  author: string,
  given: string,
): Promise<(Standing & { unanswered: OpenStatements }) | Refusal> {
  const work = await readWork(desk.root, given);
  if ("kind" in work) return work;
  const constitution = await desk.readConstitution();
  const memory = await desk.readMemory();
  const known = { root: desk.root, constitution, memory, now: desk.now() };
  const { statements, context } = await statementsOf(work, known);
  const reviews = await reviewsOfWork(desk.ledger, work);
  const unanswered =
    context === null
      ? { forReviewer: [], forFounder: [] }
      : await desk.ledger.read((tables) =>
          openOf(statements, { work, reviews, author }, { tables, context }),
        );
  const required = requiredReviews(
    {
      ...{ author, text: writtenText(work), statements: unanswered.forReviewer },
      ...(work.path === null ? {} : { paths: [work.path] }),
    },
    constitution,
  );
  return { ...standingOf(required, reviews, { ...work, unanswered }), unanswered };
}
