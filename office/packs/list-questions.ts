/** The questions of the company's pack, with what the founder answered. */
import type { Question } from "../../company/pack/schema.ts";
import { ownPack } from "./own-pack.ts";

export interface ListedQuestion extends Question {
  /** null while it is open. */
  answer: string | null;
}

/** In the order of the pack. @throws HqError `wrong-state` without a pack for the country. */
export async function listQuestions(root: string): Promise<ListedQuestion[]> {
  const { pack, answers } = await ownPack(root);
  return pack.questions.map((question) => ({
    ...question,
    answer: answers.get(question.id) ?? null,
  }));
}
