/** Scenarios on the founder's own models, with the company's record and caps. */
import { tmpdir } from "node:os";
import path from "node:path";
import { dateIn } from "../../company/dates.ts";
import { LEDGER_FILE, openLedger } from "../../ledger/open.ts";
import { readKitTexts } from "../../office/evals/kit-texts.ts";
import { type LiveReport, type LiveWanted, runLive } from "../../office/run-live.ts";
import { playable, suiteIn } from "../../office/run-scenarios.ts";
import { settleLostRuns } from "../../office/runs/lost-runs.ts";
import { lostRuns, type RunPlace, runSources } from "../department-runs.ts";
import { createProviderChain } from "../providers/provider-chain.ts";
import { chosen, type SuiteWanted } from "./eval-place.ts";
import { createLiveRuntime } from "./live-runtime.ts";

export type LiveChoice = Pick<SuiteWanted, "department" | "scenario" | "signal"> &
  Pick<LiveWanted, "runs" | "model" | "budget" | "onResult">;

/**
 * Plays the company's scenarios on the models that `hq run` would ask; null when there are none.
 * @throws HqError `wrong-state` without a client or provider, `usage`; LedgerError
 */
export async function playLive(place: RunPlace, wanted: LiveChoice): Promise<LiveReport | null> {
  const { root, env } = place;
  const kit = await readKitTexts(root);
  const suite = suiteIn(kit);
  if (suite === null) return null;
  const scenarios = playable({ ...suite, scenarios: chosen(suite, wanted) }, kit);
  const ledger = await openLedger({ file: path.join(root, LEDGER_FILE) });
  try {
    const { runtime: _own, player: _player, ...sources } = runSources(place, ledger);
    return await runLive(
      {
        ...{ ...sources, signal: wanted.signal },
        ...{ temporary: tmpdir(), today: dateIn(place.now(), "UTC") },
        runtimeFor: (scene) =>
          createProviderChain({
            ...{ ledger, env, now: () => place.now() },
            clientWith: (own, mayLeave) =>
              createLiveRuntime(
                { ...place, env: own, limits: { ...place.limits, mayLeave } },
                scene,
              ),
            priorityOf: () => Promise.resolve(BEHIND),
            settleLost: () => settleLostRuns({ ledger, ...lostRuns(place) }),
          }),
      },
      { ...wanted, company: suite.company, scenarios, kit },
    );
  } finally {
    await ledger.close();
  }
}

/** Of two that wait for a provider with one place, the company's own work goes first. */
const BEHIND = 2;
