/**
 * What a run changed in files and memory is taken back, all of it or nothing. Reviews, verdicts and the
 * record of the run stay: what was asked and said was asked and said.
 */
import { mkdir } from "node:fs/promises";
import { FOUNDER } from "../company/constitution/sections.ts";
import { dateIn, timeIn } from "../company/dates.ts";
import { HqError } from "../company/error.ts";
import { readConstitution } from "../files/company.ts";
import {
  changedTrees,
  hasTrees,
  isFree,
  type KeptSnapshot,
  restoreFiles,
  takeSnapshot,
} from "../files/git-snapshot.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { RunRecord } from "../ledger/runs.ts";
import type { ChangedFile, RunTrace } from "../ledger/traces.ts";
import { findRun, type RunsSources } from "./list-runs.ts";
import { lookIntoLedger } from "./records/look-into-ledger.ts";
import { withMemory } from "./records/with-memory.ts";
import { legRef, undoneRef } from "./runs/run-refs.ts";
import { runFolder } from "./runs/transcript.ts";
import { wholeTrace } from "./runs/whole-trace.ts";

export interface UndoSources extends RunsSources {
  now(): Date;
}

export interface UndoWanted {
  run: string;
  /** Says what would be taken back, and changes nothing. */
  dryRun: boolean;
  /** Also files that changed while it ran and that none of its calls named. */
  all: boolean;
}

export type UndoneRun = {
  run: RunRecord;
  /** What is taken back, or would be. */
  files: ChangedFile[];
  memory: number[];
  /** Changed while it ran and named by none of its calls: left as they are. */
  left: ChangedFile[];
  /** Of files that were not kept; null when all were. */
  note: string | null;
} & (
  | { kind: "undone" | "dry-run" }
  /** Nothing was changed: these files were changed since, these changes of the memory build on its own. */
  | { kind: "conflict"; changedSince: string[]; dependents: number[] }
);

const UNDONE = "run.undone";

/**
 * Takes the run back, or says what stands against it. What the files were before stays in git under
 * `refs/hq/runs/<id>/undone`.
 * @throws HqError `not-found`, `wrong-state` for a run that is at work, was taken back, or of which
 * nothing was kept; MemoryError, LedgerError
 */
export async function undoRun(sources: UndoSources, wanted: UndoWanted): Promise<UndoneRun> {
  const run = await findRun(sources, wanted.run);
  const undo = async (ledger: Ledger): Promise<UndoneRun> => {
    const { timeZone } = (await readConstitution(sources.root)).constitution.company;
    const legs = await legsOf(ledger, run, timeZone);
    await requireTrees(sources.root, run, legs);
    const trace = wholeTrace(legs);
    if (trace === null) throw new Error(`${run.id} has a leg and no trace`);
    const now = await snapshotNow(sources, run);
    const chosen = trace.files.filter(({ named }) => named || wanted.all);
    const { memory, snapshotNote: note } = trace;
    const left = trace.files.filter((file) => !chosen.includes(file));
    const about = { run, files: chosen, memory, note, left };
    const undoing = { run, legs, memory, chosen, now };
    const against = await conflicts(sources, undoing);
    if (against !== null) return { ...about, kind: "conflict", ...against };
    if (wanted.dryRun) return { ...about, kind: "dry-run" };
    await takeBack(sources, undoing);
    // Of nothing there is no word: what was left can still be taken back with `all`.
    if (chosen.length + memory.length === 0) return { ...about, kind: "undone" };
    await ledger.write(({ events }) =>
      events.add({
        ...{ at: sources.now().toISOString(), who: FOUNDER, what: UNDONE, subject: run.id },
        ...{ hash: null, detail: `${chosen.length} files, ${memory.length} changes of memory` },
      }),
    );
    return { ...about, kind: "undone" };
  };
  const outcome = await lookIntoLedger<UndoneRun | null>(sources.root, null, undo);
  if (outcome === null) throw new Error(`the ledger of ${run.id} is gone`);
  return outcome;
}

/** The traces of all its legs, each with its snapshots. */
async function legsOf(ledger: Ledger, run: RunRecord, timeZone: string): Promise<KeptLeg[]> {
  const refuse = (found: string, hint: string) =>
    new HqError("wrong-state", `Cannot take ${run.id} back: ${found}. Nothing was changed.`, {
      hint,
    });
  if (run.endedAt === null) throw refuse("it has not ended", "End it first, or wait for its end.");
  return ledger.read(async ({ traces, events }) => {
    const before = (await events.ofSubjects([run.id])).find(({ what }) => what === UNDONE);
    if (before !== undefined) {
      const hint = "What it changed is in git and in the memory's log.";
      const at = new Date(before.at);
      const when = `${dateIn(at, timeZone)} ${timeIn(at, timeZone)}`;
      throw refuse(`it was taken back on ${when}`, hint);
    }
    const legs = await traces.ofRun(run.id);
    if (legs.length < run.leg) {
      throw refuse(
        "nobody saw the end of one of its legs, so that nothing says which changes are its own",
        `What the files were before is kept where git was at hand; compare: git diff ${legRef(run.id, 1, "before")}`,
      );
    }
    return legs.map((leg) => {
      const { fileCount, files, snapshots, snapshotNote } = leg;
      if (fileCount > files.length) {
        throw refuse(
          `it changed ${fileCount} files, expected at most ${files.length}`,
          `Take them back with git: git diff ${legRef(run.id, leg.leg, "before")} ${legRef(run.id, leg.leg, "after")}`,
        );
      }
      if (snapshots !== null) return { ...leg, snapshots };
      throw refuse(
        `what the files were before it was not kept (${snapshotNote ?? "no reason is known"})`,
        `Its changes of the memory: hq runs show ${run.id}, then hq memory undo`,
      );
    });
  });
}

/** They go with the transcript. */
async function requireTrees(
  root: string,
  { id }: RunRecord,
  legs: readonly KeptLeg[],
): Promise<void> {
  const trees = legs.flatMap(({ snapshots }) => [snapshots.before, snapshots.after]);
  if (await hasTrees(root, trees)) return;
  throw new HqError(
    "wrong-state",
    `Cannot take ${id} back: git has forgotten what the files were, expected it to keep them as long as the transcript. Nothing was changed.`,
    { hint: `Its changes of the memory: hq runs show ${id}, then hq memory undo` },
  );
}

type KeptLeg = RunTrace & { snapshots: NonNullable<RunTrace["snapshots"]> };

interface Undoing {
  run: RunRecord;
  legs: readonly KeptLeg[];
  memory: readonly number[];
  chosen: readonly ChangedFile[];
  now: KeptSnapshot;
}

/** null when nothing stands against it. */
async function conflicts(
  { root, now: clock }: UndoSources,
  { legs, memory, chosen, now }: Undoing,
): Promise<{ changedSince: string[]; dependents: number[] } | null> {
  const differing = differingTrees(root);
  const tooLarge = new Set(now.leftOut);
  const changedSince: string[] = [];
  for (const { path: file, change } of chosen) {
    const isTaken = change === "removed" && !(await isFree(root, file));
    const own = legs.filter(({ files }) => files.some(({ path }) => path === file));
    // Somebody else may have changed it between two legs, too.
    const later = [...own.slice(1).map(({ snapshots }) => snapshots.before), now.tree];
    const gaps = own.map(({ snapshots }, at) => differing(snapshots.after, later[at] ?? now.tree));
    const isChanged = (await Promise.all(gaps)).some((paths) => paths.has(file));
    if (isTaken || isChanged || tooLarge.has(file)) changedSince.push(file);
  }
  const looked = await withMemory({ root, now: clock }, ({ history }) =>
    history.undoAll(memory, { dryRun: true }),
  );
  const dependents =
    looked.kind === "has-dependents"
      ? looked.dependents
      : looked.kind === "unknown"
        ? looked.unknown
        : [];
  return changedSince.length + dependents.length === 0 ? null : { changedSince, dependents };
}

/** The paths in which two trees differ, asked of git once for each pair. */
function differingTrees(root: string): (from: string, to: string) => Promise<ReadonlySet<string>> {
  const known = new Map<string, Promise<ReadonlySet<string>>>();
  return (from, to) => {
    const pair = `${from} ${to}`;
    const found =
      known.get(pair) ??
      changedTrees(root, from, to).then((all) => new Set(all.map(({ path }) => path)));
    known.set(pair, found);
    return found;
  };
}

async function snapshotNow({ root }: UndoSources, { id }: RunRecord): Promise<KeptSnapshot> {
  const folder = runFolder(root, id);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const now = await takeSnapshot({ root, folder, ref: undoneRef(id) });
  if (now.kind === "kept") return now;
  throw new HqError("wrong-state", `Cannot take ${id} back: ${now.why} Nothing was changed.`);
}

/** The files first: they can be put back when the memory refuses after all. */
async function takeBack(sources: UndoSources, undoing: Undoing): Promise<void> {
  const { run, legs, memory, chosen, now } = undoing;
  const place = { root: sources.root, folder: runFolder(sources.root, run.id) };
  try {
    // Each as it was before the first leg that changed it.
    const first = (file: string) =>
      legs.find(({ files }) => files.some(({ path }) => path === file))?.snapshots.before ?? "";
    for (const [tree, files] of Map.groupBy(chosen, ({ path }) => first(path))) {
      await restoreFiles(place, tree, files);
    }
    await withMemory({ ...sources, agent: FOUNDER }, async (store) => {
      const { kind } = await store.history.undoAll(memory, { dryRun: false });
      if (kind !== "undone") throw changedMeanwhile(run);
      await store.checkpoint();
    });
  } catch (error) {
    await restoreFiles(place, now.tree, chosen.map(otherWay));
    throw error;
  }
}

/** What the run added is there now, and what it removed is not. */
function otherWay(file: ChangedFile): ChangedFile {
  if (file.change === "changed") return file;
  return { ...file, change: file.change === "added" ? "removed" : "added" };
}

function changedMeanwhile({ id }: RunRecord): HqError {
  return new HqError(
    "conflict",
    `Cannot take ${id} back: the memory was changed meanwhile. Nothing was changed.`,
    { hint: `See what stands against it: hq runs undo ${id} --dry-run` },
  );
}
