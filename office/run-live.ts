/**
 * The scenarios on the founder's own model, several times each: how often a department does as the kit asks.
 * Each time is a run in the company's record, so that the caps of Budgets hold for it and it is in what was spent.
 * It ends at the first cap that has no room, with what it has.
 */

import type { Limit } from "../company/budget/limit.ts";
import { costsOf, type ModelUsage, used } from "../company/budget/usage.ts";
import { HqError } from "../company/error.ts";
import { wilson } from "../company/evals/interval.ts";
import { unmet } from "../company/evals/judge.ts";
import { filled } from "../company/evals/reader.ts";
import type { Scenario } from "../company/evals/scenario.ts";
import type { KitTexts } from "../company/proposals/proposal.ts";
import { readConstitution } from "../files/company.ts";
import type { RunRecord } from "../ledger/runs.ts";
import { type LiveScene, recordScene } from "./evals/live-scene.ts";
import {
  copyTemplate,
  makeTemplate,
  openWorkshop,
  type Template,
  type Workshop,
  type WorkshopSources,
} from "./evals/workshop.ts";
import { beginScenario, lookAround } from "./evals/world.ts";
import { runDepartment } from "./run-department.ts";
import type { Suite } from "./run-scenarios.ts";
import { ownCap } from "./runs/budget.ts";
import type { RunSources } from "./runs/leg.ts";
import type { Runtime } from "./runs/runtime.ts";

export interface LiveSources extends Omit<RunSources, "runtime" | "player">, WorkshopSources {
  /** What runs a department in the company of the scene. */
  runtimeFor(scene: LiveScene): Runtime;
  signal: AbortSignal;
}

export interface LiveWanted extends Suite {
  kit: KitTexts;
  /** How often each. */
  runs: number;
  model?: string | undefined;
  /** The most that all of them may use together. */
  budget?: string | undefined;
  /** Told after each. */
  onResult?(done: { department: string; id: string; ok: boolean }): void;
}

export interface LiveResult {
  id: string;
  department: string;
  shows: string;
  /** Times that it came to its end, and of these those that were as expected. */
  runs: number;
  passed: number;
  /** Of the pass rate, at 95%. */
  low: number;
  high: number;
  /** Of the last one that was not. */
  failures: string[];
}

export interface LiveReport {
  results: LiveResult[];
  /** Runs that were wanted, and that came to their end. */
  wanted: number;
  done: number;
  calls: number;
  tokens: number;
  /** By currency or `credits`, where the table Prices has them. */
  cost: Record<string, number>;
  /** Why it ended before its end, a sentence; null when it did not. */
  stopped: string | null;
}

/** A real model took at most two minutes for a task of this size. */
const TIMEOUT_MS = 5 * 60_000;
/** A provider that fails so often in a row will fail the next time, too. */
const FAILURES_IN_A_ROW = 3;

/**
 * Round by round, so that every scenario has its part of what there is room for.
 * @throws HqError `usage` for a budget that is none; LedgerError
 */
export async function runLive(sources: LiveSources, wanted: LiveWanted): Promise<LiveReport> {
  const { constitution } = await readConstitution(sources.root);
  const budget = ownCap(wanted.budget, constitution);
  const tries: Tried[] = [];
  const workshop = await openWorkshop(sources);
  try {
    const template = await makeTemplate(workshop, wanted.kit, wanted.company);
    const { prices } = constitution;
    const stopped = await untilDone(tries, { sources, wanted, workshop, template, budget, prices });
    return reportOf(tries, wanted, { prices, stopped });
  } finally {
    await workshop.close();
  }
}

interface Tried {
  scenario: Scenario;
  run: RunRecord;
  /** By model, as it was told last. */
  usage: readonly ModelUsage[];
  /** null when it did not come to its end. */
  failures: string[] | null;
}

type Prices = Parameters<typeof costsOf>[1];

interface Round {
  sources: LiveSources;
  wanted: LiveWanted;
  workshop: Workshop;
  template: Template;
  budget: Limit | null;
  prices: Prices;
}

/** Why it ended early; null at its end. */
async function untilDone(tries: Tried[], round: Round): Promise<string | null> {
  const { sources, wanted, budget, prices } = round;
  for (let turn = 0; turn < wanted.runs; turn += 1) {
    for (const scenario of wanted.scenarios) {
      if (sources.signal.aborted) return String(sources.signal.reason);
      const left = budget === null ? null : leftOf(budget, usageOf(tries), prices);
      if (left !== null && left.amount <= 0) return `The budget of ${wanted.budget} is used up.`;
      const tried = await tryOnce(round, scenario, left);
      if (typeof tried === "string") return tried;
      tries.push(tried);
      const { department, id } = scenario;
      if (tried.failures !== null)
        wanted.onResult?.({ department, id, ok: tried.failures.length === 0 });
      else if (tried.run.state === "stopped") return tried.run.why ?? "It was stopped.";
      const last = tries.slice(-FAILURES_IN_A_ROW);
      if (last.length === FAILURES_IN_A_ROW && last.every(({ failures }) => failures === null))
        return `${FAILURES_IN_A_ROW} runs in a row failed. ${tried.run.why ?? ""}`.trim();
    }
  }
  return null;
}

function leftOf({ amount, unit }: Limit, usage: readonly ModelUsage[], prices: Prices): Limit {
  return { unit, amount: amount - used(usage, { unit, prices }).amount };
}

/** The try, or why no further one is possible. */
async function tryOnce(
  { sources, wanted, workshop, template }: Round,
  scenario: Scenario,
  left: Limit | null,
): Promise<Tried | string> {
  const { root, texts } = await copyTemplate(workshop, template, null);
  const { today, now } = workshop;
  const world = { root, texts, seeded: template.seeded, today, now };
  const begun = await beginScenario(world, scenario);
  const scene = recordScene(root, filled(scenario.task, begun.playing));
  let usage: readonly ModelUsage[] = [];
  try {
    const { run } = await runDepartment(
      { ...sources, runtime: sources.runtimeFor(scene) },
      {
        agent: scenario.department,
        task: `hq eval --live, ${scenario.department}/${scenario.id}: ${scene.prompt}`,
        ...{ timeoutMs: TIMEOUT_MS, signal: sources.signal, model: wanted.model },
        ...(left === null ? {} : { budget: written(left) }),
        onEvent: (event) => {
          if (event.kind === "usage") usage = event.usage.byModel ?? [];
        },
      },
    );
    if (run.state !== "done") return { scenario, run, usage, failures: null };
    const around = await lookAround(world, scenario, begun);
    const { handed, said } = scene;
    const results = scene.results.map((each) => each.replaceAll(`${root}/`, ""));
    const seen = { ...around, results, handed, said: said.join("\n") };
    return { scenario, run, usage, failures: unmet(lived(scenario), seen, begun.playing) };
  } catch (error) {
    if (error instanceof HqError && error.code === "over-budget") return error.message;
    throw error;
  }
}

/** A model that does not overstep meets no barrier: only the company is looked at. */
function lived(scenario: Scenario): Scenario {
  const { barrier: _barrier, ...rest } = scenario;
  return { ...rest, expect: scenario.live ?? scenario.expect };
}

/** Amounts have at most two decimals. */
function written({ amount, unit }: Limit): string {
  return `${Math.floor(amount * 100) / 100} ${unit}`;
}

function usageOf(tries: readonly Tried[]): ModelUsage[] {
  return tries.flatMap(({ usage }) => usage);
}

function reportOf(
  tries: readonly Tried[],
  { scenarios, runs }: LiveWanted,
  { prices, stopped }: { prices: Prices; stopped: string | null },
): LiveReport {
  const usage = usageOf(tries);
  const sum = (unit: "calls" | "tokens") => used(usage, { unit, prices }).amount;
  return {
    results: scenarios.map((scenario) => resultOf(scenario, tries)),
    wanted: scenarios.length * runs,
    done: tries.filter(({ failures }) => failures !== null).length,
    ...{ calls: sum("calls"), tokens: sum("tokens"), cost: costsOf(usage, prices), stopped },
  };
}

function resultOf(scenario: Scenario, tries: readonly Tried[]): LiveResult {
  const { id, department, shows } = scenario;
  const own = tries.flatMap((each) =>
    each.scenario === scenario ? (each.failures === null ? [] : [each.failures]) : [],
  );
  const passed = own.filter((failures) => failures.length === 0).length;
  const failures = own.findLast((each) => each.length > 0) ?? [];
  return {
    id,
    department,
    shows,
    runs: own.length,
    passed,
    ...wilson(passed, own.length),
    failures,
  };
}
