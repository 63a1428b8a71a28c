/** What another memory's file says, added to this one; nothing is removed. */
import { readFile, stat } from "node:fs/promises";
import { HqError } from "../../company/error.ts";
import { systemReason } from "../../files/text.ts";
import { readImportFile } from "../../mcp-memory/import-file.ts";
import { type ImportPlan, inBatches, planImport } from "../../mcp-memory/import-plan.ts";
import { FILE_BYTES } from "../../mcp-memory/limits.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { type FounderMemory, withFounderMemory } from "./founder-memory.ts";

/**
 * What was added, and the pieces that were left out; `isDry` only says what would be.
 * @throws HqError `unreadable-file`; MemoryError also for a file in which no memory is found
 */
export async function importMemory(
  memory: FounderMemory,
  { file, isDry }: { file: string; isDry: boolean },
): Promise<ImportPlan> {
  const read = readImportFile(await readWhole(file));
  return withFounderMemory(memory, async ({ store }) => {
    const plan = planImport(read, await store.readGraph());
    if (!isDry) await write(store, plan);
    return plan;
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
