/** A lesson as the memory holds it, with what became of it. */
import { isIsoDate } from "../dates.ts";
import { type Lesson, parseLesson } from "./lesson.ts";
import type { Comparable } from "./likeness.ts";

export interface PastLesson extends Lesson, Comparable {
  category: Lesson["category"];
  /** Where it was answered, by its lines `Improved: <date> <path>`; oldest first. */
  improved: { date: string; path: string }[];
  /** Reported as a gap of the system itself. */
  isGap: boolean;
}

/** `Reverted:` takes the newest answer in the same file back. */
const ANSWER = /^(improved|reverted):\s*(\S+)\s+(\S+)/i;
const GAP = /^gap:/i;
/** What a lesson is about stands in more than one of its parts. */
const PARTS = ["summary", "detail", "action"] as const;

/**
 * The lesson in an entity of the memory; null for what is none. `termsOf` gives the terms of a text with how much each tells,
 * `toolsIn` the ids of tools that it names.
 */
export function pastLesson(
  entity: { name: string; observations: readonly { text: string }[] },
  {
    termsOf,
    toolsIn,
  }: { termsOf(text: string): ReadonlyMap<string, number>; toolsIn(text: string): string[] },
): PastLesson | null {
  const read = parseLesson(entity);
  if (read.kind !== "lesson") return null;
  const { lesson } = read;
  const terms = new Map<string, number>();
  for (const part of PARTS) {
    for (const [term, tells] of termsOf(lesson[part])) {
      terms.set(term, (terms.get(term) ?? 0) + tells);
    }
  }
  const texts = entity.observations.map(({ text }) => text);
  const improved = answersIn(texts);
  return {
    ...lesson,
    name: entity.name,
    terms,
    tools: toolsIn(PARTS.map((part) => lesson[part]).join(" ")),
    improved: improved.sort((a, b) => (a.date < b.date ? -1 : 1)),
    isGap: texts.some((text) => GAP.test(text)),
  };
}

function answersIn(texts: readonly string[]): PastLesson["improved"] {
  const found: PastLesson["improved"] = [];
  for (const text of texts) {
    const [, label = "", date = "", path = ""] = ANSWER.exec(text) ?? [];
    if (!isIsoDate(date)) continue;
    if (label.toLowerCase() === "improved") found.push({ date, path });
    else {
      const at = found.findLastIndex((each) => each.path === path);
      if (at !== -1) found.splice(at, 1);
    }
  }
  return found;
}
