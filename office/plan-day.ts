/** The morning's main job: gather, plan, remember. */
import { existsSync } from "node:fs";
import path from "node:path";
import { instantOn } from "../company/instant-on.ts";
import { standupPlan } from "../company/standup/plan.ts";
import { standupRecords } from "../company/standup/tracker.ts";
import type { StandupPlan } from "../company/standup/types.ts";
import { type CompanyFiles, readCompany } from "../files/company.ts";
import { MANIFEST_FILE, MEMORY_FILE } from "../files/root.ts";
import { gatherStandup } from "../files/standup-input.ts";
import { openMemoryStore } from "../mcp-memory/open.ts";
import type { MemoryStore } from "../mcp-memory/store/store.ts";
import { improvementNotes } from "./records/improvement-notes.ts";
import { missedJobs } from "./records/missed-jobs.ts";
import { outsideOfPlan } from "./signals/outside-of-plan.ts";

const NOT_SET_UP =
  "The constitution names no company yet, so this plan is nobody's and is not remembered. Set yours up with bin/hq init; npm start shows a sample.";
const NAME_LOST =
  "The table Company of the constitution has no Name any more, so this plan is not remembered. Restore .github/copilot-instructions.md from git, or write the name into the table.";

export interface StandupRequest {
  root: string;
  now: Date;
  /** Plan as of this ISO date instead of today. */
  date?: string;
  /** Print only; remember nothing. */
  dryRun: boolean;
  /** What the outside is heard by; nothing is when it is left out. */
  env?: Readonly<Record<string, string | undefined>> | undefined;
}

export interface StandupOutcome {
  plan: StandupPlan;
  /** Whether `standup:<date>` and its tracker were written. */
  remembered: boolean;
  /** Why nothing was remembered although it should have been. */
  problem: string | null;
}

/**
 * Plans the day of the company at `root` and, unless `dryRun`, remembers it. A memory that cannot
 * be opened costs that part of the plan and is reported; it never costs the plan.
 */
export async function runStandup(request: StandupRequest): Promise<StandupOutcome> {
  const { root } = request;
  const company = await readCompany(root);
  const realNow = request.now;
  const now = instantOn(request.date, request.now, company.constitution.company.timeZone);
  const isSetUp = company.constitution.company.name !== null;
  if (!isSetUp) company.notes.unshift(wasSetUp(root) ? NAME_LOST : NOT_SET_UP);
  company.notes.push(...(await missedJobs({ root, now: request.now }, company.constitution)));
  company.notes.push(...(await improvementNotes({ root, now: request.now })));
  const outside = await heardOutside(request, company);
  const memory = await openMemory(root, now);
  if (typeof memory === "string") {
    const input = await gatherStandup({
      ...{ company, now, realNow, outside, memory: null, memoryNote: memory },
    });
    return { plan: standupPlan(input), remembered: false, problem: request.dryRun ? null : memory };
  }
  const willRemember = !request.dryRun && isSetUp;
  try {
    // Whoever only looks may be told of damage by who writes.
    const view = await (willRemember ? memory.readAndLookThrough() : memory.readWithOrigins());
    const plan = standupPlan(await gatherStandup({ company, now, realNow, outside, memory: view }));
    if (!willRemember) return { plan, remembered: false, problem: null };
    const problem = await remember(memory, plan);
    return { plan, remembered: problem === null, problem };
  } finally {
    await memory.close();
  }
}

/** What could not be reached is a note of the plan. A plan of another day hears nothing of today. */
async function heardOutside(
  { root, now, date, env }: StandupRequest,
  company: CompanyFiles,
): Promise<string[]> {
  if (env === undefined || date !== undefined) return [];
  const place = { root, env, now: () => now };
  const { said, notes } = await outsideOfPlan(place, company.constitution);
  company.notes.push(...notes);
  return said;
}

/** Whether `hq init` ran here once, whatever the constitution says now. */
export function wasSetUp(root: string): boolean {
  return existsSync(path.join(root, MANIFEST_FILE));
}

async function remember(store: MemoryStore, plan: StandupPlan): Promise<string | null> {
  try {
    await store.reviseEntities(standupRecords(plan));
    return null;
  } catch (error) {
    return memoryProblem(error);
  }
}

async function openMemory(root: string, now: Date): Promise<MemoryStore | string> {
  try {
    const filePath = path.join(root, MEMORY_FILE);
    return await openMemoryStore({ filePath, now: () => now, agent: "coo" });
  } catch (error) {
    return memoryProblem(error);
  }
}

function memoryProblem(error: unknown): string {
  if (error instanceof Error && error.name === "MemoryError") return error.message;
  throw error;
}
