/** Every duty of the plan with its next day, whether it presses or not. */
import { allObligations } from "../company/standup/plan.ts";
import type { ObligationDue } from "../company/standup/types.ts";
import { readCompany } from "../files/company.ts";
import { gatherStandup } from "../files/standup-input.ts";
import { type FounderMemory, withFounderMemory } from "./memory/founder-memory.ts";

/** Those of one duty that passed undone are one, with their count; the earliest day first. */
export async function listOpenDuties(memory: FounderMemory): Promise<ObligationDue[]> {
  const company = await readCompany(memory.root);
  const view = await withFounderMemory(memory, ({ store }) => store.readWithOrigins());
  const input = { company, now: memory.now(), memory: view, withoutCommits: true };
  // The plan has those that press before all others, whatever their day.
  return allObligations(await gatherStandup(input)).toSorted((a, b) => (a.due < b.due ? -1 : 1));
}
