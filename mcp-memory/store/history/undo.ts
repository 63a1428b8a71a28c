/** Taking a change back, by a new change. */
import { MemoryError } from "../../error.ts";
import { parseObservationOrigins, textKey } from "../../origins.ts";
import type { Database } from "../database/sqlite.ts";
import type {
  Effect,
  EntityImage,
  LineImage,
  RelationImage,
  RemovedText,
} from "../writing/change-log.ts";
import { relationLogKey, relationOfLogKey } from "../writing/change-log.ts";
import {
  entityRow,
  hasEntity,
  removeEntity,
  replaceImage,
  restoreEntity,
  updateEntity,
  type Write,
} from "../writing/graph-rows.ts";
import {
  hasRelation,
  insertLine,
  insertRelation,
  relationsTouching,
  removeLine,
  removeRelation,
  setRelationExtra,
} from "../writing/relation-rows.ts";
import { EFFECT, readChange, wholeEffect } from "./history.ts";

/** How an undo ended: `undone` lists the changes that were taken back, newest first. */
export type UndoOutcome =
  | { kind: "undone"; undone: number[] }
  /** Later changes build on it; nothing was changed. */
  | { kind: "has-dependents"; dependents: number[] }
  /** Everything it did has been taken back already; nothing was changed. */
  | { kind: "nothing-left" };

/**
 * Takes a change back, with all that build on it when `withDependents`. Throws `MemoryError`
 * "not-found" for a number that the log does not have, "invalid" for the first reading of the files.
 */
export function undo(write: Write, seq: number, withDependents: boolean): UndoOutcome {
  const change = readChange(write.db, seq);
  if (change === undefined) {
    throw new MemoryError("not-found", `Cannot undo change ${seq}: the log has no such change.`, {
      hint: "Look for its number with: hq memory log",
    });
  }
  if (change.operation === "import") {
    throw new MemoryError(
      "invalid",
      `Cannot undo change ${seq}: it is the first reading of the files, with which the log begins.`,
      { hint: "Take single entities back by their names, or an older file from git." },
    );
  }
  const settled = settledChanges(write.db);
  if (settled.get(seq) === "taken-back") return { kind: "nothing-left" };
  const all = withAllDependents(write.db, seq, settled);
  const dependents = all.filter((one) => one !== seq);
  if (dependents.length > 0 && !withDependents) return { kind: "has-dependents", dependents };
  takeAllBack(write, all);
  return write.changed ? { kind: "undone", undone: all } : { kind: "nothing-left" };
}

/** What taking several changes back would do, or did; see `undoAll`. */
export type UndoAllOutcome =
  | { kind: "undone"; undone: number[] }
  /** Changes that are none of them build on them; nothing was changed. */
  | { kind: "has-dependents"; dependents: number[] }
  /** Numbers that the log does not have; nothing was changed. */
  | { kind: "unknown"; unknown: number[] };

/**
 * Takes changes back by one new change, the newest first: all of them, or none. Those that were taken back
 * already are left out. Contract of `write`: null only looks.
 */
export function undoAll(
  { db, write }: { db: Database; write: Write | null },
  seqs: readonly number[],
): UndoAllOutcome {
  const unknown = seqs.filter((seq) => {
    const change = readChange(db, seq);
    return change === undefined || change.operation === "import";
  });
  if (unknown.length > 0) return { kind: "unknown", unknown };
  const settled = settledChanges(db);
  const chosen = seqs.filter((seq) => !settled.has(seq)).toSorted((a, b) => b - a);
  const all = new Set(chosen.flatMap((seq) => withAllDependents(db, seq, settled)));
  const dependents = [...all].filter((seq) => !chosen.includes(seq));
  if (dependents.length > 0) return { kind: "has-dependents", dependents };
  if (write !== null && chosen.length > 0) takeAllBack(write, chosen);
  return { kind: "undone", undone: chosen };
}

/** The numbers of the changes that were taken back. */
export function takenBack(db: Database): number[] {
  return [...settledChanges(db)].flatMap(([seq, state]) => (state === "taken-back" ? [seq] : []));
}

/** `seqs` from the newest to the oldest. */
function takeAllBack(write: Write, seqs: readonly number[]): void {
  for (const one of seqs) {
    for (const effect of readChange(write.db, one)?.effects.toReversed() ?? []) {
      takeBack(write, effect);
    }
    // What retention took out is in the graph again.
    write.db.run("DELETE FROM archive WHERE seq = ?", one);
  }
  write.note = UNDOES + seqs.join(", ");
}

const UNDOES = "takes back ";

/** Changes that were taken back, and the undos that did: together they did nothing. */
function settledChanges(db: Database): Map<number, "undo" | "taken-back"> {
  const settled = new Map<number, "undo" | "taken-back">();
  for (const [seq, note] of db.rows(
    "SELECT seq, note FROM change WHERE operation = 'undo' ORDER BY seq DESC",
  )) {
    // An undo that was taken back itself has no effect any more.
    if (settled.has(Number(seq))) continue;
    settled.set(Number(seq), "undo");
    for (const one of String(note).match(/\d+/g) ?? []) settled.set(Number(one), "taken-back");
  }
  return settled;
}

/** The change and all that build on it, directly or not, newest first. */
function withAllDependents(
  db: Database,
  seq: number,
  settled: ReadonlyMap<number, unknown>,
): number[] {
  const found = new Set<number>([seq]);
  const waiting = [seq];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const effect of readChange(db, next)?.effects ?? []) {
      for (const later of dependentsOf(db, effect)) {
        if (found.has(later) || settled.has(later)) continue;
        found.add(later);
        waiting.push(later);
      }
    }
  }
  return [...found].sort((one, other) => other - one);
}

function dependentsOf(db: Database, effect: Effect): number[] {
  const later = db
    .rows(
      `SELECT ${EFFECT} FROM effect WHERE kind = ? AND key = ? AND seq > ? ORDER BY seq`,
      effect.kind,
      effect.key,
      effect.seq,
    )
    .map(wholeEffect)
    .filter((other) => !areIndependent(effect, other))
    .map(({ seq }) => seq);
  if (effect.kind !== "entity" || effect.form !== "created") return later;
  // Relations that were made to it since would lose their end.
  for (const relation of relationsTouching(db, effect.key)) {
    const made = db.row(
      "SELECT max(seq) FROM effect WHERE kind = 'relation' AND key = ? AND seq > ?",
      relationLogKey(relation),
      effect.seq,
    )?.[0];
    if (typeof made === "number") later.push(made);
  }
  return later;
}

/** Texts come and go one by one; whatever else changes a thing changes all of it. */
function areIndependent(one: Effect, other: Effect): boolean {
  const isTexts = ({ form }: Effect) => form === "added" || form === "removed";
  return isTexts(one) && isTexts(other);
}

function takeBack(write: Write, effect: Effect): void {
  if (effect.kind === "entity") takeEntityBack(write, effect);
  else if (effect.kind === "relation") takeRelationBack(write, effect);
  else if (effect.form === "created") removeLine(write, effect.key);
  else if (write.db.row("SELECT 1 FROM carried WHERE line = ?", effect.key) === undefined) {
    insertLine(write, effect.key, (effect.data as LineImage).place);
  }
}

function takeEntityBack(write: Write, effect: Effect): void {
  const name = effect.key;
  if (effect.form === "created") {
    for (const relation of relationsTouching(write.db, name)) removeRelation(write, relation);
    removeEntity(write, name);
    return;
  }
  const row = entityRow(write.db, name);
  if (effect.form === "was") {
    const image = effect.data as EntityImage;
    if (row === undefined) restoreEntity(write, name, image);
    else replaceImage(write, row, image);
    return;
  }
  if (row === undefined) return;
  const origins = parseObservationOrigins(row.origins);
  let observations = row.record.observations;
  if (effect.form === "added") {
    const gone = new Set(effect.data as string[]);
    observations = observations.filter((text) => !gone.has(text));
    for (const text of gone) origins.delete(textKey(text));
  } else {
    observations = [...observations];
    for (const [index, text, origin] of effect.data as RemovedText[]) {
      if (observations.includes(text)) continue;
      observations.splice(Math.min(index, observations.length), 0, text);
      if (origin !== null) origins.set(textKey(text), origin);
    }
  }
  if (observations.length === row.record.observations.length) return;
  updateEntity(write, row, { record: { ...row.record, observations }, origins });
}

function takeRelationBack(write: Write, effect: Effect): void {
  const relation = relationOfLogKey(effect.key);
  if (effect.form === "created") {
    removeRelation(write, relation);
    return;
  }
  const { extra } = effect.data as RelationImage;
  if (hasRelation(write.db, relation)) {
    setRelationExtra(write, { ...relation, extra });
    return;
  }
  for (const name of [relation.from, relation.to]) {
    if (hasEntity(write.db, name)) continue;
    throw new MemoryError(
      "not-found",
      `Cannot undo change ${effect.seq}: it would bring back the relation ${effect.key}, and there is no entity ${JSON.stringify(name)}. Nothing was changed.`,
      { hint: "Undo the change that removed the entity first; hq memory log NAME shows it." },
    );
  }
  insertRelation(write, { ...relation, extra });
}
