/** Writes the founder's answer to a question of the pack into the constitution. */
import path from "node:path";
import { replaceTableRows } from "../../company/constitution/edit.ts";
import { HqError } from "../../company/error.ts";
import { SITUATION_SECTION, situationSection } from "../../company/pack/new-company.ts";
import { answerProblem } from "../../company/pack/situation.ts";
import { readConstitution } from "../../files/company.ts";
import { withLock } from "../../files/lock.ts";
import { CONSTITUTION_FILE } from "../../files/root.ts";
import { writeText } from "../../files/text.ts";
import { ownPack } from "./own-pack.ts";

const NOT_SET = "not set";

export interface AnsweredQuestion {
  question: string;
  answer: string;
  /** null when it was open. */
  before: string | null;
}

/**
 * Writes the answer into the table Situation, which is made when it is not there; `not set` opens the
 * question again.
 * @throws HqError `usage` for a question or answer that the pack does not know, `wrong-state` without a pack.
 */
export async function answerQuestion(
  root: string,
  { question, answer }: { question: string; answer: string },
): Promise<AnsweredQuestion> {
  const { pack, answers } = await ownPack(root);
  const asked = pack.questions.find(({ id }) => id === question);
  if (asked === undefined) {
    const known = pack.questions.map(({ id }) => id).join(", ");
    throw new HqError(
      "usage",
      `Cannot answer "${question}": the pack ${pack.card.code} has no such question, expected one of ${known}.`,
    );
  }
  const expected = answer === NOT_SET ? null : answerProblem(asked, answer);
  if (expected !== null) {
    throw new HqError(
      "usage",
      `Cannot answer "${question}" with "${answer.slice(0, 80)}": expected ${expected}.`,
      { hint: asked.ask },
    );
  }
  await withLock(path.join(root, ".hq", "constitution.lock"), async () => {
    const { text, constitution } = await readConstitution(root);
    const isThere = new RegExp(`^## +${SITUATION_SECTION}\\s*$`, "im").test(text);
    const page = isThere ? text : `${text.trimEnd()}\n\n${situationSection(pack)}`;
    const given = new Map(constitution.situation.map((row) => [row.question, row.answer]));
    given.set(question, answer);
    const ids = [...new Set([...pack.questions.map(({ id }) => id), ...given.keys()])];
    const rows = ids.map((id) => [id, given.get(id) ?? NOT_SET]);
    await writeText(
      path.join(root, CONSTITUTION_FILE),
      replaceTableRows(page, SITUATION_SECTION, rows),
    );
  });
  return { question, answer, before: answers.get(question) ?? null };
}
