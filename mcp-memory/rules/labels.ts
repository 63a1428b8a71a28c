/** Observations with a label: `Due: 2026-11-30`. */
import { isDate } from "../retention/expiry.ts";

/** What follows the label in the observations that have it, in any case of letters. */
export function valuesOf(observations: readonly string[], label: string): string[] {
  const start = `${label.toLowerCase()}:`;
  return observations
    .filter((text) => text.slice(0, start.length).toLowerCase() === start)
    .map((text) => text.slice(start.length).trim());
}

/** The newest value of a label that says something: the last of them; null when there is none. */
export function newestValue(observations: readonly string[], label: string): string | null {
  return valuesOf(observations, label).findLast((value) => value !== "") ?? null;
}

/** The real date with which a value begins (`2026-11-30`, `2026-11-30 by mail`); null when none does. */
export function dateAtStart(value: string): string | null {
  const date = /^(\d{4}-\d{2}-\d{2})(?!\d)/.exec(value)?.[1];
  return date !== undefined && isDate(date) ? date : null;
}

/** The observations that have none of the labels. */
export function without(
  { observations }: { observations: readonly string[] },
  ...labels: string[]
): string[] {
  return observations.filter((text) =>
    labels.every((label) => valuesOf([text], label).length === 0),
  );
}
