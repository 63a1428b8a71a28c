/** The deadlines that the memory holds, and the days of a duty that they settle. */
import { isIsoDate } from "../dates.ts";
import { newestDate } from "../labelled-lines.ts";
import type { RememberedEntity } from "../memory-view.ts";
import { slugOf } from "../slug.ts";
import type { Day } from "./day.ts";
import { datesOf } from "./remembered.ts";

/** A deadline that the memory holds. */
export interface Deadline {
  entity: RememberedEntity;
  slug: string;
  due: string;
  /** The date in its name: another one than `due` when the deadline was moved. */
  inName: string | null;
  completed: boolean;
}

/** What has a date, in its name or as `Due:`. */
export function deadlinesOf(entities: readonly RememberedEntity[], day: Day): Deadline[] {
  const deadlines: Deadline[] = [];
  for (const entity of entities) {
    const parts = entity.name.split(":");
    const lastPart = parts.at(-1) ?? "";
    const inName = isIsoDate(lastPart) ? lastPart : null;
    const due = newestDate(entity, "Due", day) ?? inName;
    // Without a date it is a note about a deadline, not one.
    if (due === null) continue;
    const slug = slugOf(
      (inName === null ? parts.slice(1) : parts.slice(1, -1)).join(" ") || entity.name,
    );
    deadlines.push({
      entity,
      slug,
      due,
      inName,
      // What is "done" on a day to come is not done yet.
      completed: datesOf(entity, "Completed").some((date) => date <= day.today),
    });
  }
  return deadlines;
}

/** The days of a duty's calendar that are done, or that a deadline was moved away from. */
export function settledDaysOf(deadlines: readonly Deadline[], slug: string): string[] {
  return deadlines.filter((deadline) => deadline.slug === slug).flatMap(settledDays);
}

/** The days of the calendar that a deadline answers: all of a done one, the old one of a moved one. */
function settledDays({ completed, due, inName }: Deadline): string[] {
  const named = inName === null || (inName === due && !completed) ? [] : [inName];
  return completed ? [due, ...named] : named;
}

/** The entity in which a duty's day is recorded. */
export function entityName(slug: string, due: string): string {
  return `deadline:${slug}:${due}`;
}
