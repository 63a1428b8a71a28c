/** A run of a recurring prompt, as memory keeps it: one entity, whose lines the next run replaces. */
import { MemoryError } from "../error.ts";
import type { MemoryStore, WriteOptions } from "../store/store.ts";
import { slugOf } from "./slug.ts";

const RESULT_CHARS = 500;

export interface PromptRun {
  /** Its name, `/name` or `prompt-run:name`. */
  prompt: string;
  /** One line. */
  result: string;
}

/**
 * Writes `prompt-run:<prompt>` with the instant and the result.
 * @throws MemoryError `invalid` for a prompt or result that says nothing, or too much
 */
export async function recordPromptRun(
  store: Pick<MemoryStore, "reviseEntities">,
  { prompt: given, result: said }: PromptRun,
  { now, origin }: { now: Date; origin: WriteOptions },
): Promise<{ name: string; lastRun: string }> {
  const prompt = slugOf(given.replace(/^\/|^prompt-run:/, ""));
  const result = said.replaceAll(/\s+/g, " ").trim();
  const problem = problemOf(prompt, given, result);
  if (problem !== null) {
    throw new MemoryError("invalid", `Cannot record the run: ${problem}.`, {
      hint: "Nothing was changed.",
    });
  }
  const name = `prompt-run:${prompt}`;
  const lastRun = now.toISOString();
  const observations = [`Last run: ${lastRun}`, `Result: ${result}`];
  await store.reviseEntities(
    [{ name, entityType: "prompt-run", observations, replaces: ["Last run:", "Result:"] }],
    origin,
  );
  return { name, lastRun };
}

function problemOf(prompt: string, given: string, result: string): string | null {
  if (prompt === "") {
    return `the prompt is ${JSON.stringify(given.slice(0, 60))}, expected a name such as weekly-review`;
  }
  if (result === "") return "the result is empty, expected one line of what came of it";
  if (result.length > RESULT_CHARS) {
    return `the result has ${result.length} characters, expected at most ${RESULT_CHARS}; keep the rest in a file or a decision`;
  }
  return null;
}
