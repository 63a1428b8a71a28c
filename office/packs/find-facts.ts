/** Rows of the country's pack that answer a question in everyday words. */
import { dateIn } from "../../company/dates.ts";
import { ownPack } from "./own-pack.ts";
import { type FoundRow, packSearch } from "./search-pack.ts";

/** What a person reads; the rest is seldom what was meant. */
const FOUND_LIMIT = 5;

export interface FoundRows {
  /** Its code and the name of its country. */
  pack: string;
  country: string;
  /** The best first; none when no row meets enough of the question. */
  rows: FoundRow[];
  /** What the pack says it leaves out and the question seems to ask for; null for none. */
  uncovered: string | null;
  /** All that it leaves out. */
  doesNotCover: string[];
}

/**
 * Facts, law, duties, mentions, dates, questions and worked examples that meet the question.
 * @throws HqError `wrong-state` without a pack for the country.
 */
export async function findFacts(
  { root, now }: { root: string; now: Date },
  { question, limit = FOUND_LIMIT }: { question: string; limit?: number | undefined },
): Promise<FoundRows> {
  const { pack, answers, constitution } = await ownPack(root);
  const today = dateIn(now, constitution.company.timeZone);
  const { rows, uncovered } = packSearch(pack, answers)(question, today);
  return {
    pack: pack.card.code,
    country: pack.card.name,
    rows: rows.slice(0, limit),
    uncovered,
    doesNotCover: pack.uncovered.map(({ what }) => what),
  };
}
