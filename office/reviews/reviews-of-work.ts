/** Which of the recorded reviews are about a work. */
import { blockedKeysLike, fileOfPost } from "../../company/protocol/gone-posts.ts";
import { isOfSameWords, type Review, type ReviewedWork } from "../../company/protocol/review.ts";
import type { Ledger, LedgerReads } from "../../ledger/ledger.ts";

/**
 * All reviews of a work, its words elsewhere, its earlier versions and what they were called included: of a post also
 * those of one that is gone from its file, stands at BLOCKING and was like it in day or title.
 */
export function reviewsOfWork(ledger: Ledger, work: KnownWork): Promise<Review[]> {
  return ledger.read((tables) => reviewsIn(tables, work));
}

type KnownWork = Pick<ReviewedWork, "hash" | "path" | "wordsHash" | "posts">;

/** As `reviewsOfWork`, in a transaction that goes on. */
export async function reviewsIn(
  { reviews }: Pick<LedgerReads, "reviews">,
  work: KnownWork,
): Promise<Review[]> {
  const { hash, path, wordsHash } = work;
  const postsOf = fileOfPost(work);
  const found = await reviews.related({ hash, path, wordsHash, postsOf, workKeys: [] });
  const direct = found.filter((review) => isOfWork(review, work));
  const workKeys = [...direct.map(({ workKey }) => workKey), ...blockedKeysLike(work, found)];
  return workKeys.length === 0 ? direct : reviews.related({ hash, path, wordsHash, workKeys });
}

/** Whether it is of these bytes, this file or these words. */
export function isOfWork(
  review: Review,
  work: Pick<ReviewedWork, "hash" | "path" | "wordsHash">,
): boolean {
  const { workHash, workPath } = review;
  const isThere = workPath !== null && workPath === work.path;
  return workHash === work.hash || isThere || isOfSameWords(review, work);
}
