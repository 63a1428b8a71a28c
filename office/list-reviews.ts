/** The reviews in the record, as they stand now. */
import { type Review, type ReviewState, stateAt } from "../company/protocol/review.ts";
import { readConstitution } from "../files/company.ts";
import type { ReviewSelection } from "../ledger/reviews.ts";
import { agentNamed } from "./people/agent-named.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";

export interface ReviewsWanted {
  /** Only those in this state; left out, all. */
  state?: ReviewState | undefined;
  /** Only those that this department asked, answers or owns, as somebody typed it. */
  agent?: string | undefined;
  limit: number;
}

export interface ReviewList {
  /** Newest first; `state` is that of the moment. */
  reviews: Review[];
  /** Whether anything was ever asked. */
  isAny: boolean;
  /** The company's. */
  timeZone: string;
}

/**
 * The reviews that match; none where nothing was recorded.
 * @throws HqError `usage` for a department that there is not; LedgerError
 */
export async function listReviews(
  { root, now }: { root: string; now: Date },
  { state, agent, limit }: ReviewsWanted,
): Promise<ReviewList> {
  const { constitution } = await readConstitution(root);
  // An open one past its time is expired, although nobody has written that down yet.
  const recorded = state === "expired" ? undefined : state;
  const selection: ReviewSelection = {
    limit,
    ...(recorded === undefined ? {} : { state: recorded }),
    ...(agent === undefined ? {} : { agent: agentNamed(agent, constitution) }),
  };
  const { found, isAny } = await lookIntoLedger(root, { found: [], isAny: false }, (ledger) =>
    ledger.read(async ({ reviews }) => ({
      found: await reviews.list(selection),
      isAny: (await reviews.list({ limit: 1 })).length > 0,
    })),
  );
  const reviews = found
    .map((review) => ({ ...review, state: stateAt(review, now) }))
    .filter((review) => state === undefined || review.state === state);
  return { reviews, isAny, timeZone: constitution.company.timeZone };
}
