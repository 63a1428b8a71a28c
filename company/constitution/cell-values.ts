/** Typed values of single cells. Each reports what it cannot read through its row. */
import { checkSchedule } from "../cron.ts";
import { foldName } from "../markdown/table.ts";
import type { Row } from "./row.ts";
import { FOUNDER } from "./sections.ts";

/** Ids of agents, prompts and entity types. */
const ID = /^[a-z][a-z0-9-]{0,63}$/;
const DAYS_LIMIT = 36_500;
/** Whether an expression ever fires does not depend on the day one asks. */
const ANY_INSTANT = new Date("2024-01-01T00:00:00Z");

export function required(row: Row, column: string): string {
  const text = row.text(column);
  if (text === "") row.fault(column, { expected: "a text", fix: "Fill it in or delete the row" });
  return text;
}

/** A text that no other row of the section has, upper and lower case being the same. */
export function unique(row: Row, column: string, keyOf = foldName): string {
  const text = required(row, column);
  if (text !== "") row.claim(column, keyOf(text));
  return text;
}

/** An id such as `prompt-run`. */
export function id(row: Row, column: string): string {
  const text = row.text(column);
  if (ID.test(text)) return text;
  row.fault(column, { expected: "a name of lower-case letters, digits and -" });
  return text;
}

export function uniqueId(row: Row, column: string): string {
  const text = id(row, column);
  if (ID.test(text)) row.claim(column, text);
  return text;
}

export function isOneOf<const T extends string>(values: readonly T[], text: string): text is T {
  return (values as readonly string[]).includes(text);
}

/** A department's id or `founder`; the founder takes what names nobody. */
export function agent(row: Row, column: string): string {
  const text = row.text(column);
  if (isAgent(row, text)) return text;
  row.mend(column, { expected: expectedAgent(row), instead: "the founder takes its place" });
  return FOUNDER;
}

export function isAgent({ reading }: Row, text: string): boolean {
  if (text === FOUNDER) return true;
  return reading.departments === null ? ID.test(text) : reading.departments.has(text);
}

export function expectedAgent({ reading }: Row): string {
  const ids = reading.departments === null ? [] : [...reading.departments];
  return ids.length === 0
    ? `the id of a department, or ${FOUNDER}`
    : `a row of "Departments" (${ids.join(", ")}) or ${FOUNDER}`;
}

/** The texts between commas. */
export function list(row: Row, column: string): string[] {
  return row
    .text(column)
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);
}

/** An http(s) address, as it stands, inside `<…>` or as the target of a link; or empty. */
export function url(row: Row, column: string): string {
  const text = row.text(column);
  const address =
    /^<([^<>\s]+)>$/.exec(text)?.[1] ?? /^\[[^[\]]*\]\((\S+)\)$/.exec(text)?.[1] ?? text;
  if (address === "" || (/^https?:\/\/[^\s/]/i.test(address) && URL.canParse(address))) {
    return address;
  }
  row.fault(column, { expected: "an address such as https://mare.example, or nothing" });
  return "";
}

/** `7 days` or `2 weeks` as days; null when it is neither, or outside `min` to 100 years. */
export function daysOf(text: string, min: number): number | null {
  const [, digits = "", unit = ""] = /^(\d{1,5}) (days?|weeks?)$/i.exec(text) ?? [];
  if (digits === "") return null;
  const days = Number(digits) * (unit.toLowerCase().startsWith("week") ? 7 : 1);
  return days >= min && days <= DAYS_LIMIT ? days : null;
}

/** A cron expression that fires. */
export function schedule(row: Row, column: string): string {
  const text = row.text(column).replaceAll(/\s+/g, " ");
  const why = checkSchedule(text, "UTC", ANY_INSTANT);
  if (why !== null) {
    row.fault(column, { why, expected: "a cron expression that fires, such as `30 8 * * 1-5`" });
  }
  return text;
}
