/** Whether an answer to a review counts. */
import {
  type AnswerSources,
  answerProblems,
  type PutStatement,
  type StatementAnswer,
} from "../claims/answers.ts";
import { clip } from "../clip.ts";
import { FOUNDER } from "../constitution/sections.ts";
import type { Constitution } from "../constitution/types.ts";
import type { CheckedFiling } from "../pack/filings.ts";
import type { Attestation, Refusal, Review, ReviewAnswer, Verdict } from "./review.ts";
import { refused, stateAt } from "./review.ts";
import { REASON_CHARS, REASONS } from "./review-limits.ts";

export interface VerdictForm {
  reviewId: string;
  reviewer: string;
  verdict: Verdict;
  reasons: readonly string[];
  /** One for each statement of the post that was put to the reviewer. */
  answers: readonly StatementAnswer[];
  /** What the reviewer says that it looked at; checked when given. */
  workHash?: string | undefined;
  /** Found out by the caller, never said by the model. */
  attestation: Attestation | null;
}

export interface VerdictCase {
  form: VerdictForm;
  review: Review | null;
  /** The statements that the request handed over; none for a review from before there were any. */
  put: readonly PutStatement[];
  sources: AnswerSources;
  /** The filings in the work, each with its standing. */
  filings: readonly CheckedFiling[];
  /** Hash of the work as it is now; null when it cannot be read. */
  currentHash: string | null;
  /** As it is now. */
  constitution: Constitution;
  now: Date;
}

export type VerdictDecision =
  | { kind: "answered"; answer: ReviewAnswer }
  /** The review has lost its ground: it is closed, and the answer is refused. */
  | { kind: "void"; why: string; refusal: Refusal }
  | Refusal;

/** The answer to record, or why not. Pure: to be called in the transaction that writes it. */
export function decideVerdict(answering: VerdictCase): VerdictDecision {
  const { form, review, now } = answering;
  if (review === null) {
    const found = `there is no review "${clip(form.reviewId, 40)}"`;
    return refused("unknown-review", found, "Use the id that stands in the request.");
  }
  if (form.reviewer !== review.reviewer) {
    return refused(
      "wrong-reviewer",
      `${review.id} asks ${review.reviewer}, not "${clip(form.reviewer, 40)}"`,
      `Leave the answer to ${review.reviewer}.`,
    );
  }
  const state = stateAt(review, now);
  if (state !== "open") {
    const verdict = review.answer === null ? "" : ` (${review.answer.verdict})`;
    const why = review.closedWhy === null ? "" : `: ${review.closedWhy}`;
    return refused(
      "closed",
      `${review.id} is ${state}${verdict}${why}`,
      `Do not answer it again; ${review.requester} can ask anew.`,
    );
  }
  const malformed = checkReasons(form);
  if (malformed !== null) return malformed;
  if (form.workHash !== undefined && form.workHash.toLowerCase() !== review.workHash) {
    return refused(
      "hash-mismatch",
      `the answer is about ${clip(form.workHash, 20)}, but ${review.id} about ${clip(review.workHash, 20)}`,
      "Review the text in the request, and answer again.",
    );
  }
  return checkGround(answering, review);
}

/** The work must be the bytes that were asked about, and the rules must still send it here. */
function checkGround(answering: VerdictCase, review: Review): VerdictDecision {
  const { form, currentHash, constitution, now } = answering;
  if (currentHash === null) {
    const found = `${review.workPath ?? "the work"} cannot be read now`;
    return refused("unreadable-work", found, "Restore the file, then answer again.");
  }
  if (currentHash !== review.workHash) {
    const why = `the work was edited after ${review.id} was asked`;
    return {
      kind: "void",
      why,
      refusal: refused("hash-mismatch", why, `${review.requester} asks anew, about the new text.`),
    };
  }
  if (!constitution.departments.some(({ agent }) => agent === review.reviewer)) {
    const why = `the constitution was changed after ${review.id} was asked and has no ${review.reviewer} any more`;
    return {
      kind: "void",
      why,
      refusal: refused("rules-changed", why, `${review.requester} puts it to the founder.`),
    };
  }
  const problem = checkAnswers(answering, review) ?? checkFacts(answering);
  if (problem !== null) return problem;
  const answer: ReviewAnswer = {
    verdict: form.verdict,
    reasons: form.reasons.map((reason) => reason.trim()),
    by: form.reviewer,
    at: now.toISOString(),
    attestation: form.attestation,
  };
  return { kind: "answered", answer };
}

const PROBLEMS_SHOWN = 12;

/** A verdict on a post answers each statement that was put to the reviewer. */
function checkAnswers({ form, put, sources }: VerdictCase, { id }: Review): Refusal | null {
  const { answers, verdict } = form;
  const problems = put.length === 0 ? [] : answerProblems(put, answers, sources);
  const change = answers.find(({ is }) => is === "change");
  if (verdict === "APPROVED" && change !== undefined && put.length > 0) {
    problems.push(`${change.statement} must change, and the verdict is APPROVED`);
  }
  if (problems.length === 0) return null;
  return refused(
    "unanswered",
    `the answers to the statements of ${id} do not hold: ${problems.slice(0, PROBLEMS_SHOWN).join("; ")}`,
    `Call submit_verdict again with one answer to each of ${put.map(({ number }) => number).join(", ")}: the level with by, "no claim", "change" with why, or "founder" where only the founder knows.`,
  );
}

/** Nobody's word makes a filing ready that rests on a fact which had to be read again. */
function checkFacts({ form, filings }: VerdictCase): Refusal | null {
  const over = filings.find(({ standing }) => {
    if (form.verdict === "APPROVED") return standing !== "ready";
    return form.verdict === "CONCERNS" && standing === "not-ready";
  });
  if (over === undefined) return null;
  const most = over.standing === "not-ready" ? "BLOCKING" : "CONCERNS or BLOCKING";
  const why = over.why.slice(0, PROBLEMS_SHOWN).join("; ");
  return refused(
    "expired-facts",
    `${over.obligation}, due ${over.due}, cannot be ${form.verdict}: ${why}`,
    `Answer ${most}; the founder reads the facts again at their sources (hq facts due, hq facts renew), then you are asked anew.`,
  );
}

function checkReasons({ reasons }: VerdictForm): Refusal | null {
  const filled = reasons.filter((reason) => /[\p{L}\p{N}]/u.test(reason));
  if (filled.length === 0 || filled.length < reasons.length || reasons.length > REASONS) {
    const found =
      reasons.length > REASONS
        ? `${reasons.length} reasons, expected at most ${REASONS}`
        : `${filled.length === 0 ? "no reason in words is given" : "a reason is empty"}`;
    return refused(
      "malformed",
      found,
      `Give 1 to ${REASONS} reasons, for APPROVED too: what you looked at.`,
    );
  }
  const long = reasons.find((reason) => reason.length > REASON_CHARS);
  if (long === undefined) return null;
  const found = `a reason of ${long.length} characters, expected at most ${REASON_CHARS}`;
  return refused("malformed", found, "Shorten it.");
}

export interface WithdrawalCase {
  reviewId: string;
  by: string;
  review: Review | null;
  now: Date;
}

/** Only who asked, or the founder, may take the question back, and only while it is open. */
export function decideWithdrawal({
  reviewId,
  by,
  review,
  now,
}: WithdrawalCase): { kind: "withdrawn" } | Refusal {
  if (review === null) {
    const found = `there is no review "${clip(reviewId, 40)}"`;
    return refused("unknown-review", found, "Look the id up with hq review list.");
  }
  if (review.requester !== by && by !== FOUNDER) {
    const found = `${review.id} was asked by ${review.requester}, not "${clip(by, 40)}"`;
    return refused("not-yours", found, `Leave it to ${review.requester}.`);
  }
  const state = stateAt(review, now);
  if (state === "open") return { kind: "withdrawn" };
  return refused("closed", `${review.id} is ${state}`, "Only an open one can be taken back.");
}
