/** The line by which the company remembers a week whose standups have left the memory. */
import { weekOf } from "./expiry.ts";

/** What a week was: its standups, what they decided, what was late. */
interface Week {
  standups: Set<string>;
  decided: Set<string>;
  decisions: Set<string>;
  missed: Set<string>;
}

/** One observation's worth; what does not fit is counted. */
const ITEMS_SHOWN = 40;
const TEXT_CHARS = 200;

/** The name of the entity for the week of a date. */
export function digestName(date: string): string {
  return `digest:${weekOf(date)}`;
}

/** The standups' dates, by their names; null for a standup that is named otherwise. */
export function standupDate(name: string): string | null {
  return /^standup:(\d{4}-\d{2}-\d{2})$/.exec(name)?.[1] ?? null;
}

/**
 * The line of a week after some of its standups leave. `before` is the line so far, null when there
 * is none; `decisions` are the names of that week's decisions. Folding a standup twice changes nothing.
 */
export function digestLine(
  before: string | null,
  leaving: { date: string; observations: string[] }[],
  decisions: string[],
): string {
  const week = readLine(before);
  for (const { date, observations } of leaving) {
    week.standups.add(date);
    for (const text of observations) {
      const decided = /^decided:\s*(.+)$/is.exec(text)?.[1];
      if (decided !== undefined) week.decided.add(plain(decided));
      const late = /^(?:overdue|chronic|missed):(.+)$/is.exec(text)?.[1] ?? "";
      for (const id of late.match(/\bT-\d+\b/g) ?? []) week.missed.add(id);
    }
  }
  for (const name of decisions) week.decisions.add(plain(name));
  return [
    `${LABELS.standups}: ${listed(week.standups)}`,
    `${LABELS.decided}: ${listed(week.decided)}`,
    `${LABELS.decisions}: ${listed(week.decisions)}`,
    `${LABELS.missed}: ${listed(week.missed)}`,
  ].join(BETWEEN);
}

/** True for the line that `digestLine` writes. */
export function isDigestLine(text: string): boolean {
  return text.startsWith(`${LABELS.standups}: `);
}

const LABELS = {
  standups: "Standups",
  decided: "Decided",
  decisions: "Decisions",
  missed: "Missed",
} as const;
const BETWEEN = " · ";

function listed(items: Set<string>): string {
  if (items.size === 0) return "none";
  const all = [...items].sort();
  const more = all.length > ITEMS_SHOWN ? `; and ${all.length - ITEMS_SHOWN} more` : "";
  return `${items.size} (${all.slice(0, ITEMS_SHOWN).join("; ")}${more})`;
}

function readLine(line: string | null): Week {
  const part = (label: string): Set<string> => {
    const found = line?.split(BETWEEN).find((piece) => piece.startsWith(`${label}: `));
    const inside = /\((.*)\)$/s.exec(found ?? "")?.[1] ?? "";
    return new Set(
      inside.split("; ").filter((item) => item !== "" && !/^and \d+ more$/.test(item)),
    );
  };
  return {
    standups: part(LABELS.standups),
    decided: part(LABELS.decided),
    decisions: part(LABELS.decisions),
    missed: part(LABELS.missed),
  };
}

/** A text without what separates the parts of the line. */
function plain(text: string): string {
  const short = text.length > TEXT_CHARS ? `${text.slice(0, TEXT_CHARS - 1)}…` : text;
  return short
    .toWellFormed()
    .replace(/\s+/g, " ")
    .replaceAll(BETWEEN, ", ")
    .replaceAll("; ", ", ")
    .trim();
}
