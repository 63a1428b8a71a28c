/** How a work stands: which of its required reviews it has, on the bytes that it is now. */
import { CLAIMS_REVIEWER, type OpenStatements } from "../claims/answers.ts";
import {
  inOrderOfAnswers,
  isOfSameWords,
  lastWords,
  type Review,
  type ReviewedWork,
  verdictOf,
} from "./review.ts";
import type { RequiredReview } from "./triggers.ts";

export interface Standing {
  /**
   * - blocked: a BLOCKING is open; nothing else counts.
   * - missing: a required review has no verdict on these bytes, or a statement no answer.
   * - founder: all are had, but the founder decides (concerns, unattested answers, or reviews that
   *   no department may give).
   * - approved: every required reviewer approved exactly these bytes, attested.
   */
  kind: "blocked" | "missing" | "founder" | "approved";
  blocking: Review[];
  /** Reviewers whose verdict on these bytes is missing. */
  missing: string[];
  concerns: Review[];
  /** Counts as advice only: code could not see that the reviewer itself answered. */
  unattested: Review[];
  /** Required reviews that only the founder can settle. */
  forFounder: RequiredReview[];
}

/** Where the work is, and what its bytes and words are now. */
export type JudgedWork = Pick<ReviewedWork, "path" | "hash" | "wordsHash"> & {
  /** Of a post: statements that nobody has answered, and those that only the founder can. */
  unanswered?: OpenStatements;
};

/**
 * `reviews` are all reviews of the work, whatever its version, oldest first. A verdict on other bytes is
 * void, except that a BLOCKING stays open until the same reviewer answers otherwise on other bytes.
 * What is said on these bytes counts of whoever said it, asked for by a row or not.
 */
export function standingOf(
  required: readonly RequiredReview[],
  reviews: readonly Review[],
  work: JudgedWork,
): Standing {
  const answered = inOrderOfAnswers(reviews);
  const blocking = openBlocking(answered, work);
  const current = answered.filter(({ workHash }) => workHash === work.hash);
  const askable = required.filter(({ route }) => route.kind === "ask");
  const verdicts = askable.map(({ reviewer }) =>
    verdictOf(current.filter((review) => review.reviewer === reviewer)),
  );
  const { forReviewer = [], forFounder: forFounderOnly = [] } = work.unanswered ?? {};
  const isLeft = ({ reviewer }: RequiredReview) =>
    reviewer === CLAIMS_REVIEWER && forReviewer.length > 0;
  const missing = askable
    .filter((each, at) => verdicts[at] === undefined || isLeft(each))
    .map((each) => each.reviewer);
  const byReviewer = Map.groupBy(current, ({ reviewer }) => reviewer).values();
  const said = [...byReviewer].map((answers) => verdictOf(answers)).filter((one) => one != null);
  const concerns = said.filter(({ answer }) => answer?.verdict === "CONCERNS");
  const unattested = said.filter(({ answer }) => answer?.attestation === null);
  const forFounder = required.filter(({ route }) => route.kind !== "ask");
  const needsFounder = concerns.length + unattested.length + forFounder.length > 0;
  const kind =
    blocking.length > 0
      ? "blocked"
      : missing.length + forReviewer.length + forFounderOnly.length > 0
        ? "missing"
        : needsFounder
          ? "founder"
          : "approved";
  return { kind, blocking, missing, concerns, unattested, forFounder };
}

/**
 * A BLOCKING on exactly these bytes stands whatever is said later, because the bytes are the same;
 * one on another version stands while it is the reviewer's last word on the work, or on these words:
 * what was approved in their place meanwhile, with other words, says nothing of them.
 */
function openBlocking(answered: readonly Review[], work: JudgedWork): Review[] {
  const last = lastWords(answered, work);
  const ofWords = answered.filter((review) => isOfSameWords(review, work));
  const lastOfWords = lastWords(ofWords, work);
  return answered.filter(
    (review) =>
      review.answer?.verdict === "BLOCKING" &&
      (review.workHash === work.hash ||
        last.get(review.reviewer) === review ||
        lastOfWords.get(review.reviewer) === review),
  );
}
