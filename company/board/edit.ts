/**
 * Changes of BOARD.md as text in, text out. An edit touches the lines it must: every other byte,
 * the line endings, the byte order mark and the notes under a task stay as the founder wrote them.
 * The result is read back before it is given out; a board that cannot take the edit is refused.
 */
import { HqError } from "../error.ts";
import { blockAt, insertBlock } from "./arrange.ts";
import {
  type Expected,
  oneLine,
  refuseDone,
  requireDate,
  taskWith,
  verify,
  verifyDropped,
} from "./edit-checks.ts";
import { joinLines, splitLines, type TextLines } from "./lines.ts";
import { nextId } from "./numbers.ts";
import type { BoardSection, Task } from "./task.ts";
import { removeField, setField, setTitle } from "./task-fields.ts";
import { readTaskLine, type TaskLine, writeTaskLine } from "./task-line.ts";

export interface NewTask {
  title: string;
  section: BoardSection;
  /** Department id or `founder`. */
  agent?: string | null;
  /** ISO date. */
  due?: string | null;
  blocked?: string | null;
}

/**
 * The board with a new task at the end of its section, and the id it got: one more than the highest
 * number the text mentions anywhere, so that the id of a deleted task does not come back while a
 * note still speaks of it.
 * @throws HqError `usage` when a value cannot stand on a task line, `invalid-file` when the board
 * cannot take it.
 */
export function addTask(text: string, task: NewTask): { text: string; id: string } {
  if (task.section === "Done") {
    throw new HqError(
      "usage",
      'Cannot add a task to "Done": it is not done yet, expected Now, Next or Blocked.',
    );
  }
  const id = nextId(text);
  const { line, expected } = freshLine(id, task);
  const before = splitLines(text);
  const block = [{ text: writeTaskLine(line), end: "" }];
  const lines = insertBlock(before.lines, block, { section: task.section, first: false });
  const edited = joinLines({ mark: before.mark, lines }, before);
  verify(text, edited, expected);
  return { text: edited, id };
}

/**
 * The board with the task and its notes at the end of `section`. Out of Blocked, its reason goes;
 * out of Done, it is open again. Where it is already, nothing changes.
 * @throws HqError `not-found`, `invalid-file` (a duplicate id), or `usage` for Done: completing
 * needs a date.
 */
export function moveTask(text: string, id: string, section: BoardSection): string {
  const task = taskWith(text, id);
  if (section === task.section) return text;
  if (section === "Done") {
    throw new HqError(
      "usage",
      `Cannot move ${id} to "Done": a done task has the day it was done, expected a date.`,
      {
        hint: `Complete it with: hq board done ${id}`,
      },
    );
  }
  return relocate(text, task, {
    section,
    expected: task.section === "Done" ? { done: false, doneOn: null } : {},
    change: (line) => {
      const kept = section === "Blocked" ? line : removeField(line, "blocked");
      return task.section === "Done" ? removeField(untick(kept), "done") : kept;
    },
  });
}

/**
 * The board with the task ticked, `done <date>` on it, at the top of Done with its notes. A task
 * that is completed already stays as it is.
 * @throws HqError `not-found`, `invalid-file`, or `usage` for a date that does not exist.
 */
export function completeTask(text: string, id: string, date: string): string {
  const task = taskWith(text, id);
  requireDate(date);
  if (task.done && task.section === "Done" && task.doneOn !== null) return text;
  return relocate(text, task, {
    section: "Done",
    expected: { done: true, doneOn: date, blocked: null },
    change: (line) => setField(removeField(tick(line), "blocked"), "done", `done ${date}`),
  });
}

export interface TaskDrop {
  id: string;
  /** ISO date. */
  today: string;
  /** One line. */
  reason: string;
  /** The dates that passed undone, newest first. */
  missed: readonly string[];
}

/**
 * The board without the task: at the top of Done a line that is no task keeps its id, its misses and
 * the reason, with the notes under it. So the number is not given out again and no miss is lost.
 * @throws HqError `not-found`, `invalid-file`, `wrong-state` for a done task.
 */
export function dropTask(text: string, { id, today, reason, missed }: TaskDrop): string {
  const task = taskWith(text, id);
  refuseDone(task, "drop");
  const before = splitLines(text);
  const { from, to } = blockAt(before.lines, task.line - 1);
  const line = before.lines[from];
  if (line === undefined) throw new Error(`The parser found ${id} beyond the end of the board.`);
  const misses = missed.length === 0 ? "" : ` (was ${missed.join(", ")})`;
  const trace = {
    text: `- dropped ${today}: ${task.id} ${task.title}${misses}: ${reason}`,
    end: line.end,
  };
  const block = before.lines.slice(from, to).with(0, trace);
  const rest = [...before.lines.slice(0, from), ...before.lines.slice(to)];
  const lines = insertBlock(rest, block, { section: "Done", first: true });
  const edited = joinLines({ mark: before.mark, lines }, before);
  verifyDropped(text, edited, task.id);
  return edited;
}

export interface TaskFields {
  title?: string;
  agent?: string | null;
  blocked?: string | null;
  rootCause?: string | null;
}

/**
 * The board with other words on the task's line; null takes a field off.
 * @throws HqError `not-found`, `invalid-file`, or `usage` for a value that cannot stand on the line.
 */
export function setTaskFields(text: string, id: string, fields: TaskFields): string {
  const task = taskWith(text, id);
  const wanted = cleaned(fields);
  return rewrite(text, task, { change: (line) => withFields(line, wanted), expected: wanted });
}

/** The values as they will stand on the line. */
function cleaned(fields: TaskFields): TaskFields {
  const clean = (name: string, value: string | null) =>
    value === null ? null : oneLine(name, value);
  const { title, agent, blocked, rootCause } = fields;
  return {
    ...(title === undefined ? {} : { title: oneLine("title", title) }),
    ...(agent === undefined ? {} : { agent: agentId(agent) }),
    ...(blocked === undefined ? {} : { blocked: clean("reason", blocked) }),
    ...(rootCause === undefined ? {} : { rootCause: clean("root cause", rootCause) }),
  };
}

function agentId(agent: string | null): string | null {
  return agent === null ? null : oneLine("agent", agent).replace(/^@/, "").toLowerCase();
}

function withFields(line: TaskLine, fields: TaskFields): TaskLine {
  let changed = fields.title === undefined ? line : setTitle(line, fields.title);
  const optional = [
    ["agent", "@", fields.agent],
    ["blocked", "blocked: ", fields.blocked],
    ["root-cause", "root cause: ", fields.rootCause],
  ] as const;
  for (const [kind, label, value] of optional) {
    if (value === null) changed = removeField(changed, kind);
    else if (value !== undefined) changed = setField(changed, kind, label + value);
  }
  return changed;
}

function freshLine(id: string, task: NewTask): { line: TaskLine; expected: Expected } {
  const { section, agent = null, due = null, blocked = null } = task;
  const { title, ...optional } = cleaned({
    title: task.title,
    ...(agent === null ? {} : { agent }),
    ...(blocked === null ? {} : { blocked }),
  });
  if (due !== null) requireDate(due);
  const read = readTaskLine(`- [ ] ${id} ${title}`);
  if (read.kind !== "task") throw new Error(`A new line for ${id} does not read as a task.`);
  // The order in which a person writes the line: who, by when, what stands in the way.
  const { agent: owner = null, ...rest } = optional;
  const owned = withFields(read.line, { agent: owner });
  const line = withFields(due === null ? owned : setField(owned, "due", `due ${due}`), rest);
  // The title first: words in it that read as a field are its own fault, and so it is the one named.
  const expected = { ...(title ? { title } : {}), ...optional, id, section, due, done: false };
  return { line, expected };
}

interface Rewrite {
  change: (line: TaskLine) => TaskLine;
  expected: Partial<Task>;
}

/** The board with other words on the line of `task`, read back. */
export function rewrite(text: string, task: Task, { change, expected }: Rewrite): string {
  const before = splitLines(text);
  const lines = before.lines.with(task.line - 1, changedLine(before, task, change));
  const edited = joinLines({ mark: before.mark, lines }, before);
  verify(text, edited, { ...expected, id: task.id, section: task.section });
  return edited;
}

/** Another section, the notes with it, and other words on the task's own line. */
function relocate(text: string, task: Task, move: Rewrite & { section: BoardSection }): string {
  if (task.section === move.section) return rewrite(text, task, move);
  const { section, change, expected } = move;
  const before = splitLines(text);
  const { from, to } = blockAt(before.lines, task.line - 1);
  const block = before.lines.slice(from, to).with(0, changedLine(before, task, change));
  const rest = [...before.lines.slice(0, from), ...before.lines.slice(to)];
  const lines = insertBlock(rest, block, { section, first: section === "Done" });
  const edited = joinLines({ mark: before.mark, lines }, before);
  verify(text, edited, { ...expected, id: task.id, section });
  return edited;
}

function changedLine(before: TextLines, task: Task, change: (line: TaskLine) => TaskLine) {
  const line = before.lines[task.line - 1];
  const read = line === undefined ? undefined : readTaskLine(line.text);
  if (line === undefined || read?.kind !== "task") {
    throw new Error(`The parser found ${task.id} on line ${task.line}, where there is no task.`);
  }
  return { text: writeTaskLine(change(read.line)), end: line.end };
}

function tick(line: TaskLine): TaskLine {
  return { ...line, done: true, prefix: line.prefix.replace("[ ]", "[x]") };
}

function untick(line: TaskLine): TaskLine {
  return { ...line, done: false, prefix: line.prefix.replace(/\[[xX]\]/, "[ ]") };
}
