/** What a draft says of the company's products, and what is wrong with it. */
import type { Constitution, Product, StatementLevel } from "../constitution/types.ts";
import type { MemoryView } from "../memory-view.ts";

export type ClaimRule =
  /** A topic of "Statement levels" said above its level. */
  | "above-level"
  /** A topic of level LIVE whose evidence cannot be found. */
  | "no-evidence"
  /** The present tense for a product that is not live. */
  | "not-live"
  /** The post's `Level:` field and its sentences differ. */
  | "declared-level"
  /** A figure that memory has otherwise. */
  | "figure-differs"
  /** A figure past its freshness. */
  | "figure-stale"
  /** A percentage or quality figure that no metric holds. */
  | "figure-unproven"
  /** Always, never, guaranteed, the fastest. */
  | "absolute"
  | "link"
  | "name"
  /** "We" where one founder speaks. */
  | "voice-person"
  | "voice-banned"
  /** A word that only seems to stand there. */
  | "hidden-text"
  /** A required review without a verdict on this text. */
  | "missing-review"
  /** A BLOCKING that stands. */
  | "review-blocking"
  | "review-concerns"
  /** A verdict that counts as advice only. */
  | "review-unattested"
  /** A required review that only the founder can settle. */
  | "for-founder";

export interface ClaimFinding {
  /** 1-based line in the checked text; 0 when it is about the whole draft. */
  line: number;
  /** As they stand in the draft. */
  words: string;
  rule: ClaimRule;
  /** A blocking finding stops an approval; a warning is for the reviewer. */
  severity: "blocking" | "warning";
  /** What is wrong, one sentence. */
  what: string;
  /** What to do about it, one sentence. */
  wayOut: string;
}

/** A sentence about a product, and the level that its wording claims. */
export interface Statement {
  line: number;
  /** The sentence on one line. */
  text: string;
  /** Name in the registry. */
  product: string;
  /** null when the wording could not be judged. */
  level: StatementLevel | null;
  /** The words that show the level; empty when it could not be judged. */
  shownBy: string;
  /** Rows of "Statement levels" that it touches. */
  topics: string[];
}

/** What code cannot decide: a reviewer does. */
export interface Unjudged {
  line: number;
  words: string;
  why: string;
}

export type DraftCheck =
  | {
      kind: "refused";
      /** `Cannot check the draft: …, expected …. …` */
      reason: string;
    }
  | {
      kind: "checked";
      /** No blocking finding. It does not mean that the draft is approved. */
      ok: boolean;
      statements: Statement[];
      /** In the order of the lines; those of the whole draft first. */
      findings: ClaimFinding[];
      unjudged: Unjudged[];
    };

export interface BannedWord {
  /** Word or phrase, as in the table. */
  banned: string;
  /** What to write instead; empty when the table does not say. */
  instead: string;
}

/** The reviews that a draft needs, and how they stand on exactly this text. */
export interface ReviewState {
  /** What is to be given as `work` when a review is asked for: `file:<path>#<post>`, or words for a text. */
  work: string;
  needed: readonly NeededReview[];
  /** Who answered on exactly this text although no row asks for it: what they found counts too. */
  further?: readonly NeededReview[];
  /** Whoever answered BLOCKING, needed or not. */
  blocking: readonly StandingBlock[];
}

export interface NeededReview {
  /** A department, or `founder`. */
  reviewer: string;
  /** The words or paths that asked for it, at least one. */
  because: readonly string[];
  standing: /** `open` is the review that waits for an answer on these bytes. */
    | { kind: "missing"; open: string | null }
    | {
        kind: "answered";
        id: string;
        verdict: "APPROVED" | "CONCERNS" | "BLOCKING";
        reasons: readonly string[];
        /** Code saw that the reviewer itself answered. */
        isAttested: boolean;
      }
    /** No department can give it; why, in a few words. */
    | { kind: "founder"; reason: string };
}

/** A BLOCKING that stands against a work. */
export interface StandingBlock {
  id: string;
  reviewer: string;
  reasons: readonly string[];
  /** Said of these bytes, not of an earlier version. */
  isThisText: boolean;
  /** The review in which the same reviewer is asked about this text, not answered yet. */
  open: string | null;
}

export interface DraftContext {
  constitution: Constitution;
  /** null when it could not be read: figures and evidence are then unjudged, not approved. */
  memory: MemoryView | null;
  now: Date;
  bannedWords: readonly BannedWord[];
  /** Those of `evidencePaths(constitution)` that exist in the repository. */
  existingPaths: ReadonlySet<string>;
  /** null when reviews are not asked about. */
  reviews?: ReviewState | null;
  /** The fields of the post. */
  declared?: { product: string | null; level: StatementLevel | null } | null;
}

/** What every rule is given: the context with what was derived from it once. */
export interface Claimed {
  context: DraftContext;
  channel: string;
  /** ISO date in the company's time zone. */
  today: string;
  products: readonly Product[];
  /** The draft says somewhere that it speaks of a beta. */
  saysBeta: boolean;
}
