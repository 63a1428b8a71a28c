/** The engine of one company, on its ledger. */
import { existsSync } from "node:fs";
import path from "node:path";
import { readConstitution } from "../files/company.ts";
import { isLedgerLost, LEDGER_FILE, openLedger } from "../ledger/open.ts";
import { continueRuns } from "../office/continue-runs.ts";
import { mendGaps } from "../office/mend-gaps.ts";
import { openTurns } from "../office/runs/turns.ts";
import { type RunPlace, runSources } from "./department-runs.ts";
import { machineName } from "./holder.ts";
import { openLog } from "./log.ts";
import { type CarryOnWatch, type Engine, requireRunner } from "./tick.ts";

export interface EngineSources extends RunPlace {
  /** Ends a department that is at work. */
  signal?: AbortSignal;
}

/**
 * Runs the body with the engine, on the machine that is the company's runner.
 * @throws HqError `wrong-state` on any other, before any file is made; LedgerError
 */
export async function withEngine<T>(
  sources: EngineSources,
  body: (engine: Engine) => Promise<T>,
): Promise<T> {
  const { root, now, env, signal } = sources;
  const machine = machineName(env);
  const file = path.join(root, LEDGER_FILE);
  if (!existsSync(file) || isLedgerLost(file)) {
    const { constitution } = await readConstitution(root);
    requireRunner({ runner: constitution.company.runner, machine, began: null });
  }
  const ledger = await openLedger({ file });
  const log = openLog(sources);
  try {
    const departments = runSources(sources, ledger);
    const ends = signal === undefined ? {} : { signal };
    const turns = openTurns();
    const carryOn = async (watch: CarryOnWatch = ends) =>
      (await continueRuns(departments, { ...watch, turns, putsDown: true })).reports;
    const mend = async (watch: CarryOnWatch = ends) =>
      mendGaps(departments, { ...ends, ...watch, turns });
    return await body({
      root,
      ledger,
      now,
      machine,
      env,
      carryOn,
      mend,
      departments,
      turns,
      log,
      ...ends,
    });
  } finally {
    await log.close();
    await ledger.close();
  }
}
