/** Scenarios on this machine: the founder's client, where they may be played, and who plays them. */
import { tmpdir } from "node:os";
import path from "node:path";
import { dateIn } from "../../company/dates.ts";
import { HqError } from "../../company/error.ts";
import type { KitTexts } from "../../company/proposals/proposal.ts";
import type { ScenarioPlayer } from "../../office/evals/compare-scenarios.ts";
import { readKitTexts } from "../../office/evals/kit-texts.ts";
import {
  playable,
  runScenarios,
  runTakenOut,
  type ScenarioResult,
  type ScenarioSources,
  type Suite,
  suiteIn,
  type WithoutResult,
} from "../../office/run-scenarios.ts";
import { holderHere, isGone, machineName } from "../holder.ts";
import type { RuntimeSources } from "../runtime/copilot-runtime.ts";
import { openEvalClient } from "./eval-client.ts";

export interface EvalPlace extends RuntimeSources {
  root: string;
  now(): Date;
}

export interface SuiteWanted {
  /** Only of this department, only this one. */
  department?: string | undefined;
  scenario?: string | undefined;
  /** Sessions of the client at one time. */
  jobs?: number | undefined;
  /** Each one also with what it is about taken out of the kit. */
  takenOut?: boolean;
  signal: AbortSignal;
}

export type SuiteReport =
  | {
      kind: "played";
      results: ScenarioResult[];
      without: WithoutResult[];
      leftOut: number;
      ms: number;
    }
  /** There is nothing to play, or nothing to play it on; a sentence. */
  | { kind: "none"; why: string };

/**
 * Plays the company's scenarios.
 * @throws HqError `invalid-file` for scenarios that cannot be read, `usage` for one that there is not
 */
export async function playSuite(place: EvalPlace, wanted: SuiteWanted): Promise<SuiteReport> {
  const kit = await readKitTexts(place.root);
  const suite = suiteIn(kit);
  if (suite === null) return { kind: "none", why: "There are no scenarios in .github/evals." };
  const named = chosen(suite, wanted);
  const scenarios = playable({ ...suite, scenarios: named }, kit);
  const sources = await sourcesOf(place, wanted);
  if (sources.kind === "none") return sources;
  const startedMs = performance.now();
  const played = { kit, company: suite.company, scenarios };
  const results = await runScenarios(sources.sources, played);
  const without = wanted.takenOut === true ? await runTakenOut(sources.sources, played) : [];
  const ms = Math.round(performance.now() - startedMs);
  return { kind: "played", results, without, leftOut: named.length - scenarios.length, ms };
}

/** For comparing two kits; without a client it plays nothing. */
export function scenarioPlayer(
  place: EvalPlace,
  signal: AbortSignal = new AbortController().signal,
): ScenarioPlayer {
  return {
    play: async (suite: Suite, kit: KitTexts) => {
      const found = await sourcesOf(place, { signal });
      return found.kind === "none" ? null : runScenarios(found.sources, { kit, ...suite });
    },
  };
}

type FoundSources = { kind: "sources"; sources: ScenarioSources } | { kind: "none"; why: string };

async function sourcesOf(
  place: EvalPlace,
  { signal, jobs }: Pick<SuiteWanted, "signal" | "jobs">,
): Promise<FoundSources> {
  const { env, packageRoot, node, now } = place;
  const machine = machineName(env);
  try {
    const keptIn = path.join(place.root, ".hq", "client.json");
    const client = await openEvalClient({ env, packageRoot, node, keptIn });
    const sources = {
      ...{ client, signal, jobs, now: () => now(), today: dateIn(now(), "UTC") },
      ...{ temporary: tmpdir(), holder: holderHere(machine) },
      isGone: (holder: string) => isGone(holder, machine),
    };
    return { kind: "sources", sources };
  } catch (error) {
    if (!(error instanceof HqError) || error.code !== "wrong-state") throw error;
    return { kind: "none", why: [error.message, error.hint].filter(Boolean).join(" ") };
  }
}

/** @throws HqError `usage` when nothing is of that name */
export function chosen(
  { scenarios }: Suite,
  { department, scenario }: Pick<SuiteWanted, "department" | "scenario">,
) {
  const found = scenarios.filter(
    (each) =>
      (department === undefined || each.department === department) &&
      (scenario === undefined || each.id === scenario),
  );
  if (found.length > 0) return found;
  const wanted = [department, scenario].filter((each) => each !== undefined).join(" ");
  const known = [...new Set(scenarios.map((each) => each.department))].join(", ");
  throw new HqError(
    "usage",
    `Cannot play "${wanted}": there is no such scenario, expected one of the departments ${known}, and an id of .github/evals.`,
  );
}
