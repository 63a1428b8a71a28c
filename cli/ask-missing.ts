/** What a command still needs: asked one after the other in a terminal, else all named in one error. */
import { isCancel, select, text } from "@clack/prompts";
import { HqError } from "../company/error.ts";
import type { Io } from "./context.ts";

/** One value that a command cannot do without. */
export interface Wanted {
  /** As it is typed: `--summary`, `<name>`. */
  option: string;
  question: string;
  /** Where only some words are possible. */
  choices?: readonly string[];
  /** What is wrong with an answer; undefined when nothing is. */
  problem?: (answer: string) => string | undefined;
}

interface Asking {
  /** As it is typed: `hq lesson add`. */
  command: string;
  /** Why something is missing, where that does not go without saying. */
  found?: string;
  /** A command that is taken as it stands. */
  example: string;
  /** A program reads the answer: nothing is asked. */
  json: boolean;
}

/**
 * The answers by option.
 * @throws HqError `usage` naming everything that is missing where nobody can answer, or when the founder leaves
 */
export async function askMissing(
  io: Io,
  wanted: readonly Wanted[],
  { command, found, example, json }: Asking,
): Promise<Map<string, string>> {
  const answers = new Map<string, string>();
  if (wanted.length === 0) return answers;
  if (!io.interactive || json) {
    const names = wanted.map(({ option }) => option).join(", ");
    const expected = wanted.length === 1 ? "it" : "all of them";
    const what =
      found === undefined
        ? `${names} missing, expected ${expected}`
        : `${found}, expected ${names}`;
    throw new HqError("usage", `Cannot run ${command}: ${what}. Nothing was changed.`, {
      hint: `For example:\n${example}`,
    });
  }
  for (const { option, question, choices, problem } of wanted) {
    const answer =
      choices === undefined
        ? await text({ message: question, validate: (value) => complaint(value, problem) })
        : await select({
            message: question,
            options: choices.map((choice) => ({ value: choice, label: choice })),
          });
    if (isCancel(answer)) throw new HqError("usage", "Nothing was changed: you left.");
    answers.set(option, answer.trim());
  }
  return answers;
}

function complaint(value: string | undefined, problem: Wanted["problem"]): string | undefined {
  const answer = value?.trim() ?? "";
  return answer === "" ? "Say something, or leave with Ctrl-C." : problem?.(answer);
}
