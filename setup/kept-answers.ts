/**
 * Answers to questions that the present country does not ask: kept aside when a company moves, and taken up again
 * when it comes back.
 */
import { z } from "zod";
import { HqError } from "../company/error.ts";
import type { Answers, Pack } from "../company/pack/pack.ts";
import { KIT_FOLDER } from "../files/root.ts";

export const KEPT_ANSWERS_FILE = `${KIT_FOLDER}/answers.json`;

const schema = z.strictObject({ answers: z.record(z.string(), z.string()) });

/** `pt:vat` → `exempt`; a question of a layer has the layer's code. */
type KeptAnswers = ReadonlyMap<string, string>;

/**
 * The answers in the company's new country, and what is then kept aside. `answers` are those of `from`, in which the
 * company was; of both the present one counts.
 */
export function moveAnswers(
  { kept, answers, packs }: { kept: KeptAnswers; answers: Answers; packs: readonly Pack[] },
  { from, to }: { from: Pack | null; to: Pack | null },
): { answers: Map<string, string>; kept: Map<string, string> } {
  const all = new Map(kept);
  if (from !== null) {
    for (const [id, answer] of answers) all.set(keyOf(packs, from, id), answer);
  }
  const moved = new Map<string, string>();
  for (const { id } of to?.questions ?? []) {
    const key = to === null ? "" : keyOf(packs, to, id);
    const answer = all.get(key);
    if (answer === undefined) continue;
    moved.set(id, answer);
    all.delete(key);
  }
  return { answers: moved, kept: all };
}

function keyOf(packs: readonly Pack[], pack: Pack, id: string): string {
  const own = JSON.stringify(pack.questions.find((question) => question.id === id) ?? null);
  const layer = packs.find(
    ({ card, questions }) =>
      pack.card.inherits.includes(card.code) &&
      questions.some((question) => JSON.stringify(question) === own),
  );
  return `${(layer ?? pack).card.code}:${id}`;
}

/** The file, or null where nothing is kept. */
export function printKeptAnswers(kept: KeptAnswers): string | null {
  if (kept.size === 0) return null;
  const sorted = [...kept].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ answers: Object.fromEntries(sorted) }, null, 2)}\n`;
}

/** @throws HqError `invalid-file` when it is not as we write it. */
export function parseKeptAnswers(text: string | null): Map<string, string> {
  if (text === null) return new Map();
  const result = schema.safeParse(jsonOrNull(text));
  if (result.success) return new Map(Object.entries(result.data.answers));
  throw new HqError(
    "invalid-file",
    `Cannot read ${KEPT_ANSWERS_FILE}: it is not as expected (${result.error.issues[0]?.message ?? "no JSON"}). Nothing was changed.`,
    { hint: "Restore it from git, or remove it: it holds answers for countries that you left." },
  );
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
