/** An answer as somebody types it, held against its question. */
import { NOT_SET } from "../constitution/sections.ts";
import { HqError } from "../error.ts";
import { didYouMean, foldWord } from "../near-word.ts";
import type { Pack } from "./pack.ts";
import type { Question } from "./schema.ts";
import { answerProblem } from "./situation.ts";

/** Ways to say that the founder does not know yet. */
const OPEN = new Set(["", NOT_SET, "not known yet", "not known", "unknown", "?"]);

/** The answer as it is written down; null opens the question again. */
export interface CheckedAnswer {
  question: Question;
  answer: string | null;
}

/** The id of a question as somebody types it: `Legal form` is `legal-form`. */
export function questionName(name: string): string {
  return foldWord(name).replaceAll(" ", "-");
}

/** @throws HqError `usage` for a question that the pack does not have, or an answer that it does not know. */
export function checkedAnswer(
  pack: Pack,
  { question: name, answer }: { question: string; answer: string },
): CheckedAnswer {
  const ids = pack.questions.map(({ id }) => id);
  const question = pack.questions.find(({ id }) => id === questionName(name));
  if (question === undefined) {
    throw new HqError(
      "usage",
      `Cannot answer "${name.slice(0, 80)}": the pack ${pack.card.code} (${pack.card.name}) has no such question, expected one of ${ids.join(", ")}.${didYouMean(name, ids)}`,
    );
  }
  return { question, answer: checkedValue(question, answer) };
}

/** @throws HqError `usage` for an answer that the question does not know. */
export function checkedValue(question: Question, answer: string): string | null {
  const written = foldWord(answer);
  if (OPEN.has(written)) return null;
  const value = question.kind === "choice" ? written.replaceAll(" ", "-") : written;
  const expected = answerProblem(question, value);
  if (expected === null) return value;
  const values = question.options.map((option) => option.value);
  const day = nearDay(question, written);
  const meant = day === null ? didYouMean(answer, values) : ` Did you mean "${day}"?`;
  throw new HqError(
    "usage",
    `Cannot answer "${question.id}" with "${answer.slice(0, 80)}": expected ${expected}, or "${NOT_SET}".${meant}`,
    { hint: question.ask },
  );
}

/** `vat=exempt` as question and answer; what is no such pair is refused. */
export function answerPair(text: string): { question: string; answer: string } {
  const at = text.indexOf("=");
  if (at > 0) return { question: text.slice(0, at).trim(), answer: text.slice(at + 1).trim() };
  throw new HqError(
    "usage",
    `Cannot use the answer "${text.slice(0, 80)}": there is no "=" in it, expected a question and its answer such as legal-form=sole-trader.`,
  );
}

/** A day as people write it, in the form that the question takes: `1.3.2026` and `2026-3-1` are 2026-03-01. */
function nearDay(question: Question, written: string): string | null {
  const parts = written.split(/[-./ ]+/).filter(Boolean);
  if (question.kind === "choice" || parts.some((part) => !/^\d{1,4}$/.test(part))) return null;
  const two = (part = ""): string => part.padStart(2, "0");
  const [first, second, third] = parts;
  const candidates =
    question.kind === "month-day"
      ? [`${two(first)}-${two(second)}`, `${two(second)}-${two(first)}`]
      : [
          `${first}-${two(second)}-${two(third)}`,
          `${third}-${two(second)}-${two(first)}`,
          `${third}-${two(first)}-${two(second)}`,
        ];
  const wanted = question.kind === "month-day" ? 2 : 3;
  if (parts.length !== wanted) return null;
  return candidates.find((day) => answerProblem(question, day) === null) ?? null;
}
