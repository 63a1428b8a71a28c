/** Facts past their freshness: they must be looked up again before anybody repeats them. */
import type { Constitution } from "../constitution/types.ts";
import { daysBetween } from "../dates.ts";
import { factAge } from "../freshness.ts";
import type { RememberedEntity } from "../memory-view.ts";
import type { Day } from "./day.ts";
import type { Delegate } from "./delegation.ts";
import { compareText } from "./listed.ts";
import { datesOf, type Recall } from "./remembered.ts";
import type { StaleFact } from "./types.ts";

/** A fact of a type that must be fresh. */
export interface DatedFact {
  entity: RememberedEntity;
  entityType: string;
  freshForDays: number;
  /** The company's day of it, see `factAge`; null when nothing says. */
  date: string | null;
  /** A day to come of which it says to be; null for every sound fact. */
  ahead: string | null;
}

export function datedFacts(recalled: Recall, constitution: Constitution, day: Day): DatedFact[] {
  return constitution.freshFacts.flatMap((rule) => {
    const entityType = rule.entityType.toLowerCase();
    const entities = recalled.get(entityType) ?? [];
    const freshForDays = rule.days;
    return entities.map((entity) => {
      const { day: date, ahead } = factAge(entity, day);
      return { entity, entityType, freshForDays, date, ahead };
    });
  });
}

/**
 * The most outdated first; a fact without any date, or of a day to come, is as stale as can be. Names are as written:
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
  for (const { entity, entityType, freshForDays, date, ahead } of facts) {
    const ageDays = date === null ? null : daysBetween(date, day.today);
    if ((ageDays !== null && ageDays <= freshForDays) || isOver(entity, entityType, retired))
      continue;
    const agent = owner.get(entityType) ?? delegate.firstOf([]);
    const asOf = date ?? ahead;
    stale.push({ entity: entity.name, entityType, asOf, ageDays, freshForDays, agent });
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
