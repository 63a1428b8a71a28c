/** What an edit of the board refuses, before it changes a line and after. */
import { isIsoDate } from "../dates.ts";
import { HqError } from "../error.ts";
import { findingSentence } from "../finding.ts";
import { isChronic, misses } from "./misses.ts";
import { nextId } from "./numbers.ts";
import { parseBoard } from "./parse.ts";
import { BOARD_FILE, type BoardSection, type Task } from "./task.ts";
import type { TaskLine } from "./task-line.ts";

const VALUE_LIMIT = 500;
const DATE_LIKE = /\d{4}-\d{2}-\d{2}/g;

/** The one task with that id. @throws HqError `not-found`, or `invalid-file` for a duplicate. */
export function taskWith(text: string, id: string): Task {
  const { board, findings } = parseBoard(text, BOARD_FILE);
  const [task, second] = board.tasks.filter((candidate) => sameId(candidate.id, id));
  if (task === undefined) throw unknownTask(text, id, findings);
  if (second !== undefined) {
    throw new HqError(
      "invalid-file",
      `Cannot edit ${id}: ${BOARD_FILE}:${second.line} has the same id as line ${task.line}, expected one task with it.`,
      { hint: `Give one of the two another number: ${nextId(text)} is free.` },
    );
  }
  return task;
}

/** The line that `hq board drop` leaves. */
const DROPPED = /^\s*- dropped (\d{4}-\d{2}-\d{2}): (T-\d{1,6})\b/;

function unknownTask(
  text: string,
  id: string,
  findings: ReturnType<typeof parseBoard>["findings"],
) {
  const lines = text.split(/\r\n|\n|\r/);
  const dropped = lines.findIndex((line) => sameId(DROPPED.exec(line)?.[2] ?? "", id));
  if (dropped !== -1) {
    const day = DROPPED.exec(lines[dropped] ?? "")?.[1] ?? "";
    return new HqError(
      "not-found",
      `Cannot edit ${id}: it was dropped on ${day} (${BOARD_FILE}:${dropped + 1}), expected an open task. Nothing was changed.`,
      { hint: "hq undo --list shows what can be taken back; or add it anew: hq board add TITLE" },
    );
  }
  const mention = lines.findIndex((line) => sameId(/\bT-\d{1,6}\b/.exec(line)?.[0] ?? "", id));
  const finding = findings.find(({ line }) => line === mention + 1);
  const where =
    mention === -1
      ? `${BOARD_FILE} has no task with this id`
      : `${BOARD_FILE}:${mention + 1} mentions it, but not as a task that can be read`;
  return new HqError(
    "not-found",
    `Cannot edit ${id}: ${where}, expected an id under Now, Next, Blocked or Done.`,
    {
      hint:
        finding === undefined ? "See the ids with: hq board list --all" : findingSentence(finding),
    },
  );
}

/** @throws HqError `usage` */
export function requireDate(date: string): void {
  if (isIsoDate(date)) return;
  throw new HqError(
    "usage",
    `Cannot use the date "${date}": it is no day of the calendar, expected YYYY-MM-DD.`,
  );
}

/**
 * A date that has passed was promised by nobody today: most are slips of the year or the month, and each
 * would count as a miss for good. @throws HqError `usage`
 */
export function refusePassed(act: string, { due, today }: { due: string; today: string }): void {
  if (due >= today) return;
  const year = Number(today.slice(0, 4));
  const meant = [year, year + 1]
    .map((one) => `${one}${due.slice(4)}`)
    .find((one) => one >= today && isIsoDate(one));
  throw new HqError(
    "usage",
    `Cannot ${act} the due date ${due}: it has passed (today is ${today}), expected a day from today on.`,
    {
      hint: `${meant === undefined ? "" : `Was ${meant} meant? `}Where it was promised for that day and missed, say so with --missed.`,
    },
  );
}

/** Redating a done task would lose the miss that its due date is. @throws HqError `wrong-state` */
export function refuseDone(task: Task, act = "change the due date of"): void {
  if (!task.done) return;
  throw new HqError(
    "wrong-state",
    `Cannot ${act} ${task.id}: it is done (${BOARD_FILE}:${task.line}), expected an open task.`,
    { hint: `Open it again first with: hq board move ${task.id} Next` },
  );
}

/**
 * After two misses a later date alone is how a task is never done, and so is no date at all while it
 * stays in Now. @throws HqError `wrong-state`
 */
export function refuseSofterDate(task: Task, change: { date: string | null; today: string }): void {
  const { date, today } = change;
  if (!isChronic(task, today)) return;
  if (date === null ? task.section === "Next" : task.due !== null && date < task.due) return;
  throw new HqError(
    "wrong-state",
    `Cannot move ${task.id} to ${date ?? "no date"}: it was missed ${misses(task, today)} times (${BOARD_FILE}:${task.line}), expected a decision and not a softer date.`,
    {
      hint: "In the same call, give a new root cause, give a smaller task as its title, demote it to Next without a date, or drop it with a reason.",
    },
  );
}

/** The missed dates are written anew with the due date; one that cannot be read would be lost. */
export function refuseUnreadableMisses(line: TaskLine): void {
  for (const kind of ["due", "was"] as const) {
    const [, ...further] = line.fields.filter((field) => field.kind === kind);
    // Only the first of a kind is read; the dates of another would be lost.
    if (further.every((field) => !("was" in field) || field.was.length === 0)) continue;
    throw new HqError(
      "invalid-file",
      `Cannot change the due date of ${line.id}: ${BOARD_FILE} has the field "${kind}" twice on its line, expected one.`,
      { hint: "Join the two by hand first; every missed date stays." },
    );
  }
  for (const [at, field] of line.fields.entries()) {
    if (field.kind !== "due" && field.kind !== "was") continue;
    // A due field that cannot be read may hold dates all the same: a bracket is missing, say.
    const written = (line.segments[at] ?? "").match(DATE_LIKE)?.filter(isIsoDate) ?? [];
    const hidesDates = field.problem !== null && written.length > field.was.length;
    const problem = field.wasProblem ?? (hidesDates ? field.problem : null);
    if (problem === null) continue;
    const { what, expected } = problem;
    throw new HqError(
      "invalid-file",
      `Cannot change the due date of ${line.id}: ${BOARD_FILE} has ${what} on its line, expected ${expected}.`,
      {
        hint: "Correct that date by hand first.",
      },
    );
  }
}

/** The value on one line. @throws HqError `usage` when nothing is left, or too much. */
export function oneLine(field: string, value: string): string {
  const line = value.replaceAll(/\s+/g, " ").trim();
  if (line === "" || line.length > VALUE_LIMIT || /\p{Cc}/u.test(line))
    throw unusable(field, value);
  return line;
}

/** What a finished edit must show when it is read back. */
export type Expected = Partial<Task> & { id: string; section: BoardSection };

/**
 * Reads the edited board back: the task must be as asked, and every other task as it was.
 * @throws HqError `invalid-file` when the board's own trouble swallows the edit, `usage` when a
 * value reads as something else.
 */
export function verify(before: string, after: string, expected: Expected): void {
  const { board, findings } = parseBoard(after, BOARD_FILE);
  const edited = board.tasks.filter(({ id }) => sameId(id, expected.id));
  const others = (tasks: readonly Task[]) =>
    tasks
      .filter(({ id }) => !sameId(id, expected.id))
      .map((task) => JSON.stringify({ ...task, line: 0 }))
      .sort();
  const kept = others(parseBoard(before, BOARD_FILE).board.tasks);
  const now = others(board.tasks);
  const untouched = kept.length === now.length && kept.every((task, at) => task === now[at]);
  const [task] = edited;
  if (untouched && edited.length === 1 && task?.section === expected.section) {
    for (const [field, value] of Object.entries(expected)) {
      const found = task[field as keyof Task];
      if (found !== value) throw unusable(field, String(value));
    }
    return;
  }
  const cause = findings.find(({ severity }) => severity === "error");
  throw new HqError(
    "invalid-file",
    `Cannot edit ${expected.id}: read back, ${BOARD_FILE} would not hold it under ${expected.section}, expected the task there and all others as they were.`,
    {
      hint:
        cause === undefined
          ? `Look at the section ${expected.section} by hand.`
          : findingSentence(cause),
    },
  );
}

/** @throws HqError `invalid-file` when another task changed or the dropped one is still there. */
export function verifyDropped(before: string, after: string, id: string): void {
  const others = (text: string) =>
    parseBoard(text, BOARD_FILE)
      .board.tasks.map((task) => JSON.stringify({ ...task, line: 0 }))
      .sort();
  const kept = others(before).filter((task) => !sameId((JSON.parse(task) as Task).id, id));
  const now = others(after);
  if (kept.length === now.length && kept.every((task, at) => task === now[at])) return;
  throw new HqError(
    "invalid-file",
    `Cannot drop ${id}: read back, ${BOARD_FILE} would not hold all the other tasks, expected them as they were.`,
    { hint: "Look at the section Done by hand." },
  );
}

function unusable(field: string, value: string): HqError {
  const shown = value.length > 80 ? `${value.slice(0, 79)}…` : value;
  return new HqError(
    "usage",
    `Cannot write the ${field} "${shown}": it would not read back as one, expected one line of words, at most ${VALUE_LIMIT} characters, without fields in it such as " · @cfo" or " - due 2026-11-27".`,
    { hint: "Reword it; an owner and a date are given as values of their own (agent, due)." },
  );
}

/** T-12 and T-012 are the same task. */
function sameId(a: string, b: string): boolean {
  const form = /^T-\d{1,6}$/;
  if (!form.test(a) || !form.test(b)) return a === b;
  return Number(a.slice(2)) === Number(b.slice(2));
}
