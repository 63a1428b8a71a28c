/**
 * Runs that wait are carried on: the other department begins, and the one that waited goes on with what
 * came back. Each step is worked out of the record and taken in one transaction that only one process
 * can win, so that any number of them may do this at once, and one that dies in the midst loses nothing.
 */
import { HqError } from "../company/error.ts";
import type { RunRecord } from "../ledger/runs.ts";
import { runDepartment } from "./run-department.ts";
import { RunBudgetSpent } from "./runs/budget.ts";
import { LEASE_MS, type LegWatch, type RunReport, type RunSources, runLeg } from "./runs/leg.ts";
import { settleLostRuns } from "./runs/lost-runs.ts";
import { type Back, backPrompt, promptOf, revivedPrompt } from "./runs/prompt.ts";
import { openTurns, type Turns } from "./runs/turns.ts";
import { type Asked, endRun, familyOf, nextSteps, type Step, type Stuck } from "./runs/waiting.ts";
import { stoppedBy } from "./stop-work.ts";

export interface ContinueWanted extends LegWatch {
  /** Only this run and what comes of it; every run that waits when left out. */
  root?: string;
  /** Told when each leg has ended. */
  onReport?(report: RunReport): void;
  /** Shared with whoever else starts clients. */
  turns?: Turns;
}

export interface ContinueReport {
  /** Every leg that was carried out, in order. */
  reports: RunReport[];
  /** What cannot go on now, and why. */
  stuck: Stuck[];
}

/** A family has at most its rounds and hand-overs; this is for a record that grows while we work. */
const STEPS_AT_ONCE = 500;

/**
 * Takes every step that can be taken now until none is left, those of different runs side by side.
 * @throws LedgerError, when what was at work has ended
 */
export async function continueRuns(
  sources: RunSources,
  wanted: ContinueWanted,
): Promise<ContinueReport> {
  const reports: RunReport[] = [];
  const failed = new Map<string, Stuck>();
  const working = new Map<string, Promise<void>>();
  const { turns = openTurns() } = wanted;
  const begin = async (step: Step) => {
    const isWanted = () => wanted.signal?.aborted !== true;
    const work = async () => (isWanted() ? take(sources, step, wanted) : DONE);
    const taken = await (needsTurn(step) ? turns.runExclusive(work) : work());
    if (taken.kind === "cannot") failed.set(keyOf(step), { run: runOf(step), why: taken.why });
    if (taken.kind !== "leg") return;
    // What it held is free now.
    failed.clear();
    reports.push(taken.report);
    wanted.onReport?.(taken.report);
  };
  try {
    for (let count = 0; count < STEPS_AT_ONCE; ) {
      await settleLostRuns({ ...sources, ...sources.runtime });
      const { steps, stuck } = await look(sources, wanted.root);
      const isOpen = (step: Step) => !failed.has(keyOf(step)) && !working.has(keyOf(step));
      // What ends first decides what begins: both may be of one run.
      const open = wanted.signal?.aborted === true ? [] : steps.filter(isOpen);
      const ends = open.filter((step) => !needsTurn(step));
      for (const step of ends.length > 0 ? ends : open) {
        count += 1;
        const key = keyOf(step);
        working.set(
          key,
          begin(step).finally(() => working.delete(key)),
        );
      }
      if (working.size === 0) return { reports, stuck: [...stuck, ...failed.values()] };
      await Promise.race(working.values());
    }
    return { reports, stuck: [...failed.values()] };
  } finally {
    await Promise.allSettled(working.values());
  }
}

/** A client is started in it. */
function needsTurn({ kind }: Step): boolean {
  return kind === "begin" || kind === "go-on" || kind === "revive";
}

async function look({ ledger, now }: RunSources, root: string | undefined) {
  return ledger.read(async (tables) => {
    const only =
      root === undefined ? null : new Set((await familyOf(tables, root)).map(({ id }) => id));
    return nextSteps(tables, { now: now(), only });
  });
}

type Taken =
  | { kind: "leg"; report: RunReport }
  /** It is written down; or somebody else was faster. */
  | { kind: "done" }
  | { kind: "cannot"; why: string };

const DONE: Taken = { kind: "done" };

async function take(sources: RunSources, step: Step, watch: LegWatch): Promise<Taken> {
  switch (step.kind) {
    case "begin":
      return begin(sources, step, watch);
    case "go-on":
    case "revive":
      return goOn(sources, step, watch);
    case "give-up": {
      const at = sources.now().toISOString();
      const why = `It waited and ${step.why}. What it did stands in its transcript; run it again.`;
      const state = step.run.waiting?.for === "crash" ? "lost" : "failed";
      await sources.ledger.write((tables) => endRun(tables, step.run, { state, why, at }));
      return { kind: "done" };
    }
    case "drop":
      return close(sources, step.handOver.id, step.why);
  }
}

/** The other department begins: that it does is written with the run that is begun, or neither is. */
async function begin(
  sources: RunSources,
  { handOver, parent }: Step & { kind: "begin" },
  watch: LegWatch,
): Promise<Taken> {
  const { agent, task } = handOver;
  try {
    const report = await runDepartment(sources, {
      ...{ ...watch, agent, task, chain: parent.chain, parent: parent.id },
      ...(parent.model === null ? {} : { model: parent.model }),
      ...(parent.timeoutMs === null ? {} : { timeoutMs: parent.timeoutMs }),
      alsoWrite: async ({ handOvers }, run) => {
        if (!(await handOvers.begin(handOver.id, run))) throw new TakenByAnother();
      },
    });
    return { kind: "leg", report };
  } catch (error) {
    if (error instanceof TakenByAnother) return { kind: "done" };
    if (!(error instanceof HqError)) throw error;
    // Stopped, or over a cap of the table: it may begin later. What cannot begin at all comes back as that.
    const isLater = ["wrong-state", "over-budget"].includes(error.code);
    if (isLater && !(error instanceof RunBudgetSpent))
      return { kind: "cannot", why: error.message };
    return close(sources, handOver.id, `It could not begin: ${error.message}`);
  }
}

class TakenByAnother extends Error {}

async function close({ ledger }: RunSources, id: string, why: string): Promise<Taken> {
  await ledger.write(({ handOvers }) => handOvers.close(id, why.replace(/\.$/, "")));
  return { kind: "done" };
}

async function goOn(
  sources: RunSources,
  step: Step & { kind: "go-on" | "revive" },
  watch: LegWatch,
): Promise<Taken> {
  try {
    await sources.runtime.requireReady?.();
  } catch (error) {
    if (error instanceof HqError) return { kind: "cannot", why: error.message };
    throw error;
  }
  const left = (await sources.runtime.leftSession?.(step.run.session)) ?? null;
  const run = await takeUp(sources, step);
  if (run === null) return { kind: "done" };
  const back = await withReviews(sources, step.asked);
  // A session that never came to be is begun: nothing was done in it.
  const isBegun = step.kind === "revive" && left?.kind === "none";
  const prompts = { "go-on": backPrompt, revive: revivedPrompt };
  const report = await runLeg(sources, {
    run,
    watch,
    prompt: isBegun ? promptOf(run.task) : prompts[step.kind](back),
    isResumed: !isBegun,
    takenUp: takenUpWords(step.kind, back),
  });
  return { kind: "leg", report };
}

function takenUpWords(kind: "go-on" | "revive", back: readonly Back[]): string {
  if (kind === "revive") return "it was cut off, and its session is taken up again";
  const each = back.map(({ handOver, child }) => {
    const from = child === null ? "" : ` of ${child.id}, ${child.state}`;
    return `${handOver.id} (${handOver.agent}${from})`;
  });
  return `${each.join(", ")} came back`;
}

/** Null when somebody else has, or a stop came. What came back belongs to the leg that begins. */
async function takeUp(
  { ledger, now, holder }: RunSources,
  { kind, run }: Step & { kind: "go-on" | "revive" },
): Promise<RunRecord | null> {
  return ledger.write(async ({ runs, handOvers, stops, events }) => {
    if (stoppedBy(await stops.all(), run.agent) !== null) return null;
    const at = now();
    const leaseUntil = new Date(at.getTime() + LEASE_MS).toISOString();
    const taken = await runs.takeUp(run.id, {
      ...{ leg: run.leg + 1, holder, leaseUntil, at: at.toISOString() },
    });
    if (taken === null) return null;
    if (kind === "go-on") await handOvers.tell(run.id, taken.leg);
    const what = kind === "go-on" ? "run.went-on" : "run.revived";
    const about = { subject: run.id, hash: null, detail: run.agent };
    await events.add({ at: at.toISOString(), who: "hq", what, ...about });
    return taken;
  });
}

async function withReviews({ ledger }: RunSources, asked: readonly Asked[]): Promise<Back[]> {
  return ledger.read(async ({ reviews }) => {
    const back: Back[] = [];
    for (const each of asked) {
      const { review } = each.handOver;
      back.push({ ...each, review: review === null ? null : await reviews.find(review) });
    }
    return back;
  });
}

function runOf(step: Step): string {
  return "run" in step ? step.run.id : step.handOver.run;
}

function keyOf(step: Step): string {
  return "run" in step ? `${step.run.id}:${step.run.leg}` : step.handOver.id;
}
