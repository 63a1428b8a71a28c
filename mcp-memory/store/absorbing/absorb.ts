import { createHash } from "node:crypto";
import { MemoryError } from "../../error.ts";
import { foreignContent } from "../../foreign.ts";
import { type Fragment, parseSnapshot, type Snapshot } from "../../jsonl.ts";
import { parseOrigins } from "../../origins.ts";
import { type FileStamp, type Place, readBytes, sameStamp, statOf } from "../database/place.ts";
import type { Database } from "../database/sqlite.ts";
import {
  countChange,
  type DoneMark,
  type FileMark,
  knownSnapshot,
  readState,
  rememberSnapshot,
  type State,
  setDone,
} from "../database/state.ts";
import { redactedTexts } from "../history/redact.ts";
import { quarantine } from "../repair/quarantine.ts";
import { keepWholeCopy } from "../repair/whole-copy.ts";
import { recordChange } from "../writing/change-log.ts";
import { beginWrite } from "../writing/graph-rows.ts";
import { editedPart } from "./edited-part.ts";
import { ForeignFileError } from "./foreign-file.ts";
import { adoptOrigins, importSnapshot } from "./import.ts";
import { importPlain } from "./import-plain.ts";
import { mergeSnapshot } from "./merge-snapshot.ts";

/** What taking in the files needs; the database is inside a write transaction. */
export interface Absorbing {
  db: Database;
  place: Place;
  now: Date;
  log: (line: string) => void;
  /** False in a read-only place, where damaged pieces cannot be set aside. */
  canWrite: boolean;
}

/** True when both files are as the done mark says, so that there is nothing to take in. */
export function filesAreKnown(db: Database, place: Place): boolean {
  const { done } = readState(db);
  return (
    sameStamp(statOf(place.file), done?.memory?.stamp ?? null) &&
    sameStamp(statOf(place.origins), done?.origins?.stamp ?? null)
  );
}

/**
 * Takes in what was changed in the two files by somebody else since we last wrote or read them.
 * Call it inside a write transaction. Returns true when that changed the graph. Throws
 * `MemoryError` "unreadable", `ForeignFileError` and the file system's errors; then nothing may be committed.
 */
export function absorb(on: Absorbing): boolean {
  if (filesAreKnown(on.db, on.place)) return false;
  const state = readState(on.db);
  const memory = readSettled(on.place.file);
  const origins = readSettled(on.place.origins);
  const known = memory && recognise(on.db, state, memory.mark.hash);
  const oldOrigins = state.done?.origins?.hash;
  const originsAreOurs =
    origins === null
      ? oldOrigins === undefined
      : origins.mark.hash === oldOrigins || isOurOrigins(on.db, origins.mark.hash);
  if (known !== undefined && known !== null && originsAreOurs) {
    // Only touched, or renamed into place by a checkpoint that a crash kept from its last step.
    setDone(on.db, { ...known, memory: memory?.mark ?? null, origins: origins?.mark ?? null });
    return false;
  }
  return absorbEdit(on, state, { memory, origins });
}

/** The key under which the hash of an origins file is remembered. */
export function originsHashKey(hash: string): string {
  return `origins:${hash}`;
}

export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function isOurOrigins(db: Database, hash: string): boolean {
  return knownSnapshot(db, originsHashKey(hash)) !== undefined;
}

/** The done mark for a file that we wrote last or were about to; undefined for any other file. */
function recognise(db: Database, { done }: State, hash: string): DoneMark | undefined {
  if (done !== null && done.memory?.hash === hash) return done;
  const known = knownSnapshot(db, hash);
  if (known === undefined || known.generation <= (done?.generation ?? 0)) return undefined;
  return { ...known, memory: null, origins: null };
}

interface ReadFile {
  bytes: Buffer;
  mark: FileMark;
}

function absorbEdit(
  on: Absorbing,
  state: State,
  files: { memory: ReadFile | null; origins: ReadFile | null },
): boolean {
  const bytes = files.memory?.bytes ?? Buffer.alloc(0);
  const read = parseOrigins(files.origins?.bytes.toString("utf8") ?? "");
  const damaged = read.damaged.map(({ line, text }) => ({
    line,
    reason: "not the origin of an entity",
    bytes: Buffer.from(text),
  }));
  setAside(on, damaged, on.place.origins);

  const at = on.now.toISOString();
  const write = beginWrite(on.db, { at, by: "edit", operation: "edit" });
  const isNew = state.done === null && isEmpty(on.db);
  let needsWriting = damaged.length > 0;
  if (isNew) write.operation = "import";
  if (!isNew || !importPlain(write, bytes, read.origins)) {
    const part = isNew ? null : editedPart(on.db, bytes);
    const snapshot = part?.theirs ?? parseSnapshot(bytes);
    refuseForeign(on, bytes, snapshot);
    if (snapshot.setAside.length > 0 || snapshot.repeatsLine) keepWhole(on, bytes);
    setAside(on, snapshot.setAside, on.place.file);
    dropRedacted(on.db, snapshot);
    needsWriting ||= snapshot.needsRewrite;
    if (isNew) importSnapshot(write, snapshot, read.origins);
    else {
      const { memory } = files;
      const isOld = memory !== null && knownSnapshot(on.db, memory.mark.hash) !== undefined;
      const how = {
        mayRemove: mayRemove(snapshot, isOld, part?.unchanged.entities ?? 0),
        log: on.log,
        ...(part === null ? {} : { part }),
      };
      const differs = mergeSnapshot(write, snapshot, how);
      adoptOrigins(write, read.origins);
      needsWriting ||= differs || write.changed;
    }
  }
  if (write.changed) recordChange(write);
  else if (needsWriting) countChange(on.db);
  closeEdit(on, { state, files, needsWriting, at });
  return write.changed;
}

/** An old file of ours, or another clone's, may still hold what was redacted here. */
function dropRedacted(db: Database, snapshot: Snapshot): void {
  const isRedacted = redactedTexts(db);
  for (const record of snapshot.entities.values()) {
    const kept = record.observations.filter((text) => !isRedacted(text));
    if (kept.length === record.observations.length) continue;
    record.observations = kept;
    snapshot.needsRewrite = true;
  }
}

/** A file that is empty, damaged, half merged or an old one of ours says nothing about removals. */
function mayRemove(snapshot: Snapshot, isOld: boolean, unchanged: number): boolean {
  return (
    snapshot.entities.size + unchanged > 0 &&
    snapshot.setAside.length === 0 &&
    !snapshot.hasConflict &&
    !isOld
  );
}

/** Records that the files have been taken in, and whether they must be written anew. */
function closeEdit(
  on: Absorbing,
  edit: {
    state: State;
    files: { memory: ReadFile | null; origins: ReadFile | null };
    needsWriting: boolean;
    at: string;
  },
): void {
  const { state, files, needsWriting } = edit;
  const { change, generation } = readState(on.db);
  setDone(on.db, {
    generation,
    change: needsWriting ? Math.min(state.done?.change ?? 0, change - 1) : change,
    at: state.done?.at ?? null,
    memory: files.memory?.mark ?? null,
    origins: files.origins?.mark ?? null,
  });
  for (const [key, file] of [
    ["", files.memory],
    ["origins:", files.origins],
  ] as const) {
    if (file === null) continue;
    rememberSnapshot(on.db, { hash: key + file.mark.hash, generation, change, at: edit.at });
  }
}

/** A file that is not ours is neither taken in nor rewritten. In memory alone it costs nothing. */
function refuseForeign(on: Absorbing, bytes: Uint8Array, snapshot: Snapshot): void {
  const content = foreignContent(bytes, snapshot);
  if (content === null) return;
  if (on.canWrite) throw new ForeignFileError(on.place, content);
  snapshot.carried.clear();
  snapshot.needsRewrite = false;
}

/** What is set aside leaves the file at its next writing; the whole file shows where it stood. */
function keepWhole(on: Absorbing, bytes: Uint8Array): void {
  if (!on.canWrite) return;
  const { file } = on.place;
  const copy = keepWholeCopy(on.place, bytes, { file, at: on.now });
  if (copy !== null) on.log(`Kept ${file} whole, as it was found, in ${copy}.`);
}

function setAside(on: Absorbing, fragments: Fragment[], file: string): void {
  if (fragments.length === 0) return;
  const first = fragments[0];
  const what = `${fragments.length} damaged piece(s) of ${file}, the first in line ${first?.line} (${first?.reason})`;
  if (!on.canWrite) {
    on.log(`Left out ${what}.`);
    return;
  }
  const added = quarantine(on.place, fragments, { file, at: on.now.toISOString() });
  if (added > 0) on.log(`Set aside ${what}; they are kept in ${on.place.quarantine}.`);
}

function isEmpty(db: Database): boolean {
  return (
    db.row(
      "SELECT 1 FROM entity UNION ALL SELECT 1 FROM relation UNION ALL SELECT 1 FROM carried UNION ALL SELECT 1 FROM base_entity LIMIT 1",
    ) === undefined
  );
}

const READ_ATTEMPTS = 10;

/** Reads a file together with the stamp that its bytes had; null when there is none. */
function readSettled(file: string): ReadFile | null {
  for (let attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
    const before: FileStamp | null = statOf(file);
    if (before === null) return null;
    const bytes = readBytes(file);
    if (bytes === null || !sameStamp(before, statOf(file))) continue;
    return { bytes, mark: { stamp: before, hash: hashOf(bytes) } };
  }
  throw new MemoryError("busy", `Cannot read ${file}: it keeps changing while it is read.`, {
    hint: "Wait until the program that writes it is done.",
  });
}
