/** The board as the plan sees it: late, late again and again, or stuck. */
import { isChronic, isOverdue, misses } from "../board/misses.ts";
import type { Board, Task } from "../board/task.ts";
import { clip } from "../clip.ts";
import { daysBetween } from "../dates.ts";
import { compareText } from "./listed.ts";
import type { BlockedTask, ChronicTask, OverdueTask, PlannedTask } from "./types.ts";

export const TITLE_LIMIT = 160;

export interface BoardView {
  chronic: ChronicTask[];
  /** Without the chronic ones. */
  overdue: OverdueTask[];
  blocked: BlockedTask[];
  /** All that is not done, in the board's order. */
  open: PlannedTask[];
}

/** Most misses first; most days late first; blocked in the board's order. */
export function boardView(board: Board | null, today: string): BoardView {
  const open = (board?.tasks ?? []).filter(({ done, section }) => !done && section !== "Done");
  const chronic = open.filter((task) => isUnansweredOrChronic(task, today));
  const listedAsChronic = new Set(chronic);
  const overdue = open.filter((task) => isOverdue(task, today) && !listedAsChronic.has(task));
  const blocked = open.filter(isBlocked);
  return {
    chronic: chronic.map((task) => chronicTask(task, today)).sort(byMisses),
    overdue: overdue.flatMap((task) => overdueTask(task, today)).sort(byLateness),
    blocked: blocked.map((task) => ({ ...planned(task), reason: reasonOf(task) })),
    open: open.map(planned),
  };
}

export function planned(task: Task): PlannedTask {
  const { id, agent, section, line, due } = task;
  return { id, title: clip(task.title, TITLE_LIMIT), agent, section, line, due };
}

export function isBlocked(task: Task): boolean {
  return task.section === "Blocked" || task.blocked !== null;
}

/** A task that was demoted (in Next, without a date) has got its answer. */
function isUnansweredOrChronic(task: Task, today: string): boolean {
  return isChronic(task, today) && !(task.section === "Next" && task.due === null);
}

function chronicTask(task: Task, today: string): ChronicTask {
  const overdue = isOverdue(task, today);
  return {
    ...planned(task),
    misses: misses(task, today),
    missedDates: [...task.was, ...(overdue && task.due !== null ? [task.due] : [])].sort(
      compareText,
    ),
    rootCause: task.rootCause === null ? null : clip(task.rootCause, TITLE_LIMIT),
    overdue,
    needsDecision: task.rootCause === null,
  };
}

function overdueTask(task: Task, today: string): OverdueTask[] {
  if (task.due === null) return [];
  const daysLate = daysBetween(task.due, today);
  return [{ ...planned(task), due: task.due, daysLate, misses: misses(task, today) }];
}

function reasonOf(task: Task): string | null {
  return task.blocked ? clip(task.blocked, TITLE_LIMIT) : null;
}

function byMisses(a: ChronicTask, b: ChronicTask): number {
  if (a.needsDecision !== b.needsDecision) return a.needsDecision ? -1 : 1;
  return b.misses - a.misses || byDue(a, b);
}

function byLateness(a: OverdueTask, b: OverdueTask): number {
  return b.daysLate - a.daysLate || byDue(a, b);
}

/** Ids are unique in a sound board; the line decides in any other. */
function byDue(a: PlannedTask, b: PlannedTask): number {
  return compareText(a.due ?? "", b.due ?? "") || compareText(a.id, b.id) || a.line - b.line;
}
