/**
 * What code keeps of a leg of a run when it is over: which files and which of the memory changed, what
 * failed. Nothing of it can cost the run: what cannot be kept is told, and the run has ended as it did.
 */
import { mkdir } from "node:fs/promises";
import {
  changedAtOf,
  changedBetween,
  type Snapshot,
  snapshotAt,
  takeSnapshot,
} from "../../files/git-snapshot.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { RunRecord } from "../../ledger/runs.ts";
import type { ChangedFile, RunTrace } from "../../ledger/traces.ts";
import type { Change } from "../../mcp-memory/store/history/history.ts";
import { operatingErrorSentence } from "../operating-errors.ts";
import { withMemory } from "../records/with-memory.ts";
import { draftsOf, watchFailures } from "./failures.ts";
import { watchNamedFiles } from "./named-files.ts";
import { legRef } from "./run-refs.ts";
import type { RunEvent } from "./runtime.ts";
import { readTranscript, runFolder, type TranscriptLine } from "./transcript.ts";

/** More files than a run of a department writes; a run that changed more cannot be taken back. */
export const FILES_KEPT = 500;
/** Of the memory's log; a run makes fewer, and what others wrote meanwhile comes on top. */
const CHANGES_LOOKED_AT = 500;
/** The memory is taken back by its own log, and the rest is no file of the company's. */
const NOT_ITS_OWN = /^(memory[^/]*\.jsonl$|\.memory\/|\.hq\/)/;

export interface ReflectSources {
  root: string;
  ledger: Ledger;
  now(): Date;
}

interface SeesEvents {
  onEvent?(event: RunEvent, run: RunRecord): void;
}

export interface Reflection {
  /** The same, and what happens is seen here too. */
  watching<T extends SeesEvents>(wanted: T): T;
  /** The client has ended: what the files are now is looked at, while other things are written down. */
  over(): void;
  /** Keeps the trace of the leg that is over; what could not be kept, a sentence each. */
  end(run: RunRecord): Promise<string[]>;
}

/** Keeps what the files are before the client starts. */
export async function beginReflection(
  sources: ReflectSources,
  { id, leg }: Pick<RunRecord, "id" | "leg">,
): Promise<Reflection> {
  const startedAt = sources.now().toISOString();
  const before = await snapshot(sources, id, legRef(id, leg, "before"));
  const seen = watchCalls();
  let looked: Promise<Snapshot> | null = null;
  const look = () => {
    looked ??= snapshot(sources, id, legRef(id, leg, "after"));
    return looked;
  };
  return {
    // What is wrong with it is told at the end.
    over: () => void look().catch(() => {}),
    watching: (wanted) => ({
      ...wanted,
      onEvent: (event: RunEvent, run: RunRecord) => {
        seen.see(event);
        wanted.onEvent?.(event, run);
      },
    }),
    end: async (run) => {
      try {
        const after = await look();
        const until = sources.now().toISOString();
        await keepTrace(sources, { ...run, leg }, { before, after, startedAt, until, ...seen });
        return [];
      } catch (error) {
        const sentence = operatingErrorSentence(error);
        if (sentence === null) throw error;
        return [`What the run changed could not be kept: ${sentence}`];
      }
    },
  };
}

/**
 * Keeps the trace of a leg whose hq is dead: what its transcript names, and what the files are now. What was
 * changed after its last sign of life is somebody else's.
 */
export async function reflectOnLost(sources: ReflectSources, run: RunRecord): Promise<void> {
  const { id, leg, leaseUntil } = run;
  const { root } = sources;
  const before = await snapshotAt(root, legRef(id, leg, "before"));
  if (before.kind === "none") return;
  const seen = watchCalls();
  const { lines } = await readTranscript(runFolder(root, id));
  for (const line of linesOfLeg(lines, leg)) seen.see(line);
  const after = await snapshot(sources, id, legRef(id, leg, "after"));
  const isLater = async (file: string) => {
    const changedAt = await changedAtOf(root, file);
    return changedAt !== null && changedAt > leaseUntil;
  };
  await keepTrace(sources, run, {
    ...{ before, after, startedAt: run.startedAt, until: leaseUntil, isLater, ...seen },
  });
}

/** Of a leg, what was written down after it was taken up for the last time. */
function linesOfLeg(lines: readonly TranscriptLine[], leg: number): RunEvent[] {
  const begins = lines.findLastIndex(({ kind }) => kind === "taken-up");
  const own = leg === 1 || begins < 0 ? lines : lines.slice(begins);
  return own.filter((line) => line.kind !== "full" && line.kind !== "end");
}

interface CallsSeen {
  see(event: RunEvent): void;
  failures: ReturnType<typeof watchFailures>;
  named: ReturnType<typeof watchNamedFiles>;
}

function watchCalls(): CallsSeen {
  const failures = watchFailures();
  const named = watchNamedFiles();
  const inputs = new Map<string, string>();
  const see = (event: RunEvent) => {
    if (event.kind === "tool") {
      failures.called();
      inputs.set(event.call, event.input);
    }
    if (event.kind !== "tool-done") return;
    if (event.ok) named.called(event.tool, inputs.get(event.call) ?? "");
    else failures.failed(event.tool, event.text, event.isDenied === true);
    inputs.delete(event.call);
  };
  return { see, failures, named };
}

interface SeenLeg extends CallsSeen {
  before: Snapshot;
  after: Snapshot;
  startedAt: string;
  until: string;
  /** Whether a file was changed after the leg was over. */
  isLater?(file: string): Promise<boolean>;
}

async function keepTrace(
  sources: ReflectSources,
  run: RunRecord,
  { before, after, startedAt, until, failures, named, isLater }: SeenLeg,
): Promise<void> {
  const changes = await filesBetween(sources.root, before, after);
  const files: ChangedFile[] = [];
  for (const change of changes) {
    const isIts = named.isNamed(change.path) && (await isLater?.(change.path)) !== true;
    files.push({ ...change, named: isIts });
  }
  const at = sources.now().toISOString();
  const trace: RunTrace = {
    ...{
      run: run.id,
      leg: run.leg,
      at,
      files: files.slice(0, FILES_KEPT),
      fileCount: files.length,
    },
    memory: await changesOf(sources, run, { from: startedAt, until }),
    ...keptOf(before, after),
    ...{ tools: failures.counts(), failures: await failures.failures() },
  };
  await keep(sources.ledger, run, trace);
}

async function snapshot({ root }: ReflectSources, run: string, ref: string): Promise<Snapshot> {
  const folder = runFolder(root, run);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    // The transcript needs the folder too: how the run ends says so.
    return { kind: "none", why: `There is no ${folder} (${String(error)}).` };
  }
  return takeSnapshot({ root, folder, ref });
}

async function filesBetween(
  root: string,
  before: Snapshot,
  after: Snapshot,
): Promise<Omit<ChangedFile, "named">[]> {
  if (before.kind === "none" || after.kind === "none") return [];
  const all = await changedBetween(root, before, after);
  return all.filter(({ path: file }) => !NOT_ITS_OWN.test(file));
}

function keptOf(before: Snapshot, after: Snapshot): Pick<RunTrace, "snapshots" | "snapshotNote"> {
  if (before.kind === "none") return { snapshots: null, snapshotNote: before.why };
  if (after.kind === "none") return { snapshots: null, snapshotNote: after.why };
  const leftOut = new Set([...before.leftOut, ...after.leftOut]);
  const notes = [
    ...(leftOut.size === 0
      ? []
      : [`Not kept, too large or a file of keys: ${[...leftOut].slice(0, 5).join(", ")}.`]),
    ...(before.withoutOthers || after.withoutOthers
      ? ["Too many files that git does not track: those were not kept."]
      : []),
  ];
  return {
    snapshots: { before: before.tree, after: after.tree },
    snapshotNote: notes.length === 0 ? null : notes.join(" "),
  };
}

/** By the client's session; of servers that do not tell it, by who wrote and when. */
async function changesOf(
  sources: ReflectSources,
  run: RunRecord,
  { from, until }: { from: string; until: string },
): Promise<number[]> {
  const isIts = ({ session, by, at, operation }: Change) => {
    if (session !== null) return session === run.session;
    const isMeanwhile = at >= from && at <= until;
    return isMeanwhile && by === run.agent && !NO_CALLS.has(operation);
  };
  const log = await withMemory(sources, ({ history }) => history.log({ limit: CHANGES_LOOKED_AT }));
  return log
    .filter(isIts)
    .map(({ seq }) => seq)
    .sort((a, b) => a - b);
}

/** What no department does: edits from outside, the first reading, upkeep. */
const NO_CALLS = new Set(["edit", "import", "prune", "restore", "accept", "undo"]);

async function keep(ledger: Ledger, run: RunRecord, trace: RunTrace): Promise<void> {
  const drafts = await draftsOf(run, trace.failures, trace.at);
  await ledger.write(async ({ traces, lessonDrafts }) => {
    if (!(await traces.add(trace))) return;
    for (const draft of drafts) await lessonDrafts.see(draft);
  });
}
