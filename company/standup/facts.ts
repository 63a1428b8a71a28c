/** Facts past their freshness: they must be looked up again before anybody repeats them. */
import type { Constitution } from "../constitution/types.ts";
import { daysBetween, isIsoDate } from "../dates.ts";
import type { RememberedEntity } from "../memory-view.ts";
import type { Day } from "./day.ts";
import type { Delegate } from "./delegation.ts";
import { compareText } from "./listed.ts";
import { datesOf, laterOf, type Recall } from "./remembered.ts";
import type { StaleFact } from "./types.ts";

/** By these labels a fact says itself how old it is. */
const DATED = /^(?:as of|verified|checked):\s*(\d{4}-\d{2}-\d{2})/i;

/**
 * The company's day of a fact: the newest `As of:`, `Verified:` or `Checked:` it carries, else when
 * its newest observation was written. A day that has not come yet tells nothing and does not count.
 * null when nothing says how old it is.
 */
function factDate(entity: RememberedEntity, day: Day): string | null {
  let said: string | null = null;
  for (const { text } of entity.observations) {
    const date = DATED.exec(text)?.[1];
    if (date !== undefined && date <= day.today && isIsoDate(date)) said = laterOf(said, date);
  }
  if (said !== null) return said;
  const written = entity.observations.flatMap(({ at }) => day.dateOf(at) ?? []);
  const before = written.filter((date) => date <= day.today);
  // Of a fact that was first written after the day of the plan, the plan knows nothing yet.
  const newest = (before.length > 0 ? before : written).reduce<string | null>(laterOf, null);
  return newest ?? day.dateOf(entity.at);
}

/** A fact of a type that must be fresh. */
export interface DatedFact {
  entity: RememberedEntity;
  entityType: string;
  freshForDays: number;
  /** See `factDate`. */
  date: string | null;
}

export function datedFacts(recalled: Recall, constitution: Constitution, day: Day): DatedFact[] {
  return constitution.freshFacts.flatMap((rule) => {
    const entityType = rule.entityType.toLowerCase();
    const entities = recalled.get(entityType) ?? [];
    const date = (entity: RememberedEntity) => factDate(entity, day);
    const freshForDays = rule.days;
    return entities.map((entity) => ({ entity, entityType, freshForDays, date: date(entity) }));
  });
}

/**
 * The most outdated first; a fact without any date is as stale as can be. Names are as written:
 * ten thousand of them are not shortened for the ten that are shown.
 */
export function staleFacts(
  facts: readonly DatedFact[],
  constitution: Constitution,
  { day, delegate }: { day: Day; delegate: Delegate },
): StaleFact[] {
  const owner = new Map(
    constitution.memoryOwnership.map((rule) => [
      rule.entityType.toLowerCase(),
      delegate.firstOf(rule.writers),
    ]),
  );
  const retired = new Set(
    constitution.products
      .filter(({ status }) => status === "retired")
      .map(({ name }) => name.toLowerCase()),
  );
  const stale: StaleFact[] = [];
  for (const { entity, entityType, freshForDays, date } of facts) {
    const ageDays = date === null ? null : daysBetween(date, day.today);
    if ((ageDays !== null && ageDays <= freshForDays) || isOver(entity, entityType, retired))
      continue;
    const agent = owner.get(entityType) ?? delegate.firstOf([]);
    stale.push({ entity: entity.name, entityType, asOf: date, ageDays, freshForDays, agent });
  }
  return stale.sort((a, b) => daysPast(b) - daysPast(a) || compareText(a.entity, b.entity));
}

function daysPast(fact: StaleFact): number {
  return fact.ageDays === null ? Number.MAX_SAFE_INTEGER : fact.ageDays - fact.freshForDays;
}

/** A finished campaign or a retired product is history: nobody needs it fresh. */
function isOver(
  entity: RememberedEntity,
  entityType: string,
  retired: ReadonlySet<string>,
): boolean {
  if (entityType === "product") return retired.has(entity.name.toLowerCase());
  return datesOf(entity, "Completed").length > 0;
}
