import { createHash } from "node:crypto";
import { MemoryError } from "../../error.ts";
import { isConflictMark } from "../../jsonl.ts";
import { parseOrigins } from "../../origins.ts";
import { type FileStamp, type Place, readBytes, sameStamp, statOf } from "../database/place.ts";
import type { Database } from "../database/sqlite.ts";
import {
  countChange,
  type DoneMark,
  knownSnapshot,
  readState,
  rememberSnapshot,
  type State,
  setDone,
} from "../database/state.ts";
import { recordChange } from "../writing/change-log.ts";
import { adoptDeletions } from "../writing/deletion-rows.ts";
import { beginWrite } from "../writing/graph-rows.ts";
import type { Absorbing } from "./absorbing.ts";
import { setAside } from "./set-aside.ts";
import { areAsGitHasThem, type FilesRead, type ReadFile, takeInFile } from "./take-in-file.ts";

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
    // Only touched, or renamed into place by a checkpoint that a crash kept from its last step. The
    // origins may be an older file of ours.
    const { rows: _, ...mark } = known;
    setDone(on.db, { ...mark, memory: memory?.mark ?? null, origins: origins?.mark ?? null });
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

function absorbEdit(on: Absorbing, state: State, files: FilesRead): boolean {
  const read = parseOrigins(files.origins?.bytes.toString("utf8") ?? "");
  // The marks of a merge are nobody's data.
  const pieces = read.damaged.filter(({ text }) => !isConflictMark(text));
  const damaged = pieces.map(({ line, text }) => ({
    line,
    reason: "not the origin of an entity",
    bytes: Buffer.from(text),
  }));
  setAside(on, damaged, on.place.origins);

  const at = on.now.toISOString();
  const write = beginWrite(on.db, { at, by: "edit", operation: "edit" });
  const isNew = state.done === null && isEmpty(on.db);
  if (isNew) write.operation = "import";
  const taken = takeInFile(
    { on, write, isNew },
    { state, files, deletions: read.deletions, origins: read.origins },
  );
  adoptDeletions(on.db, read.deletions);
  const isUntidy = read.damaged.length > 0 || taken.isUntidy;
  const isPending = state.change > (state.done?.change ?? 0);
  const mayStay = !isPending && !taken.hasRedacted && areAsGitHasThem(on.place, files);
  const needsWriting = isUntidy && !mayStay;
  if (write.changed) recordChange(write);
  else if (needsWriting) countChange(on.db);
  closeEdit(on, { state, files, needsWriting, marks: taken.marks, at });
  return write.changed;
}

/** Records that the files have been taken in, and whether they must be written anew. */
function closeEdit(
  on: Absorbing,
  edit: {
    state: State;
    files: FilesRead;
    needsWriting: boolean;
    marks: number;
    at: string;
  },
): void {
  const { state, files, needsWriting, marks } = edit;
  const { change, generation } = readState(on.db);
  setDone(on.db, {
    generation,
    change: needsWriting ? Math.min(state.done?.change ?? 0, change - 1) : change,
    at: state.done?.at ?? null,
    ...(marks === 0 ? {} : { marks }),
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
