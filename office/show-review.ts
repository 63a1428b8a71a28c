/** One review of the record, with the text that its reviewer was handed. */
import { type Review, reviewIdOf, stateAt } from "../company/protocol/review.ts";
import { readConstitution } from "../files/company.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";
import { noReview } from "./reviews/no-review.ts";

export interface ShownReview {
  /** `state` is that of the moment. */
  review: Review;
  /** Exactly what the reviewer was handed; null when it was not kept. */
  request: string | null;
  /** The company's. */
  timeZone: string;
}

/**
 * The review that is meant: R-12, r-12 or 12.
 * @throws HqError `not-found`; LedgerError
 */
export async function showReview(
  { root, now }: { root: string; now: Date },
  given: string,
): Promise<ShownReview> {
  const { constitution } = await readConstitution(root);
  const wanted = reviewIdOf(given);
  const found = await lookIntoLedger(root, null, (ledger) =>
    ledger.read(async ({ reviews }) => {
      const review = await reviews.find(wanted);
      return review === null ? null : { review, request: (await reviews.texts(wanted))?.request };
    }),
  );
  if (found === null) throw noReview(wanted);
  return {
    review: { ...found.review, state: stateAt(found.review, now) },
    request: found.request ?? null,
    timeZone: constitution.company.timeZone,
  };
}
