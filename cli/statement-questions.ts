/** The statements of a post, asked one by one in a terminal. */
import { isCancel, select, text } from "@clack/prompts";
import {
  ANSWERS,
  type Answer,
  FOUNDERS_WORD,
  type PutStatement,
  type StatementAnswer,
} from "../company/claims/answers.ts";
import { clip } from "../company/clip.ts";

const SHOWN = 400;
const MEANS: Partial<Record<Answer, string>> = {
  LIVE: "it is so today",
  ROADMAP: "it is planned",
  THESIS: "it is what I think",
  "no claim": "it claims nothing",
  change: "the words must change",
};

/** The answers up to where the founder left. */
export async function askStatements(
  statements: readonly PutStatement[],
): Promise<StatementAnswer[]> {
  const answers: StatementAnswer[] = [];
  for (const statement of statements) {
    const answer = await askOne(statement);
    if (answer === null) break;
    answers.push(answer);
  }
  return answers;
}

async function askOne({
  number,
  line,
  text: words,
  open,
}: PutStatement): Promise<StatementAnswer | null> {
  const is = await select<Answer>({
    message: `${number}. line ${line}: "${clip(words, SHOWN)}" (${open.join("; ")})`,
    options: ANSWERS.filter((answer) => answer !== "founder").map((answer) => ({
      value: answer,
      label: answer,
      hint: MEANS[answer] ?? "",
    })),
  });
  if (isCancel(is)) return null;
  if (is === "no claim") return { statement: number, is };
  const isChange = is === "change";
  const more = await text({
    message: isChange ? "What must change?" : "Which row or evidence carries it?",
    ...(isChange
      ? {}
      : { placeholder: `a row, metric:…, a file, an address, or: ${FOUNDERS_WORD}` }),
    defaultValue: "",
  });
  if (isCancel(more)) return null;
  return isChange ? { statement: number, is, why: more } : { statement: number, is, by: more };
}
