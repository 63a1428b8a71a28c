/** The plan as `hq standup` makes it, without what changed: that would be git's to tell. */
import { standupPlan } from "../../company/standup/plan.ts";
import type { StandupPlan } from "../../company/standup/types.ts";
import type { CompanyFiles } from "../../files/company.ts";
import { gatherStandup } from "../../files/standup-input.ts";
import { withMemory } from "./with-memory.ts";

/** A memory that cannot be read costs the plan that part, and is one of its notes. */
export async function planNow(company: CompanyFiles, now: Date): Promise<StandupPlan> {
  const memory = await withMemory({ root: company.root, now: () => now }, (store) =>
    store.readWithOrigins(),
  ).catch(memoryNote);
  const input = { company, now, withoutCommits: true };
  return typeof memory === "string"
    ? standupPlan(await gatherStandup({ ...input, memory: null, memoryNote: memory }))
    : standupPlan(await gatherStandup({ ...input, memory }));
}

function memoryNote(error: unknown): string {
  if (error instanceof Error && error.name === "MemoryError") return error.message;
  throw error;
}
