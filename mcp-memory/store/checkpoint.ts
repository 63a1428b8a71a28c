import { readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import writeFileAtomic from "write-file-atomic";
import { MemoryError } from "../error.ts";
import { formatEntityParts, formatRelation } from "../jsonl.ts";
import { CHECKPOINT_ATTEMPTS, KNOWN_SNAPSHOTS } from "../limits.ts";
import { formatOrigin } from "../origins.ts";
import { type Absorbing, absorb, filesAreKnown, hashOf, originsHashKey } from "./absorb.ts";
import { makeFolder, type Place, statOf, syncFolder } from "./place.ts";
import type { Database } from "./sqlite.ts";
import {
  beginGeneration,
  forgetOldSnapshots,
  readState,
  rememberSnapshot,
  setDone,
} from "./state.ts";

/** What a checkpoint needs of the store. */
export interface CheckpointHost {
  place: Place;
  /** Runs the body in a write transaction, waiting for the lock within bounds. */
  write<T>(body: (on: Absorbing) => T): Promise<T>;
  /** Called when the checkpoint took in an edit from outside. */
  onAbsorbed(): void;
}

/**
 * Brings the files up to date with the database. In three steps, so that the slow one (writing and
 * syncing) holds no lock, and so that a crash at any point leaves a file that is recognised:
 *
 * 1. under the lock: take in outside edits, begin a generation, note the hash of the coming file;
 * 2. write both files beside the database and sync them;
 * 3. under the lock: unless a newer snapshot is in place or the file was edited meanwhile, rename
 *    them into place, sync the folder and note that it is done.
 *
 * Throws the file system's errors and SQLite's; the files are then what they were before.
 */
export async function checkpoint(host: CheckpointHost): Promise<void> {
  for (let attempt = 0; attempt < CHECKPOINT_ATTEMPTS; attempt++) {
    const plan = await host.write((on) => {
      if (absorb(on)) host.onAbsorbed();
      return planSnapshot(on);
    });
    if (plan === null) return;
    try {
      await writeNext(plan.memory, host.place);
      await writeNext(plan.origins, host.place);
      const outcome = await host.write((on) => install(on, plan));
      if (outcome !== "edited") return;
    } finally {
      rmSync(plan.memory.next, { force: true });
      rmSync(plan.origins.next, { force: true });
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

interface NextFile {
  target: string;
  /** Where it is written first: in our own folder, so that a crash leaves no litter among the user's files. */
  next: string;
  bytes: Buffer;
  hash: string;
  /** False when the file in place has these very bytes. */
  differs: boolean;
}

interface Plan {
  generation: number;
  change: number;
  at: string;
  memory: NextFile;
  origins: NextFile;
}

/** Notes the coming snapshot in the database; null when the files are up to date. */
function planSnapshot({ db, place, now }: Absorbing): Plan | null {
  const { change, done } = readState(db);
  if (change === (done?.change ?? 0)) return null;
  const generation = beginGeneration(db);
  const next = (target: string, text: string, there: string | undefined): NextFile => {
    const bytes = Buffer.from(text);
    const hash = hashOf(bytes);
    const name = `next-${generation}-${process.pid}-${path.basename(target)}`;
    return { target, next: path.join(place.folder, name), bytes, hash, differs: hash !== there };
  };
  const memory = next(place.file, memoryText(db), done?.memory?.hash);
  const origins = next(place.origins, originsText(db), done?.origins?.hash);
  // No origin is known and none was: a memory that only the reference server wrote stays one file.
  if (origins.bytes.length === 0 && done?.origins == null) origins.differs = false;
  const at = now.toISOString();
  rememberSnapshot(db, { hash: memory.hash, generation, change, at });
  rememberSnapshot(db, { hash: originsHashKey(origins.hash), generation, change, at });
  forgetOldSnapshots(db, KNOWN_SNAPSHOTS);
  return { generation, change, at, memory, origins };
}

function install({ db, place }: Absorbing, plan: Plan): "done" | "superseded" | "edited" {
  const { done } = readState(db);
  if ((done?.generation ?? 0) >= plan.generation) return "superseded";
  if (!filesAreKnown(db, place)) return "edited";
  // The origins first: a line about an entity that is not there yet does no harm, while an entity
  // without its line has lost its age.
  for (const file of [plan.origins, plan.memory]) {
    if (file.differs) renameSync(file.next, file.target);
  }
  syncFolder(path.dirname(place.file));
  const stamp = (file: NextFile) => {
    const now = statOf(file.target);
    return now && { stamp: now, hash: file.hash };
  };
  setDone(db, {
    generation: plan.generation,
    change: plan.change,
    at: plan.at,
    memory: stamp(plan.memory),
    origins: stamp(plan.origins),
  });
  return "done";
}

async function writeNext(file: NextFile, place: Place): Promise<void> {
  if (!file.differs) return;
  makeFolder(place);
  const there = statSync(file.target, { throwIfNoEntry: false });
  // The mode and the owner of the file that is replaced stay.
  const { mode, uid, gid } = there ?? {};
  const owner = uid === undefined || gid === undefined ? {} : { chown: { uid, gid } };
  await writeFileAtomic(
    file.next,
    file.bytes,
    mode === undefined ? {} : { mode, ...(process.getuid ? owner : {}) },
  );
  // write-file-atomic does not look at how much of a write the disk took.
  const size = statSync(file.next).size;
  if (size !== file.bytes.length) {
    throw new MemoryError(
      "disk-full",
      `Cannot write ${file.target}: the disk took ${size} of ${file.bytes.length} bytes. The file is as it was, the changes are safe in the database.`,
      { hint: "Make room." },
    );
  }
}

function memoryText(db: Database): string {
  const lines: string[] = [];
  for (const row of db.rows("SELECT name, type, observations, extra FROM entity ORDER BY id")) {
    const [name, entityType, observations, extra] = row as [string, string, string, string | null];
    lines.push(formatEntityParts({ name, entityType, observations, extra }));
  }
  for (const row of db.rows("SELECT source, target, type, extra FROM relation ORDER BY id")) {
    const [from, to, relationType, extra] = row as [string, string, string, string | null];
    lines.push(formatRelation({ from, to, relationType, extra }));
  }
  for (const [line] of db.rows("SELECT line FROM carried ORDER BY id")) lines.push(String(line));
  return withLineEnds(lines);
}

function originsText(db: Database): string {
  const rows = db.rows(
    "SELECT name, at, by, origins FROM entity WHERE at IS NOT NULL OR origins IS NOT NULL ORDER BY id",
  );
  return withLineEnds(
    rows.map((row) => {
      const [name, at, by, observations] = row as [string, ...(string | null)[]];
      return formatOrigin({
        name,
        at: at ?? null,
        by: by ?? null,
        observations: observations ?? null,
      });
    }),
  );
}

function withLineEnds(lines: string[]): string {
  if (lines.length === 0) return "";
  lines.push("");
  return lines.join("\n");
}
