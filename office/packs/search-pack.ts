/** Finds rows of a pack by everyday words, in any of the languages that recall knows, and says what none answers. */
import { lawElsewhere } from "../../company/pack/foreign.ts";
import { type LookupRow, lookupRows } from "../../company/pack/lookup.ts";
import type { Answers, Pack } from "../../company/pack/pack.ts";
import { conditionsHold } from "../../company/pack/situation.ts";
import { type RankedText, textRanker } from "../../mcp-memory/recall/few-texts.ts";

export interface FoundRow extends LookupRow {
  /** It had to be read again before today. */
  expired: boolean;
  /** The founder's answers rule the duty out. */
  ruledOut: boolean;
  /** How well it meets the question, for comparison with the others. */
  relevance: number;
}

/**
 * How well the best row meets a question. `sure`: of 387 questions about companies' own matters a fifth look so, of
 * 70 about law three quarters. `likely`: two fifths of the former, and nearly all that is left of the 70.
 */
export type Strength = "sure" | "likely" | "weak";

export interface PackHits {
  /** The best first; none when no row meets enough of the question. */
  rows: FoundRow[];
  /** What the pack says it does not cover and the question seems to ask for; null for none. */
  uncovered: string | null;
  strength: Strength;
}

interface Bound {
  relevance: number;
  share: number;
}

const SURE: Bound = { relevance: 0.6, share: 0.6 };
const LIKELY: Bound = { relevance: 0.3, share: 0.3 };
/** What meets less of a question met a word by chance: two of the 70 were answered so weakly, at 0.2. */
const LEAST: Bound = { relevance: 0.2, share: 0.2 };
/** A question of the pack and a worked example lead to the answer; they are seldom it. */
const LEADS_SHARE = 0.8;
/** So much better must something that is left out be met than any row, for no row to be shown. */
const CLEARLY = 1.25;

/** Reads the rows once; `today` (ISO date) says what has expired. */
export function packSearch(
  pack: Pack,
  answers: Answers,
): (question: string, today: string) => PackHits {
  const rows = lookupRows(pack);
  const ruledOut = new Set(
    pack.duties
      .filter(({ when }) => conditionsHold(when, answers) === "no")
      .map(({ id }) => `${pack.card.code}:${id}`),
  );
  const rank = textRanker([
    ...rows.map(({ title, says, asked, id, source }) => ({
      names: [title, ...asked, id.replaceAll(/[:-]/g, " ")],
      says: source === null ? says : `${says} ${source.article}`,
    })),
    ...pack.uncovered.map(({ what, asked }) => ({ names: [what, ...asked], says: "" })),
  ]);
  return (question, today) => {
    const elsewhere = lawElsewhere(question, pack.card.country);
    if (elsewhere !== null) {
      return { rows: [], uncovered: `the law of other countries (${elsewhere})`, strength: "sure" };
    }
    const found = rank(question)
      .map((one) => ({ ...one, relevance: one.relevance * weightOf(rows[one.at]) }))
      .filter((one) => reaches(one, LEAST))
      .toSorted((a, b) => b.relevance - a.relevance || a.at - b.at);
    const [first] = found;
    const left = found.find(({ at }) => at >= rows.length);
    const hit = found.find(({ at }) => at < rows.length);
    const isLeft = left !== undefined && left === first;
    const isClear = isLeft && left.relevance > (hit?.relevance ?? 0) * CLEARLY;
    const shown = isClear ? [] : found;
    return {
      rows: shown.flatMap(({ at, relevance }) => {
        const row = rows[at];
        if (row === undefined) return [];
        const expired = row.checkBy !== null && row.checkBy < today;
        return [{ ...row, expired, ruledOut: ruledOut.has(row.id), relevance }];
      }),
      uncovered: isLeft ? (pack.uncovered[left.at - rows.length]?.what ?? null) : null,
      strength: strengthOf(first),
    };
  };
}

/** "Who are our clients?" has one word that tells anything, and any row on clients meets it whole. */
const SURE_WORDS = 2;

function strengthOf(best: RankedText | undefined): Strength {
  if (best === undefined || !reaches(best, LIKELY)) return "weak";
  return reaches(best, SURE) && best.words >= SURE_WORDS ? "sure" : "likely";
}

function reaches({ relevance, share }: Bound, least: Bound): boolean {
  return relevance >= least.relevance && share >= least.share;
}

function weightOf(row: LookupRow | undefined): number {
  return row?.kind === "question" || row?.kind === "case" ? LEADS_SHARE : 1;
}
