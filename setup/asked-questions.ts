/** The questions that `hq setup` may be asked to change by their name. */
import { answersOf } from "../company/pack/rows.ts";
import type { Question } from "../company/pack/schema.ts";
import { readConstitution } from "../files/company.ts";
import { readCompanyPacks } from "../files/packs.ts";
import { packFor } from "./country-pack.ts";

export interface AskedQuestion extends Question {
  /** null while it is open. */
  answer: string | null;
}

/** Those of the pack of a country, or of the company's own; none where no pack is for it. */
export async function askedQuestions(root: string, country?: string): Promise<AskedQuestion[]> {
  const { constitution } = await readConstitution(root);
  const { packs } = await readCompanyPacks(root);
  const pack = packFor(packs, country ?? constitution.company.country ?? "");
  if (pack === null) return [];
  const answers = answersOf(constitution.situation, pack);
  return pack.questions.map((question) => ({
    ...question,
    answer: answers.get(question.id) ?? null,
  }));
}
