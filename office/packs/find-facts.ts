/** Finds rows of the country's pack by everyday words, in any of the languages that recall knows. */
import { dateIn } from "../../company/dates.ts";
import { type LookupRow, lookupRows } from "../../company/pack/lookup.ts";
import { rankTexts } from "../../mcp-memory/recall/few-texts.ts";
import { ownPack } from "./own-pack.ts";

/** What a person reads; the rest is seldom what was meant. */
const FOUND_LIMIT = 5;

/** A question of the pack and a worked example lead to the answer; they are seldom it. */
const LEADS_SHARE = 0.8;

export interface FoundRow extends LookupRow {
  expired: boolean;
}

export interface FoundRows {
  pack: string;
  /** The best first; none when no row has a word of the question, or what it means. */
  rows: FoundRow[];
}

/**
 * Facts, law, duties, mentions, dates, questions and worked examples that meet the question.
 * @throws HqError `wrong-state` without a pack for the country.
 */
export async function findFacts(
  { root, now }: { root: string; now: Date },
  { question, limit = FOUND_LIMIT }: { question: string; limit?: number | undefined },
): Promise<FoundRows> {
  const { pack, constitution } = await ownPack(root);
  const today = dateIn(now, constitution.company.timeZone);
  const rows = lookupRows(pack);
  const texts = rows.map(({ title, says, asked, id, source }) => ({
    names: [title, ...asked, id.replaceAll(/[:-]/g, " ")],
    says: source === null ? says : `${says} ${source.article}`,
  }));
  const found = rankTexts(question, texts)
    .map(({ at, relevance }) => ({ at, relevance: relevance * weightOf(rows[at]) }))
    .toSorted((a, b) => b.relevance - a.relevance || a.at - b.at)
    .slice(0, limit);
  return {
    pack: pack.card.code,
    rows: found.flatMap(({ at }) => {
      const row = rows[at];
      if (row === undefined) return [];
      return [{ ...row, expired: row.checkBy !== null && row.checkBy < today }];
    }),
  };
}

function weightOf(row: LookupRow | undefined): number {
  return row?.kind === "question" || row?.kind === "case" ? LEADS_SHARE : 1;
}
