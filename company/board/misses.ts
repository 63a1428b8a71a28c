import type { Task } from "./task.ts";

/** At this many misses a new date is no answer any more. */
const CHRONIC_MISSES = 2;

/**
 * How often the task's due date passed undone, counted from the file: every date in `was`, and the
 * present one when it is before `today` (ISO date in the company's time zone) and the task not done.
 */
export function misses(task: Task, today: string): number {
  return task.was.length + (isOverdue(task, today) ? 1 : 0);
}

/** Two or more misses. */
export function isChronic(task: Task, today: string): boolean {
  return misses(task, today) >= CHRONIC_MISSES;
}

/** Not done, and its due date is before `today`; on the day itself it is not late yet. */
export function isOverdue(task: Task, today: string): boolean {
  return !task.done && task.due !== null && task.due < today;
}
