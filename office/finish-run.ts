/** A run brought to its end by its own department: the only thing that makes it done. */
import type { Ledger } from "../ledger/ledger.ts";
import { findSecret } from "../mcp-memory/rules/secrets.ts";
import { outstanding } from "./runs/waiting.ts";

/** Longer than any answer that a person reads; what is longer belongs into a file. */
export const RESULT_CHARS = 20_000;

export interface FinishSources {
  ledger: Ledger;
  now(): Date;
}

export interface FinishForm {
  run: string;
  result: string;
  /** It does not wait for what it handed over, which is done without it. */
  final?: boolean;
}

/**
 * Keeps the result of a run that goes on, once. Why not, in words for the model, else; also when it has
 * not said that it does not wait for what it handed over.
 * @throws LedgerError
 */
export async function finishRun(
  { ledger, now }: FinishSources,
  { run, result, final = false }: FinishForm,
): Promise<{ run: string } | { error: string }> {
  const refusal = await unfit(result);
  if (refusal !== null) return { error: refusal };
  return ledger.write(async (tables) => {
    const { runs } = tables;
    const open = final ? [] : await outstanding(tables, run);
    if (open.length > 0 && (await runs.givenResult(run)) === null) {
      const who = open.map(({ handOver }) => `${handOver.id} (${handOver.agent})`).join(", ");
      return {
        error: `Cannot finish the run: ${who} ${open.length === 1 ? "is" : "are"} not back, expected that the run waits. Nothing was changed. End your turn without finish_run, and it goes on with what comes back; or call it with "final": true, and what is open is done without you.`,
      };
    }
    if (await runs.giveResult(run, { at: now().toISOString(), result: result.trim() })) {
      return { run };
    }
    const known = await runs.find(run);
    const isOver = known?.state === "running" ? "its result was given before" : "it has ended";
    const found = known === null ? `there is no ${run}` : isOver;
    return { error: `Cannot finish the run: ${found}. Nothing was changed. End your turn.` };
  });
}

async function unfit(result: string): Promise<string | null> {
  if (result.trim() === "") {
    return "Cannot finish the run: the result is empty, expected what was done and what is open. Nothing was changed.";
  }
  if (result.length > RESULT_CHARS) {
    return `Cannot finish the run: the result has ${result.length} characters, expected at most ${RESULT_CHARS}. Nothing was changed. Shorten it, and name the files in which the rest stands.`;
  }
  const secret = await findSecret([result]);
  if (secret === null) return null;
  return `Cannot finish the run: the result holds ${secret}, which the record would keep for good. Nothing was changed. Say what it is for and where it lies.`;
}
