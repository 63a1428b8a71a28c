import path from "node:path";
import type { Command } from "commander";
import { clip } from "../../company/clip.ts";
import type { ImportPlan } from "../../mcp-memory/import-plan.ts";
import { importMemory } from "../../office/memory/import-memory.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, colors, plain, printJson } from "../output.ts";
import { memoryOf } from "./memory-of.ts";

interface Options extends CommonOptions {
  dryRun?: boolean;
}

/** More than a person reads; --json gives them all. */
const SHOWN_LIMIT = 20;
const SHOWN_CHARS = 100;

export function registerImport(memory: Command, io: Io): void {
  addCommand(memory, "import", "add what another memory's file says; nothing is removed")
    .argument("<file>", "lines as in memory.jsonl, or a JSON document with entities and relations")
    .option("--dry-run", "say what would be added, and change nothing")
    .action(async (file: string, options: Options) => {
      const isDry = options.dryRun === true;
      const from = path.resolve(io.cwd, file);
      const plan = await importMemory(memoryOf(io, options), { file: from, isDry });
      if (options.json) printPlanJson(io, plan, options);
      else printPlan(io, plan, options);
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

function printPlanJson(io: Io, plan: ImportPlan, options: Options): void {
  printJson(io, {
    ok: true,
    dryRun: options.dryRun === true,
    added: countsOf(plan),
    leftOut: plan.leftOut,
  });
}

function printPlan(io: Io, plan: ImportPlan, options: Options): void {
  const c = colors(io);
  const { entities, observations, relations } = countsOf(plan);
  const said = options.dryRun ? "Would add" : "Added";
  io.stdout(
    entities + observations + relations === 0
      ? "Nothing new in it.\n"
      : `${said} ${entities} entities, ${observations} observations, ${relations} relations.\n`,
  );
  if (plan.leftOut.length === 0) return;
  io.stdout(c.yellow(`${plan.leftOut.length} pieces were left out; they are still in the file:\n`));
  for (const { place, reason, text } of plan.leftOut.slice(0, SHOWN_LIMIT)) {
    const piece = clip(plain(text).replaceAll(/\s+/g, " "), SHOWN_CHARS);
    io.stdout(`- ${clip(plain(place), SHOWN_CHARS)}: ${plain(reason)}: ${piece}\n`);
  }
  const more = plan.leftOut.length - SHOWN_LIMIT;
  if (more > 0) io.stdout(`and ${more} more; all of them with --json\n`);
}
