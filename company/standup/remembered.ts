/** How the plan reads an entity of the shared memory: labelled lines such as `Due: 2026-11-20`. */
import { isIsoDate } from "../dates.ts";
import { hasLabel } from "../labelled-lines.ts";
import type { MemoryView, RememberedEntity } from "../memory-view.ts";

/** The entities by type in lower case: each part of the plan then looks at its own only. */
export type Recall = ReadonlyMap<string, readonly RememberedEntity[]>;

/** Nothing when the memory could not be read. */
export function recall(memory: MemoryView | null): Recall {
  return Map.groupBy(memory?.entities ?? [], ({ entityType }) => entityType.trim().toLowerCase());
}

/** What follows the label in the observations that have it, as written and in their order. */
export function valuesOf(entity: RememberedEntity, label: string): string[] {
  const values: string[] = [];
  for (const { text } of entity.observations) {
    if (hasLabel(text, label)) values.push(text.slice(label.length + 1).trim());
  }
  return values;
}

/** The real dates with which values of a label begin. */
export function datesOf(entity: RememberedEntity, label: string): string[] {
  return valuesOf(entity, label)
    .map((value) => value.slice(0, 10))
    .filter(isIsoDate);
}

/** The date in the middle of `decision:2026-11-18:slug`; null when there is none. */
export function dateInName(name: string): string | null {
  const start = name.indexOf(":") + 1;
  if (start === 0) return null;
  const end = name.indexOf(":", start);
  const date = name.slice(start, end === -1 ? undefined : end);
  return isIsoDate(date) ? date : null;
}
