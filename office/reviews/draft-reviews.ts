/** The reviews that a draft needs and how each stands on exactly these bytes, for the check of drafts. */
import { CLAIMS_REVIEWER } from "../../company/claims/answers.ts";
import type {
  DraftContext,
  NeededReview,
  ReviewState,
  Statement,
} from "../../company/claims/types.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import { partWorkPath } from "../../company/draft-posts.ts";
import {
  type Review,
  type ReviewedWork,
  stateAt,
  verdictOf,
  writtenText,
} from "../../company/protocol/review.ts";
import { standingOf } from "../../company/protocol/review-standing.ts";
import { type RequiredReview, requiredReviews } from "../../company/protocol/triggers.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { openOf } from "./post-statements.ts";
import { reviewsOfWork } from "./reviews-of-work.ts";

export interface DraftReviewSources {
  /** null when nothing was recorded yet. */
  ledger: Ledger | null;
  constitution: Constitution;
  work: ReviewedWork;
  /** The department that wrote it. */
  author: string;
  now: Date;
  /** Of a post; none for another text. */
  statements: readonly Statement[];
  context: DraftContext;
}

/** Each row of the table has its hits; the first words are enough to see why. */
const WORDS = 10;

/** @throws LedgerError */
export async function draftReviewState(sources: DraftReviewSources): Promise<ReviewState> {
  const { ledger, constitution, work, author, now, statements, context } = sources;
  const reviews = ledger === null ? [] : await reviewsOfWork(ledger, work);
  const asked = { work, reviews, author };
  const unanswered = await (ledger === null
    ? openOf(statements, asked, { tables: null, context })
    : ledger.read((tables) => openOf(statements, asked, { tables, context })));
  const required = requiredReviews(
    {
      ...{ author, text: writtenText(work), statements: unanswered.forReviewer },
      ...(work.path === null ? {} : { paths: [work.path] }),
    },
    constitution,
  );
  const { blocking } = standingOf(required, reviews, { ...work, unanswered });
  return {
    work: work.path === null ? "this whole text" : `file:${work.path}`,
    unanswered,
    needed: required.map((need) => {
      const isLeft = need.reviewer === CLAIMS_REVIEWER && unanswered.forReviewer.length > 0;
      return neededReview(need, reviews, { ...sources, isLeft });
    }),
    further: furtherReviewers(required, reviews, work).map((reviewer) =>
      neededReview({ reviewer, route: { kind: "ask" }, because: [] }, reviews, sources),
    ),
    blocking: blocking.map(({ id, reviewer, answer, workHash }) => ({
      id,
      reviewer,
      reasons: answer?.reasons ?? [],
      isThisText: workHash === work.hash,
      open: openOn(reviewsBy(reviewer, reviews, work), now),
    })),
  };
}

function furtherReviewers(
  required: readonly RequiredReview[],
  reviews: readonly Review[],
  { hash }: ReviewedWork,
): string[] {
  const needed = required.map(({ reviewer }) => reviewer);
  const answered = reviews.filter(({ answer, workHash }) => answer !== null && workHash === hash);
  const others = new Set(answered.map(({ reviewer }) => reviewer));
  return [...others].filter((reviewer) => !needed.includes(reviewer));
}

function neededReview(
  { reviewer, route, because }: RequiredReview,
  reviews: readonly Review[],
  { work, now, isLeft = false }: DraftReviewSources & { isLeft?: boolean },
): NeededReview {
  const found = because.map((hit) =>
    hit.in === "path" ? partWorkPath(hit.found).file : hit.found,
  );
  const words = [...new Set(found)].slice(0, WORDS);
  const standing = (of: NeededReview["standing"]): NeededReview => ({
    reviewer,
    because: words,
    standing: of,
  });
  if (route.kind !== "ask") return standing({ kind: "founder", reason: route.reason });
  const mine = reviewsBy(reviewer, reviews, work);
  const last = verdictOf(mine);
  // A verdict from before there were answers is advice: the post is asked about again.
  if (last?.answer == null || isLeft) {
    return standing({ kind: "missing", open: openOn(mine, now) });
  }
  const { verdict, reasons, attestation } = last.answer;
  const isAttested = attestation !== null;
  return standing({ kind: "answered", id: last.id, verdict, reasons, isAttested });
}

/** Those in which the reviewer was asked about exactly this text. */
function reviewsBy(reviewer: string, reviews: readonly Review[], { hash }: ReviewedWork): Review[] {
  return reviews.filter((review) => review.reviewer === reviewer && review.workHash === hash);
}

function openOn(reviews: readonly Review[], now: Date): string | null {
  return reviews.findLast((review) => stateAt(review, now) === "open")?.id ?? null;
}
