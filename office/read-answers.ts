/** The founder's answers to statements, from a file. */
import path from "node:path";
import { z } from "zod";
import { ANSWERS, type StatementAnswer } from "../company/claims/answers.ts";
import { HqError } from "../company/error.ts";
import { readText } from "../files/text.ts";

const ANSWER_FILE = z.array(
  z.strictObject({
    statement: z.number().int(),
    is: z.enum(ANSWERS),
    by: z.string().max(1_000).optional(),
    why: z.string().max(2_000).optional(),
  }),
);

/** @throws HqError `not-found` for no such file, `usage` for one that is no list of answers */
export async function readAnswers(cwd: string, file: string): Promise<StatementAnswer[]> {
  const text = await readText(path.resolve(cwd, file));
  if (text === null) {
    throw new HqError(
      "not-found",
      `Cannot read the answers: there is no file ${file}, expected a list of answers.`,
    );
  }
  const read = ANSWER_FILE.safeParse(parsed(text));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue === undefined ? "" : ` (${issue.path.join(".")}: ${issue.message})`;
  throw new HqError(
    "usage",
    `Cannot read the answers in ${file}: it is no list of answers${where}, expected [{"statement": 3, "is": "LIVE", "by": "metric:mrr"}].`,
    { hint: "hq claims answer POST --json lists the statements with their numbers." },
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What is no JSON is no list of answers, which the caller says.
    return null;
  }
}
