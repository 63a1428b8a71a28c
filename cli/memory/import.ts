import path from "node:path";
import type { Command } from "commander";
import { clip } from "../../company/clip.ts";
import type { ImportPlan } from "../../mcp-memory/import-plan.ts";
import { type Imported, importMemory } from "../../office/memory/import-memory.ts";
import type { Io } from "../context.ts";
import {
  addCommand,
  broken,
  type CommonOptions,
  colors,
  plain,
  printJson,
  sentences,
} from "../output.ts";
import { memoryOf } from "./memory-of.ts";

interface Options extends CommonOptions {
  dryRun?: boolean;
  origins?: string;
}

/** In one sentence, and what follows from it. */
function outcomeOf({ plan, isUnderstood }: Imported, options: Options): string {
  const { entities, observations, relations } = countsOf(plan);
  if (!isUnderstood) return "Nothing of it was understood as a memory; nothing was changed.";
  if (entities + observations + relations === 0) return "Nothing new in it.";
  const said = options.dryRun ? "Would add" : "Added";
  const dateless = plan.entities.filter(({ origin }) => origin?.at == null).length;
  const unknown =
    dateless === 0
      ? ""
      : ` ${counted(dateless, "entity has", "entities have")} no date: verify before you repeat what is said there.`;
  const added = [
    counted(entities, "entity", "entities"),
    counted(observations, "observation", "observations"),
    counted(relations, "relation", "relations"),
  ];
  return `${said} ${added.join(", ")}.${unknown}`;
}

function counted(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}

/** More than a person reads; --json gives them all. */
const SHOWN_LIMIT = 20;
const SHOWN_CHARS = 100;

export function registerImport(memory: Command, io: Io): void {
  addCommand(memory, "import", "add what another memory's file says; nothing is removed")
    .argument(
      "<file>",
      "a memory's file (the reference's and its forks', mcp-memory-service, mem0, MemoryMesh), a note, or a folder of notes",
    )
    .option("--dry-run", "say what would be added, and change nothing")
    .option("--origins <file>", "dates and authors, when not in the file *.origins.jsonl beside it")
    .action(async (file: string, options: Options) => {
      const isDry = options.dryRun === true;
      const from = path.resolve(io.cwd, file);
      const origins = options.origins === undefined ? null : path.resolve(io.cwd, options.origins);
      const imported = await importMemory(memoryOf(io, options), { file: from, origins, isDry });
      if (options.json) printPlanJson(io, imported, options);
      else printPlan(io, imported, options);
      if (!imported.isUnderstood) io.setExitCode(1);
    });
}

function countsOf({ entities, additions, relations }: ImportPlan) {
  const of = (lists: readonly (readonly string[])[]) =>
    lists.reduce((sum, { length }) => sum + length, 0);
  return {
    entities: entities.length,
    observations:
      of(entities.map(({ observations }) => observations)) +
      of(additions.map(({ contents }) => contents)),
    relations: relations.length,
  };
}

function printPlanJson(io: Io, { plan, isUnderstood }: Imported, options: Options): void {
  printJson(io, {
    ok: isUnderstood,
    dryRun: options.dryRun === true,
    added: countsOf(plan),
    leftOut: plan.leftOut,
  });
}

function printPlan(io: Io, imported: Imported, options: Options): void {
  const c = colors(io);
  const { plan } = imported;
  io.stdout(sentences(io, outcomeOf(imported, options)));
  if (plan.leftOut.length === 0) return;
  const pieces = counted(plan.leftOut.length, "piece was", "pieces were");
  io.stdout(c.yellow(`${pieces} left out, and still in the file:\n`));
  for (const { place, reason, text } of plan.leftOut.slice(0, SHOWN_LIMIT)) {
    const piece = clip(plain(text).replaceAll(/\s+/g, " "), SHOWN_CHARS);
    io.stdout(broken(io, `${clip(plain(place), SHOWN_CHARS)}: ${plain(reason)}: ${piece}`, "- "));
  }
  const more = plan.leftOut.length - SHOWN_LIMIT;
  if (more > 0) io.stdout(`and ${more} more; all of them with --json\n`);
}
