/** Moves the dates of the sample company by whole days, so that its "today" is the reader's. */
import { createHash } from "node:crypto";
import { missedDueDays } from "../../company/calendar.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import { addDays, isIsoDate, mondayOf, weekOf } from "../../company/dates.ts";
import { slugOf } from "../../company/slug.ts";

const DATE = /\b\d{4}-\d{2}-\d{2}(?=$|[^\d-])/g;
const WEEK = /\b\d{4}-W\d{2}\b/g;

/** The text with every ISO date and ISO week moved by `days`. */
export function moveDates(text: string, days: number): string {
  return text
    .replaceAll(DATE, (date) => (isIsoDate(date) ? addDays(date, days) : date))
    .replaceAll(WEEK, (week) => moveWeek(week, days));
}

/** A file name with its week moved: `drafts/week-2026-W47.md`. */
export function moveWeekName(file: string, days: number): string {
  return file.replaceAll(/\d{4}-W\d{2}/g, (week) => moveWeek(week, days));
}

/** The week of its moved Thursday: the day that decides which year an ISO week belongs to. */
function moveWeek(week: string, days: number): string {
  return weekOf(addDays(addDays(mondayOf(week), 3), days));
}

export interface SampleMemory {
  /** Text of memory.jsonl. */
  graph: string;
  /** Text of memory.origins.jsonl; its observation keys are hashes of texts that hold dates. */
  origins: string;
  constitution: Constitution;
  days: number;
  now: Date;
}

/**
 * The sample's memory moved by `days`. Obligations fall on fixed days of the calendar, so their
 * filings are not moved but written anew: everything due before today was filed in time.
 */
export function moveMemoryDates(memory: SampleMemory): { graph: string; origins: string } {
  const { constitution, days } = memory;
  const slugs = constitution.obligations.map(({ obligation }) => `deadline:${slugOf(obligation)}:`);
  const lines = memory.graph.split("\n").filter(Boolean);
  const kept = lines.filter(
    (line) => !slugs.some((slug) => line.includes(JSON.stringify(slug).slice(1, -1))),
  );
  const graph = [...kept.map((line) => moveDates(line, days))];
  const firstRelation = graph.findIndex((line) => line.includes('"type":"relation"'));
  const filings = filedObligations(memory).map((entity) => JSON.stringify(entity));
  graph.splice(firstRelation === -1 ? graph.length : firstRelation, 0, ...filings);
  return { graph: graph.map((line) => `${line}\n`).join(""), origins: moveOrigins(memory, kept) };
}

function filedObligations({ constitution, days, now }: SampleMemory) {
  const { timeZone, since } = constitution.company;
  const movedSince = since === null ? null : addDays(since, days);
  return constitution.obligations.flatMap((rule) =>
    missedDueDays({ rule, timeZone, since: movedSince, now, completedDueDates: [] }).map((due) => ({
      type: "entity",
      name: `deadline:${slugOf(rule.obligation)}:${due}`,
      entityType: "deadline",
      observations: [`Due: ${due}`, `Owner: ${rule.agent}`, `Completed: ${addDays(due, -2)}`],
    })),
  );
}

function moveOrigins({ origins, days }: SampleMemory, keptLines: readonly string[]): string {
  const moved = new Map<string, string>();
  const names = new Set<string>();
  for (const line of keptLines) {
    const record = JSON.parse(line) as { name?: string; observations?: string[] };
    if (record.name !== undefined) names.add(record.name);
    for (const text of record.observations ?? [])
      moved.set(keyOf(text), keyOf(moveDates(text, days)));
  }
  return origins
    .split("\n")
    .filter(Boolean)
    .filter((line) => names.has((JSON.parse(line) as { name: string }).name))
    .map((line) =>
      line.replaceAll(
        /"[0-9a-f]{16}"/g,
        (key) => `"${moved.get(key.slice(1, -1)) ?? key.slice(1, -1)}"`,
      ),
    )
    .map((line) => `${moveDates(line, days)}\n`)
    .join("");
}

/** The key of an observation in the origins file. */
function keyOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}
