/** The post that somebody names by its id: in the drafts as they are, or in the record only. */
import path from "node:path";
import { clip } from "../../company/clip.ts";
import { identifyPosts, partWorkPath } from "../../company/draft-posts.ts";
import type { Draft } from "../../company/drafts.ts";
import { HqError } from "../../company/error.ts";
import type { Review, ReviewedWork } from "../../company/protocol/review.ts";
import { readCompany } from "../../files/company.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { reviewsOfWork } from "./reviews-of-work.ts";
import { postWorks } from "./work.ts";

export interface AuditedPost {
  /** `<file>#<id>`. */
  path: string;
  /** As it is in its file now; null when it has gone from there. */
  hash: string | null;
  /** Other names that versions of it had. */
  alsoCalled: string[];
}

const SHOWN = 10;
const NAME_CHARS = 120;

/**
 * The post and all reviews of its work, whatever the version; `ledger` is null when there is none.
 * @throws HqError `usage` for a name that is none or fits several, `not-found` for no post at all.
 */
export async function findPost(
  ledger: Ledger | null,
  root: string,
  given: string,
): Promise<{ post: AuditedPost; reviews: Review[] }> {
  const wanted = readName(given);
  const works = (await worksNow(root)).filter(({ path: place }) => isMeant(place, wanted));
  const recorded = ledger === null ? [] : await recordedPosts(ledger, wanted);
  const names = new Set([...works.map(({ path: place }) => place ?? ""), ...recorded]);
  const [name, ...others] = exactly(names, wanted.id);
  if (name === undefined) {
    throw new HqError(
      "not-found",
      `Cannot tell of the post "${clip(given, NAME_CHARS)}": it is neither in the drafts nor in the record.`,
      { hint: "Its id is date-channel-title, as in 2026-11-24-x-a-title; a beginning is enough." },
    );
  }
  if (others.length > 0) {
    const listed = [name, ...others].slice(0, SHOWN).map(shortName).join(", ");
    throw new HqError(
      "usage",
      `Cannot tell of one post: "${clip(given, NAME_CHARS)}" fits ${others.length + 1}, expected one.`,
      { hint: `Give more of its name: ${listed}` },
    );
  }
  const now = works.find((work) => work.path === name);
  const reviews =
    ledger === null
      ? []
      : await reviewsOfWork(ledger, now ?? { path: name, hash: "", wordsHash: null });
  const paths = new Set(reviews.map(({ workPath }) => workPath).filter((each) => each !== null));
  paths.delete(name);
  return { post: { path: name, hash: now?.hash ?? null, alsoCalled: [...paths] }, reviews };
}

interface WantedPost {
  /** `week-2026-w48`; null for any file. */
  file: string | null;
  /** Lower case. */
  id: string;
}

function readName(given: string): WantedPost {
  const { file, post } = partWorkPath(given.trim().replace(/^file:/, ""));
  const id = (post ?? file).toLowerCase();
  if (/^[\p{L}\p{N}][\p{L}\p{N}-]*$/u.test(id))
    return { file: post === null ? null : stem(file), id };
  throw new HqError(
    "usage",
    `Cannot tell of the post "${clip(given, NAME_CHARS)}": expected an id such as 2026-11-24-x-a-title.`,
    { hint: "hq claims check FILE --json lists the ids of a file." },
  );
}

function stem(file: string): string {
  return path.posix.basename(file).replace(/\.md$/i, "").toLowerCase();
}

function isMeant(place: string | null, wanted: WantedPost): boolean {
  const { file, post } = partWorkPath(place ?? "");
  return (
    post?.startsWith(wanted.id) === true && (wanted.file === null || stem(file) === wanted.file)
  );
}

/** Of names that begin so those that end so too, when there are any. */
function exactly(names: ReadonlySet<string>, id: string): string[] {
  const exact = [...names].filter((name) => partWorkPath(name).post === id);
  return exact.length > 0 ? exact : [...names];
}

async function worksNow(root: string): Promise<ReviewedWork[]> {
  const { drafts } = await readCompany(root);
  const byFile = Map.groupBy(drafts, ({ file }: Draft) => file);
  const works: ReviewedWork[] = [];
  for (const [file, posts] of byFile) {
    works.push(...(await postWorks(root, identifyPosts(posts), file)));
  }
  return works;
}

async function recordedPosts(ledger: Ledger, wanted: WantedPost): Promise<string[]> {
  const reviews = await ledger.read((tables) => tables.reviews.ofPosts(wanted.id));
  return reviews.flatMap(({ workPath }) =>
    workPath !== null && isMeant(workPath, wanted) ? [workPath] : [],
  );
}

/** A post as lists call it: week and id. */
export function shortName(place: string): string {
  const { file, post } = partWorkPath(place);
  return clip(post === null ? place : `${stem(file).replace("-w", "-W")}#${post}`, NAME_CHARS);
}
