/** Forms of names: a type, and behind it a date, a few words, or both. */
import type { Entity } from "../graph.ts";
import { DATE, nameDate, restOf } from "./dated-names.ts";
import { slugOf } from "./slug.ts";

export interface NameForm {
  /** Whether a name has the expected form. */
  named: RegExp;
  /** The form in words, for a message. */
  nameForm: string;
  /** A right name for what the caller meant. */
  rename(entity: Entity, today: string): string;
}

export function datedSlug(type: string): NameForm {
  return {
    named: new RegExp(`^${type}:${DATE}:\\S+$`),
    nameForm: `${type}:<date>:<slug>`,
    rename: ({ name, observations }, today) =>
      `${type}:${nameDate(name) ?? today}:${restOf(name, type) || slugOf(observations[0] ?? "") || "<slug>"}`,
  };
}

export function dated(type: string): NameForm {
  return {
    named: new RegExp(`^${type}:${DATE}$`),
    nameForm: `${type}:<date>`,
    rename: ({ name }, today) => `${type}:${nameDate(name) ?? today}`,
  };
}

export function plainSlug(type: string, what = "slug"): NameForm {
  return {
    named: new RegExp(`^${type}:\\S+$`),
    nameForm: `${type}:<${what}>, without blanks`,
    rename: ({ name }) => `${type}:${restOf(name, type) || `<${what}>`}`,
  };
}
