/** Runs whose watcher is dead: nobody else would ever write down how they ended. */
import type { Ledger, LedgerWrites } from "../../ledger/ledger.ts";
import type { RunRecord } from "../../ledger/runs.ts";
import { operatingErrorSentence } from "../operating-errors.ts";
import { reflectOnLost } from "./reflect.ts";
import type { LeftSession, Runtime } from "./runtime.ts";

export interface LostSources {
  root: string;
  ledger: Ledger;
  now(): Date;
  /** Whether the process that watches over a run is certainly gone. */
  isGone(holder: string): boolean;
  endLeftOvers: Runtime["endLeftOvers"];
  /** Without it, nothing is taken up again. */
  leftSession?: Runtime["leftSession"] | undefined;
}

const GONE =
  "the hq that watched over it was ended or the machine went down, so that nobody knows how it went. Look at what it did, then run it again.";
const SILENT =
  "the hq that watched over it gave no sign of life for too long. Look at what it did, then run it again.";

/**
 * Settles what nobody watches over any more, and ends what it left running. Called at the start of every
 * act that starts or lists runs. What was given to finish_run counts: such a run is done. Else it waits
 * to be taken up again, once and where its session is whole; else it is lost.
 * @throws LedgerError
 */
export async function settleLostRuns(sources: LostSources): Promise<RunRecord[]> {
  const running = await sources.ledger.read(({ runs }) => runs.running());
  const lost: RunRecord[] = [];
  for (const run of running) {
    const why = whyLost(run, sources);
    if (why === null) continue;
    await sources.endLeftOvers(run.session);
    const left = (await sources.leftSession?.(run.session)) ?? null;
    await reflected(sources, run);
    const ended = await sources.ledger.write((tables) =>
      settle(tables, { run, left, why, at: sources.now().toISOString() }),
    );
    if (ended) lost.push(run);
  }
  return lost;
}

/** What it changed can be taken back then; that it cannot be told keeps no run from its end. */
async function reflected(sources: LostSources, run: RunRecord): Promise<void> {
  try {
    await reflectOnLost(sources, run);
  } catch (error) {
    if (operatingErrorSentence(error) === null) throw error;
  }
}

interface LostRun {
  run: RunRecord;
  left: LeftSession | null;
  why: string;
  at: string;
}

/** False when somebody else has settled it. */
async function settle(
  { runs, events }: LedgerWrites,
  { run, left, why, at }: LostRun,
): Promise<boolean> {
  const result = await runs.givenResult(run.id);
  const { leg } = run;
  // Read to its end, the session knows more than the last sign of life.
  const usage = left === null || left.usage.calls < run.usage.calls ? run.usage : left.usage;
  const before = await events.ofSubjects([run.id]);
  const goesOn =
    result === null && !before.some(({ what }) => what === CRASHED) && canBeTakenUp(run, left);
  const state = result === null ? "lost" : "done";
  // Its last sign of life is not older than this.
  const idleMs = Math.max(0, Date.parse(at) - Date.parse(run.leaseUntil));
  const isMine = goesOn
    ? await runs.wait(run.id, { leg, at, for: "crash", usage, idleMs })
    : await runs.end(run.id, {
        ...{ state, at, result, why: result === null ? why : null, usage, leg, idleMs },
      });
  if (!isMine) return false;
  const about = { who: "hq", subject: run.id, hash: null, detail: run.agent };
  await events.add({ at, what: goesOn ? CRASHED : `run.${state}`, ...about });
  return true;
}

/** A second time it is lost: what it does may be what ends its hq. */
const CRASHED = "run.crashed";

/** Whether what is left of its session can go on; one that never began to speak can only at its beginning. */
export function canBeTakenUp({ leg }: Pick<RunRecord, "leg">, left: LeftSession | null): boolean {
  if (left === null) return false;
  return left.kind === "whole" || (left.kind === "none" && leg === 1);
}

function whyLost(run: RunRecord, { now, isGone }: LostSources): string | null {
  if (isGone(run.holder)) return GONE;
  // Longer than its lease by its own length again: a machine that slept renews it when it wakes.
  const silentMs = now().getTime() - Date.parse(run.leaseUntil);
  return silentMs > LOST_AFTER_MS ? SILENT : null;
}

/** A holder of another machine, or one that hangs, is given up so long after its lease has run out. */
const LOST_AFTER_MS = 10 * 60_000;
