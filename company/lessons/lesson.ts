/** One logged mistake as an entity of the shared memory: `lesson:<date>:<slug>`. */
import { clip } from "../clip.ts";
import { isIsoDate } from "../dates.ts";
import { HqError } from "../error.ts";
import { slugOf } from "../slug.ts";

export const LESSON_CATEGORIES = ["bug", "process", "knowledge", "tool", "decision"] as const;

export type LessonCategory = (typeof LESSON_CATEGORIES)[number];

export interface Lesson {
  /** ISO date on which it was learned. */
  date: string;
  /** Department id or `founder`. */
  agent: string;
  category: LessonCategory;
  /** What went wrong, one line. */
  summary: string;
  /** What happened, and why it mattered. */
  detail: string;
  /** What changes so that it does not happen again. */
  action: string;
}

/** As the memory takes it. */
export interface LessonEntity {
  name: string;
  entityType: "lesson";
  observations: string[];
}

export type ParsedLesson =
  | { kind: "lesson"; lesson: Lesson }
  /** What is wrong with the entity, one sentence each. */
  | { kind: "malformed"; problems: string[] };

/** Characters of a text that a message shows. */
const SHOWN = 60;
const SUMMARY_LIMIT = 200;
const TEXT_LIMIT = 2_000;
const LABELS = ["Agent", "Category", "Summary", "Detail", "Action"] as const;
const EXAMPLE =
  "A lesson looks like: Agent: marketing; Category: process; Summary: Posted the app link instead of the public one; Detail: the draft was written from memory; Action: the draft-post skill now calls company_facts first.";

/**
 * The entity of a lesson. Texts lose line breaks and white space around them.
 * @throws HqError `usage` naming everything that is missing or wrong, with an example of a right one.
 */
export function lessonEntity(given: { [Key in keyof Lesson]: string }): LessonEntity {
  const texts = {
    date: given.date.trim(),
    agent: given.agent.trim().replace(/^@/, "").toLowerCase(),
    category: given.category.trim().toLowerCase(),
    summary: oneLine(given.summary),
    detail: oneLine(given.detail),
    action: oneLine(given.action),
  };
  const problems = problemsOf(texts);
  if (problems.length > 0) {
    throw new HqError(
      "usage",
      `Cannot log the lesson "${clip(texts.summary, SHOWN)}": ${problems.join("; ")}.`,
      {
        hint: EXAMPLE,
      },
    );
  }
  const { date, agent, category, summary, detail, action } = texts;
  return {
    name: `lesson:${date}:${slugOf(summary)}`,
    entityType: "lesson",
    observations: [
      `Agent: ${agent}`,
      `Category: ${category}`,
      `Summary: ${summary}`,
      `Detail: ${detail}`,
      `Action: ${action}`,
    ],
  };
}

/**
 * The lesson that an entity of the memory holds, whoever wrote it: labels in any case and order,
 * other observations beside them are left alone.
 */
export function parseLesson(entity: {
  name: string;
  observations: readonly (string | { text: string })[];
}): ParsedLesson {
  const [prefix, date = "", slug = ""] = entity.name.split(":");
  const values = new Map<string, string>();
  for (const observation of entity.observations) {
    const text = typeof observation === "string" ? observation : observation.text;
    const label = LABELS.find((known) => text.toLowerCase().startsWith(`${known.toLowerCase()}:`));
    const value = label === undefined ? "" : oneLine(text.slice(label.length + 1));
    // Of two lines of one label the later is the newer.
    if (label !== undefined && (value !== "" || !values.has(label))) values.set(label, value);
  }
  const texts = {
    date,
    agent: (values.get("Agent") ?? "").toLowerCase(),
    category: (values.get("Category") ?? "").toLowerCase(),
    summary: values.get("Summary") ?? "",
    detail: values.get("Detail") ?? "",
    action: values.get("Action") ?? "",
  };
  const problems = problemsOf(texts);
  if (prefix !== "lesson" || slug === "") {
    problems.unshift(`the name is "${clip(entity.name, SHOWN)}", expected lesson:<date>:<slug>`);
  }
  if (problems.length > 0) return { kind: "malformed", problems };
  return { kind: "lesson", lesson: texts as Lesson };
}

function problemsOf(texts: { [Key in keyof Lesson]: string }): string[] {
  const problems: string[] = [];
  const known: readonly string[] = LESSON_CATEGORIES;
  if (!isIsoDate(texts.date))
    problems.push(`the date is "${clip(texts.date, SHOWN)}", expected YYYY-MM-DD`);
  if (!/^[a-z][a-z0-9-]{0,39}$/.test(texts.agent)) {
    problems.push(`Agent is "${clip(texts.agent, SHOWN)}", expected a department's id or founder`);
  }
  if (!known.includes(texts.category)) {
    problems.push(
      `Category is "${clip(texts.category, SHOWN)}", expected one of ${known.join(", ")}`,
    );
  }
  if (slugOf(texts.summary) === "")
    problems.push("Summary is empty, expected what went wrong in one line");
  if (texts.summary.length > SUMMARY_LIMIT) {
    problems.push(
      `Summary has ${texts.summary.length} characters, expected at most ${SUMMARY_LIMIT}`,
    );
  }
  for (const [label, text, expected] of [
    ["Detail", texts.detail, "what happened and why it mattered"],
    ["Action", texts.action, "what changes so that it does not happen again"],
  ] as const) {
    if (text === "") problems.push(`${label} is empty, expected ${expected}`);
    if (text.length > TEXT_LIMIT) {
      problems.push(`${label} has ${text.length} characters, expected at most ${TEXT_LIMIT}`);
    }
  }
  return problems;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}
