/** Reviews for the founder's eyes, at most 80 columns wide but for paths. */
import { clip } from "../clip.ts";
import { dateIn, timeIn } from "../dates.ts";
import { wrap } from "../wrap.ts";
import { type Review, stateAt } from "./review.ts";

const REASON_CHARS = 1_000;

export interface LineForm {
  now: Date;
  timeZone: string;
  /** Columns of a line. */
  width: number;
}

/** Who asks whom and how it stands; about what, by a name that can be copied; by which rows. */
export function reviewSummary(review: Review, form: LineForm): string[] {
  const { id, requester, reviewer, askedAt } = review;
  const { width } = form;
  const day = dateIn(new Date(askedAt), form.timeZone);
  return [
    `${id}  ${day}  ${requester} → ${reviewer}  ${outcome(review, form)}`,
    ...wrap("      ", place(review), { width }),
    ...wrap("      ", review.topics.join("; "), { width }),
  ];
}

/** Everything of one review but the text that was handed over. */
export function reviewDetails(review: Review, form: LineForm): string[] {
  const at = (instant: string) => {
    const date = new Date(instant);
    return `${dateIn(date, form.timeZone)} ${timeIn(date, form.timeZone)}`;
  };
  const { answer } = review;
  const line = (lead: string, text: string) => wrap(lead, text, { width: form.width });
  return [
    `${review.id}  ${outcome(review, form)}`,
    ...line("  Chain:    ", review.chain.join(" → ")),
    ...line("  Owner:    ", review.owner),
    ...line("  Because:  ", review.topics.join("; ")),
    ...line("  Work:     ", `${place(review)}, ${review.workBytes} bytes`),
    `  SHA-256:  ${review.workHash}`,
    ...line("  Asked:    ", `${at(review.askedAt)}, open until ${at(review.expiresAt)}`),
    ...(review.inReplyTo === null ? [] : line("  After:    ", review.inReplyTo)),
    ...(review.closedWhy === null ? [] : line("  Closed:   ", review.closedWhy)),
    ...(answer === null ? [] : line("  Answered: ", `${at(answer.at)} by ${answer.by}`)),
    ...(answer?.reasons ?? []).flatMap((reason, n) =>
      line(`  ${n + 1}. `, clip(reason, REASON_CHARS)),
    ),
  ];
}

function outcome(review: Review, { now }: LineForm): string {
  const { answer } = review;
  if (answer === null) return stateAt(review, now);
  return `${answer.verdict}, ${answer.attestation === null ? "unattested" : "attested"}`;
}

function place({ workPath, workHash }: Review): string {
  return workPath ?? `a text (${workHash.slice(0, 12)}…)`;
}
