import type { Command } from "commander";
import { clip } from "../../company/clip.ts";
import { LESSON_CATEGORIES, type LessonCategory } from "../../company/lessons/lesson.ts";
import { requireRoot } from "../../files/root.ts";
import { addLesson } from "../../office/add-lesson.ts";
import {
  acceptLessonDraft,
  dropLessonDraft,
  listLessonDrafts,
} from "../../office/lesson-drafts.ts";
import { authorOf } from "../author-of.ts";
import type { Io } from "../context.ts";
import { instantText } from "../job-lines.ts";
import { addCommand, broken, type CommonOptions, plain, printJson, sentences } from "../output.ts";

interface Options extends CommonOptions {
  agent: string;
  category: string;
  summary: string;
  detail: string;
  action: string;
}

export function registerLesson(program: Command, io: Io): void {
  const lesson = program.command("lesson").description("log lessons, and decide on drafts of them");
  addCommand(lesson, "add", "remember a mistake and what changes because of it")
    .requiredOption("--agent <id>", "the department that learned it")
    .requiredOption("--category <name>", LESSON_CATEGORIES.join(", "))
    .requiredOption("--summary <text>", "what went wrong, one line")
    .requiredOption("--detail <text>", "what happened and why it mattered")
    .requiredOption("--action <text>", "what changes so that it does not happen again")
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
  const { agent, category, summary, detail, action } = options;
  const lesson = { agent, category, summary, detail, action };
  const { name } = await addLesson({ root, now: io.now }, { lesson, by: authorOf(io) });
  if (options.json) printJson(io, { ok: true, name, created: true });
  else io.stdout(`Remembered ${name}.\n`);
}
