/**
 * Reviews of posts that are no longer in their file. A post that was renamed, moved to another day or
 * rewritten looks like a new one; what stood against the old one must not be lost with its name.
 */
import { isLikeId, partWorkPath } from "../draft-posts.ts";
import { lastWords, type Review, type ReviewedWork, stateAt } from "./review.ts";

/** The file whose posts are looked for in the record; null when the work is no post. */
export function fileOfPost(work: Pick<ReviewedWork, "path" | "posts">): string | null {
  return work.posts === undefined || work.path === null ? null : partWorkPath(work.path).file;
}

/** Reviews of works of the post's file of which no version is in the file now, oldest first. */
function reviewsOfGonePosts(
  work: Pick<ReviewedWork, "path" | "posts">,
  reviews: readonly Review[],
): Review[] {
  const file = fileOfPost(work);
  if (file === null) return [];
  const paths = new Set(work.posts?.map((post) => post.path));
  const hashes = new Set(work.posts?.map(({ hash }) => hash));
  const isHere = ({ workPath, workHash }: Review) =>
    paths.has(workPath ?? "") || hashes.has(workHash);
  const here = new Set(reviews.filter(isHere).map(({ workKey }) => workKey));
  return reviews.filter(
    ({ workPath, workKey }) => workPath?.startsWith(`${file}#`) && !here.has(workKey),
  );
}

/**
 * The key of a post that is gone and about which a review of `from` stands at BLOCKING or is open:
 * the asked post is taken as its next version. First one that is like it in day and channel or in
 * title, whoever reviewed it; else the newest that `to` reviewed and that no other post is like. Null when
 * there is none.
 */
export function keyOfGonePost(
  work: ReviewedWork,
  reviews: readonly Review[],
  { from, to, now }: { from: string; to: string; now: Date },
): string | null {
  const gone = reviewsOfGonePosts(work, reviews).filter(({ requester }) => requester === from);
  const standing = (among: readonly Review[]): Review | undefined =>
    [...Map.groupBy(among, ({ workKey }) => workKey).values()]
      .filter(
        (versions) =>
          isBlocked(versions, work) || versions.some((review) => stateAt(review, now) === "open"),
      )
      .at(-1)
      ?.at(-1);
  const found =
    standing(gone.filter((review) => isLike(work, review))) ??
    standing(gone.filter((review) => review.reviewer === to && !isOfOtherPost(work, review)));
  return found?.workKey ?? null;
}

/** Keys of posts that are gone, stand at BLOCKING, and are like this one in day and channel or in title. */
export function blockedKeysLike(
  work: Pick<ReviewedWork, "path" | "hash" | "posts">,
  reviews: readonly Review[],
): string[] {
  const like = reviewsOfGonePosts(work, reviews).filter((review) => isLike(work, review));
  return [...Map.groupBy(like, ({ workKey }) => workKey)]
    .filter(([, versions]) => isBlocked(versions, work))
    .map(([key]) => key);
}

/**
 * Whether the review is about another post of the file than `work`: that one is there still, under its
 * id or with its text, or a post that is like it is.
 */
export function isOfOtherPost(work: ReviewedWork, { workPath, workHash }: Review): boolean {
  const posts = work.posts ?? [];
  const itself = posts.filter(({ path, hash }) => path === workPath || hash === workHash);
  const like = () =>
    posts.filter(({ path }) => isLike({ path }, { workPath }) && isSameFile(path, workPath));
  const heirs = itself.length > 0 ? itself : like();
  return heirs.length > 0 && heirs.every(({ path }) => path !== work.path);
}

function isSameFile(one: string, other: string | null): boolean {
  return partWorkPath(one).file === partWorkPath(other ?? "").file;
}

function isLike(
  { path }: Pick<ReviewedWork, "path">,
  { workPath }: Pick<Review, "workPath">,
): boolean {
  const one = partWorkPath(path ?? "").post;
  const other = partWorkPath(workPath ?? "").post;
  return one !== null && other !== null && isLikeId(one, other);
}

/** Whether some reviewer's last word is BLOCKING. */
function isBlocked(
  versions: readonly Review[],
  work: Pick<ReviewedWork, "path" | "hash">,
): boolean {
  return [...lastWords(versions, work).values()].some(
    ({ answer }) => answer?.verdict === "BLOCKING",
  );
}
