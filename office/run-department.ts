/**
 * A department run without a person before it, from its start to its one end in the record. What must
 * not be lost: that it began (written before the client starts) and how it ended; when this process is
 * killed in between, the next act that looks at runs writes it down as lost.
 */
import type { Limit } from "../company/budget/limit.ts";
import { clip } from "../company/clip.ts";
import type { Constitution } from "../company/constitution/types.ts";
import { HqError } from "../company/error.ts";
import { readConstitution } from "../files/company.ts";
import type { LedgerWrites } from "../ledger/ledger.ts";
import type { RunRecord } from "../ledger/runs.ts";
import { findSecret } from "../mcp-memory/rules/secrets.ts";
import { agentNamed } from "./people/agent-named.ts";
import { type Caps, capsOf, ownCap, requireReadable, roomFor } from "./runs/budget.ts";
import { LEASE_MS, type LegWatch, type RunReport, type RunSources, runLeg } from "./runs/leg.ts";
import { settleLostRuns } from "./runs/lost-runs.ts";
import { promptOf } from "./runs/prompt.ts";
import { stoppedBy } from "./stop-work.ts";

/** About 60,000 tokens; what is longer stands in a file, which the task names. */
export const TASK_BYTES = 256_000;

export interface RunWanted extends LegWatch {
  agent: string;
  task: string;
  /** The due time that it answers. */
  due?: RunRecord["due"];
  /** Through whose hands it came, the oldest first; nobody's when left out. */
  chain?: readonly string[];
  /** The run that handed it over: its caps bind this one, too. */
  parent?: string;
  /** Written in the transaction in which the run begins; what it throws leaves nothing begun. */
  alsoWrite?(tables: LedgerWrites, run: string): Promise<void>;
  timeoutMs?: number;
  model?: string | undefined;
  /** The most that this run may use, as in the column Limit. */
  budget?: string | undefined;
  /** A git worktree of the company, from the root, in which it works; the root when left out. */
  workplace?: string;
}

/**
 * Runs the department. How it went stands in the record that is returned.
 * @throws HqError `usage` for no such department or no usable task, `wrong-state` when it is stopped or
 * the client cannot be used, `over-budget` when a cap has no room; LedgerError when it cannot be written down that it begins
 */
export async function runDepartment(sources: RunSources, wanted: RunWanted): Promise<RunReport> {
  const { root, runtime } = sources;
  const page = await readConstitution(root);
  const agent = departmentOf(wanted.agent, page.constitution);
  await requireReadable(agent, page);
  const own = ownCap(wanted.budget, page.constitution);
  const { parent } = wanted;
  const above =
    parent === undefined ? [] : await sources.ledger.read(({ spend }) => spend.capsOver(parent));
  const caps = capsOf(page.constitution, { own, above });
  await requireTask(wanted.task);
  await runtime.requireReady?.();
  await settleLostRuns({ ...sources, ...runtime });
  const run = await begin(sources, { ...wanted, agent }, { caps, own });
  return runLeg(sources, { run, watch: wanted, prompt: promptOf(run.task), isResumed: false });
}

function departmentOf(given: string, constitution: Constitution): string {
  const agent = agentNamed(given, constitution);
  if (constitution.departments.some((department) => department.agent === agent)) return agent;
  const known = constitution.departments.map((department) => department.agent).join(", ");
  throw new HqError(
    "usage",
    `Cannot run "${clip(given, 60)}": it is no department, expected one of ${known || "those of the constitution, which has none"}.`,
  );
}

async function requireTask(task: string): Promise<void> {
  if (task.trim() === "") {
    throw new HqError("usage", "Cannot run a department: the task is empty, expected what to do.");
  }
  const bytes = Buffer.byteLength(task);
  if (bytes > TASK_BYTES) {
    throw new HqError(
      "usage",
      `Cannot run a department: the task has ${bytes} bytes, expected at most ${TASK_BYTES}. Nothing was started.`,
      { hint: "Put the material into a file of the company and name the file in the task." },
    );
  }
  const secret = await findSecret([task]);
  if (secret === null) return;
  throw new HqError(
    "usage",
    `Cannot run a department: the task holds ${secret}, which the record would keep for good. Nothing was started.`,
    { hint: "Say what it is for and where it lies instead." },
  );
}

/** Under the write lock, so that a stop that was acknowledged before is always seen. */
async function begin(
  { ledger, now, holder, newSession }: RunSources,
  { agent, task, due, chain = [], alsoWrite, ...more }: RunWanted,
  { caps, own }: { caps: Caps; own: Limit | null },
): Promise<RunRecord> {
  return ledger.write(async (tables) => {
    const { runs, stops, events, spend } = tables;
    const stopped = stoppedBy(await stops.all(), agent);
    if (stopped !== null) throw stoppedError(agent, stopped);
    const startedAt = now();
    const amounts = await roomFor(tables, caps, {
      agent,
      model: more.model ?? null,
      now: startedAt,
    });
    const id = await runs.add({
      ...{ agent, chain: [...chain, agent], task: task.trim(), due: due ?? null },
      ...{ model: more.model ?? null, timeoutMs: more.timeoutMs ?? null },
      workplace: more.workplace ?? null,
      ...{ session: newSession(), holder, startedAt: startedAt.toISOString() },
      leaseUntil: new Date(startedAt.getTime() + LEASE_MS).toISOString(),
    });
    await spend.reserve(id, amounts);
    if (own !== null) await spend.capRun(id, own);
    await events.add({
      ...{ at: startedAt.toISOString(), who: "hq", what: "run.began" },
      ...{ subject: id, hash: null, detail: agent },
    });
    await alsoWrite?.(tables, id);
    const run = await runs.find(id);
    if (run === null) throw new Error(`run ${id} was written and is not there`);
    return run;
  });
}

function stoppedError(agent: string, stopped: string): HqError {
  return new HqError(
    "wrong-state",
    `Cannot run ${agent}: it is ${clip(stopped, 200)}. Nothing was started.`,
    {
      hint: `See what is stopped with: hq jobs. To go on: hq resume, or hq resume --agent ${agent}`,
    },
  );
}
