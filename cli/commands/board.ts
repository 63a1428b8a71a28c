import { confirm } from "@clack/prompts";
import type { Command } from "commander";
import type { BoardSection } from "../../company/board/task.ts";
import { BOARD_SECTIONS } from "../../company/board/task.ts";
import type { BoardRequest } from "../../company/board/update.ts";
import { HqError } from "../../company/error.ts";
import { findingSentence } from "../../company/finding.ts";
import { requireRoot } from "../../files/root.ts";
import { addTask } from "../../office/add-task.ts";
import { changeBoard } from "../../office/change-board.ts";
import { editTask } from "../../office/edit-task.ts";
import { listTasks } from "../../office/list-tasks.ts";
import { dayNamed } from "../../office/people/day-named.ts";
import { authorOf, requireFounder } from "../author-of.ts";
import { registerTidy } from "../board-tidy.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, colors, plain, printJson, sentences } from "../output.ts";
import { taskLines } from "../task-lines.ts";

/** What the argument of a task takes. */
const TASK_ID = "the task, e.g. T-012, or 12";
const DAY = "YYYY-MM-DD, today, tomorrow, fri or +3d";

export function registerBoard(program: Command, io: Io): void {
  const board = program.command("board").description("list and change the tasks on BOARD.md");
  addCommand(board, "list", "the tasks, with misses counted (also: hq board)")
    .option("--all", "done tasks too")
    .option("--agent <id>", "only this department's tasks")
    .action((options: ListOptions) => printTasks(io, options));
  addCommand(board, "add", "add a task")
    .argument("<title>", "what is to be done")
    .option("--agent <id>", "the department that owns it, or me")
    .option("--due <date>", `due date: ${DAY}`)
    .option("--section <name>", "Now, Next or Blocked", "Next")
    .option("--missed", "the due date has passed, and counts as a miss")
    .action((title: string, options: AddOptions) => addOne(io, title, options));
  addCommand(board, "edit", "give a task another title, owner or reason for being blocked")
    .argument("<id>", TASK_ID)
    .option("--title <text>", "what is to be done")
    .option("--agent <id>", "the department that owns it, or me")
    .option("--blocked <text>", "what it waits for")
    .action((id: string, options: EditOptions) => edit(io, id, options));
  addCommand(board, "assign", "give a task to a department, or to yourself")
    .argument("<id>", TASK_ID)
    .argument("<agent>", "a department's id, or me")
    .action((id: string, agent: string, options: CommonOptions) =>
      edit(io, id, { ...options, agent }),
    );
  addCommand(board, "block", "move a task to Blocked, with what it waits for")
    .argument("<id>", TASK_ID)
    .argument("<reason>", "what it waits for")
    .action((id: string, blocked: string, options: CommonOptions) =>
      changeOne(io, { ...options, request: { action: "move", id, section: "Blocked", blocked } }),
    );
  addCommand(board, "unblock", "move a task out of Blocked, to Now")
    .argument("<id>", TASK_ID)
    .option("--section <name>", "Now or Next", "Now")
    .action((id: string, options: CommonOptions & { section: string }) =>
      changeOne(io, { ...options, request: moveRequest(id, options.section) }),
    );
  addCommand(board, "move", "move a task to another section")
    .argument("<id>", TASK_ID)
    .argument("<section>", BOARD_SECTIONS.join(", "))
    .action((id: string, section: string, options: CommonOptions) =>
      changeOne(io, { ...options, request: moveRequest(id, section) }),
    );
  addCommand(board, "done", "mark a task done, today")
    .argument("<id>", TASK_ID)
    .action((id: string, options: CommonOptions) =>
      changeOne(io, { ...options, request: { action: "done", id } }),
    );
  addCommand(board, "drop", "kill a task; its title, misses and the reason stay under Done")
    .argument("<id>", TASK_ID)
    .requiredOption("--reason <text>", "why it is not done any more")
    .action((id: string, options: CommonOptions & { reason: string }) =>
      changeOne(io, { ...options, request: { action: "drop", id, reason: options.reason } }),
    );
  addCommand(board, "due", "give a task another due date; a date that passed is kept as a miss")
    .argument("<id>", TASK_ID)
    .argument("<date>", `${DAY}; "none" takes the date off`)
    .option("--root-cause <text>", "what stops it every time")
    .option("--title <text>", "re-scope: the smaller task that is done instead")
    .option("--demote", "to Next, without a date")
    .option("--reason <text>", "why, for the memory")
    .option("--missed", "the new date has passed too, and counts as a miss")
    .option("--slip", "the date that passed was a slip of the pen, and is no miss")
    .addHelpText(
      "after",
      `\n${sentences(io, "A task missed twice needs --root-cause, --title or --demote, or: hq board drop").trimEnd()}`,
    )
    .action((id: string, date: string, options: DueOptions) => redate(io, { id, date, options }));
  registerTidy(board, io);
}

interface DueOptions extends CommonOptions {
  rootCause?: string;
  title?: string;
  demote?: boolean;
  reason?: string;
  missed?: boolean;
  slip?: boolean;
}

interface EditOptions extends CommonOptions {
  title?: string;
  agent?: string;
  blocked?: string;
}

interface ListOptions extends CommonOptions {
  all?: boolean;
  agent?: string;
}

interface AddOptions extends CommonOptions {
  agent?: string;
  due?: string;
  section: string;
  missed?: boolean;
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
  const root = requireRoot(options.root, io.cwd);
  const due =
    options.due === undefined ? null : await dayNamed({ root, now: io.now() }, options.due);
  const missed = await isMissed(io, { root, due, said: options.missed });
  const { agent } = options;
  const { task, today, unkept } = await addTask(
    { root, now: io.now },
    {
      task: {
        title,
        section,
        ...(agent === undefined ? {} : { agent }),
        ...(due === null ? {} : { due }),
        ...(missed ? { missed } : {}),
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
  // A date in words is said as the day that was understood.
  const dated = due !== null && due !== options.due ? `, due ${due}` : "";
  io.stdout(`Added ${id} to ${section}${dated}.${late}\n`);
  tellUnkept(io, unkept);
}

/** Only what was named changes. */
async function edit(io: Io, id: string, options: EditOptions): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const { title, agent, blocked } = options;
  if (title === undefined && agent === undefined && blocked === undefined) {
    throw new HqError(
      "usage",
      `Cannot edit ${plain(id)}: no change was named, expected --title, --agent or --blocked.`,
    );
  }
  const changes = {
    ...(title === undefined ? {} : { title }),
    ...(agent === undefined ? {} : { agent }),
    ...(blocked === undefined ? {} : { blocked }),
  };
  const update = await editTask(
    { root, now: io.now },
    { edit: { id, ...changes }, by: authorOf(io) },
  );
  printChange(io, { ...options, update, id });
}

async function redate(
  io: Io,
  { id, date, options }: { id: string; date: string; options: DueOptions },
): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const isNone = date.toLowerCase() === "none";
  const due = isNone ? null : await dayNamed({ root, now: io.now() }, date);
  const missed = await isMissed(io, { root, due, said: options.missed });
  if (options.slip === true) requireFounder(io, "take a miss back");
  const { rootCause, title, demote, reason, slip } = options;
  const request: BoardRequest = {
    action: "due",
    id,
    due,
    ...(rootCause === undefined ? {} : { rootCause }),
    ...(title === undefined ? {} : { title }),
    ...(demote === undefined ? {} : { demote }),
    ...(reason === undefined ? {} : { reason }),
    ...(missed ? { missed } : {}),
    ...(slip === undefined ? {} : { slip }),
  };
  await changeOne(io, { ...options, request });
}

/** Whether a date that has passed is meant: said as an option, or asked where somebody can answer. */
async function isMissed(
  io: Io,
  { root, due, said }: { root: string; due: string | null; said: boolean | undefined },
): Promise<boolean> {
  if (said === true || due === null || !io.interactive) return said === true;
  const today = await dayNamed({ root, now: io.now() }, "today");
  if (due >= today) return false;
  const message = `${due} has passed, and would count as a miss. Was it promised for that day?`;
  return (await confirm({ message, initialValue: false })) === true;
}

async function changeOne(
  io: Io,
  options: CommonOptions & { request: BoardRequest },
): Promise<void> {
  const { request } = options;
  const root = requireRoot(options.root, io.cwd);
  const update = await changeBoard({ root, now: io.now }, { request, by: authorOf(io) });
  printChange(io, { ...options, update, id: "id" in request ? request.id : "The task" });
}

function printChange(
  io: Io,
  {
    json,
    update,
    id,
  }: CommonOptions & { update: Awaited<ReturnType<typeof changeBoard>>; id: string },
): void {
  const { today, changed, task, decision, newMiss, unkept } = update;
  if (json) {
    printJson(io, { ok: true, changed, task, decision: decision?.name ?? null });
    return;
  }
  if (task === null) {
    io.stdout(
      `${plain(id.toUpperCase())} is dropped; its title, misses and the reason stay under Done.\n`,
    );
  } else {
    io.stdout(changed ? `${task.section}:\n` : `Nothing to change under ${task.section}:\n`);
    io.stdout(taskLines(io, task, { today, indent: "  " }));
  }
  if (newMiss !== null) {
    const slip = `${newMiss} is kept as a miss. Was it a slip of the pen? hq board due ${task?.id ?? ""} ${task?.due ?? "none"} --slip`;
    io.stdout(sentences(io, slip));
  }
  if (decision !== null) io.stdout(`Remembered ${decision.name}.\n`);
  tellUnkept(io, unkept);
}

/** The change itself is made. */
function tellUnkept(io: Io, unkept: string | null): void {
  if (unkept === null) return;
  io.stderr(sentences(io, `hq undo cannot take this back, for it was not kept: ${unkept}`));
}

function moveRequest(id: string, name: string): BoardRequest {
  const section = requireSection(name);
  return section === "Done" ? { action: "done", id } : { action: "move", id, section };
}

function requireSection(name: string): BoardSection {
  const section = BOARD_SECTIONS.find((known) => known.toLowerCase() === name.toLowerCase());
  if (section !== undefined) return section;
  throw new HqError(
    "usage",
    `Cannot use the section "${name}", expected one of ${BOARD_SECTIONS.join(", ")}.`,
  );
}
