import path from "node:path";
import type { Command } from "commander";
import { dateIn } from "../../company/dates.ts";
import { HqError } from "../../company/error.ts";
import { LESSON_CATEGORIES, lessonEntity } from "../../company/lessons.ts";
import { readConstitution } from "../../files/company.ts";
import { MEMORY_FILE, requireRoot } from "../../files/root.ts";
import { openMemoryStore } from "../../mcp-memory/open.ts";
import { agentOf } from "../agent-option.ts";
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
  const { category, summary, detail, action } = options;
  const agent = agentOf(options.agent, constitution);
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
    if (!isNew) throw taken(entity.name);
    if (options.json) printJson(io, { ok: true, name: entity.name, created: true });
    else io.stdout(`Remembered ${entity.name}.\n`);
  } finally {
    await store.close();
  }
}

function taken(name: string): HqError {
  return new HqError(
    "wrong-state",
    `Cannot add the lesson ${name}: memory holds one of this name already, expected a new summary. Nothing was changed.`,
    { hint: "Say it in another way, or add to it with: hq memory add NAME TEXT" },
  );
}
