/** Every change of a review with the event that tells of it, so that neither is written alone. */
import type { PutStatement, StatementAnswer } from "../../company/claims/answers.ts";
import { clip } from "../../company/clip.ts";
import type { Refusal, RequestForm, Review, ReviewAnswer } from "../../company/protocol/review.ts";
import type { LedgerWrites } from "../../ledger/ledger.ts";
import type { StatementAnswerRecord } from "../../ledger/statement-answers.ts";

const DETAIL_CHARS = 600;
const NAME_CHARS = 40;
const WORDS_CHARS = 120;

export async function asked(
  { events }: LedgerWrites,
  review: Review,
  form: RequestForm,
): Promise<void> {
  const { id, requester, reviewer, chain, askedAt, workHash } = review;
  await events.add({
    at: askedAt,
    who: requester,
    what: "review.asked",
    subject: id,
    hash: workHash,
    detail: `${reviewer} (${chain.join(" → ")}): ${clip(form.whatINeed, DETAIL_CHARS)}`,
  });
}

export async function answered(
  { reviews, events }: LedgerWrites,
  review: Review,
  answer: ReviewAnswer,
): Promise<void> {
  if (!(await reviews.answer(review.id, answer))) throw new Error(`${review.id} is not open`);
  const reasons = answer.reasons.map((reason, at) => `${at + 1}. ${clip(reason, DETAIL_CHARS)}`);
  await events.add({
    at: answer.at,
    who: answer.by,
    what: "review.answered",
    subject: review.id,
    hash: review.workHash,
    detail: `${answer.verdict}, ${answer.attestation ?? "unattested"}: ${reasons.join(" ")}`,
  });
}

/** One event for each, so that the audit tells every answer. */
export async function statementAnswered(
  { statementAnswers, events }: LedgerWrites,
  { number, key, text, is, by, why }: Omit<StatementAnswer, "statement"> & PutStatement,
  about: Omit<StatementAnswerRecord, "key" | "is" | "by" | "why">,
): Promise<void> {
  await statementAnswers.add({ ...about, key, is, by: by || null, why: why || null });
  const carried = by ? ` by ${clip(by, WORDS_CHARS)}` : "";
  const note = why ? `: ${clip(why, DETAIL_CHARS)}` : "";
  await events.add({
    at: about.at,
    who: about.who,
    what: "statement.answered",
    // The story of a post is told by its reviews, and by its place where the founder answered.
    subject: about.review ?? about.workPath,
    hash: about.workHash,
    detail: `${number} "${clip(text, WORDS_CHARS)}": ${is}${carried}${note}`,
  });
}

export async function expired(
  { reviews, events }: LedgerWrites,
  review: Review,
  { at, why }: { at: string; why: string },
): Promise<void> {
  if (!(await reviews.close(review.id, { state: "expired", at, why }))) return;
  const { id: subject, workHash: hash } = review;
  await events.add({ at, who: "hq", what: "review.expired", subject, hash, detail: why });
}

export async function withdrawn(
  { reviews, events }: LedgerWrites,
  { id, by, at, why }: { id: string; by: string; at: string; why: string },
): Promise<void> {
  if (!(await reviews.close(id, { state: "withdrawn", at, why }))) return;
  const what = "review.withdrawn";
  await events.add({ at, who: by, what, subject: id, hash: null, detail: why });
}

/** What was tried and refused is part of the story. */
export async function refusedEvent(
  { events }: LedgerWrites,
  {
    who,
    review,
    hash,
    now,
  }: { who: string; review: Review | null; hash: string | null; now: Date },
  { code, reason }: Refusal,
): Promise<void> {
  await events.add({
    at: now.toISOString(),
    who: clip(who, NAME_CHARS) || "somebody",
    what: "review.refused",
    subject: review?.id ?? null,
    hash,
    detail: `${code}: ${clip(reason, DETAIL_CHARS)}`,
  });
}
