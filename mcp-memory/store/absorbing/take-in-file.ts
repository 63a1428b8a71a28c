/** Taking in what an edited memory.jsonl says, with what stands beside it in memory.origins.jsonl. */
import { foreignContent } from "../../foreign.ts";
import type { Snapshot } from "../../jsonl.ts";
import type { Deletion, EntityOrigin } from "../../origins.ts";
import { parseSnapshot } from "../../parse-snapshot.ts";
import type { Place } from "../database/place.ts";
import type { Database } from "../database/sqlite.ts";
import { type FileMark, knownSnapshot, type State } from "../database/state.ts";
import { redactedTexts } from "../history/redact.ts";
import { keepWholeCopy } from "../repair/whole-copy.ts";
import type { Write } from "../writing/graph-rows.ts";
import type { Absorbing } from "./absorbing.ts";
import { isAsGitHasIt } from "./as-git-has-it.ts";
import { deletionsOf, dropDeleted, keepWritten, noteDropped } from "./deletions.ts";
import { editedPart } from "./edited-part.ts";
import { ForeignFileError } from "./foreign-file.ts";
import { adoptOrigins, importSnapshot } from "./import.ts";
import { importPlain } from "./import-plain.ts";
import { mergeSnapshot } from "./merge-snapshot.ts";
import { setAside } from "./set-aside.ts";

export interface ReadFile {
  bytes: Buffer;
  mark: FileMark;
}

export interface FilesRead {
  memory: ReadFile | null;
  origins: ReadFile | null;
}

/** What stands in both files, and what was known before. */
export interface Told {
  state: State;
  files: FilesRead;
  deletions: ReadonlyMap<string, Deletion>;
  origins: Map<string, EntityOrigin>;
}

export interface Taken {
  /** The file says it another way than it would be written. */
  isUntidy: boolean;
  /** Marks of an unfinished merge in it. */
  marks: number;
  /** It held what was redacted here. */
  hasRedacted: boolean;
}

/** `isNew`: the database holds nothing yet. Throws `ForeignFileError`; then nothing may be committed. */
export function takeInFile(
  { on, write, isNew }: { on: Absorbing; write: Write; isNew: boolean },
  told: Told,
): Taken {
  const bytes = told.files.memory?.bytes ?? Buffer.alloc(0);
  const deletions = deletionsOf(on.db, told.deletions);
  if (isNew && deletions.isEmpty && importPlain(write, bytes, told.origins)) {
    return { isUntidy: false, marks: 0, hasRedacted: false };
  }
  const part = isNew || deletions.hasNews ? null : editedPart(on.db, bytes);
  const snapshot = part?.theirs ?? parseSnapshot(bytes);
  refuseForeign(on, bytes, snapshot);
  const { setAside: torn, repeatsLine, hasOtherForm } = snapshot;
  if (torn.length > 0 || repeatsLine || hasOtherForm) keepWhole(on, bytes);
  setAside(on, snapshot.setAside, on.place.file);
  const hasRedacted = dropRedacted(on.db, snapshot);
  const isByHand = !isNew && !areAsGitHasThem(on.place, told.files);
  const dropping = { deletions, origins: told.origins, db: on.db, isByHand };
  const dropped = dropDeleted(snapshot, dropping);
  const count = dropped.entities.size + dropped.relations.size;
  if (count > 0) {
    on.log(
      `Left out of ${on.place.file} what was deleted before: ${count} entities and relations.`,
    );
  }
  const taken = { isUntidy: snapshot.needsRewrite, marks: snapshot.marks, hasRedacted };
  // A file of origins knows better than the records themselves.
  const origins = new Map<string, EntityOrigin>([...snapshot.origins, ...told.origins]);
  if (isNew) {
    importSnapshot(write, snapshot, origins);
    noteDropped(on.db, dropped);
    return taken;
  }
  const differs = mergeSnapshot(write, snapshot, {
    mayRemove: mayRemove(snapshot, {
      ...told,
      db: on.db,
      unchanged: part?.unchanged.entities ?? 0,
    }),
    log: on.log,
    dropping,
    dropped,
    ...(part === null ? {} : { part }),
  });
  adoptOrigins(write, origins);
  keepWritten(write, snapshot, dropping);
  // What the file says already is not written again: a read leaves it as git put it there.
  return { ...taken, isUntidy: taken.isUntidy || differs };
}

/**
 * What a merge by text or another branch left (marks, things said twice, an older state) is read
 * right and left as git has it; the next change writes it anew. Else every pull would end in a file
 * that a read has changed, and the next one be refused.
 */
export function areAsGitHasThem(place: Place, files: FilesRead): boolean {
  return (
    files.memory !== null &&
    isAsGitHasIt(place.file, files.memory.bytes) &&
    (files.origins === null || isAsGitHasIt(place.origins, files.origins.bytes))
  );
}

/** An old file of ours, or another clone's, may still hold what was redacted here: true when it did. */
function dropRedacted(db: Database, snapshot: Snapshot): boolean {
  const isRedacted = redactedTexts(db);
  let hasDropped = false;
  const drop = <T>(from: Map<string, T>, key: string) => {
    from.delete(key);
    hasDropped = true;
  };
  for (const line of snapshot.carried.keys()) if (isRedacted(line)) drop(snapshot.carried, line);
  for (const [key, { from, to }] of snapshot.relations) {
    if (isRedacted(from) || isRedacted(to)) drop(snapshot.relations, key);
  }
  for (const record of snapshot.entities.values()) {
    // It is here under another name.
    if (isRedacted(record.name)) drop(snapshot.entities, record.name);
    const kept = record.observations.filter((text) => !isRedacted(text));
    if (kept.length === record.observations.length) continue;
    record.observations = kept;
    hasDropped = true;
  }
  if (hasDropped) snapshot.needsRewrite = true;
  return hasDropped;
}

/** A file that is empty, damaged, half merged or an old one of ours says nothing about removals. */
function mayRemove(
  { entities, setAside: torn, marks }: Snapshot,
  { state, files, db, unchanged }: Told & { db: Database; unchanged: number },
): boolean {
  // Marks that stood there before are no merge that goes on.
  const isHalfMerged = marks > (state.done?.marks ?? 0);
  const isOld = files.memory !== null && knownSnapshot(db, files.memory.mark.hash) !== undefined;
  return entities.size + unchanged > 0 && torn.length === 0 && !isHalfMerged && !isOld;
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
