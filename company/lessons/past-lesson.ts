/** A lesson as the memory holds it, with what became of it. */
import { isIsoDate } from "../dates.ts";
import type { Comparable } from "./groups.ts";
import { type Lesson, parseLesson } from "./lesson.ts";

export interface PastLesson extends Lesson, Comparable {
  category: Lesson["category"];
  /** Where it was answered, by its lines `Improved: <date> <path>`; oldest first. */
  improved: { date: string; path: string }[];
  /** Reported as a gap of the system itself. */
  isGap: boolean;
}

const IMPROVED = /^improved:\s*(\S+)\s+(\S+)/i;
const GAP = /^gap:/i;
/** How much a term tells by where it stands: the summary says what the lesson is about. */
const TELLS = { summary: 2, detail: 1, action: 1 };

/**
 * The lesson in an entity of the memory; null for what is none. `termsOf` gives the terms of a text,
 * `toolsIn` the ids of tools that it names.
 */
export function pastLesson(
  entity: { name: string; observations: readonly { text: string }[] },
  {
    termsOf,
    toolsIn,
  }: { termsOf(text: string): Iterable<string>; toolsIn(text: string): string[] },
): PastLesson | null {
  const read = parseLesson(entity);
  if (read.kind !== "lesson") return null;
  const { lesson } = read;
  const terms = new Map<string, number>();
  for (const [part, tells] of Object.entries(TELLS)) {
    for (const term of termsOf(lesson[part as keyof typeof TELLS])) {
      terms.set(term, (terms.get(term) ?? 0) + tells);
    }
  }
  const texts = entity.observations.map(({ text }) => text);
  const improved = texts.flatMap((text) => {
    const [, date = "", path = ""] = IMPROVED.exec(text) ?? [];
    return isIsoDate(date) ? [{ date, path }] : [];
  });
  return {
    ...lesson,
    name: entity.name,
    terms,
    tools: toolsIn([lesson.summary, lesson.detail, lesson.action].join(" ")),
    improved: improved.sort((a, b) => (a.date < b.date ? -1 : 1)),
    isGap: texts.some((text) => GAP.test(text)),
  };
}
