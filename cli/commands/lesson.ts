import type { Command } from "commander";
import { clip } from "../../company/clip.ts";
import { LESSON_CATEGORIES, type LessonCategory } from "../../company/lessons/lesson.ts";
import { requireRoot } from "../../files/root.ts";
import { addLesson, type NewLesson } from "../../office/add-lesson.ts";
import {
  acceptLessonDraft,
  dropLessonDraft,
  listLessonDrafts,
} from "../../office/lesson-drafts.ts";
import { listLessons } from "../../office/list-lessons.ts";
import { departmentsAndFounder } from "../../office/people/agent-named.ts";
import { askMissing } from "../ask-missing.ts";
import { authorOf } from "../author-of.ts";
import type { Io } from "../context.ts";
import { instantText } from "../job-lines.ts";
import {
  addCommand,
  broken,
  type CommonOptions,
  colors,
  plain,
  printJson,
  sentences,
} from "../output.ts";

interface Options extends CommonOptions {
  agent?: string;
  category?: string;
  summary?: string;
  detail?: string;
  action?: string;
}

/** Lessons of a list for a person; --all and --json give every one. */
const LISTED = 20;

/** A command that is taken as it stands. */
const EXAMPLE =
  'hq lesson add --agent cto --category process --summary "Backup was never restored" --detail "The restore failed on the day" --action "Restore once a month"';

export function registerLesson(program: Command, io: Io): void {
  const lesson = program.command("lesson").description("log lessons, and decide on drafts of them");
  addCommand(lesson, "list", "the lessons of the company, the newest first (also: hq lesson)")
    .option("--all", `older ones than the newest ${LISTED} too`)
    .action((options: CommonOptions & { all?: boolean }) => list(io, options));
  addCommand(
    lesson,
    "add",
    "remember a mistake and what changes because of it; it asks for the rest",
  )
    .option("--agent <id>", "the department that learned it, or me")
    .option("--category <name>", LESSON_CATEGORIES.join(", "))
    .option("--summary <text>", "what went wrong, one line")
    .option("--detail <text>", "what happened and why it mattered")
    .option("--action <text>", "what changes so that it does not happen again")
    .action(async (options: Options) => remember(io, options));
  addCommand(lesson, "drafts", "failures of runs that may become lessons").action(
    (options: CommonOptions) => drafts(io, options),
  );
  addCommand(lesson, "accept", "make a lesson of a draft")
    .argument("<id>", "the draft, e.g. L-3")
    .requiredOption("--action <text>", "what changes so that it does not happen again")
    .option("--summary <text>", "what went wrong, one line (default: from the draft)")
    .option("--category <name>", LESSON_CATEGORIES.join(", "))
    .action((id: string, options: AcceptOptions) => accept(io, id, options));
  addCommand(lesson, "drop", "take a draft off the list for good")
    .argument("<id>", "the draft, e.g. L-3")
    .action((id: string, options: CommonOptions) => drop(io, id, options));
}

async function drafts(io: Io, options: CommonOptions): Promise<void> {
  const { drafts: open, timeZone } = await listLessonDrafts(requireRoot(options.root, io.cwd));
  if (options.json) {
    printJson(io, { ok: true, drafts: open });
    return;
  }
  if (open.length === 0) io.stdout("No failure of a run waits to become a lesson.\n");
  for (const { id, agent, tool, refused, times, lastRun, lastAt, text } of open) {
    const how = `${refused ? "refused" : "failed"} ${times === 1 ? "once" : `${times} times`}`;
    const last = `last in ${lastRun}, ${instantText(lastAt, timeZone)}`;
    io.stdout(sentences(io, plain(`${agent}: ${tool ?? "the run"} ${how}, ${last}`), `${id}  `));
    io.stdout(broken(io, clip(text, TEXT_CHARS), "     "));
  }
}

async function accept(io: Io, id: string, options: AcceptOptions): Promise<void> {
  const sources = { root: requireRoot(options.root, io.cwd), now: io.now };
  const { action, summary, category } = options;
  const accepted = await acceptLessonDraft(sources, {
    ...{ id, action, summary, by: authorOf(io) },
    // Another word is refused with those that there are.
    category: category as LessonCategory | undefined,
  });
  if (options.json) printJson(io, { ok: true, ...accepted });
  else io.stdout(`Remembered ${accepted.name}.\n`);
}

async function drop(io: Io, given: string, options: CommonOptions): Promise<void> {
  const sources = { root: requireRoot(options.root, io.cwd), now: io.now };
  const { id } = await dropLessonDraft(sources, given);
  if (options.json) printJson(io, { ok: true, id });
  else io.stdout(`Dropped ${id}.\n`);
}

const TEXT_CHARS = 220;

interface AcceptOptions extends CommonOptions {
  action: string;
  summary?: string;
  category?: string;
}

async function remember(io: Io, options: Options): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const fields = await wholeLesson(io, root, options);
  const { name } = await addLesson({ root, now: io.now }, { lesson: fields, by: authorOf(io) });
  if (options.json) printJson(io, { ok: true, name, created: true });
  else io.stdout(`Remembered ${name}.\n`);
}

const QUESTIONS = {
  agent: "Which department learned it?",
  category: "What kind of lesson is it?",
  summary: "What went wrong, in one line?",
  detail: "What happened, and why did it matter?",
  action: "What changes so that it does not happen again?",
} as const;

/** What was not said is asked in a terminal. */
async function wholeLesson(io: Io, root: string, options: Options): Promise<NewLesson> {
  const names = Object.keys(QUESTIONS) as (keyof typeof QUESTIONS)[];
  const missing = names.filter((name) => options[name] === undefined);
  const agents = missing.includes("agent") ? await departmentsAndFounder(root) : [];
  const choices = { agent: agents, category: LESSON_CATEGORIES };
  const answers = await askMissing(
    io,
    missing.map((name) => ({
      option: `--${name}`,
      question: QUESTIONS[name],
      ...(name in choices ? { choices: choices[name as keyof typeof choices] } : {}),
    })),
    { command: "hq lesson add", example: EXAMPLE, json: options.json === true },
  );
  const value = (name: keyof typeof QUESTIONS) => options[name] ?? answers.get(`--${name}`) ?? "";
  const [agent, category, summary, detail, action] = [
    ...[value("agent"), value("category"), value("summary"), value("detail"), value("action")],
  ] as [string, string, string, string, string];
  return { agent, category, summary, detail, action };
}

async function list(io: Io, options: CommonOptions & { all?: boolean }): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const lessons = await listLessons({ root, now: io.now });
  if (options.json) {
    printJson(io, { ok: true, lessons });
    return;
  }
  if (lessons.length === 0) {
    io.stdout(sentences(io, "No lesson yet. Log one with: hq lesson add"));
    return;
  }
  const c = colors(io);
  const shown = options.all === true ? lessons : lessons.slice(0, LISTED);
  for (const { date, agent, category, summary, action, improved } of shown) {
    io.stdout(c.bold(sentences(io, plain(`${summary} · ${agent}, ${category}`), `${date} `)));
    const done = improved.length === 0 ? "" : ` (in ${improved.join(", ")})`;
    io.stdout(broken(io, `${action}${done}`, "           "));
  }
  const more = lessons.length - shown.length;
  if (more > 0) io.stdout(sentences(io, `${more} older ones: hq lesson list --all`));
}
