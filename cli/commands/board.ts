import type { Command } from "commander";
import type { BoardSection } from "../../company/board/task.ts";
import { BOARD_SECTIONS } from "../../company/board/task.ts";
import type { BoardRequest } from "../../company/board/update.ts";
import { isIsoDate } from "../../company/dates.ts";
import { HqError } from "../../company/error.ts";
import { findingSentence } from "../../company/finding.ts";
import { requireRoot } from "../../files/root.ts";
import { addTask } from "../../office/add-task.ts";
import { changeBoard } from "../../office/change-board.ts";
import { listTasks } from "../../office/list-tasks.ts";
import { authorOf } from "../author-of.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, colors, plain, printJson, sentences } from "../output.ts";
import { taskLines } from "../task-lines.ts";

export function registerBoard(program: Command, io: Io): void {
  const board = program.command("board").description("list and change the tasks on BOARD.md");
  addCommand(board, "list", "the tasks, with misses counted")
    .option("--all", "done tasks too")
    .option("--agent <id>", "only this department's tasks")
    .action((options: ListOptions) => printTasks(io, options));
  addCommand(board, "add", "add a task")
    .argument("<title>", "what is to be done")
    .option("--agent <id>", "the department that owns it")
    .option("--due <date>", "due date, YYYY-MM-DD")
    .option("--section <name>", "Now, Next or Blocked", "Next")
    .action((title: string, options: AddOptions) => addOne(io, title, options));
  addCommand(board, "move", "move a task to another section")
    .argument("<id>", "the task, e.g. T-012")
    .argument("<section>", BOARD_SECTIONS.join(", "))
    .action((id: string, section: string, options: CommonOptions) =>
      changeOne(io, { ...options, request: moveRequest(id, section) }),
    );
  addCommand(board, "done", "mark a task done, today")
    .argument("<id>", "the task, e.g. T-012")
    .action((id: string, options: CommonOptions) =>
      changeOne(io, { ...options, request: { action: "done", id } }),
    );
  addCommand(board, "drop", "kill a task; its title, misses and the reason stay under Done")
    .argument("<id>", "the task, e.g. T-012")
    .requiredOption("--reason <text>", "why it is not done any more")
    .action((id: string, options: CommonOptions & { reason: string }) =>
      changeOne(io, { ...options, request: { action: "drop", id, reason: options.reason } }),
    );
  addCommand(board, "due", "give a task another due date; a date that passed is kept as a miss")
    .argument("<id>", "the task, e.g. T-012")
    .argument("<date>", 'YYYY-MM-DD, or "none" to take the date off')
    .option("--root-cause <text>", "what stops it every time")
    .option("--title <text>", "re-scope: the smaller task that is done instead")
    .option("--demote", "to Next, without a date")
    .option("--reason <text>", "why, for the memory")
    .addHelpText(
      "after",
      "\nA task missed twice needs --root-cause, --title or --demote, or: hq board drop",
    )
    .action((id: string, date: string, options: DueOptions) =>
      changeOne(io, { ...options, request: dueRequest(id, date, options) }),
    );
}

interface DueOptions extends CommonOptions {
  rootCause?: string;
  title?: string;
  demote?: boolean;
  reason?: string;
}

interface ListOptions extends CommonOptions {
  all?: boolean;
  agent?: string;
}

interface AddOptions extends CommonOptions {
  agent?: string;
  due?: string;
  section: string;
}

async function printTasks(io: Io, options: ListOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const { today, agent, tasks, findings } = await listTasks({ root, now: io.now() }, options);
  if (options.json) {
    printJson(io, { ok: findings.length === 0, today, tasks, findings });
    return;
  }
  const c = colors(io);
  for (const section of BOARD_SECTIONS) {
    const inSection = tasks.filter((task) => task.section === section);
    if (inSection.length === 0) continue;
    io.stdout(`${c.bold(section)}\n`);
    for (const task of inSection) io.stdout(taskLines(io, task, { today, indent: "  " }));
  }
  if (tasks.length === 0 && findings.length === 0) io.stdout(nothingToList(io, agent));
  for (const finding of findings) io.stderr(sentences(io, findingSentence(finding)));
}

function nothingToList(io: Io, agent: string | null): string {
  return agent === null
    ? sentences(io, "No open tasks. Add one with: hq board add TITLE --agent coo --due DATE")
    : `No open tasks of @${agent}.\n`;
}

async function addOne(io: Io, title: string, options: AddOptions): Promise<void> {
  const section = requireSection(options.section);
  const due = options.due === undefined ? null : requireDate(options.due);
  const root = requireRoot(options.root, io.cwd);
  const { agent } = options;
  const { task, today } = await addTask(
    { root, now: io.now },
    {
      task: {
        title,
        section,
        ...(agent === undefined ? {} : { agent }),
        ...(due === null ? {} : { due }),
      },
      by: authorOf(io),
    },
  );
  const id = task?.id ?? null;
  if (options.json) {
    printJson(io, { ok: true, id, today });
    return;
  }
  const late =
    due !== null && due < today ? ` Its date ${due} has passed, so it counts as missed.` : "";
  io.stdout(`Added ${id} to ${section}.${late}\n`);
}

async function changeOne(
  io: Io,
  options: CommonOptions & { request: BoardRequest },
): Promise<void> {
  const { request } = options;
  const root = requireRoot(options.root, io.cwd);
  const { today, changed, task, decision } = await changeBoard(
    { root, now: io.now },
    { request, by: authorOf(io) },
  );
  if (options.json) {
    printJson(io, { ok: true, changed, task, decision: decision?.name ?? null });
    return;
  }
  if (task === null) {
    const id = "id" in request ? request.id.toUpperCase() : "The task";
    io.stdout(`${plain(id)} is dropped; its title, misses and the reason stay under Done.\n`);
  } else {
    io.stdout(changed ? `${task.section}:\n` : `Nothing to change under ${task.section}:\n`);
    io.stdout(taskLines(io, task, { today, indent: "  " }));
  }
  if (decision !== null) io.stdout(`Remembered ${decision.name}.\n`);
}

function moveRequest(id: string, name: string): BoardRequest {
  const section = requireSection(name);
  return section === "Done" ? { action: "done", id } : { action: "move", id, section };
}

function dueRequest(id: string, date: string, options: DueOptions): BoardRequest {
  const { rootCause, title, demote, reason } = options;
  const due = date.toLowerCase() === "none" ? null : requireDate(date);
  return {
    action: "due",
    id,
    due,
    ...(rootCause === undefined ? {} : { rootCause }),
    ...(title === undefined ? {} : { title }),
    ...(demote === undefined ? {} : { demote }),
    ...(reason === undefined ? {} : { reason }),
  };
}

function requireSection(name: string): BoardSection {
  const section = BOARD_SECTIONS.find((known) => known.toLowerCase() === name.toLowerCase());
  if (section !== undefined) return section;
  throw new HqError(
    "usage",
    `Cannot use the section "${name}", expected one of ${BOARD_SECTIONS.join(", ")}.`,
  );
}

function requireDate(text: string): string {
  if (isIsoDate(text)) return text;
  throw new HqError(
    "usage",
    `Cannot use the date "${text}": it is no day of the calendar, expected YYYY-MM-DD.`,
  );
}
