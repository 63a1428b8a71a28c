/** What the office needs to run departments, as this machine has it. */
import { randomUUID } from "node:crypto";
import path from "node:path";
import { readConstitution } from "../files/company.ts";
import type { Ledger } from "../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../ledger/open.ts";
import { type ContinueReport, type ContinueWanted, continueRuns } from "../office/continue-runs.ts";
import { openPasses, type PassOutcome, settlePasses } from "../office/proposals/pass.ts";
import type { RunWanted } from "../office/run-department.ts";
import { type ImproveReport, type ImproveWanted, runImprover } from "../office/run-improver.ts";
import { type EndReport, runToEnd } from "../office/run-to-end.ts";
import type { RunSources } from "../office/runs/leg.ts";
import { type LostSources, settleLostRuns } from "../office/runs/lost-runs.ts";
import type { Runtime } from "../office/runs/runtime.ts";
import { scenarioPlayer } from "./evals/eval-place.ts";
import { holderHere, isGone, machineName } from "./holder.ts";
import { observed } from "./observed-runtime.ts";
import { createProviderChain } from "./providers/provider-chain.ts";
import { createCopilotRuntime, type RuntimeSources } from "./runtime/copilot-runtime.ts";

export interface RunPlace extends RuntimeSources {
  root: string;
  now(): Date;
}

/**
 * Runs one department and what it hands over, with the company's ledger open for as long.
 * @throws as `runDepartment`
 */
export async function runOne(place: RunPlace, wanted: RunWanted): Promise<EndReport> {
  return onRuns(place, (sources) => runToEnd(sources, wanted));
}

/**
 * Carries on what waits: one run with what came of it, or all.
 * @throws LedgerError
 */
export async function carryOn(place: RunPlace, wanted: ContinueWanted): Promise<ContinueReport> {
  return onRuns(place, async (sources) => {
    const report = await continueRuns(sources, wanted);
    // What the Improver made in a run that waited becomes a proposal.
    if ((await openPasses(place.root)).length > 0) await settlePasses(sources);
    return report;
  });
}

/**
 * A pass of the Improver, with the company's ledger open for as long.
 * @throws as `runImprover`
 */
export async function improveOnce(place: RunPlace, wanted: ImproveWanted): Promise<ImproveReport> {
  return onRuns(place, (sources) => runImprover(sources, wanted));
}

/** What came of passes that were cut off, or whose run ended meanwhile; nothing is opened without one. */
export async function settleImprover(place: RunPlace): Promise<PassOutcome[]> {
  if ((await openPasses(place.root)).length === 0) return [];
  return onRuns(place, (sources) => settlePasses(sources));
}

async function onRuns<T>(place: RunPlace, body: (sources: RunSources) => Promise<T>): Promise<T> {
  const ledger = await openLedger({ file: path.join(place.root, LEDGER_FILE) });
  try {
    return await body(runSources(place, ledger));
  } finally {
    await ledger.close();
  }
}

/** Everything for `runDepartment`, on a ledger that is open. */
export function runSources(place: RunPlace, ledger: Ledger): RunSources {
  const machine = machineName(place.env);
  return {
    root: place.root,
    ledger,
    runtime: observed(chainFor(place, ledger), {
      log: async () => {
        const { openLog } = await import("./log.ts");
        return openLog(place);
      },
      prices: async (root) => (await readConstitution(root)).constitution.prices,
    }),
    now: () => place.now(),
    holder: holderHere(machine),
    isGone: (holder) => isGone(holder, machine),
    newSession: () => randomUUID(),
    player: scenarioPlayer(place),
  };
}

function chainFor(place: RunPlace, ledger: Ledger): Runtime {
  return createProviderChain({
    ...{ ledger, env: place.env, now: () => place.now() },
    clientWith: (env, mayLeave) =>
      createCopilotRuntime({ ...place, env, limits: { ...place.limits, mayLeave } }),
    priorityOf: async (id) => {
      const run = await ledger.read(({ runs }) => runs.find(id));
      return run?.due == null ? ASKED_FOR : DUE;
    },
    settleLost: () => settleLostRuns({ ledger, ...lostRuns(place) }),
  });
}

/** Somebody waits for what was asked for; what is due by itself can wait. */
const ASKED_FOR = 0;
const DUE = 1;

/** How runs are found whose hq is dead, and what they left is ended. */
export function lostRuns(place: RunPlace): Omit<LostSources, "ledger"> {
  const machine = machineName(place.env);
  const runtime = createCopilotRuntime(place);
  return {
    root: place.root,
    now: () => place.now(),
    isGone: (holder) => isGone(holder, machine),
    endLeftOvers: (session) => runtime.endLeftOvers(session),
    leftSession: runtime.leftSession,
  };
}
