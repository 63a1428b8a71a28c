/** An open question taken back, in somebody's name. */
import { HqError } from "../company/error.ts";
import { reviewIdOf } from "../company/protocol/review.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";
import { withdraw } from "./reviews/desk.ts";
import { noReview } from "./reviews/no-review.ts";

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
    withdraw({ ledger, now }, wanted, { by, why }),
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
