/** Facts of law, rates and prices in the skills that must be checked again soon, a line for each skill. */
import { clip } from "../clip.ts";
import { daysBetween } from "../dates.ts";
import type { KitFile } from "../kit/context.ts";
import { expiringFacts } from "../kit/expiring-facts.ts";
import type { Day } from "./day.ts";
import type { Delegate } from "./delegation.ts";
import { TITLE_LIMIT } from "./tasks.ts";
import type { ExpiringFacts } from "./types.ts";

/** The earliest first. */
export function expiringSkills(
  pages: readonly KitFile[],
  { day, delegate }: { day: Day; delegate: Delegate },
): ExpiringFacts[] {
  return expiringFacts(pages, day.today).map(({ skill, department, checkBy, expired, facts }) => ({
    skill: clip(skill, TITLE_LIMIT),
    facts: facts.length,
    expired,
    checkBy,
    dueInDays: daysBetween(day.today, checkBy),
    first: clip(facts[0]?.fact ?? "", TITLE_LIMIT),
    agent: delegate.to(department).agent,
  }));
}
