import { readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { MemoryError } from "../../error.ts";
import {
  CHECKPOINT_ATTEMPTS,
  CHECKPOINT_BYTES_PER_MS,
  CHECKPOINT_DELAY_MS,
  CHECKPOINT_REST_FACTOR,
  KNOWN_SNAPSHOTS,
  PROMPT_CHECKPOINT_MS,
} from "../../limits.ts";
import { absorb, filesAreKnown, originsHashKey } from "../absorbing/absorb.ts";
import type { Absorbing } from "../absorbing/absorbing.ts";
import { makeFolder, type Place, statOf, syncFolder } from "../database/place.ts";
import { type Database, type Lasting, sqliteFailure } from "../database/sqlite.ts";
import {
  beginGeneration,
  type Claim,
  forgetOldSnapshots,
  readState,
  rememberSnapshot,
  type State,
  setClaim,
  setDone,
} from "../database/state.ts";
import { type Files, type LookingThrough, type Readable, writeFiles } from "./write-files.ts";
import type { NextFile } from "./write-next.ts";

/** What a checkpoint needs of the store. */
export interface CheckpointHost extends LookingThrough {
  /** Runs the body in a write transaction, waiting for the lock within bounds; "lasting" when left out. */
  write<T>(body: (on: Absorbing) => T, lasting?: Lasting): Promise<T>;
  /** A connection of its own to the same database, for the snapshot. The checkpoint closes it. */
  openReader(): Promise<Database>;
  /** Called when the checkpoint took in an edit from outside. */
  onAbsorbed(): void;
  /** True when somebody asked for it: it then neither rests nor leaves it to another process. */
  now: boolean;
  /** Leaves it for later when it is expected to take longer than this. */
  quickMs?: number;
}

/** How a checkpoint ended; `waitMs`: another process is at it, or the last one was a moment ago. */
export type CheckpointOutcome = { kind: "done" } | { kind: "later"; waitMs: number };

/**
 * Brings the files up to date with the database. The slow part (reading, writing and syncing) holds
 * no lock and gives the process back every few milliseconds, and a crash at any point leaves a file
 * that is recognised:
 *
 * 1. under the lock: take in outside edits; else take a snapshot and begin a generation at it;
 * 2. stream both files into our folder and sync them;
 * 3. under the lock: note their hashes, the intent;
 * 4. under the lock: unless a newer snapshot is in place or a file was edited meanwhile, rename them
 *    into place, sync the folder and note that it is done.
 *
 * Only the third waits for the disk: what a power cut takes of the first was not begun, and without the
 * fourth the intent says as much.
 *
 * Throws the file system's errors and SQLite's; the files are then what they were before.
 */
export async function checkpoint(host: CheckpointHost): Promise<CheckpointOutcome> {
  for (let attempt = 0; attempt < CHECKPOINT_ATTEMPTS; ) {
    const begun = await begin(host);
    if (begun.kind === "taken-in") {
      attempt += 1;
      continue;
    }
    if (begun.kind !== "snapshot") return begun;
    try {
      const outcome = await writeSnapshot(host, begun);
      if (outcome !== "edited") return { kind: "done" };
      attempt += 1;
    } catch (error) {
      await host.write(({ db }) => setClaim(db, null), "forgettable").catch(() => undefined);
      // .memory/ was deleted while we wrote into it; the link has made it anew by now.
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
      attempt += 1;
    } finally {
      begun.reader.close();
    }
  }
  throw new MemoryError(
    "busy",
    `Cannot write ${host.place.file}: it keeps changing. The changes are safe in the database.`,
  );
}

/** True when the files lack a change, or were changed by somebody else. */
export function needsCheckpoint(db: Database, place: Place): boolean {
  const { change, done } = readState(db);
  return change > (done?.change ?? 0) || !filesAreKnown(db, place);
}

/** Removes half-made snapshots that a crash left in the folder. */
export function removeLeftovers(db: Database, place: Place): void {
  const generation = readState(db).done?.generation ?? 0;
  for (const name of readdirSync(place.folder)) {
    const match = /^next-(\d+)-/.exec(name);
    if (match !== null && Number(match[1]) < generation) {
      rmSync(path.join(place.folder, name), { force: true });
    }
  }
}

/** A state of the graph that is being written. */
interface Snapshot extends Readable {
  kind: "snapshot";
  /** The database of which it is one: .memory/ may be deleted, and made anew, before it is written. */
  db: Database;
  change: number;
  at: string;
  /** Milliseconds since 1970. */
  since: number;
  cpuSince: NodeJS.CpuUsage;
}

/** `taken-in`: an edit, or a new database; the next attempt begins with it. */
type Begun = Snapshot | CheckpointOutcome | { kind: "taken-in" };

async function begin(host: CheckpointHost): Promise<Begun> {
  const reader = await host.openReader();
  let begun: Begun | undefined;
  try {
    begun = await host.write((on): Begun => {
      if (!filesAreKnown(on.db, host.place)) {
        if (absorb(on)) host.onAbsorbed();
        return { kind: "taken-in" };
      }
      const state = readState(on.db);
      if (state.change === (state.done?.change ?? 0)) return { kind: "done" };
      const waitMs = host.now ? 0 : restMs(state, Date.now());
      const expected = expectedMs(state);
      if (expected > (host.quickMs ?? Number.POSITIVE_INFINITY)) {
        const leastMs = expected > PROMPT_CHECKPOINT_MS ? CHECKPOINT_DELAY_MS : 0;
        return { kind: "later", waitMs: Math.max(waitMs, leastMs) };
      }
      if (waitMs > 0) return { kind: "later", waitMs };
      return takeSnapshot(on, reader) ?? { kind: "taken-in" };
    }, "forgettable");
    return begun;
  } finally {
    if (begun?.kind !== "snapshot") reader.close();
  }
}

/** Nobody else commits while we hold the lock, so the reader sees what the generation begins with. */
function takeSnapshot({ db, now }: Absorbing, reader: Database): Snapshot | null {
  const { change, done } = readState(db);
  // It was opened before the lock was had: .memory/ may have been deleted and made anew in between.
  if (changeSeenBy(reader) !== change) return null;
  const generation = beginGeneration(db);
  const since = Date.now();
  const cpuSince = process.cpuUsage();
  setClaim(db, { pid: process.pid, change, since });
  return {
    kind: "snapshot",
    db,
    reader,
    generation,
    change,
    at: now.toISOString(),
    since,
    cpuSince,
    done,
  };
}

/** Begins the reader's transaction; null when it is on a database that was gone before it was made. */
function changeSeenBy(reader: Database): number | null {
  try {
    reader.exec("BEGIN");
    return readState(reader).change;
  } catch (error) {
    if (sqliteFailure(error) === null) throw error;
    return null;
  }
}

/** How long a checkpoint will take: as long as the last one, else as its size says. */
function expectedMs({ done }: State): number {
  return done?.tookMs ?? (done?.memory?.stamp.size ?? 0) / CHECKPOINT_BYTES_PER_MS;
}

/** How long a claim keeps others from the same work, and how many times as long as it is expected to take. */
const CLAIM_MS = 5_000;
const CLAIM_FACTOR = 3;

/**
 * How long to leave it: another process is at it, or the last checkpoint was a moment ago. What counts
 * is the processor time of that: one that waited for a busy disk must not keep the next for ten times as
 * long.
 */
function restMs(state: State, now: number): number {
  const { claim, done } = state;
  const patienceMs = CLAIM_MS + CLAIM_FACTOR * expectedMs(state);
  if (claim !== null && isAlive(claim, { now, patienceMs })) return 1_000;
  if (done?.endedMs === undefined || done.tookMs === undefined) return 0;
  const rest = CHECKPOINT_REST_FACTOR * Math.min(done.tookMs, done.busyMs ?? done.tookMs);
  const waited = now - done.endedMs;
  // A clock that was set back must not put it off.
  return waited < 0 ? 0 : Math.max(0, rest - waited);
}

function isAlive(
  { pid, since }: Claim,
  { now, patienceMs }: { now: number; patienceMs: number },
): boolean {
  if (pid === process.pid || Math.abs(now - since) > patienceMs) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function writeSnapshot(
  host: CheckpointHost,
  snapshot: Snapshot,
): Promise<"done" | "superseded" | "edited"> {
  makeFolder(host.place);
  const written: NextFile[] = [];
  try {
    const files = await writeFiles(host, snapshot, written);
    snapshot.reader.close();
    const isNoted = await host.write(({ db }) => {
      if (db !== snapshot.db) return false;
      noteIntent(db, snapshot, files);
      return true;
    });
    if (!isNoted) return "edited";
    // When a power cut takes the end back, the intent tells whose the files are.
    return await host.write(
      (on) => (on.db === snapshot.db ? install(on, snapshot, files) : "edited"),
      "forgettable",
    );
  } finally {
    for (const file of written) rmSync(file.next, { force: true });
  }
}

/** From here on the files are known as ours, whenever they are met in place. */
function noteIntent(db: Database, { generation, change, at }: Snapshot, files: Files): void {
  rememberSnapshot(db, { hash: files.memory.hash, generation, change, at });
  rememberSnapshot(db, { hash: originsHashKey(files.origins.hash), generation, change, at });
  forgetOldSnapshots(db, KNOWN_SNAPSHOTS);
}

function install(
  { db, place }: Absorbing,
  { generation, change, at, since, cpuSince }: Snapshot,
  files: Files,
): "done" | "superseded" | "edited" {
  const { done, claim } = readState(db);
  if (claim?.pid === process.pid) setClaim(db, null);
  if ((done?.generation ?? 0) >= generation) return "superseded";
  if (!filesAreKnown(db, place)) return "edited";
  // The origins first: a line about an entity that is not there yet does no harm, while an entity
  // without its line has lost its age.
  for (const file of [files.origins, files.memory]) {
    if (file.differs) renameSync(file.next, file.target);
  }
  syncFolder(path.dirname(place.file));
  const mark = (file: NextFile) => {
    const stamp = statOf(file.target);
    return stamp && { stamp, hash: file.hash };
  };
  const endedMs = Date.now();
  const { user, system } = process.cpuUsage(cpuSince);
  setDone(db, {
    generation,
    change,
    at,
    tookMs: Math.max(0, endedMs - since),
    busyMs: Math.round((user + system) / 1_000),
    endedMs,
    memory: mark(files.memory),
    origins: mark(files.origins),
    ...(files.rows === undefined ? {} : { rows: files.rows }),
  });
  return "done";
}
