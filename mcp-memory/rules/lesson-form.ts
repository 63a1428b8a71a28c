/**
 * The form of a lesson. The company's rules have it too, for `hq lesson` and for reading lessons;
 * this room may not import them, so a test holds the two to the same results.
 */
import { isDate } from "../retention/expiry.ts";
import { newestValue } from "./labels.ts";
import { slugOf } from "./slug.ts";

export const LESSON_CATEGORIES = ["bug", "process", "knowledge", "tool", "decision"] as const;

export interface LessonFields {
  /** ISO date on which it was learned. */
  date: string;
  /** Department id or `founder`. */
  agent: string;
  category: string;
  summary: string;
  detail: string;
  action: string;
}

const SUMMARY_LIMIT = 200;
const TEXT_LIMIT = 2_000;
/** Characters of a text that a message shows. */
const SHOWN = 60;

/** An id as the constitution writes it; `@` and capitals are forgiven. */
export function agentId(text: string): string {
  return text.trim().replace(/^@/, "").toLowerCase();
}

export function isAgentId(text: string): boolean {
  return /^[a-z][a-z0-9-]{0,39}$/.test(text);
}

/** The fields as they are stored: one line each. */
export function tidyLesson(given: LessonFields): LessonFields {
  return {
    date: given.date.trim(),
    agent: agentId(given.agent),
    category: given.category.trim().toLowerCase(),
    summary: oneLine(given.summary),
    detail: oneLine(given.detail),
    action: oneLine(given.action),
  };
}

/** The fields of a lesson that an entity holds, empty where it has none. */
export function lessonOf(name: string, observations: readonly string[]): LessonFields {
  return tidyLesson({
    date: name.split(":")[1] ?? "",
    agent: newestValue(observations, "Agent") ?? "",
    category: newestValue(observations, "Category") ?? "",
    summary: newestValue(observations, "Summary") ?? "",
    detail: newestValue(observations, "Detail") ?? "",
    action: newestValue(observations, "Action") ?? "",
  });
}

export function lessonObservations(lesson: LessonFields): string[] {
  return [
    `Agent: ${lesson.agent}`,
    `Category: ${lesson.category}`,
    `Summary: ${lesson.summary}`,
    `Detail: ${lesson.detail}`,
    `Action: ${lesson.action}`,
  ];
}

/** The name of a lesson; the number is for a second one of the same day and summary. */
export function lessonName({ date, summary }: LessonFields, number = 1): string {
  const name = `lesson:${date}:${slugOf(summary)}`;
  return number === 1 ? name : `${name}-${number}`;
}

/** What is missing or wrong in tidied fields, one part of a sentence each. */
export function lessonProblems(lesson: LessonFields): string[] {
  const known: readonly string[] = LESSON_CATEGORIES;
  const problems: string[] = [];
  if (!isDate(lesson.date)) {
    problems.push(`the date is ${shown(lesson.date)}, expected YYYY-MM-DD`);
  }
  if (!isAgentId(lesson.agent)) {
    problems.push(`Agent is ${shown(lesson.agent)}, expected a department's id or founder`);
  }
  if (!known.includes(lesson.category)) {
    problems.push(`Category is ${shown(lesson.category)}, expected one of ${known.join(", ")}`);
  }
  if (slugOf(lesson.summary) === "") {
    problems.push("Summary is empty, expected what went wrong in one line");
  }
  if (lesson.summary.length > SUMMARY_LIMIT) {
    problems.push(tooLong("Summary", lesson.summary, SUMMARY_LIMIT));
  }
  for (const [label, text, expected] of [
    ["Detail", lesson.detail, "what happened and why it mattered"],
    ["Action", lesson.action, "what changes so that it does not happen again"],
  ] as const) {
    if (text === "") problems.push(`${label} is empty, expected ${expected}`);
    if (text.length > TEXT_LIMIT) problems.push(tooLong(label, text, TEXT_LIMIT));
  }
  return problems;
}

function tooLong(label: string, text: string, limit: number): string {
  return `${label} has ${text.length} characters, expected at most ${limit}`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function shown(text: string): string {
  return JSON.stringify(text.length > SHOWN ? `${text.slice(0, SHOWN - 1)}…` : text);
}
