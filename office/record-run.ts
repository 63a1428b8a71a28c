/** A recurring prompt that somebody ran by hand, written where the plan looks. */
import path from "node:path";
import { HqError } from "../company/error.ts";
import { readConstitution } from "../files/company.ts";
import { MEMORY_FILE } from "../files/root.ts";
import { withRules } from "../mcp-memory/rules/guarded-store.ts";
import { recordPromptRun } from "../mcp-memory/rules/prompt-run.ts";
import { slugOf } from "../mcp-memory/rules/slug.ts";
import { type FounderMemory, withFounderMemory } from "./memory/founder-memory.ts";
import { createPolicyReader } from "./records/memory-policy.ts";

export interface RecordedRun {
  prompt: string;
  name: string;
  lastRun: string;
}

/** @throws HqError `usage` for a prompt without a row of Cadence; MemoryError when the memory refuses it */
export async function recordRun(
  memory: FounderMemory,
  { prompt: given, result, by }: { prompt: string; result: string; by: string },
): Promise<RecordedRun> {
  const { constitution } = await readConstitution(memory.root);
  const wanted = slugOf(given.replace(/^\/|^prompt-run:/, ""));
  const names = constitution.cadence.map(({ prompt }) => prompt);
  const prompt = names.find((name) => slugOf(name) === wanted);
  if (prompt === undefined) {
    throw new HqError(
      "usage",
      `Cannot record a run of "${given.slice(0, 80)}": the table Cadence has no such prompt, expected one of ${names.join(", ") || "none, for the table is empty"}.`,
    );
  }
  const readPolicy = createPolicyReader(path.join(memory.root, MEMORY_FILE));
  return withFounderMemory(memory, async ({ store }) => {
    const author = { agent: by, session: null };
    const ruled = withRules(store, { readPolicy, author, now: memory.now });
    const origin = { by };
    const run = { prompt, result };
    const kept = await recordPromptRun(ruled, run, { now: memory.now(), origin });
    return { prompt, ...kept };
  });
}
