/** Facts of law, rates and prices in the skills that must be checked again soon, a line for each skill. */
import { clip } from "../clip.ts";
import { addDays, daysBetween } from "../dates.ts";
import type { KitFile } from "../kit/context.ts";
import { expiringFacts, FACTS_WARN_DAYS, type MadeRows } from "../kit/facts/expiring-facts.ts";
import { expiringRows } from "../pack/expiry.ts";
import type { Pack } from "../pack/pack.ts";
import { rowsOfPages } from "../pack/pages.ts";
import type { Day } from "./day.ts";
import type { Delegate } from "./delegation.ts";
import { compareText } from "./listed.ts";
import { TITLE_LIMIT } from "./tasks.ts";
import type { ExpiringFacts } from "./types.ts";

/** More stand in `hq facts due`. */
const NAMES_LIMIT = 5;
const NAME_CHARS = 60;

/** Of the skills' pages and of the packs in force, the earliest first. */
export function expiringSkills(
  pages: readonly KitFile[],
  { day, delegate, packs }: { day: Day; delegate: Delegate; packs: readonly Pack[] },
): ExpiringFacts[] {
  const ofPacks = packs.flatMap((pack) => expiringOfPack(pack, day, delegate));
  return [...ofSkills(pages, { day, delegate, made: rowsOfPages(packs) }), ...ofPacks].sort(
    (a, b) =>
      compareText(a.checkBy, b.checkBy) ||
      compareText(a.skill, b.skill) ||
      compareText(a.agent, b.agent),
  );
}

/** The pack as one line for each department that reads its pages: how many rows must be read again, and by when. */
function expiringOfPack(pack: Pack, day: Day, delegate: Delegate): ExpiringFacts[] {
  const rows = expiringRows(pack, addDays(day.today, FACTS_WARN_DAYS));
  const groups = Map.groupBy(rows, ({ department }) => delegate.to(department).agent);
  return [...groups].flatMap(([agent, found]): ExpiringFacts[] => {
    const [first] = found;
    if (first === undefined) return [];
    return [
      {
        skill: `pack ${pack.card.code}`,
        facts: found.length,
        expired: found.filter(({ checkBy }) => checkBy < day.today).length,
        checkBy: first.checkBy,
        dueInDays: daysBetween(day.today, first.checkBy),
        first: clip(first.fact, TITLE_LIMIT),
        names: namesOf(found),
        agent,
      },
    ];
  });
}

/** With the day of each: which have expired and which will. */
function namesOf(rows: readonly { fact: string; checkBy: string }[]): string[] {
  return rows
    .slice(0, NAMES_LIMIT)
    .map(({ fact, checkBy }) => `${clip(fact, NAME_CHARS)} ${checkBy}`);
}

function ofSkills(
  pages: readonly KitFile[],
  { day, delegate, made }: { day: Day; delegate: Delegate; made: MadeRows },
): ExpiringFacts[] {
  return expiringFacts(pages, day.today, made).map(
    ({ skill, department, checkBy, expired, facts }) => ({
      skill: clip(skill, TITLE_LIMIT),
      facts: facts.length,
      expired,
      checkBy,
      dueInDays: daysBetween(day.today, checkBy),
      first: clip(facts[0]?.fact ?? "", TITLE_LIMIT),
      names: namesOf(facts),
      agent: delegate.to(department).agent,
    }),
  );
}
