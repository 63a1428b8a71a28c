/** What must hold of every record of reviews, said as plainly as possible and apart from the rules. */
import type { Review } from "../../../company/protocol/review.ts";
import type { Ledger } from "../../../ledger/ledger.ts";

/** All reviews, oldest first. */
export async function allReviews(ledger: Ledger): Promise<Review[]> {
  const reviews = await ledger.read((tables) => tables.reviews.list({ limit: 100_000 }));
  return reviews.reverse();
}

/** One sentence for each thing that is wrong. */
export function brokenRules(reviews: readonly Review[]): string[] {
  const broken: string[] = [];
  const complain = (review: Review, what: string) => broken.push(`${review.id}: ${what}`);
  for (const review of reviews) {
    const { chain, requester, reviewer, owner, answer } = review;
    if (chain.length > 3) complain(review, `a chain of ${chain.length}`);
    if (new Set(chain).size < chain.length) complain(review, `a callback in ${chain.join(" → ")}`);
    if (chain.at(-1) !== reviewer || chain.at(-2) !== requester) complain(review, "a wrong chain");
    if (requester === reviewer) complain(review, "a self-review");
    if (answer !== null && answer.by !== reviewer) complain(review, `an answer by ${answer.by}`);
    if (answer !== null && !(review.askedAt < answer.at && answer.at < review.expiresAt))
      complain(review, `an answer at ${answer.at}`);
    if (!mayOwn(review, reviews)) complain(review, `${requester} asked for ${owner}`);
    if ((answer !== null) !== (review.state === "answered")) complain(review, "half an answer");
    if (review.inReplyTo !== null) {
      const parent = reviews.find(({ id }) => id === review.inReplyTo);
      if (parent === undefined) complain(review, "a reply to nothing");
      else if (parent.owner !== owner)
        complain(review, `${parent.owner} lost the work to ${owner}`);
    }
    for (const [at, agents] of askedOnBehalfOf(review, reviews).entries()) {
      if (agents.includes(reviewer)) complain(review, `${reviewer} is called back (${at})`);
      if (agents.length > 2) complain(review, `four agents: ${[...agents, reviewer].join(" → ")}`);
    }
  }
  return [...broken, ...doubleQuestions(reviews)];
}

/** Whoever asks owns the work, but for a reviewer who asks further about the work of another. */
function mayOwn(review: Review, reviews: readonly Review[]): boolean {
  const { requester, owner, inReplyTo } = review;
  if (requester === owner || inReplyTo !== null) return true;
  return reviews
    .slice(0, reviews.indexOf(review))
    .some((other) => other.reviewer === requester && other.owner === owner);
}

/**
 * Everybody up the line when the review was asked: who was waiting for an answer of its requester,
 * who was waiting for them when they asked, and so on; the requester last.
 */
function askedOnBehalfOf(review: Review, reviews: readonly Review[]): string[][] {
  const waiting = reviews
    .slice(0, reviews.indexOf(review))
    .filter((other) => other.reviewer === review.requester && wasOpenWhen(other, review));
  if (waiting.length === 0) return [[review.requester]];
  return waiting.flatMap((other) =>
    askedOnBehalfOf(other, reviews).map((agents) => [...agents, review.requester]),
  );
}

function wasOpenWhen(other: Review, asked: Review): boolean {
  const closed = other.closedAt ?? other.expiresAt;
  return closed > asked.askedAt && other.expiresAt > asked.askedAt;
}

function doubleQuestions(reviews: readonly Review[]): string[] {
  const open = reviews
    .filter(({ state }) => state === "open")
    .map(({ requester, reviewer, workKey, workHash }) =>
      [requester, reviewer, workKey, workHash].join(" "),
    );
  return open.filter((key, at) => open.indexOf(key) !== at).map((key) => `asked twice: ${key}`);
}

/**
 * Whether a BLOCKING stands against the work: on these bytes, or as a reviewer's last word on any
 * version of the work, where an attested one is lifted by an attested answer only, and each by an
 * answer about the work in its place alone. What was said of other words lifts none on these.
 */
export function hasOpenBlocking(
  reviews: readonly Review[],
  work: { hash: string; path: string | null; wordsHash: string },
): boolean {
  const ofWords = reviews.filter(({ wordsHash }) => wordsHash === work.wordsHash);
  return [reviews, ofWords].some((each) => isBlockedIn(each, work));
}

function isBlockedIn(
  reviews: readonly Review[],
  work: { hash: string; path: string | null; wordsHash: string },
): boolean {
  const same = reviews.filter(
    ({ workHash, workPath, wordsHash }) =>
      workHash === work.hash ||
      wordsHash === work.wordsHash ||
      (work.path !== null && workPath === work.path),
  );
  const keys = new Set(same.map(({ workKey }) => workKey));
  const versions = reviews.filter((review) => keys.has(review.workKey) || same.includes(review));
  const last = new Map<string, { verdict: string; isAttested: boolean; workPath: string | null }>();
  const at = ({ answer }: Review) => answer?.at ?? "";
  for (const { reviewer, answer, workPath, workHash } of versions.toSorted((a, b) =>
    at(a).localeCompare(at(b)),
  )) {
    if (answer === null) continue;
    const before = last.get(reviewer);
    const isAttested = answer.attestation !== null;
    // Nobody knows who gave it: it does not lift what the reviewer itself has said.
    if (before?.verdict === "BLOCKING" && before.isAttested && !isAttested) continue;
    const places = [before?.workPath, work.path].filter((place) => typeof place === "string");
    const isHere = workHash === work.hash || (workPath !== null && places.includes(workPath));
    // A word about something else that was asked in reply.
    if (before?.verdict === "BLOCKING" && answer.verdict !== "BLOCKING" && !isHere) continue;
    last.set(reviewer, { verdict: answer.verdict, isAttested, workPath });
  }
  const onTheseBytes = same.some(
    ({ workHash, answer }) => workHash === work.hash && answer?.verdict === "BLOCKING",
  );
  return onTheseBytes || [...last.values()].some(({ verdict }) => verdict === "BLOCKING");
}

/** Whose attested word on exactly these bytes is no approval, of those who must approve. */
export function notApproving(
  reviews: readonly Review[],
  hash: string,
  reviewers: readonly string[],
): string[] {
  return reviewers.filter((reviewer) => {
    const said = reviews
      .filter((review) => review.reviewer === reviewer && review.workHash === hash)
      .filter(({ answer }) => answer !== null && answer.attestation !== null)
      .toSorted((a, b) => (a.answer?.at ?? "").localeCompare(b.answer?.at ?? ""));
    return said.at(-1)?.answer?.verdict !== "APPROVED";
  });
}
