import type { Command } from "commander";
import { LESSON_CATEGORIES } from "../../company/lessons.ts";
import { requireRoot } from "../../files/root.ts";
import { addLesson } from "../../office/add-lesson.ts";
import { authorOf } from "../author-of.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, printJson } from "../output.ts";

interface Options extends CommonOptions {
  agent: string;
  category: string;
  summary: string;
  detail: string;
  action: string;
}

export function registerLesson(program: Command, io: Io): void {
  const lesson = program.command("lesson").description("log a lesson");
  addCommand(lesson, "add", "remember a mistake and what changes because of it")
    .requiredOption("--agent <id>", "the department that learned it")
    .requiredOption("--category <name>", LESSON_CATEGORIES.join(", "))
    .requiredOption("--summary <text>", "what went wrong, one line")
    .requiredOption("--detail <text>", "what happened and why it mattered")
    .requiredOption("--action <text>", "what changes so that it does not happen again")
    .action(async (options: Options) => remember(io, options));
}

async function remember(io: Io, options: Options): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const { agent, category, summary, detail, action } = options;
  const lesson = { agent, category, summary, detail, action };
  const { name } = await addLesson({ root, now: io.now }, { lesson, by: authorOf(io) });
  if (options.json) printJson(io, { ok: true, name, created: true });
  else io.stdout(`Remembered ${name}.\n`);
}
