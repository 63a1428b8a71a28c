/** Mistakes that come back, in the lessons of the memory and in what runs did. No model is asked. */
import { dateIn, isIsoDate } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import type { SkillText } from "../company/lessons/change.ts";
import { pastLesson } from "../company/lessons/past-lesson.ts";
import { type Patterns, patternsOf } from "../company/lessons/patterns.ts";
import { readConstitution } from "../files/company.ts";
import { readProcedurePages } from "../files/procedure-pages.ts";
import { saidOf, termsOf } from "../mcp-memory/recall/terms.ts";
import { withMemory } from "./records/with-memory.ts";
import { synthesizeRuns } from "./synthesize-runs.ts";

export interface PatternRequest {
  root: string;
  now: Date;
  /** ISO date: lessons and runs from this day on; all lessons, and the runs of a week, when left out. */
  since?: string | undefined;
}

export interface FoundPatterns extends Patterns {
  /** ISO date in the company's time zone. */
  today: string;
  since: string | null;
  /** Lessons that were looked at. */
  lessons: number;
}

/** What people and departments call a relation between two lessons of one cause. */
const SAME_CAUSE = /^(?:has-)?same-cause(?:-as)?$/i;
/** A tool as clients name it, or as it is called in words: `board_update`. */
const TOOL = /(?<![\w-])(?:(?:memory|company)[-_/])?([a-z]+(?:_[a-z]+)+)(?!\w)/g;
/** Of a skill's page: enough to know what it is about. */
const PAGE_CHARS = 20_000;

/**
 * Deterministic for the same memory, pages and runs.
 * @throws HqError `usage` for a date that is none; MemoryError, LedgerError
 */
export async function findPatterns({ root, now, since }: PatternRequest): Promise<FoundPatterns> {
  const { constitution } = await readConstitution(root);
  const today = dateIn(now, constitution.company.timeZone);
  if (since !== undefined && !isIsoDate(since)) {
    throw new HqError(
      "usage",
      `Cannot look for patterns since "${since}": it is no day of the calendar, expected YYYY-MM-DD.`,
    );
  }
  const { entities, relations } = await withMemory({ root, now: () => now }, (store) =>
    store.readGraph(),
  );
  const lessons = entities
    .filter(({ entityType, name }) => entityType === "lesson" || name.startsWith("lesson:"))
    .flatMap(({ name, observations }) => {
      const texts = observations.map((text) => ({ text }));
      return pastLesson({ name, observations: texts }, { termsOf, toolsIn }) ?? [];
    })
    .filter(({ date }) => since === undefined || date >= since);
  const links = relations
    .filter(({ relationType }) => SAME_CAUSE.test(relationType))
    .map(({ from, to }) => [from, to] as const);
  const runs = await synthesizeRuns({ root, now, since });
  const skills = skillsOf(await readProcedurePages(root));
  const found = patternsOf({ lessons, links, failures: runs.repeated, skills, saidOf, today });
  return { today, since: since ?? null, lessons: lessons.length, ...found };
}

function toolsIn(text: string): string[] {
  return [...new Set([...text.matchAll(TOOL)].map(([, id = ""]) => id))];
}

/** The skills, with the departments whose pages name them; prompts only point at skills. */
function skillsOf(pages: readonly { path: string; text: string }[]): SkillText[] {
  const agents = pages.flatMap(({ path, text }) => {
    const id = /^\.github\/agents\/([a-z][a-z0-9-]*)\.agent\.md$/.exec(path)?.[1];
    return id === undefined ? [] : [{ id, text }];
  });
  return pages.flatMap(({ path, text }) => {
    const name = /^\.github\/skills\/([^/]+)\/SKILL\.md$/.exec(path)?.[1];
    if (name === undefined) return [];
    const users = agents.filter((agent) => agent.text.includes(`skills/${name}/`));
    const terms = new Set(termsOf(text.slice(0, PAGE_CHARS)).keys());
    return [{ file: path, name, terms, agents: users.map(({ id }) => id) }];
  });
}
