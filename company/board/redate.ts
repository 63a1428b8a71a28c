/** Another due date for a task, and what becomes of the one that passed. */
import { HqError } from "../error.ts";
import { rewrite } from "./edit.ts";
import {
  refuseDone,
  refuseSofterDate,
  refuseUnreadableMisses,
  requireDate,
  taskWith,
} from "./edit-checks.ts";
import { BOARD_FILE, type Task } from "./task.ts";
import { removeField, setField } from "./task-fields.ts";
import type { TaskLine } from "./task-line.ts";

export interface DueChange {
  id: string;
  /** ISO date; null takes the date off, as when a task is demoted. */
  date: string | null;
  /** ISO date in the company's time zone: a due date before it is a miss and is kept in `was`. */
  today: string;
  /** The same call re-scopes, demotes or gives a new root cause: see `boardUpdate`. */
  isAnswered?: boolean;
  /** The date that stands, or the last miss, was a slip: it is no miss. The founder's alone. */
  isSlip?: boolean;
}

/**
 * The board with another due date for the task; one that passed undone is kept as a miss. A task
 * with two misses or more gets no later date, and outside Next none taken off, unless the same call
 * answers them. A root cause of last time is no answer to the next miss.
 * @throws HqError `not-found`, `invalid-file`, `usage` (no such date), `wrong-state` (chronic, done).
 */
export function setDue(text: string, change: DueChange): string {
  const { id, date, today, isAnswered = false, isSlip = false } = change;
  const task = taskWith(text, id);
  if (date !== null) requireDate(date);
  requireDate(today);
  if (date === task.due && !isSlip) return text;
  refuseDone(task);
  if (!isAnswered && !isSlip) refuseSofterDate(task, { date, today });
  const was = isSlip ? withoutSlip(task, today) : missedBy(task, today);
  return rewrite(text, task, {
    expected: { due: date },
    change: (line) => withDue(line, date, was),
  });
}

/** The misses once the present date is given up. */
function missedBy(task: Task, today: string): string[] {
  return task.due !== null && task.due < today ? [task.due, ...task.was] : task.was;
}

/**
 * The misses without the one that was none: the present date where it has passed, else the last.
 * @throws HqError `wrong-state` when there is none
 */
function withoutSlip(task: Task, today: string): string[] {
  if (task.due !== null && task.due < today) return task.was;
  if (task.was.length > 0) return task.was.slice(1);
  throw new HqError(
    "wrong-state",
    `Cannot take a miss back from ${task.id}: it has none (${BOARD_FILE}:${task.line}), expected a date that passed.`,
    { hint: "Give it another date without --slip." },
  );
}

function withDue(line: TaskLine, date: string | null, was: readonly string[]): TaskLine {
  refuseUnreadableMisses(line);
  const missed = `was ${was.join(", ")}`;
  const cleared = removeField(line, "was");
  if (date !== null) {
    return setField(cleared, "due", `due ${date}${was.length > 0 ? ` (${missed})` : ""}`);
  }
  const undated = removeField(cleared, "due");
  return was.length > 0 ? setField(undated, "was", missed) : undated;
}
