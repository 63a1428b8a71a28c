/** Peer review as data: what is recorded of a review, and how a call can end. */
import type { Draft } from "../drafts.ts";

export const VERDICTS = ["APPROVED", "CONCERNS", "BLOCKING"] as const;
export type Verdict = (typeof VERDICTS)[number];

export type ReviewState = "open" | "answered" | "expired" | "withdrawn";

/** How code knows that the reviewer itself answered; null when it only says so. */
export type Attestation = "headless-run" | "guard-hook";

export interface ReviewAnswer {
  verdict: Verdict;
  reasons: string[];
  by: string;
  /** Instant in ISO 8601, UTC. */
  at: string;
  attestation: Attestation | null;
  /** In the order of recording, which a clock that was set back does not change; none before that. */
  seq?: number;
}

/** One review as the ledger has it. */
export interface Review {
  /** `R-12`, in the order of asking. */
  id: string;
  state: ReviewState;
  /** Who owns the work, however far the questions about it went. */
  owner: string;
  /** Who asked. */
  requester: string;
  reviewer: string;
  /** Oldest first; the requester and the reviewer come last. */
  chain: string[];
  inReplyTo: string | null;
  /** One key for all versions of one work. */
  workKey: string;
  /** From the company's root, `<file>#<id>` for a post; null when the text came with the request. */
  workPath: string | null;
  /** SHA-256 of the bytes that were reviewed, in hex. */
  workHash: string;
  /** SHA-256 of the words alone, without marks, blanks and capitals; null where there are none. */
  wordsHash: string | null;
  workBytes: number;
  /** Folded task, by which a question asked again without `inReplyTo` is known. */
  taskKey: string;
  /** Rows of "Review triggers" that asked for it. */
  topics: string[];
  askedAt: string;
  expiresAt: string;
  closedAt: string | null;
  closedWhy: string | null;
  answer: ReviewAnswer | null;
}

/** What a department says when it asks. */
export interface RequestForm {
  from: string;
  to: string;
  inReplyTo?: string | undefined;
  /** Ids, oldest first. */
  callChain?: readonly string[] | undefined;
  task: string;
  whatIDid: string;
  whatINeed: string;
  context: string;
}

/** The bytes under review. */
export interface ReviewedWork {
  text: string;
  /** For a post: what its author wrote, without the fields; `Level: ROADMAP` is no talk of a roadmap. */
  written?: string;
  /** `<file>#<id>` for one post of a weekly file. */
  path: string | null;
  hash: string;
  /** As a review has it: of a post those of its text, whatever its title. */
  wordsHash: string | null;
  bytes: number;
  /** The post itself, when the work is one. */
  draft?: Draft;
  /** For a post: all posts that are in its file now, itself too. */
  posts?: readonly { path: string; hash: string }[];
}

/** What of a work may hold a signal. */
export function writtenText({ text, written }: ReviewedWork): string {
  return written ?? text;
}

/** Whether the review was about the very same words, whatever they were called and wherever they lay. */
export function isOfSameWords(
  { wordsHash }: Review,
  work: Pick<ReviewedWork, "wordsHash">,
): boolean {
  return wordsHash !== null && wordsHash === work.wordsHash;
}

export type RefusalCode =
  /** A department that is not in the constitution. */
  | "unknown-agent"
  /** The founder is asked in words, not by this tool. */
  | "ask-the-founder"
  /** A field is empty or beyond its limit. */
  | "malformed"
  /** It holds a password or token, which the record would keep for good. */
  | "secret"
  | "unknown-review"
  /** The review named by `inReplyTo` is not the asker's. */
  | "not-yours"
  | "self-review"
  | "callback"
  | "depth"
  /** The declared chain contradicts the record. */
  | "forged-chain"
  | "already-open"
  /** The reviewer has answered on exactly these bytes. */
  | "already-answered"
  /** Asked again after BLOCKING without a change. */
  | "unchanged"
  /** The reviewer or the work has more reviews than anybody will read. */
  | "too-many"
  /** The review is not open any more. */
  | "closed"
  | "wrong-reviewer"
  /** The work is not what was to be reviewed. */
  | "hash-mismatch"
  /** The reviewer is no department any more. */
  | "rules-changed"
  /** A statement of the post has no answer, or one that does not hold. */
  | "unanswered"
  /** A filing rests on a fact that had to be read again. */
  | "expired-facts"
  /** The work cannot be read now. */
  | "unreadable-work";

/** An expected outcome: why nothing happened, and what to do instead. */
export interface Refusal {
  kind: "refused";
  code: RefusalCode;
  reason: string;
  instead: string;
}

/** `12`, `r-12` and `R-12` are one review. */
export function reviewIdOf(given: string): string {
  const id = given.trim();
  return /^\d+$/.test(id) ? `R-${id}` : id.toUpperCase();
}

export function refused(code: RefusalCode, reason: string, instead: string): Refusal {
  return { kind: "refused", code, reason, instead };
}

/** The state at an instant: an open review past its time is expired, written down or not. */
export function stateAt(review: Review, now: Date): ReviewState {
  const isOver = review.state === "open" && review.expiresAt <= now.toISOString();
  return isOver ? "expired" : review.state;
}

/** Those that were answered, in the order in which that was recorded. */
export function inOrderOfAnswers(reviews: readonly Review[]): Review[] {
  const place = ({ answer }: Review) => answer?.seq ?? 0;
  return reviews.filter(({ answer }) => answer !== null).sort((a, b) => place(a) - place(b));
}

/** What one reviewer said of exactly these bytes: an attested verdict before one that is only said to be its own. */
export function verdictOf(reviews: readonly Review[]): Review | undefined {
  const answered = inOrderOfAnswers(reviews);
  return answered.findLast(isAttested) ?? answered.at(-1);
}

/**
 * The last word of each reviewer on a work, whatever its version. A BLOCKING is lifted only by an answer
 * about the work itself: in the same place, in the one that the work has now, or on its very bytes. What
 * was asked in reply to it about something else lifts nothing. Nor is an attested one lifted by an answer
 * of which nobody knows who gave it.
 */
export function lastWords(
  reviews: readonly Review[],
  work: Pick<ReviewedWork, "path" | "hash">,
): Map<string, Review> {
  const words = new Map<string, Review>();
  for (const review of inOrderOfAnswers(reviews)) {
    const before = words.get(review.reviewer);
    const stands = before?.answer?.verdict === "BLOCKING";
    if (stands && isAttested(before) && !isAttested(review)) continue;
    const isBlocking = review.answer?.verdict === "BLOCKING";
    if (stands && !isBlocking && !isAboutSame(review, before, work)) continue;
    words.set(review.reviewer, review);
  }
  return words;
}

function isAboutSame(
  { workPath, workHash }: Review,
  blocked: Review,
  { path, hash }: Pick<ReviewedWork, "path" | "hash">,
): boolean {
  const isInPlace = workPath !== null && (workPath === blocked.workPath || workPath === path);
  return isInPlace || workHash === hash;
}

function isAttested({ answer }: Review): boolean {
  return answer !== null && answer.attestation !== null;
}
