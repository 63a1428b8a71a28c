/** What a draft says of the company's products, and what is wrong with it. */
import type { Constitution, StatementLevel } from "../constitution/types.ts";
import type { MemoryView } from "../memory-view.ts";
import type { Word } from "../protocol/words.ts";
import type { Sentence } from "./reading/draft.ts";
import type { ProductMention, Subject } from "./reading/mentions.ts";
import type { Quantity } from "./reading/quantities.ts";
import type { TopicMention } from "./reading/topics.ts";

export type ClaimRule =
  /** The text is in a language that code does not read: nothing of it is checked. */
  | "unread-language"
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
  /** A statement that only the founder can answer, and has not. */
  | "unanswered"
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

/** What makes a sentence a statement. */
export type StatementKind =
  /** It names a product, or means one by a pronoun, and says something of it. */
  | "claim"
  | "figure"
  | "comparison"
  /** Always, nobody, every: words without a limit. */
  | "absolute"
  /** What somebody may rely on, or does today. */
  | "promise"
  /** Somebody else's words. */
  | "quote"
  /** What somebody else did or what became of them. */
  | "story"
  /** A row of "Statement levels", or a word of trust, privacy, law or loss. */
  | "topic"
  /** In a language that code does not read, or hidden behind code that never ends. */
  | "unread";

/** What a post says that somebody may hold against the company. */
export interface Statement {
  /** From 1 on, in the order of the text. */
  number: number;
  line: number;
  /** The sentence on one line. */
  text: string;
  /** Its words and its product: while it is the same, an answer to it holds. */
  key: string;
  /** Name in the registry; null when no product is meant. */
  product: string | null;
  kinds: StatementKind[];
  /** Rows of "Statement levels" that it touches. */
  topics: string[];
  /** What code proved, in a few words each. */
  proved: string[];
  /** Rules of the findings about it. */
  refuted: ClaimRule[];
  /** What code could not tell: with any, somebody must answer it. */
  open: string[];
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
  /** Of a post: what still waits for an answer, by the reviewer's and by the founder's. */
  unanswered?: { forReviewer: readonly Statement[]; forFounder: readonly Statement[] };
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
  /** null when it could not be read: figures and evidence are then open, not proved. */
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

/** One sentence with everything the rules ask about it. */
export interface Reading {
  sentence: Sentence;
  words: readonly Word[];
  quantities: readonly Quantity[];
  mentions: readonly ProductMention[];
  subject: Subject | null;
  topics: readonly TopicMention[];
  /** No words of a plan, a doubt, a denial or the past, no question and no quotation. */
  isPlain: boolean;
}

/** What the rules say of a sentence. */
export interface Judgement {
  findings: ClaimFinding[];
  proved: string[];
  open: string[];
}
