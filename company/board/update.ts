/**
 * One change of the board as the tool `board_update` and the command line share it: text in, text
 * out. A task that was missed twice gets another date only with one of the four answers in the same
 * call: re-scope (another title), demote (to Next, no date), a root cause, or kill (drop).
 */
import { FOUNDER } from "../constitution/sections.ts";
import { isIsoDate } from "../dates.ts";
import { HqError } from "../error.ts";
import { type DecisionEntity, decisionEntity, type MissAnswer } from "./decision.ts";
import { addTask, completeTask, dropTask, moveTask, setTaskFields } from "./edit.ts";
import { oneLine, refusePassed, requireDate, taskWith } from "./edit-checks.ts";
import { isChronic, isOverdue, misses } from "./misses.ts";
import { setDue } from "./redate.ts";
import { BOARD_FILE, type BoardSection, type Task } from "./task.ts";

export type BoardRequest =
  | {
      action: "add";
      title: string;
      /** Next unless given; Done is refused. */
      section?: BoardSection;
      agent?: string;
      due?: string;
      blocked?: string;
      /** The due date has passed, and counts as a miss. */
      missed?: boolean;
    }
  /** Into Blocked with its reason; to Done is `done`. */
  | { action: "move"; id: string; section: Exclude<BoardSection, "Done">; blocked?: string }
  | { action: "done"; id: string }
  | DueRequest
  | { action: "edit"; id: string; title?: string; agent?: string; blocked?: string }
  /** Kill: the task leaves the plan; a line under Done keeps its name and its misses. */
  | { action: "drop"; id: string; reason: string };

export interface DueRequest {
  action: "due";
  id: string;
  /** ISO date; null takes the date off. */
  due: string | null;
  /** Re-scope: what is done instead. */
  title?: string;
  /** Demote: moves it to Next and takes the date off. */
  demote?: boolean;
  /** What stops it every time; written on the board. */
  rootCause?: string;
  /** Why it was decided so; for memory. */
  reason?: string;
  /** The new date has passed too: it was promised for that day, and counts as a miss. */
  missed?: boolean;
  /** The date that stands, or the last miss, was a slip of the pen: the founder takes it back. */
  slip?: boolean;
}

export interface BoardContext {
  /** ISO date in the company's time zone. */
  today: string;
  /** Who changes it: a department's id or `founder`. */
  by: string;
  /** Who can own a task, `founder` included; not checked when absent. */
  agents?: readonly string[];
}

export interface BoardUpdate {
  text: string;
  changed: boolean;
  /** As it stands now; null when it was dropped. */
  task: Task | null;
  /** To be written to memory before the board; null when nothing was decided. */
  decision: DecisionEntity | null;
  /** The date that this change made a miss; null when it made none. */
  newMiss: string | null;
}

/**
 * The board after the change, and the decision that memory must hold.
 * @throws HqError `usage`, `not-found`, `invalid-file` or `wrong-state`; its hint is the next step.
 * Nothing is half changed: a refused request gives no text.
 */
export function boardUpdate(
  text: string,
  request: BoardRequest,
  context: BoardContext,
): BoardUpdate {
  requireDate(context.today);
  requireAgent(request, context);
  switch (request.action) {
    case "add": {
      const { action, section = "Next", missed = false, ...task } = request;
      if (task.due !== undefined && !missed) requireAhead("add a task with", task.due, context);
      const added = addTask(text, { section, ...task });
      return updated(text, added.text, added.id);
    }
    case "move":
      return updated(text, moved(text, request), request.id);
    case "done":
      return updated(text, completeTask(text, request.id, context.today), request.id);
    case "edit": {
      const { action, id, ...fields } = request;
      return updated(text, setTaskFields(text, id, fields), id);
    }
    case "due":
      return dated(text, request, context);
    default:
      return dropped(text, request, context);
  }
}

function updated(before: string, after: string, id: string): BoardUpdate {
  const task = taskWith(after, id);
  return { text: after, changed: after !== before, task, decision: null, newMiss: null };
}

function moved(text: string, request: Extract<BoardRequest, { action: "move" }>): string {
  const { id, section, blocked } = request;
  const there = moveTask(text, id, section);
  if (blocked === undefined) return there;
  if (section === "Blocked") return setTaskFields(there, id, { blocked });
  throw new HqError(
    "usage",
    `Cannot move ${id} to ${section} with a reason for being blocked, expected one only for Blocked.`,
    { hint: "Leave the reason out, or move it to Blocked." },
  );
}

/** A date that is none is refused where it is written. @throws HqError `usage` */
function requireAhead(act: string, due: string, { today }: BoardContext): void {
  if (isIsoDate(due)) refusePassed(act, { due, today });
}

function dated(text: string, request: DueRequest, context: BoardContext): BoardUpdate {
  const { id, due, demote = false, title, rootCause, missed = false, slip = false } = request;
  const { today, by } = context;
  const task = taskWith(text, id);
  if (due !== null && due !== task.due && !missed) requireAhead(`give ${task.id}`, due, context);
  if (slip && by !== FOUNDER) {
    throw new HqError(
      "usage",
      `Cannot take a miss back from ${task.id}: @${by} asks, expected the founder.`,
      { hint: "Say in your answer which date was a slip." },
    );
  }
  if (demote && due !== null) {
    throw new HqError(
      "usage",
      `Cannot demote ${task.id} with the date ${due}: a demoted task has none, expected no date.`,
      { hint: "Leave the date out; it gets one when it comes back." },
    );
  }
  const answer = answerOf(task, request);
  const fields = {
    ...(title === undefined ? {} : { title }),
    ...(rootCause === undefined ? {} : { rootCause }),
  };
  const worded = Object.keys(fields).length === 0 ? text : setTaskFields(text, id, fields);
  const isAnswered = answer !== null;
  const redated = setDue(worded, { id, date: due, today, isAnswered, isSlip: slip });
  const after = demote && task.section !== "Next" ? moveTask(redated, id, "Next") : redated;
  const newMiss = task.due !== null && task.due < today && !slip ? task.due : null;
  const result = { ...updated(text, after, id), newMiss };
  if (answer === null || !result.changed || !isChronic(task, today)) return result;
  return { ...result, decision: decisionOf(task, { request, answer }, context) };
}

/**
 * Which of the answers the request gives; null for none. Words that say the same as before are no
 * answer. @throws HqError `wrong-state`
 */
function answerOf(task: Task, request: DueRequest): Exclude<MissAnswer, "kill"> | null {
  const { demote = false, title, rootCause } = request;
  if (demote) return "demote";
  if (title !== undefined) {
    if (bare(title) === bare(task.title)) throw sameAgain(task, "title");
    requireWords("title", title);
    return "re-scope";
  }
  if (rootCause === undefined) return null;
  requireWords("root cause", rootCause);
  if (task.rootCause !== null && bare(rootCause) === bare(task.rootCause)) {
    throw sameAgain(task, "root cause");
  }
  return "root cause";
}

/** What counts of a wording: its letters and digits. */
function bare(words: string): string {
  return words
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "");
}

/** A dash answers nothing. @throws HqError `usage` */
function requireWords(field: string, value: string): void {
  if (bare(value) !== "") return;
  throw new HqError(
    "usage",
    `Cannot take the ${field} "${value}": it has no words, expected some.`,
    {
      hint: "Say in words what is different this time.",
    },
  );
}

function sameAgain(task: Task, what: string): HqError {
  return new HqError(
    "wrong-state",
    `Cannot move ${task.id}: the ${what} is the one that ${BOARD_FILE}:${task.line} has already, expected another.`,
    { hint: "Say what is different this time, demote the task to Next, or drop it with a reason." },
  );
}

function dropped(
  text: string,
  { id, reason }: Extract<BoardRequest, { action: "drop" }>,
  context: BoardContext,
): BoardUpdate {
  const task = taskWith(text, id);
  const why = oneLine("reason", reason);
  const missed = missedDates(task, context.today);
  const after = dropTask(text, { id, today: context.today, reason: why, missed });
  const { today, by } = context;
  const change = `dropped from ${task.section}`;
  const decision = decisionEntity({ answer: "kill", task, missed, change, reason: why, by, today });
  return { text: after, changed: true, task: null, decision, newMiss: null };
}

function decisionOf(
  task: Task,
  { request, answer }: { request: DueRequest; answer: MissAnswer },
  { today, by }: BoardContext,
): DecisionEntity {
  const from = task.due === null ? "no date" : `due ${task.due}`;
  const to = request.due ?? "no date";
  const title = request.title === undefined ? "" : `, now "${oneLine("title", request.title)}"`;
  const reason = request.rootCause ?? request.reason ?? `missed ${misses(task, today)} times`;
  return decisionEntity({
    answer,
    task,
    missed: missedDates(task, today),
    change: `${from} becomes ${to}${title}`,
    reason: oneLine("reason", reason),
    by,
    today,
  });
}

function missedDates(task: Task, today: string): string[] {
  return isOverdue(task, today) && task.due !== null ? [task.due, ...task.was] : [...task.was];
}

function requireAgent(request: BoardRequest, { agents }: BoardContext): void {
  const named = "agent" in request ? request.agent : undefined;
  if (named === undefined || agents === undefined) return;
  const id = named.trim().replace(/^@/, "").toLowerCase();
  if (agents.includes(id)) return;
  throw new HqError(
    "usage",
    `Cannot give the task to "${named}": no such department is on board, expected one of ${agents.join(", ")}.`,
    { hint: "What belongs to a department that is not on board goes to the founder." },
  );
}
