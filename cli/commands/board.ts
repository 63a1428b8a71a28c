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
import type { BoardSection } from "../../company/board/task.ts";
import { BOARD_FILE, BOARD_SECTIONS } from "../../company/board/task.ts";
import type { Constitution } from "../../company/constitution/types.ts";
import { dateIn, isIsoDate } from "../../company/dates.ts";
import { HqError } from "../../company/error.ts";
import { findingSentence } from "../../company/finding.ts";
import { readConstitution } from "../../files/company.ts";
import { withLock } from "../../files/lock.ts";
import { requireRoot } from "../../files/root.ts";
import { readText, writeText } from "../../files/text.ts";
import { agentOf } from "../agent-option.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, colors, printJson, sentences } from "../output.ts";
import { taskLines } from "../task-lines.ts";

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
        edit: (text, board) => moveTo(text, { ...board, section }),
      }),
    );
  addCommand(board, "done", "mark a task done, today")
    .argument("<id>", "the task, e.g. T-012")
    .action((id: string, options: CommonOptions) =>
      changeBoard(io, {
        ...options,
        id,
        edit: (text, board) => completeTask(text, board.id, board.today),
      }),
    );
  addCommand(board, "due", "give a task another due date; a date that passed is kept as a miss")
    .argument("<id>", "the task, e.g. T-012")
    .argument("<date>", 'YYYY-MM-DD, or "none" to take the date off')
    .option("--root-cause <text>", "what stops it every time; a task missed twice needs it")
    .action((id: string, date: string, options: CommonOptions & { rootCause?: string }) =>
      changeBoard(io, {
        ...options,
        id,
        edit: (text, board) => giveDue(text, { ...options, ...board, date }),
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
  constitution: Constitution;
}

/** Reads, edits and writes as one: two commands at once must not lose what one of them promised. */
async function onBoard<T>(
  io: Io,
  options: CommonOptions,
  work: (board: BoardFile) => Promise<T>,
): Promise<T> {
  const lock = path.join(requireRoot(options.root, io.cwd), ".hq", "board.lock");
  return withLock(lock, async () => work(await readBoardFile(io, options)));
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
  return { file, text, today: dateIn(io.now(), constitution.company.timeZone), constitution };
}

async function listTasks(io: Io, options: ListOptions): Promise<void> {
  const { text, today, constitution } = await readBoardFile(io, options);
  const { board, findings } = parseBoard(text, BOARD_FILE);
  const agent = options.agent === undefined ? undefined : agentOf(options.agent, constitution);
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
    for (const task of inSection) io.stdout(taskLines(io, task, { today, indent: "  " }));
  }
  if (tasks.length === 0 && findings.length === 0) io.stdout(nothingToList(io, agent));
  for (const finding of findings) io.stderr(sentences(io, findingSentence(finding)));
}

function nothingToList(io: Io, agent: string | undefined): string {
  return agent === undefined
    ? sentences(io, "No tasks. Add one with: hq board add TITLE --agent coo --due DATE")
    : `No open tasks of @${agent}.\n`;
}

async function addOne(io: Io, title: string, options: AddOptions): Promise<void> {
  const section = requireSection(options.section);
  const due = options.due === undefined ? null : requireDate(options.due);
  const { id, today } = await onBoard(io, options, async ({ file, text, today, constitution }) => {
    const agent = options.agent === undefined ? null : agentOf(options.agent, constitution);
    const added = addTask(text, { title, agent, due, section });
    await writeText(file, added.text);
    return { id: added.id, today };
  });
  if (options.json) {
    printJson(io, { ok: true, id, today });
    return;
  }
  const late =
    due !== null && due < today ? ` Its date ${due} has passed, so it counts as missed.` : "";
  io.stdout(`Added ${id} to ${section}.${late}\n`);
}

interface BoardChange extends CommonOptions {
  id: string;
  edit: (text: string, board: { id: string; today: string }) => string;
}

async function changeBoard(io: Io, change: BoardChange): Promise<void> {
  // The board writes T-012; a hurried founder types t-012.
  const id = change.id.toUpperCase();
  const { text, edited, today } = await onBoard(io, change, async ({ file, text, today }) => {
    const edited = change.edit(text, { id, today });
    if (edited !== text) await writeText(file, edited);
    return { text, edited, today };
  });
  const task = parseBoard(edited, BOARD_FILE).board.tasks.find((one) => one.id === id);
  if (change.json) {
    printJson(io, { ok: true, changed: edited !== text, task: task ?? null });
    return;
  }
  if (task === undefined) return;
  if (edited === text) io.stdout(`Nothing to change under ${task.section}:\n`);
  else io.stdout(`${task.section}:\n`);
  io.stdout(taskLines(io, task, { today, indent: "  " }));
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
