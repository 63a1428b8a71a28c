/**
 * A recurring prompt that needs a department, carried out when it is due. Made to be repeated: a due time
 * whose run began already gets no second one, so that a crash costs a run and never doubles it.
 */
import { clip } from "../company/clip.ts";
import { HqError } from "../company/error.ts";
import { nothingToDo } from "../company/schedule/triage.ts";
import { readConstitution } from "../files/company.ts";
import type { LedgerWrites } from "../ledger/ledger.ts";
import type { RunRecord } from "../ledger/runs.ts";
import { promptTask } from "./prompt-task.ts";
import { withMemory } from "./records/with-memory.ts";
import { runDepartment } from "./run-department.ts";
import { IMPROVE_PROMPT, runDueImprovement } from "./run-due-improvement.ts";
import type { PromptOutcome } from "./run-prompt.ts";
import type { RunSources } from "./runs/leg.ts";
import { settleLostRuns } from "./runs/lost-runs.ts";
import { NobodyToAsk } from "./runs/runtime.ts";

export interface DuePrompt {
  prompt: string;
  agent: string;
  due: { job: string; dueAt: string };
  /** Ends the run; the due time is then open again. */
  signal?: AbortSignal;
  /** Whether the due time is still this process's, asked in the transaction in which the run begins. */
  isMine(tables: LedgerWrites): Promise<boolean>;
}

const SUMMARY_CHARS = 200;

/**
 * @throws HqError when the run could not begin or was ended by `signal`, and is to be tried again;
 * LedgerError
 */
export async function runDuePrompt(sources: RunSources, wanted: DuePrompt): Promise<PromptOutcome> {
  const { prompt, agent, due, signal } = wanted;
  await settleLostRuns({ ...sources, ...sources.runtime });
  const begun = await sources.ledger.read(({ runs }) => runs.ofDue(due));
  const before = begun.find(({ state }) => state !== "failed" && state !== "stopped");
  if (before !== undefined && before.state !== "lost") return outcomeOf(before);
  const nothing = await triage(sources, wanted);
  if (nothing !== null) return { kind: "nothing", why: nothing };
  const alsoWrite = async (tables: LedgerWrites) => {
    if (!(await wanted.isMine(tables))) throw new HqError("wrong-state", TAKEN_OVER);
  };
  try {
    if (prompt === IMPROVE_PROMPT) {
      return await runDueImprovement(sources, {
        ...{ due, alsoWrite },
        ...(signal === undefined ? {} : { signal }),
      });
    }
    const task = await promptTask(sources.root, { prompt });
    const { run } = await runDepartment(sources, {
      ...{ agent, task, due },
      ...(signal === undefined ? {} : { signal, putsDown: true }),
      alsoWrite,
    });
    if (run.state === "stopped" && signal?.aborted === true) {
      throw new HqError("wrong-state", `${run.id} was ended with hq itself.`);
    }
    // What failed may be the provider's hour; what a cap or the founder stopped is not tried again.
    if (run.state === "failed")
      throw new HqError("wrong-state", `${run.id}: ${run.why ?? "failed"}`);
    return outcomeOf(run);
  } catch (error) {
    if (error instanceof NobodyToAsk) {
      return { kind: "later", until: error.until, why: error.message };
    }
    if (!(error instanceof HqError) || error.code !== "over-budget") throw error;
    return { kind: "missed", why: [error.message, error.hint ?? ""].join(" ").trim() };
  }
}

const TAKEN_OVER =
  "Cannot run it: another process has taken the due time over. Nothing was started.";

function outcomeOf({ id, state, waiting, result, why }: RunRecord): PromptOutcome {
  const words = clip((result ?? why ?? "").replaceAll(/\s+/g, " ").trim(), SUMMARY_CHARS);
  if (state === "done") return { kind: "done", summary: `${id}: ${words}` };
  if (state === "running" || state === "waiting") {
    return {
      kind: "done",
      summary: `${id} ${waiting === null ? "goes on" : waiting.for === "crash" ? "was cut off and will go on" : "waits for others"}`,
    };
  }
  return {
    kind: "missed",
    why: `${id} ${state === "lost" ? "is lost" : `was ${state}`}: ${words}`,
  };
}

/** A company that cannot be read is no reason to leave its work undone. */
async function triage(
  { root, now }: RunSources,
  { prompt, due }: DuePrompt,
): Promise<string | null> {
  const { constitution } = await readConstitution(root);
  const memory = await withMemory({ root, now }, (store) => store.readWithOrigins()).catch(
    (error: unknown) => {
      if (error instanceof Error && error.name === "MemoryError") return null;
      throw error;
    },
  );
  if (memory === null) return null;
  const { timeZone } = constitution.company;
  return nothingToDo({ prompt, dueAt: due.dueAt, timeZone, memory });
}
