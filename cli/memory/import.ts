import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import type { Command } from "commander";
import { clip } from "../../company/clip.ts";
import { HqError } from "../../company/error.ts";
import { systemReason } from "../../files/text.ts";
import { readImportFile } from "../../mcp-memory/import-file.ts";
import { type ImportPlan, inBatches, planImport } from "../../mcp-memory/import-plan.ts";
import { FILE_BYTES } from "../../mcp-memory/limits.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import type { Io } from "../context.ts";
import { addCommand, type CommonOptions, colors, plain, printJson } from "../output.ts";
import { withStore } from "./with-store.ts";

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
      const read = readImportFile(await readWhole(path.resolve(io.cwd, file)));
      await withStore(io, options, async ({ store }) => {
        const plan = planImport(read, await store.readGraph());
        if (!options.dryRun) await write(store, plan);
        if (options.json) printPlanJson(io, plan, options);
        else printPlan(io, plan, options);
      });
    });
}

/** Entities first: a relation needs both its ends. Cut off on the way, it can be run again. */
async function write(store: MemoryStore, plan: ImportPlan): Promise<void> {
  for (const batch of inBatches(plan.entities, ({ observations }) => observations.length)) {
    await store.createEntities(batch);
  }
  for (const batch of inBatches(plan.additions, ({ contents }) => contents.length)) {
    await store.addObservations(batch);
  }
  for (const batch of inBatches(plan.relations, () => 0)) await store.createRelations(batch);
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

async function readWhole(file: string): Promise<Buffer> {
  try {
    const { size } = await stat(file);
    if (size > FILE_BYTES) throw new Error(`${size} bytes (the limit is ${FILE_BYTES})`);
    return await readFile(file);
  } catch (error) {
    throw new HqError(
      "unreadable-file",
      `Cannot import ${file}: ${systemReason(error)}, expected a memory's file. Nothing was changed.`,
      { cause: error, hint: "Name a memory.jsonl, or a JSON file with entities and relations." },
    );
  }
}
