import path from "node:path";
import type { Command } from "commander";
import {
  addTask,
  completeTask,
  moveTask,
  setDue,
  setTaskFields,
} from "../../company/board/edit.ts";
import { isChronic, misses } from "../../company/board/misses.ts";
import { parseBoard } from "../../company/board/parse.ts";
import type { BoardSection, Task } from "../../company/board/task.ts";
import { BOARD_FILE, BOARD_SECTIONS } from "../../company/board/task.ts";
import { dateIn, isIsoDate } from "../../company/dates.ts";
import { HqError } from "../../company/error.ts";
import { findingSentence } from "../../company/finding.ts";
import { readConstitution } from "../../files/company.ts";
import { requireRoot } from "../../files/root.ts";
import { readText, writeText } from "../../files/text.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, colors, plain, printJson } from "../output.ts";

export function registerBoard(program: Command, io: Io): void {
  const board = program.command("board").description("list and change the tasks on BOARD.md");
  addCommand(board, "list", "the tasks, with misses counted")
    .option("--all", "done tasks too")
    .option("--agent <id>", "only this department's tasks")
    .action((options: ListOptions) => listTasks(io, options));
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
      changeBoard(io, {
        ...options,
        id,
        edit: (text, today) => moveTo(text, { id, section, today }),
      }),
    );
  addCommand(board, "done", "mark a task done, today")
    .argument("<id>", "the task, e.g. T-012")
    .action((id: string, options: CommonOptions) =>
      changeBoard(io, { ...options, id, edit: (text, today) => completeTask(text, id, today) }),
    );
  addCommand(board, "due", "give a task another due date; a date that passed is kept as a miss")
    .argument("<id>", "the task, e.g. T-012")
    .argument("<date>", 'YYYY-MM-DD, or "none" to take the date off')
    .option("--root-cause <text>", "what stops it every time; a task missed twice needs it")
    .action((id: string, date: string, options: CommonOptions & { rootCause?: string }) =>
      changeBoard(io, {
        ...options,
        id,
        edit: (text, today) => giveDue(text, { ...options, id, date, today }),
      }),
    );
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

interface BoardFile {
  file: string;
  text: string;
  today: string;
}

async function readBoardFile(io: Io, options: CommonOptions): Promise<BoardFile> {
  const root = requireRoot(options.root, io.cwd);
  const { constitution } = await readConstitution(root);
  const file = path.join(root, BOARD_FILE);
  const text = await readText(file);
  if (text === null) {
    throw new HqError("not-found", `Cannot read the board: there is no ${file}, expected one.`, {
      hint: "Restore it from git, or make an empty file with the headings ## Now, ## Next, ## Blocked and ## Done.",
    });
  }
  return { file, text, today: dateIn(io.now(), constitution.company.timeZone) };
}

async function listTasks(io: Io, options: ListOptions): Promise<void> {
  const { text, today } = await readBoardFile(io, options);
  const { board, findings } = parseBoard(text, BOARD_FILE);
  const agent = options.agent?.replace(/^@/, "").toLowerCase();
  const tasks = board.tasks
    .filter((task) => options.all === true || !task.done)
    .filter((task) => agent === undefined || task.agent === agent);
  if (options.json) {
    const rows = tasks.map((task) => ({
      ...task,
      misses: misses(task, today),
      chronic: isChronic(task, today),
    }));
    printJson(io, { ok: findings.length === 0, today, tasks: rows, findings });
    return;
  }
  const c = colors(io);
  for (const section of BOARD_SECTIONS) {
    const inSection = tasks.filter((task) => task.section === section);
    if (inSection.length === 0) continue;
    io.stdout(`${c.bold(section)}\n`);
    for (const task of inSection) io.stdout(`${taskLine(io, task, today)}\n`);
  }
  if (tasks.length === 0)
    io.stdout("No tasks. Add one with: hq board add TITLE --agent coo --due DATE\n");
  for (const finding of findings) io.stderr(`${plain(findingSentence(finding))}\n`);
}

function taskLine(io: Io, task: Task, today: string): string {
  const c = colors(io);
  const late = !task.done && task.due !== null && task.due < today;
  const due = task.due === null ? "" : late ? c.red(`due ${task.due}`) : `due ${task.due}`;
  const missed = misses(task, today);
  const notes = [
    task.agent === null ? "" : `@${plain(task.agent)}`,
    due,
    missed === 0 ? "" : isChronic(task, today) ? c.red(`missed ${missed} times`) : "missed once",
    task.blocked === null ? "" : `blocked: ${plain(task.blocked)}`,
  ].filter(Boolean);
  return `  ${task.done ? "[x]" : "[ ]"} ${task.id} ${plain(task.title)}${notes.length > 0 ? ` · ${notes.join(" · ")}` : ""}`;
}

async function addOne(io: Io, title: string, options: AddOptions): Promise<void> {
  const { file, text, today } = await readBoardFile(io, options);
  const section = requireSection(options.section);
  const due = options.due === undefined ? null : requireDate(options.due);
  const agent = options.agent?.replace(/^@/, "").toLowerCase() ?? null;
  const added = addTask(text, { title, agent, due, section });
  await writeText(file, added.text);
  if (options.json) printJson(io, { ok: true, id: added.id, today });
  else io.stdout(`Added ${added.id} to ${section}.\n`);
}

async function changeBoard(
  io: Io,
  change: CommonOptions & { id: string; edit: (text: string, today: string) => string },
): Promise<void> {
  const { file, text, today } = await readBoardFile(io, change);
  const edited = change.edit(text, today);
  if (edited !== text) await writeText(file, edited);
  const task = parseBoard(edited, BOARD_FILE).board.tasks.find(({ id }) => id === change.id);
  if (change.json) printJson(io, { ok: true, changed: edited !== text, task: task ?? null });
  else if (task !== undefined) {
    io.stdout(
      `${edited === text ? "Nothing to change: " : ""}${taskLine(io, task, today).trim()} (${task.section})\n`,
    );
  }
}

function moveTo(text: string, move: { id: string; section: string; today: string }): string {
  const section = requireSection(move.section);
  return section === "Done"
    ? completeTask(text, move.id, move.today)
    : moveTask(text, move.id, section);
}

function giveDue(
  text: string,
  due: { id: string; date: string; today: string; rootCause?: string },
): string {
  const { id, today, rootCause } = due;
  const explained = rootCause === undefined ? text : setTaskFields(text, id, { rootCause });
  const date = due.date.toLowerCase() === "none" ? null : requireDate(due.date);
  return setDue(explained, { id, date, today });
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
