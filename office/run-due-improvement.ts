/** The scheduled pass of the Improver: patterns always, a proposal where the caps have room. */
import { HqError } from "../company/error.ts";
import { findPatterns } from "./find-patterns.ts";
import { withMemory } from "./records/with-memory.ts";
import { type ImproveReport, type ImproveWanted, runImprover } from "./run-improver.ts";
import type { PromptOutcome } from "./run-prompt.ts";
import type { RunSources } from "./runs/leg.ts";

export const IMPROVE_PROMPT = "improve-agents";

export interface DueImprovement {
  due: { job: string; dueAt: string };
  /** Ends the run; the due time is then open again. */
  signal?: AbortSignal;
  /** In the transaction in which the run begins. */
  alsoWrite: NonNullable<ImproveWanted["alsoWrite"]>;
}

/**
 * Nothing is put into force: what comes of it waits for the founder.
 * @throws HqError when the run could not begin, failed, or was ended by `signal`; LedgerError, MemoryError
 */
export async function runDueImprovement(
  sources: RunSources,
  { due, signal, alsoWrite }: DueImprovement,
): Promise<PromptOutcome> {
  const { root, now } = sources;
  const { patterns } = await findPatterns({ root, now: now() });
  const open = patterns.filter(({ isAnswered }) => !isAnswered).length;
  const counted = `${open} ${open === 1 ? "pattern is" : "patterns are"} open (hq improve)`;
  let report: ImproveReport;
  try {
    report = await runImprover(sources, {
      ...{ due, alsoWrite, follows: false },
      ...(signal === undefined ? {} : { signal, putsDown: true }),
    });
  } catch (error) {
    if (!(error instanceof HqError) || error.code !== "over-budget") throw error;
    await track(sources, `${counted}, no room in the caps`);
    return { kind: "missed", why: `${counted}. ${error.message}` };
  }
  const { run, outcome } = report;
  if (run === null) {
    await track(sources, `${counted}, nothing new to propose`);
    return { kind: "nothing", why: outcome.kind === "nothing" ? outcome.why : counted };
  }
  const record = await sources.ledger.read(({ runs }) => runs.find(run));
  if (record?.state === "failed")
    throw new HqError("wrong-state", `${run}: ${record.why ?? "failed"}`);
  if (record?.state === "stopped" && signal?.aborted === true)
    throw new HqError("wrong-state", `${run} was ended with hq itself.`);
  const words = wordsOf(outcome);
  await track(sources, `${counted}, ${words}`);
  return { kind: "done", summary: `${run}: ${words}; ${counted}` };
}

function wordsOf(outcome: ImproveReport["outcome"]): string {
  switch (outcome.kind) {
    case "proposed":
      return `proposed ${outcome.id}`;
    case "refused":
      return `${outcome.id} overstepped its limits (hq improve show ${outcome.id})`;
    case "under-way":
      return "waits for others";
    case "nothing":
      return `nothing is proposed (${outcome.why})`;
  }
}

const OWN = ["Last run: ", "Result: "];

/** So that the next one knows which lessons are new. */
async function track({ root, now }: RunSources, result: string): Promise<void> {
  await withMemory({ root, now, agent: "hq" }, (store) =>
    store.reviseEntities([
      {
        ...{ name: `prompt-run:${IMPROVE_PROMPT}`, entityType: "prompt-run", replaces: OWN },
        observations: [`Last run: ${now().toISOString()}`, `Result: ${result}`],
      },
    ]),
  );
}
