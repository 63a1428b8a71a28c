/** Which duties the founder's answers make the company's own. */
import { isIsoDate } from "../dates.ts";
import type { Answers, Pack } from "./pack.ts";
import { dayInMonth } from "./periods.ts";
import type { PackDuty, Question, When } from "./schema.ts";

/** `unknown` while a question that decides has no answer. */
export type Applies = "yes" | "no" | "unknown";

/** Whether the conditions hold: one that fails decides, one that nobody answered leaves it open. */
export function conditionsHold(when: When | undefined, answers: Answers): Applies {
  const states = Object.entries(when ?? {}).map(([question, wanted]): Applies => {
    const answer = answers.get(question);
    if (answer === undefined) return "unknown";
    return wanted.includes(answer) ? "yes" : "no";
  });
  if (states.includes("no")) return "no";
  return states.includes("unknown") ? "unknown" : "yes";
}

/**
 * The questions without an answer that decide whether a duty or a day applies, or whether its time has come: a
 * duty that begins with the activity itself needs no date to be believed.
 */
export function openQuestions(
  pack: Pack,
  { when, starts }: Pick<PackDuty, "when" | "starts">,
  answers: Answers,
): Question[] {
  const waits = starts !== undefined && ("months" in starts ? starts.months : starts.years) > 0;
  const asked = [...Object.keys(when ?? {}), ...(waits ? [starts.question] : [])];
  return pack.questions.filter(({ id }) => asked.includes(id) && !answers.has(id));
}

/**
 * No period that ends before this ISO date counts; null when nothing says when the duty begins. Months are
 * counted from the first day of the month in which the answer lies, years from the first of January.
 */
export function firstPeriodEnd({ starts }: PackDuty, answers: Answers): string | null {
  if (starts === undefined) return null;
  const day = answers.get(starts.question);
  if (day === undefined || !isIsoDate(day)) return null;
  const year = Number(day.slice(0, 4));
  if ("years" in starts) return `${year + starts.years}-01-01`;
  if (starts.months === 0) return day;
  return dayInMonth(year * 12 + Number(day.slice(5, 7)) - 1 + starts.months, 1);
}

/**
 * The ids of the questions that both packs ask in the same words, as those of a layer that both inherit: an answer to
 * one is an answer to the other. Two countries may have a question of the same id that means something else.
 */
export function sharedQuestions(one: Pack | null, other: Pack | null): Set<string> {
  const written = new Set(one?.questions.map((question) => JSON.stringify(question)));
  const both = (other?.questions ?? []).filter((question) => written.has(JSON.stringify(question)));
  return new Set(both.map(({ id }) => id));
}

/** Why an answer does not fit its question, as what is expected instead; null when it does. */
export function answerProblem(question: Question, answer: string): string | null {
  if (question.kind === "date") return isIsoDate(answer) ? null : "a day such as 2026-03-01";
  if (question.kind === "month-day") {
    // 2024 has a 29 February, and a holiday may lie on it.
    return isIsoDate(`2024-${answer}`) ? null : "a day such as 06-13";
  }
  const values = question.options.map(({ value }) => value);
  return values.includes(answer) ? null : values.join(", ");
}
