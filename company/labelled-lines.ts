/** The labelled lines of a remembered entity, such as `Due: 2026-11-20`, and which of several counts. */
import { isIsoDate } from "./dates.ts";
import type { RememberedEntity, RememberedObservation } from "./memory-view.ts";

/** From which day one looks at the memory: what lies ahead of it is not true yet. */
export interface AsOf {
  /** ISO date. */
  today: string;
  /** The company's date at an ISO instant; null when the text is no instant. */
  dateOf(instant: string | null): string | null;
}

export interface LabelledLine {
  /** What follows the label, as written. */
  value: string;
  /** ISO date of it; null when nothing says, or when it says a day to come. */
  date: string | null;
}

const IN_BRACKETS = /\((\d{4}-\d{2}-\d{2})\)\s*$/;
const DATED = /^(?:as of|verified|checked):\s*(\d{4}-\d{2}-\d{2})/i;
const WHENEVER: AsOf = { today: "9999-12-31", dateOf: (at) => at?.slice(0, 10) ?? null };

/** Whether the text begins with the label and a colon, in any case of letters. */
export function hasLabel(text: string, label: string): boolean {
  return (
    text.charCodeAt(label.length) === 58 &&
    text.slice(0, label.length).toLowerCase() === label.toLowerCase()
  );
}

/**
 * The lines of a label that say something, the newest first. A line is of the date in brackets at
 * its end, else of the first `As of:`, `Verified:` or `Checked:` after it, else of the day on which
 * it was written; one without any is as new as those before it. Of two of one day the later written
 * is the newer. A line that was written after `asOf.today` is not there yet, and one that is of a
 * day to come counts least.
 */
export function labelledLines(
  entity: RememberedEntity,
  label: string,
  asOf: AsOf = WHENEVER,
): LabelledLine[] {
  const { observations } = entity;
  const found: { line: LabelledLine; rank: string; place: number }[] = [];
  let newestSoFar = "";
  for (const [place, { text, at }] of observations.entries()) {
    if (!hasLabel(text, label)) continue;
    const value = text.slice(label.length + 1).trim();
    if (value === "") continue;
    const said = IN_BRACKETS.exec(value)?.[1] ?? datedAfter(observations, place, label);
    const written = asOf.dateOf(at);
    const isAhead = said !== null && said > asOf.today;
    if (written !== null && written > asOf.today && (said === null || isAhead)) continue;
    const day = said ?? written;
    const date = day !== null && !isAhead && isIsoDate(day) ? day : null;
    const rank = isAhead ? "" : (date ?? newestSoFar);
    if (rank > newestSoFar) newestSoFar = rank;
    found.push({ line: { value, date }, rank, place });
  }
  return found
    .sort((a, b) => (a.rank === b.rank ? b.place - a.place : a.rank < b.rank ? 1 : -1))
    .map(({ line }) => line);
}

/** The newest value of a label; null when it is not there or empty. */
export function newestValue(entity: RememberedEntity, label: string, asOf?: AsOf): string | null {
  return labelledLines(entity, label, asOf)[0]?.value ?? null;
}

/** The real date with which the newest line of a label begins that has one; null when none has. */
export function newestDate(entity: RememberedEntity, label: string, asOf?: AsOf): string | null {
  const dates = labelledLines(entity, label, asOf).map(({ value }) => value.slice(0, 10));
  return dates.find(isIsoDate) ?? null;
}

/** The day that a line after this one gives to it, before the label comes again. */
function datedAfter(
  observations: readonly RememberedObservation[],
  place: number,
  label: string,
): string | null {
  for (let at = place + 1; at < observations.length; at += 1) {
    const text = observations[at]?.text ?? "";
    if (hasLabel(text, label)) return null;
    const date = DATED.exec(text)?.[1];
    if (date !== undefined) return date;
  }
  return null;
}
