/**
 * One leg of a run: from the moment at which the record names this process as its holder to the moment
 * at which the record says how it ended, or that it waits.
 */

import path from "node:path";
import { systemReason } from "../../files/text.ts";
import type { Ledger, LedgerReads } from "../../ledger/ledger.ts";
import type { RunRecord, RunUsage } from "../../ledger/runs.ts";
import type { ScenarioPlayer } from "../evals/compare-scenarios.ts";
import { operatingErrorSentence } from "../operating-errors.ts";
import { loadMemory, withMemory } from "../records/with-memory.ts";
import { type CapWatch, watchCapsOf } from "./budget.ts";
import { withoutSecret } from "./held-back.ts";
import { canBeTakenUp, type LostSources } from "./lost-runs.ts";
import { beginReflection } from "./reflect.ts";
import { NO_USAGE, type RunEvent, type RunJob, type RunOutcome, type Runtime } from "./runtime.ts";
import { openTranscript, runFolder } from "./transcript.ts";
import { outstanding } from "./waiting.ts";
import { watchRecord } from "./watch-record.ts";

export const DEFAULT_TIMEOUT_MS = 15 * 60_000;
/** How long a run stays with a process that gives no sign of life. */
export const LEASE_MS = 60_000;

export interface RunSources extends Pick<LostSources, "isGone"> {
  root: string;
  ledger: Ledger;
  runtime: Runtime;
  now(): Date;
  /** Names this process, so that others can tell when it is gone. */
  holder: string;
  newSession(): string;
  /** Plays scenarios before and after a proposal; without it only the texts are compared. */
  player?: ScenarioPlayer;
}

export interface RunReport {
  run: RunRecord;
  /** What went wrong beside the run itself: the memory's files, the transcript. */
  problems: string[];
}

/** How the founder looks on, and ends it. */
export interface LegWatch {
  /** Ends the run; its reason is a sentence. */
  signal?: AbortSignal;
  /** The signal is the end of hq, not of the run: where its session is whole it waits to be taken up again. */
  putsDown?: boolean;
  onEvent?(event: RunEvent, run: RunRecord): void;
  /** Told when the run has its id, and when it goes on. */
  onBegin?(run: RunRecord): void;
  /** Told when the leg is over, as the run stands then. */
  onEnd?(run: RunRecord): void;
}

export interface Leg {
  /** As it stands in the record: this process is its holder. */
  run: RunRecord;
  watch: LegWatch;
  prompt: string;
  /** The session is there and is taken up again. */
  isResumed: boolean;
  /** Why it is taken up, for the transcript; null at its beginning. */
  takenUp?: string | null;
}

/**
 * One leg of a run, from the prompt to where it ends or waits. Contract: the record says that this
 * process holds the run in this leg.
 * @throws LedgerError
 */
export async function runLeg(sources: RunSources, leg: Leg): Promise<RunReport> {
  leg.watch.onBegin?.(leg.run);
  const problems: string[] = [];
  const reflection = await beginReflection(sources, leg.run);
  const watch = reflection.watching(leg.watch);
  const caps = await watchCapsOf(sources, leg.run).catch((error: unknown) => ({ error }));
  const ended =
    "error" in caps
      ? { ...failedBy(caps.error), usage: leg.run.usage }
      : await carryOut(sources, { ...leg, watch, caps, problems, onOver: reflection.over });
  const putDown = await putDownBy(sources, leg, ended);
  const kept = { run: leg.run, putDown, caps: "error" in caps ? null : caps };
  const run = await end(sources, kept, await told(ended));
  problems.push(...(await reflection.end(run)));
  leg.watch.onEnd?.(run);
  return { run, problems };
}

interface BegunLeg extends Leg {
  caps: CapWatch;
  /** Takes what went wrong beside the run. */
  problems: string[];
  /** The client has ended. */
  onOver(): void;
}

/** From here on the run is in the record: whatever happens is how it ended. */
async function carryOut(
  sources: RunSources,
  { run, watch, prompt, isResumed, takenUp = null, caps, problems, onOver }: BegunLeg,
): Promise<RunOutcome> {
  const { root, ledger, runtime } = sources;
  const folder = runFolder(root, run.id);
  const givenResult = () => ledger.read(({ runs }) => runs.givenResult(run.id));
  const record = watchRecord({ ledger, now: sources.now, run, caps, signal: watch.signal });
  // A client that fails on us tells no sum at its end.
  let used = run.usage;
  try {
    const transcript = await openTranscript(folder, sources.now);
    const { id, agent, chain, session, model } = run;
    const job: RunJob = {
      ...{ run: id, agent, chain, prompt, session, isResumed, root, folder },
      timeoutMs: run.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      ...(model === null ? {} : { model }),
      ...(run.due === null ? {} : { due: run.due.job }),
      ...(run.workplace === null ? {} : { workplace: path.join(root, run.workplace) }),
    };
    const onEvent = (event: RunEvent) => {
      if (event.kind === "usage") {
        used = event.usage;
        record.used(used);
      }
      transcript.add(event);
      watch.onEvent?.(event, run);
    };
    caps.tell((text) => onEvent({ kind: "trouble", text }));
    if (takenUp !== null) onEvent({ kind: "taken-up", text: takenUp });
    const outcome = await outcomeOf(() => {
      const running = runtime.run(job, { signal: record.signal, givenResult, onEvent });
      // While the client starts; what is wrong with it is told where it is used.
      loadMemory().catch(() => {});
      return running;
    });
    onOver();
    problems.push(...(await checkpoint(sources)));
    const waits =
      (await putDownBy(sources, { run, watch }, outcome)) !== null ||
      (await ledger.read((tables) => isWaiting(tables, run, outcome)));
    transcript.add({ kind: "end", state: waits ? "waiting" : outcome.state });
    const trouble = await transcript.close();
    if (trouble !== null) problems.push(`Cannot keep what the run did in ${folder}: ${trouble}.`);
    return { ...outcome, usage: atLeast(used, outcome.usage) };
  } catch (error) {
    return { ...failedBy(error), usage: used };
  } finally {
    record.close();
  }
}

/** Why a run failed is often the last words of somebody else, and the record keeps them for good. */
async function told(outcome: RunOutcome): Promise<RunOutcome> {
  if (outcome.state === "done") return outcome;
  return { ...outcome, why: await withoutSecret(outcome.why) };
}

/** A client that cannot be started is how this run ended, too; so is a bug of ours. */
async function outcomeOf(work: () => Promise<RunOutcome>): Promise<RunOutcome> {
  try {
    return await work();
  } catch (error) {
    return failedBy(error);
  }
}

function failedBy(error: unknown): RunOutcome {
  const why = operatingErrorSentence(error) ?? refusedBySystem(error) ?? bug(error);
  return { state: "failed", why, usage: NO_USAGE };
}

/** A full disk, a folder without rights: nothing of ours is broken. */
function refusedBySystem(error: unknown): string | null {
  const { syscall, path: file } = error as NodeJS.ErrnoException;
  if (syscall === undefined) return null;
  return `The system refused it: ${systemReason(error)}${file === undefined ? "" : ` (${file})`}.`;
}

function bug(error: unknown): string {
  return `A bug in Solo HQ: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}

/** What the department remembered stands in the files that git sees, however the run ended. */
async function checkpoint({ root, now }: RunSources): Promise<string[]> {
  try {
    await withMemory({ root, now }, (store) => store.checkpoint());
    return [];
  } catch (error) {
    if (!(error instanceof Error) || error.name !== "MemoryError") throw error;
    return [`Cannot write the memory's files: ${error.message}`];
  }
}

/** Why the leg is over and the run is not: it waits to be taken up again. */
type PutDown = "hq-ended" | "nobody-asked";

/** null where the run goes its way. */
async function putDownBy(
  { runtime }: RunSources,
  { run, watch }: Pick<Leg, "run" | "watch">,
  outcome: RunOutcome,
): Promise<PutDown | null> {
  const { putsDown = false, signal } = watch;
  const isEnded =
    putsDown &&
    signal?.aborted === true &&
    outcome.state === "stopped" &&
    outcome.why === signal.reason;
  const isUnasked = outcome.state === "failed" && outcome.nobodyAsked === true;
  if (!isEnded && !isUnasked) return null;
  const left = (await runtime.leftSession?.(run.session)) ?? null;
  if (!canBeTakenUp(run, left)) return null;
  return isEnded ? "hq-ended" : "nobody-asked";
}

interface EndedLeg extends Pick<BegunLeg, "run"> {
  /** Null when they could not be read. */
  caps: CapWatch | null;
  putDown: PutDown | null;
}

async function end(
  { ledger, now }: RunSources,
  { run, caps, putDown }: EndedLeg,
  outcome: RunOutcome,
): Promise<RunRecord> {
  return ledger.write(async (tables) => {
    const { runs, events } = tables;
    const at = now().toISOString();
    // The record decides, not what was last seen of the client.
    const given = await runs.givenResult(run.id);
    const how =
      given === null ? endOf(outcome) : endOf({ ...outcome, state: "done", result: given });
    const usage = atLeast(run.usage, how.usage);
    const isPutDown = putDown !== null && given === null;
    const waits = isPutDown || (await isWaiting(tables, run, outcome));
    const { leg } = run;
    const wait = isPutDown
      ? ({ for: "crash", isUnheard: putDown === "nobody-asked" } as const)
      : ({ for: "answers" } as const);
    const isMine = waits
      ? await runs.wait(run.id, { leg, at, ...wait, usage })
      : await runs.end(run.id, { at, ...how, usage, leg });
    // Another hq has given it up meanwhile, and what it wrote down stands.
    if (isMine) {
      const about = { subject: run.id, hash: null, detail: run.agent };
      await events.add({ at, who: "hq", what: `run.${waits ? "waits" : how.state}`, ...about });
      await caps?.look(tables);
    }
    const known = await runs.find(run.id);
    if (known === null) throw new Error(`run ${run.id} is not there any more`);
    return known;
  });
}

/** Its turn ended of itself, without a result, and something that it handed over is not back. */
async function isWaiting(
  tables: Pick<LedgerReads, "runs" | "handOvers">,
  { id }: RunRecord,
  outcome: RunOutcome,
): Promise<boolean> {
  if (outcome.state !== "failed" || outcome.endedTurn !== true) return false;
  if ((await tables.runs.givenResult(id)) !== null) return false;
  return (await outstanding(tables, id)).length > 0;
}

/** The session's totals only grow; a leg whose client could not be started knows none of them. */
function atLeast(before: RunUsage, after: RunUsage): RunUsage {
  return after.calls < before.calls ? before : after;
}

function endOf(outcome: RunOutcome): {
  state: RunOutcome["state"];
  result: string | null;
  why: string | null;
  usage: RunUsage;
} {
  const { state, usage } = outcome;
  if (outcome.state === "done") return { state, result: outcome.result, why: null, usage };
  return { state, result: null, why: outcome.why, usage };
}
