/** Names of entities with a type before them and a date in them: `decision:2026-11-20:free-plans`. */
import { isDate } from "../retention/expiry.ts";
import { slugOf } from "./slug.ts";

/** A date as a name has it, for a regular expression. */
export const DATE = String.raw`\d{4}-\d{2}-\d{2}`;

/** The real date in a name; null when there is none. */
export function nameDate(name: string): string | null {
  return (name.match(new RegExp(DATE, "g")) ?? []).find(isDate) ?? null;
}

/** What is left of a name as a slug, without the type before it and dates in it. */
export function restOf(name: string, type: string): string {
  const rest = name.toLowerCase().startsWith(type) ? name.slice(type.length) : name;
  return slugOf(rest.replaceAll(new RegExp(DATE, "g"), " "));
}

/** The real dates in a text. */
export function datesIn(text: string): string[] {
  return (text.match(new RegExp(DATE, "g")) ?? []).filter(isDate);
}
