/** Whether a recurring prompt that is due has anything to do: decided before a model is asked. */
import { dateIn } from "../dates.ts";
import type { MemoryView, RememberedEntity } from "../memory-view.ts";

export interface TriageQuestion {
  prompt: string;
  /** ISO 8601. */
  dueAt: string;
  timeZone: string;
  memory: MemoryView;
}

/** Why there is nothing to do, a sentence without its end; null when there is, or when code cannot know. */
export function nothingToDo(question: TriageQuestion): string | null {
  const { prompt, dueAt, timeZone, memory } = question;
  const tracker = memory.entities.find(({ name }) => name === `prompt-run:${prompt}`);
  const last = tracker === undefined ? null : lastRunOf(tracker);
  // Earlier on the same day counts for it, as it does in the plan.
  if (
    last !== null &&
    (last >= new Date(dueAt) || dateIn(last, timeZone) === dateIn(new Date(dueAt), timeZone))
  ) {
    return `it was run already, on ${dateIn(last, timeZone)}`;
  }
  if (prompt === "improve-agents") return nothingToImprove(memory, last);
  return null;
}

/** The Improver works from lessons: without a new one since the last pass another would only cost. */
function nothingToImprove({ entities }: MemoryView, last: Date | null): string | null {
  const lessons = entities.filter(({ entityType }) => entityType.trim().toLowerCase() === "lesson");
  const isOpen = ({ observations }: RememberedEntity) =>
    observations
      .findLast(({ text }) => /^(Improved|Reverted):/.test(text))
      ?.text.startsWith("Improved:") !== true;
  const open = lessons.filter(isOpen);
  if (open.length === 0) return "no lesson is open";
  const isNew = (lesson: RememberedEntity) => last === null || writtenAt(lesson) > last.getTime();
  return open.some(isNew) ? null : "no lesson is new since the last pass";
}

/** What nobody knows the time of counts as new. */
function writtenAt({ name, at }: RememberedEntity): number {
  const named = /^lesson:(\d{4}-\d{2}-\d{2}):/.exec(name)?.[1];
  const time = Date.parse(at ?? (named === undefined ? "" : `${named}T23:59:59Z`));
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}

function lastRunOf({ observations }: RememberedEntity): Date | null {
  const times = observations
    .map(({ text }) => Date.parse(/^Last run:\s*(.*)$/.exec(text)?.[1] ?? ""))
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? null : new Date(Math.max(...times));
}
