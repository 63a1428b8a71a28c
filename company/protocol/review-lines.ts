/** Reviews for the founder's eyes, at most 80 columns wide but for paths. */
import { clip } from "../clip.ts";
import { dateIn, timeIn } from "../dates.ts";
import { wrap } from "../wrap.ts";
import { type Review, stateAt } from "./review.ts";

const REASON_CHARS = 1_000;

export interface Clock {
  now: Date;
  timeZone: string;
}

/** Who asks whom and how it stands; about what, by a name that can be copied; by which rows. */
export function reviewSummary(review: Review, clock: Clock): string[] {
  const { id, requester, reviewer, askedAt } = review;
  const day = dateIn(new Date(askedAt), clock.timeZone);
  return [
    `${id}  ${day}  ${requester} → ${reviewer}  ${outcome(review, clock)}`,
    ...wrap("      ", place(review)),
    ...wrap("      ", review.topics.join("; ")),
  ];
}

/** Everything of one review but the text that was handed over. */
export function reviewDetails(review: Review, clock: Clock): string[] {
  const at = (instant: string) => {
    const date = new Date(instant);
    return `${dateIn(date, clock.timeZone)} ${timeIn(date, clock.timeZone)}`;
  };
  const { answer } = review;
  return [
    `${review.id}  ${outcome(review, clock)}`,
    ...wrap("  Chain:    ", review.chain.join(" → ")),
    ...wrap("  Owner:    ", review.owner),
    ...wrap("  Because:  ", review.topics.join("; ")),
    ...wrap("  Work:     ", `${place(review)}, ${review.workBytes} bytes`),
    `  SHA-256:  ${review.workHash}`,
    ...wrap("  Asked:    ", `${at(review.askedAt)}, open until ${at(review.expiresAt)}`),
    ...(review.inReplyTo === null ? [] : wrap("  Grew out of: ", review.inReplyTo)),
    ...(review.closedWhy === null ? [] : wrap("  Closed:   ", review.closedWhy)),
    ...(answer === null ? [] : wrap("  Answered: ", `${at(answer.at)} by ${answer.by}`)),
    ...(answer?.reasons ?? []).flatMap((reason, n) =>
      wrap(`  ${n + 1}. `, clip(reason, REASON_CHARS)),
    ),
  ];
}

function outcome(review: Review, { now }: Clock): string {
  const { answer } = review;
  if (answer === null) return stateAt(review, now);
  return `${answer.verdict}, ${answer.attestation === null ? "unattested" : "attested"}`;
}

function place({ workPath, workHash }: Review): string {
  return workPath ?? `a text (${workHash.slice(0, 12)}…)`;
}
