/**
 * What is to be done next with runs that handed work over or lost their hq, worked out of the record
 * alone. Nothing is remembered between two steps, so that a process that dies between them loses none.
 */
import type { HandOver } from "../../ledger/hand-overs.ts";
import type { LedgerReads, LedgerWrites } from "../../ledger/ledger.ts";
import type { RunRecord } from "../../ledger/runs.ts";
import type { StopRecord } from "../../ledger/stops.ts";
import { stoppedBy } from "../stop-work.ts";

/** How often a run may be taken up with what came back. */
export const ROUNDS = 5;
/** How often one run may hand over. */
export const HAND_OVERS = 8;
/** So long after the last thing that happened it is not news any more. */
export const WAIT_MS = 24 * 60 * 60_000;
const UNBEGUN = 200;

/** A hand-over with the run that does it. */
export interface Asked {
  handOver: HandOver;
  child: RunRecord | null;
}

export type Step =
  /** The other department begins. */
  | { kind: "begin"; handOver: HandOver; parent: RunRecord }
  /** Everything is back: the run goes on with it. */
  | { kind: "go-on"; run: RunRecord; asked: Asked[] }
  /** Its hq is dead and its session whole: it goes on where it was. */
  | { kind: "revive"; run: RunRecord; asked: Asked[] }
  /** It waited too long. */
  | { kind: "give-up"; run: RunRecord; why: string }
  /** Whoever handed it over has no use for it any more. */
  | { kind: "drop"; handOver: HandOver; why: string };

/** A run that cannot go on now, and why. */
export interface Stuck {
  run: string;
  why: string;
}

export interface NextSteps {
  steps: Step[];
  stuck: Stuck[];
}

type Tables = Pick<LedgerReads, "runs" | "handOvers" | "stops">;

/** The steps that can be taken now, in this order; `only` bounds them to these runs and their hand-overs. */
export async function nextSteps(
  tables: Tables,
  { now, only = null }: { now: Date; only?: ReadonlySet<string> | null },
): Promise<NextSteps> {
  const stops = await tables.stops.all();
  const isWanted = (run: string) => only?.has(run) ?? true;
  const found: NextSteps = { steps: [], stuck: [] };
  for (const run of await tables.runs.waiting()) {
    if (isWanted(run.id)) await lookAtWaiting(tables, { run, now, stops }, found);
  }
  for (const handOver of await tables.handOvers.unbegun(UNBEGUN)) {
    if (isWanted(handOver.run)) await lookAtUnbegun(tables, { handOver, now, stops }, found);
  }
  return found;
}

async function lookAtWaiting(
  tables: Tables,
  { run, now, stops }: { run: RunRecord; now: Date; stops: StopRecord[] },
  { steps, stuck }: NextSteps,
): Promise<void> {
  const all = await askedBy(tables, run.id);
  const isCrash = run.waiting?.for === "crash";
  const untold = all.filter(({ handOver }) => handOver.toldLeg === null);
  if (!isCrash && !untold.every(isBack)) {
    for (const { handOver } of untold.filter((asked) => !isBack(asked))) {
      const stopped = handOver.child === null ? stoppedBy(stops, handOver.agent) : null;
      if (stopped !== null) stuck.push({ run: run.id, why: `${handOver.agent} is ${stopped}` });
    }
    if (untold.every((asked) => isBack(asked) || asked.child === null) && isOld(run, all, now)) {
      steps.push({ kind: "give-up", run, why: "nothing came back for a day" });
    }
    return;
  }
  const stopped = stoppedBy(stops, run.agent);
  if (isOld(run, all, now)) {
    steps.push({ kind: "give-up", run, why: "nobody took it up again for a day" });
  } else if (stopped !== null) {
    stuck.push({ run: run.id, why: `${run.agent} is ${stopped}` });
  } else if (isCrash) {
    const from = run.crashedLeg ?? run.leg;
    const asked = all.filter(({ handOver }) => (handOver.toldLeg ?? 0) >= from);
    steps.push({ kind: "revive", run, asked });
  } else {
    steps.push({ kind: "go-on", run, asked: untold });
  }
}

async function lookAtUnbegun(
  tables: Tables,
  { handOver, now, stops }: { handOver: HandOver; now: Date; stops: StopRecord[] },
  { steps }: NextSteps,
): Promise<void> {
  const parent = await tables.runs.find(handOver.run);
  // While it is at work it may ask for more, and after a crash it is looked at first.
  if (parent === null || parent.state === "running" || parent.waiting?.for === "crash") return;
  if (parent.state !== "waiting" && parent.state !== "done") {
    steps.push({ kind: "drop", handOver, why: `${parent.id} has ended: ${parent.state}` });
    return;
  }
  if (parent.endedAt !== null && now.getTime() - Date.parse(parent.endedAt) > WAIT_MS) {
    steps.push({ kind: "drop", handOver, why: "nobody began with it for a day" });
    return;
  }
  if (stoppedBy(stops, handOver.agent) === null) steps.push({ kind: "begin", handOver, parent });
}

/** Everything that a run handed over, with what became of it. */
export async function askedBy(
  { runs, handOvers }: Pick<Tables, "runs" | "handOvers">,
  run: string,
): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const handOver of await handOvers.ofRun(run)) {
    asked.push({
      handOver,
      child: handOver.child === null ? null : await runs.find(handOver.child),
    });
  }
  return asked;
}

/** The run and everything that came of it. */
export async function familyOf(
  tables: Pick<Tables, "runs" | "handOvers">,
  root: string,
): Promise<RunRecord[]> {
  const first = await tables.runs.find(root);
  const family = first === null ? [] : [first];
  // A run is done by one hand-over, and chains end at three: this ends.
  for (const run of family) {
    for (const { child } of await askedBy(tables, run.id)) if (child !== null) family.push(child);
  }
  return family;
}

/** What a run asked for and has not been told of. */
export async function outstanding(
  tables: Pick<Tables, "runs" | "handOvers">,
  run: string,
): Promise<Asked[]> {
  return (await askedBy(tables, run)).filter(({ handOver }) => handOver.toldLeg === null);
}

/** The one end of a run that nobody is at work on, with the event that tells of it. */
export async function endRun(
  { runs, events }: Pick<LedgerWrites, "runs" | "events">,
  { id, agent, leg, usage }: RunRecord,
  { state, why, at }: { state: "failed" | "lost" | "stopped"; why: string; at: string },
): Promise<void> {
  if (!(await runs.end(id, { state, at, result: null, why, usage, leg }))) return;
  const about = { subject: id, hash: null, detail: agent };
  await events.add({ at, who: "hq", what: `run.${state}`, ...about });
}

function isBack({ handOver, child }: Asked): boolean {
  return handOver.closedWhy !== null || child?.endedAt != null;
}

function isOld(run: RunRecord, asked: readonly Asked[], now: Date): boolean {
  const times = [run.waiting?.since, ...asked.map(({ child }) => child?.endedAt)];
  const last = Math.max(...times.flatMap((time) => (time == null ? [] : [Date.parse(time)])));
  return now.getTime() - last > WAIT_MS;
}
