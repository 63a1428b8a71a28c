/** Whether a recurring prompt that is due has anything to do: decided before a model is asked. */
import { dateIn } from "../dates.ts";
import type { MemoryView, RememberedEntity } from "../memory-view.ts";

export interface TriageQuestion {
  prompt: string;
  /** ISO 8601. */
  dueAt: string;
  timeZone: string;
  memory: MemoryView;
  /** Open tasks of the board that were missed twice or more. */
  chronicTasks: number;
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
  if (prompt === "improve-agents") return nothingToImprove(question);
  return null;
}

/** The Improver works from lessons and chronic misses; without either a pass would only cost. */
function nothingToImprove({ memory, chronicTasks }: TriageQuestion): string | null {
  const isOpen = ({ entityType, observations }: RememberedEntity) =>
    entityType.trim().toLowerCase() === "lesson" &&
    !observations.some(({ text }) => text.startsWith("Improved:"));
  if (chronicTasks > 0 || memory.entities.some(isOpen)) return null;
  return "no lesson is open and no task was missed twice";
}

function lastRunOf({ observations }: RememberedEntity): Date | null {
  const times = observations
    .map(({ text }) => Date.parse(/^Last run:\s*(.*)$/.exec(text)?.[1] ?? ""))
    .filter((time) => !Number.isNaN(time));
  return times.length === 0 ? null : new Date(Math.max(...times));
}
