/** An open question taken back, in somebody's name. */
import { clip } from "../company/clip.ts";
import { HqError } from "../company/error.ts";
import { type Refusal, reviewIdOf } from "../company/protocol/review.ts";
import { decideWithdrawal } from "../company/protocol/review-verdict.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";
import type { ReviewDesk } from "./reviews/desk.ts";
import { withdrawn } from "./reviews/events.ts";
import { noReview } from "./reviews/no-review.ts";

const WHY_CHARS = 500;

/**
 * The id of the review that is withdrawn now; its work still needs it. `why` is told by the audit.
 * @throws HqError `not-found`, or `wrong-state` for one that is not open or not theirs; LedgerError
 */
export async function withdrawReview(
  { root, now }: { root: string; now(): Date },
  { id, by, why }: { id: string; by: string; why?: string | undefined },
): Promise<{ id: string }> {
  const wanted = reviewIdOf(id);
  const outcome = await lookIntoLedger(root, null, (ledger) =>
    takeBack({ ledger, now }, wanted, { by, why }),
  );
  if (outcome === null || (outcome.kind === "refused" && outcome.code === "unknown-review")) {
    throw noReview(wanted, "withdraw");
  }
  if (outcome.kind === "refused") {
    const hint = "Only an open question can be taken back; what was answered stays in the record.";
    throw new HqError("wrong-state", `Cannot withdraw ${wanted}: ${outcome.reason}.`, { hint });
  }
  return { id: wanted };
}

/** Decision and record of a question taken back; a refusal is a value. */
export function takeBack(
  { ledger, now }: Pick<ReviewDesk, "ledger" | "now">,
  reviewId: string,
  { by, why }: { by: string; why?: string | undefined },
): Promise<{ kind: "withdrawn" } | Refusal> {
  return ledger.write(async (tables) => {
    const review = await tables.reviews.find(reviewId);
    const at = now();
    const decision = decideWithdrawal({ reviewId, by, review, now: at });
    if (decision.kind === "withdrawn") {
      const said = clip(why ?? "", WHY_CHARS) || "taken back";
      await withdrawn(tables, { id: reviewId, by, at: at.toISOString(), why: said });
    }
    return decision;
  });
}
