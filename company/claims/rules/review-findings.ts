/** The reviews that a draft needs, as findings with their way out. */
import { clip } from "../../clip.ts";
import type { ClaimFinding, NeededReview, ReviewState, StandingBlock } from "../types.ts";

const WORDS_SHOWN = 3;
const WORD_CHARS = 40;
const REASON_CHARS = 200;
const NAMES_SHOWN = 5;

/**
 * Blocking: a BLOCKING that stands, and a department's verdict that is missing. Warnings: concerns,
 * a verdict that counts as advice only, and what the founder alone can decide. Nothing when reviews
 * are not asked about.
 */
export function reviewFindings(state: ReviewState | null | undefined): ClaimFinding[] {
  if (state === null || state === undefined) return [];
  const blockers = new Set(state.blocking.map(({ reviewer }) => reviewer));
  const needed = state.needed.filter(({ reviewer }) => !blockers.has(reviewer));
  return [
    ...state.blocking.map((block) => blockFinding(block, state)),
    ...needed.flatMap((need) => needFinding(need, state.work)),
    ...(state.further ?? [])
      .filter(({ reviewer }) => !blockers.has(reviewer))
      .flatMap((need) => needFinding(need, state.work)),
    ...founderFinding(needed),
    ...unansweredFinding(state),
  ];
}

/** What only the founder can answer stops an approval until they have. */
function unansweredFinding({ unanswered, work }: ReviewState): ClaimFinding[] {
  const left = unanswered?.forFounder ?? [];
  if (left.length === 0) return [];
  const numbers = left.map(({ number }) => number).join(", ");
  return [
    finding("blocking", "unanswered", {
      words: joined(left.map(({ text }) => text)),
      what: `The founder has not answered ${left.length === 1 ? "statement" : "statements"} ${clip(numbers, REASON_CHARS)}.`,
      wayOut: `The founder answers with: hq claims answer ${work.replace(/^file:/, "")}`,
    }),
  ];
}

function finding(
  severity: ClaimFinding["severity"],
  rule: ClaimFinding["rule"],
  words: Pick<ClaimFinding, "words" | "what" | "wayOut">,
): ClaimFinding {
  return { line: 0, severity, rule, ...words };
}

function blockFinding(block: StandingBlock, { work, needed }: ReviewState): ClaimFinding {
  const { reviewer, id, reasons, isThisText, open } = block;
  const need = needed.find((each) => each.reviewer === reviewer);
  const version = isThisText
    ? "on exactly this text"
    : "on these words or an earlier version, and nothing since";
  const anew = `request_review to ${reviewer} with inReplyTo ${id} and work ${work}`;
  return finding("blocking", "review-blocking", {
    words: need === undefined ? "" : wordsOf(need),
    what: `${reviewer} answered BLOCKING (${id}) ${version}: ${reasonsOf(reasons)}`,
    wayOut: isThisText
      ? `Change the text, then ${anew}; or put it to the founder.`
      : open === null
        ? `Ask about the text as it is now: ${anew}`
        : `Have ${open} answered, which asks ${reviewer} about the text as it is now.`,
  });
}

function needFinding(need: NeededReview, work: string): ClaimFinding[] {
  const { reviewer, standing } = need;
  const words = wordsOf(need);
  switch (standing.kind) {
    case "missing":
      return [
        finding("blocking", "missing-review", {
          words,
          what:
            standing.open === null
              ? `${reviewer} has not answered on this text.`
              : `${reviewer} was asked (${standing.open}) and has not answered.`,
          wayOut:
            standing.open === null
              ? `Ask with request_review to ${reviewer}, work ${work}`
              : `Have ${standing.open} answered; list_open_work with reviewId ${standing.open} gives its text.`,
        }),
      ];
    case "answered": {
      const advice = standing.isAttested ? [] : [unattested(need, standing.id)];
      if (standing.verdict === "APPROVED") return advice;
      const concerns = finding("warning", "review-concerns", {
        words,
        what: `${reviewer} answered ${standing.verdict} (${standing.id}): ${reasonsOf(standing.reasons)}`,
        wayOut: "Mend the text and ask again, or leave it: the founder decides at approval.",
      });
      return [concerns, ...advice];
    }
    default:
      return [];
  }
}

function unattested(need: NeededReview, id: string): ClaimFinding {
  return finding("warning", "review-unattested", {
    words: wordsOf(need),
    what: `Code did not see that ${need.reviewer} itself answered ${id}: it counts as advice.`,
    wayOut: "Nothing to do: the founder is asked at approval.",
  });
}

/** One warning for all that only the founder can settle. */
function founderFinding(needed: readonly NeededReview[]): ClaimFinding[] {
  const forFounder = needed.flatMap(({ standing, because }) =>
    standing.kind === "founder" ? [{ reason: standing.reason, because }] : [],
  );
  if (forFounder.length === 0) return [];
  const reasons = [...new Set(forFounder.map(({ reason }) => reason))];
  const shown = reasons.slice(0, NAMES_SHOWN).map((reason) => clip(reason, WORD_CHARS));
  return [
    finding("warning", "for-founder", {
      words: joined(forFounder.flatMap(({ because }) => because)),
      what: `The founder decides at approval: ${shown.join("; ")}.`,
      wayOut: "Nothing to ask of a department.",
    }),
  ];
}

function reasonsOf(reasons: readonly string[]): string {
  const [only = "", ...others] = reasons;
  if (others.length === 0) return clip(only, REASON_CHARS);
  return clip(reasons.map((reason, n) => `${n + 1}. ${reason}`).join(" "), REASON_CHARS);
}

function wordsOf({ because }: NeededReview): string {
  return joined(because);
}

function joined(words: readonly string[]): string {
  const each = [...new Set(words.map((word) => clip(word, WORD_CHARS)))];
  return [...each.slice(0, WORDS_SHOWN), ...(each.length > WORDS_SHOWN ? ["…"] : [])].join("; ");
}
