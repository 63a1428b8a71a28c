/** A task of the board as lines for a person. */
import { isChronic, misses } from "../company/board/misses.ts";
import type { Task } from "../company/board/task.ts";
import type { Io } from "./context.ts";
import { broken, colors, together } from "./output.ts";

/** Box, id and title with what is known of it, broken between words; what is late is red. */
export function taskLines(
  io: Io,
  task: Task,
  { today, indent }: { today: string; indent: string },
): string {
  const late = !task.done && task.due !== null && task.due < today;
  const missed = misses(task, today);
  const alarms = [
    late ? `due ${task.due}` : "",
    isChronic(task, today) ? `missed ${missed} times` : "",
  ].filter(Boolean);
  const parts = [
    task.title,
    task.agent === null ? "" : `@${task.agent}`,
    task.due === null ? "" : together(`due ${task.due}`),
    missed === 0 ? "" : together(missed === 1 ? "missed once" : `missed ${missed} times`),
    task.rootCause === null ? "" : `root cause: ${task.rootCause}`,
    task.blocked === null ? "" : `blocked: ${task.blocked}`,
  ].filter(Boolean);
  const lead = `${indent}${task.done ? "[x]" : "[ ]"} ${task.id} `;
  const lines = broken(io, parts.join(" · "), lead);
  return alarms.reduce((text, alarm) => paintLast(text, alarm, colors(io).red), lines);
}

/** The title may hold the same words: the field stands after it. */
function paintLast(text: string, words: string, paint: (words: string) => string): string {
  const at = text.lastIndexOf(words);
  if (at === -1) return text;
  return text.slice(0, at) + paint(words) + text.slice(at + words.length);
}
