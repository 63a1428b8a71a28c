/** A run that somebody waits for, with everything that it hands over. */
import { setTimeout as pause } from "node:timers/promises";
import { type ContinueWanted, continueRuns } from "./continue-runs.ts";
import { type RunWanted, runDepartment } from "./run-department.ts";
import type { RunReport, RunSources } from "./runs/leg.ts";
import { endRun, familyOf, type Stuck } from "./runs/waiting.ts";

export interface EndReport extends RunReport {
  /** Why it waits still; empty when it has ended. */
  stuck: Stuck[];
}

/** Between two looks at what another process is doing. */
const LOOK_MS = 1_000;

/**
 * Runs a department, and with it everything that it hands over, until all has ended, or nothing of it
 * can go on. A run that waits when it is told to end has ended: it was stopped.
 * @throws as `runDepartment`
 */
export async function runToEnd(sources: RunSources, wanted: RunWanted): Promise<EndReport> {
  const first = await runDepartment(sources, wanted);
  const { signal, onEvent, onBegin, onEnd } = wanted;
  const watch = {
    ...(signal === undefined ? {} : { signal }),
    ...(onEvent === undefined ? {} : { onEvent }),
    ...(onBegin === undefined ? {} : { onBegin }),
    ...(onEnd === undefined ? {} : { onEnd }),
  };
  return followToEnd(sources, first, { ...watch, root: first.run.id });
}

async function followToEnd(
  sources: RunSources,
  first: RunReport,
  wanted: ContinueWanted & { root: string },
): Promise<EndReport> {
  const problems = [...first.problems];
  for (;;) {
    const { reports, stuck } = await continueRuns(sources, wanted);
    problems.push(...reports.flatMap((report) => report.problems));
    if (wanted.signal?.aborted === true) await endWaiting(sources, wanted.root, wanted.signal);
    const family = await sources.ledger.read((tables) => familyOf(tables, wanted.root));
    const run = family[0] ?? first.run;
    const isElsewhere = family.some(({ state }) => state === "running");
    if (!isElsewhere || wanted.signal?.aborted === true) {
      return { run, problems, stuck: run.state === "waiting" ? stuck : [] };
    }
    await pause(LOOK_MS);
  }
}

/** Whoever started it does not want it any more. */
async function endWaiting({ ledger, now }: RunSources, root: string, signal: AbortSignal) {
  const why = typeof signal.reason === "string" ? signal.reason : "It was stopped.";
  await ledger.write(async (tables) => {
    for (const run of await familyOf(tables, root)) {
      if (run.state !== "waiting") continue;
      await endRun(tables, run, { state: "stopped", why, at: now().toISOString() });
    }
  });
}
