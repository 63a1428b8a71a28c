/** What was decided about a task that is missed again and again, as an entity for memory. */
import { clip } from "../clip.ts";
import { slugOf } from "../slug.ts";
import type { Task } from "./task.ts";

/** The four answers to a second miss. */
export type MissAnswer = "re-scope" | "demote" | "root cause" | "kill";

export interface MissDecision {
  answer: MissAnswer;
  /** The task as it was before the change. */
  task: Task;
  /** Every date that passed undone, newest first. */
  missed: readonly string[];
  /** What changes: `due 2026-11-10 becomes 2026-12-01`. */
  change: string;
  reason: string;
  /** Department id or `founder`. */
  by: string;
  /** ISO date. */
  today: string;
}

/** As the memory takes it. */
export interface DecisionEntity {
  name: string;
  entityType: "decision";
  observations: string[];
}

const SHOWN = 200;

/** `decision:<date>:<slug>`; the slug names task, answer and new state, so that two do not meet. */
export function decisionEntity(decision: MissDecision): DecisionEntity {
  const { answer, task, missed, change, reason, by, today } = decision;
  return {
    name: `decision:${today}:${slugOf(`${task.id} ${answer} ${change}`)}`,
    entityType: "decision",
    observations: [
      `Decision: ${task.id} ${clip(task.title, SHOWN)}: ${answer}, ${change}`,
      `Reason: ${reason}`,
      `Missed: ${missed.length === 0 ? "never" : missed.join(", ")}`,
      ...(task.rootCause === null ? [] : [`Root cause before: ${clip(task.rootCause, SHOWN)}`]),
      `Decided by: ${by}`,
    ],
  };
}
