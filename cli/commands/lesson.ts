import path from "node:path";
import type { Command } from "commander";
import { dateIn } from "../../company/dates.ts";
import { LESSON_CATEGORIES, lessonEntity } from "../../company/lessons.ts";
import { readConstitution } from "../../files/company.ts";
import { MEMORY_FILE, requireRoot } from "../../files/root.ts";
import { openMemoryStore } from "../../mcp-memory/open.ts";
import type { Io } from "../context.ts";
import { forAuthor } from "../memory/for-author.ts";
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
    .action(async (options: Options) => addLesson(io, options));
}

async function addLesson(io: Io, options: Options): Promise<void> {
  const root = requireRoot(options.root, io.cwd);
  const { constitution } = await readConstitution(root);
  const { agent, category, summary, detail, action } = options;
  const date = dateIn(io.now(), constitution.company.timeZone);
  const entity = lessonEntity({ date, agent, category, summary, detail, action });
  const store = await openMemoryStore({
    filePath: path.join(root, MEMORY_FILE),
    now: io.now,
    agent,
  });
  try {
    const { created } = await forAuthor(store, io, options).createEntities([entity]);
    const isNew = created.length > 0;
    if (options.json) printJson(io, { ok: isNew, name: entity.name, created: isNew });
    else if (isNew) io.stdout(`Remembered ${entity.name}.\n`);
    else {
      io.stderr(
        `Cannot add the lesson ${entity.name}: memory holds one of this name already, expected a new summary. Nothing was changed; add to it with "hq memory add".\n`,
      );
    }
    if (!isNew) io.setExitCode(1);
  } finally {
    await store.close();
  }
}
