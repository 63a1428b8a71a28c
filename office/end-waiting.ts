/** A run that waits is ended by the founder: nobody will take it up again. */
import { clip } from "../company/clip.ts";
import { HqError } from "../company/error.ts";
import type { RunRecord } from "../ledger/runs.ts";
import { findRun, type RunsSources } from "./list-runs.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";
import { endRun, familyOf } from "./runs/waiting.ts";

const WHY = "You ended it while it waited.";

/**
 * Ends the run and what came of it that waits, too; what nobody has begun is dropped with it.
 * @throws HqError `not-found`, `wrong-state` when it does not wait; LedgerError
 */
export async function endWaiting(sources: RunsSources, given: string): Promise<RunRecord[]> {
  const run = await findRun(sources, given);
  const ended = await lookIntoLedger<RunRecord[]>(sources.root, [], (ledger) =>
    ledger.write(async (tables) => {
      const family = await familyOf(tables, run.id);
      if (family[0]?.state !== "waiting") return [];
      const at = sources.lost.now().toISOString();
      for (const each of family.filter(({ state }) => state === "waiting")) {
        await endRun(tables, each, { state: "stopped", why: WHY, at });
      }
      return (await familyOf(tables, run.id)).filter(({ why }) => why === WHY);
    }),
  );
  if (ended.length > 0) return ended;
  throw new HqError(
    "wrong-state",
    `Cannot end ${run.id}: it is ${clip(run.state, 20)}, expected one that waits. Nothing was changed.`,
    run.state === "running"
      ? { hint: "What is at work is ended with: hq stop — and goes on after: hq resume" }
      : {},
  );
}
