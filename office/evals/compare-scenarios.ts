/** What the scenarios say before and after a change of the kit. */
import type { KitTexts } from "../../company/proposals/proposal.ts";
import { playable, type ScenarioResult, type Suite, suiteIn } from "../run-scenarios.ts";
import { changedPaths, touchedBy } from "./touched.ts";

/** Plays scenarios on the founder's client; the engine has it. */
export interface ScenarioPlayer {
  /** null where there is no client that could play them. */
  play(suite: Suite, kit: KitTexts): Promise<ScenarioResult[] | null>;
}

export type ComparedScenarios =
  | { kind: "played"; before: string; after: string; lowered: string[] }
  /** Nothing to compare, or nobody to do it; a sentence. */
  | { kind: "none"; why: string };

/**
 * Only what the change can touch is played, by the scenarios as they are before it.
 * @throws HqError `invalid-file` for scenarios that cannot be read
 */
export async function compareScenarios(
  player: ScenarioPlayer | undefined,
  before: KitTexts,
  after: KitTexts,
): Promise<ComparedScenarios> {
  const suite = suiteIn(before);
  if (suite === null) return none("there are no scenarios in .github/evals");
  if (player === undefined) return none("no scenario could be played here");
  const scenarios = touchedBy(changedPaths(before, after), playable(suite, before));
  if (scenarios.length === 0) return none("it touches what no scenario is about");
  const chosen = { company: suite.company, scenarios };
  const old = await player.play(chosen, before);
  if (old === null) return none("there is no Copilot CLI that could play the scenarios");
  const broken = old.find(({ isPlayed }) => !isPlayed);
  if (broken !== undefined)
    return none(`${nameOf(broken)} could not be played, ${broken.failures[0] ?? ""}`);
  const now = (await player.play(chosen, after)) ?? [];
  const passed = new Set(old.filter(({ ok }) => ok).map(nameOf));
  const lowered = now
    .filter((result) => !result.ok && passed.has(nameOf(result)))
    .map((result) => `${nameOf(result)} fails: ${result.failures[0] ?? result.shows}.`);
  return { kind: "played", before: shown(old), after: shown(now), lowered };
}

function none(why: string): ComparedScenarios {
  return { kind: "none", why };
}

function nameOf({ department, id }: ScenarioResult): string {
  return `${department}/${id}`;
}

function shown(results: readonly ScenarioResult[]): string {
  return `${results.filter(({ ok }) => ok).length}/${results.length}`;
}
