/**
 * Deletions that were made through the product. Nothing of what was deleted is kept but salted hashes
 * beside the origins in memory.origins.jsonl, so that the other machine knows that it did not merely
 * get lost, and an old file, or a merge by text, does not bring it back.
 */
import type { Relation } from "../../graph.ts";
import {
  formatEntity,
  formatRelation,
  type RelationRecord,
  relationKey,
  type Snapshot,
} from "../../jsonl.ts";
import {
  type Deletion,
  type EntityOrigin,
  isDeleted,
  type Origin,
  parseObservationOrigins,
  textKey,
  uniteDeletions,
} from "../../origins.ts";
import { parseSnapshot } from "../../parse-snapshot.ts";
import type { Database } from "../database/sqlite.ts";
import { readState } from "../database/state.ts";
import {
  type Deletable,
  hashWith,
  markWrittenAgain,
  readDeletions,
} from "../writing/deletion-rows.ts";
import {
  type EntityRow,
  entityRow,
  hasEntity,
  removeEntity,
  updateEntity,
  type Write,
} from "../writing/graph-rows.ts";
import { hasRelation, relationsTouching, removeRelation } from "../writing/relation-rows.ts";

/** What is deleted, as this memory and the file know it together. */
export interface Deletions {
  /** True when nothing ever was. */
  isEmpty: boolean;
  /** True when the file tells of one that is not known here. */
  hasNews: boolean;
  /** When it was deleted; null when it is not. `isNews`: this memory hears of it from the file. */
  of(what: Deletable): { at: string; isNews: boolean } | null;
}

/** `told`: what the file says. */
export function deletionsOf(db: Database, told: ReadonlyMap<string, Deletion>): Deletions {
  const known = readDeletions(db);
  const all = new Map(known);
  const news = new Set<string>();
  for (const [hash, one] of told) {
    const before = known.get(hash);
    const now = before === undefined ? one : uniteDeletions(before, one);
    all.set(hash, now);
    if (isDeleted(now) && (before === undefined || now.at > before.at)) news.add(hash);
  }
  // Hashed once for each salt; a memory and its clones have one, seldom two.
  const salts = [...new Set([...all.values()].map(({ salt }) => salt))];
  return {
    isEmpty: all.size === 0,
    hasNews: news.size > 0,
    of: (what) => {
      for (const salt of salts) {
        const hash = hashWith(salt, what);
        const found = all.get(hash);
        if (found !== undefined && isDeleted(found))
          return { at: found.at, isNews: news.has(hash) };
      }
      return null;
    },
  };
}

export interface Dropping {
  deletions: Deletions;
  origins: ReadonlyMap<string, EntityOrigin>;
  db: Database;
  /** A person wrote the file and git has not seen it: what stands in it is meant. */
  isByHand: boolean;
}

/** What was dropped, as the file has it: whole entities, also those that lost observations only. */
export type Dropped = Pick<Snapshot, "entities" | "relations">;

/**
 * Drops from a file what was deleted after it was written: a merge by text, or a machine that did not
 * know. What a person wrote into the file stays, unless it says an older date of its own.
 */
export function dropDeleted(snapshot: Snapshot, on: Dropping): Dropped {
  const dropped: Dropped = { entities: new Map(), relations: new Map() };
  if (on.deletions.isEmpty) return dropped;
  for (const [name, record] of snapshot.entities) {
    const isWhole = isGone({ name }, on);
    const kept = record.observations.filter((text) => !isWhole && !isGone({ name, text }, on));
    if (!isWhole && kept.length === record.observations.length) continue;
    dropped.entities.set(name, record);
    if (isWhole) snapshot.entities.delete(name);
    else snapshot.entities.set(name, { ...record, observations: kept });
  }
  const isLoose = (name: string) => dropped.entities.has(name) && !snapshot.entities.has(name);
  for (const [key, relation] of snapshot.relations) {
    if (!isLoose(relation.from) && !isLoose(relation.to) && !isGone({ relation }, on)) continue;
    dropped.relations.set(key, relation);
    snapshot.relations.delete(key);
  }
  if (dropped.entities.size + dropped.relations.size > 0) snapshot.needsRewrite = true;
  return dropped;
}

/**
 * Notes in a database that was filled from a file what the file holds and the database does not: the
 * file may stay so for a while, and a later edit of it must not bring that back.
 */
export function noteDropped(db: Database, { entities, relations }: Dropped): void {
  const { generation } = readState(db);
  for (const [name, record] of entities) {
    db.run(
      "INSERT OR IGNORE INTO base_entity (name, generation, line) VALUES (?, ?, ?)",
      name,
      generation,
      formatEntity(record),
    );
  }
  for (const relation of relations.values()) {
    const { from, to, relationType } = relation;
    db.run(
      "INSERT OR IGNORE INTO base_relation (source, target, type, generation, line) VALUES (?, ?, ?, ?, ?)",
      from,
      to,
      relationType,
      generation,
      formatRelation(relation),
    );
  }
}

function isGone(what: Deletable, on: Dropping): boolean {
  const deletion = on.deletions.of(what);
  if (deletion === null) return false;
  // What is here, or was in the file last, a merge of three ways knows better, unless it is news.
  if (!deletion.isNews && isKnown(on.db, what)) return false;
  // Relations have no dates.
  if ("relation" in what) return deletion.isNews || !on.isByHand;
  const written = writtenAt(what, on);
  // A merge by text may keep the fact and drop its date.
  return written === null ? !on.isByHand : written <= deletion.at;
}

/** Here, or in the file that was last written or read. */
function isKnown(db: Database, what: Deletable): boolean {
  if ("relation" in what) return isRelationKnown(db, what.relation);
  const { name } = what;
  const base = db.row(
    "SELECT line FROM base_entity WHERE name = ? AND line IS NOT NULL ORDER BY generation LIMIT 1",
    name,
  );
  if (!("text" in what)) return hasEntity(db, name) || base !== undefined;
  if (entityRow(db, name)?.record.observations.includes(what.text)) return true;
  const before =
    base === undefined ? null : parseSnapshot(Buffer.from(String(base[0]))).entities.get(name);
  return before?.observations.includes(what.text) ?? false;
}

function isRelationKnown(db: Database, relation: Relation): boolean {
  if (hasRelation(db, relation)) return true;
  const known =
    "SELECT 1 FROM base_relation WHERE source = ? AND target = ? AND type = ? AND line IS NOT NULL LIMIT 1";
  return db.row(known, relation.from, relation.to, relation.relationType) !== undefined;
}

/** When it was last written, as far as the file or this memory knows. */
function writtenAt(
  what: { name: string } | { name: string; text: string },
  { origins, db }: Dropping,
): string | null {
  const told = origins.get(what.name);
  const row = entityRow(db, what.name);
  const here = row === undefined ? undefined : originOf(row);
  const dates = [told, here].map((origin) =>
    origin === undefined
      ? null
      : "text" in what
        ? (origin.observations.get(textKey(what.text)) ?? origin).at
        : newestOf(origin),
  );
  return latest(dates);
}

function originOf({ at, by, origins }: EntityRow): EntityOrigin {
  return { at, by: by ?? "", observations: parseObservationOrigins(origins) };
}

function newestOf(origin: EntityOrigin): string | null {
  return latest([origin, ...origin.observations.values()].map(({ at }: Origin) => at));
}

function latest(dates: (string | null)[]): string | null {
  return (
    dates
      .filter((at) => at !== null)
      .toSorted()
      .at(-1) ?? null
  );
}

/** A relation that a person wrote into the file again counts from now on. */
export function keepWritten(write: Write, snapshot: Snapshot, on: Dropping): void {
  if (!on.isByHand || on.deletions.isEmpty) return;
  const relations = [...snapshot.relations.values()].map((relation) => ({ relation }));
  markWrittenAgain(
    write,
    relations.filter((what) => on.deletions.of(what) !== null),
  );
}

/** Deletes here what the other machine deleted after it was last written to here. */
export function applyDeletions(write: Write, on: Dropping & { theirs: Snapshot }): void {
  if (!on.deletions.hasNews) return;
  for (const [name] of write.db.rows("SELECT name FROM entity")) {
    applyToEntity(write, String(name), on);
  }
  const relations = write.db.rows("SELECT source, target, type FROM relation");
  for (const [from, to, relationType] of relations) {
    const relation = { from, to, relationType } as RelationRecord;
    if (on.theirs.relations.has(relationKey(relation))) continue;
    if (on.deletions.of({ relation })?.isNews) removeRelation(write, relation);
  }
}

function applyToEntity(write: Write, name: string, on: Dropping & { theirs: Snapshot }): void {
  const row = entityRow(write.db, name);
  if (row === undefined) return;
  const isNewlyGone = (what: Deletable) =>
    on.deletions.of(what)?.isNews === true && isGone(what, on);
  const theirs = on.theirs.entities.get(name);
  if (theirs === undefined && isNewlyGone({ name })) {
    for (const relation of relationsTouching(write.db, name)) removeRelation(write, relation);
    removeEntity(write, name);
    return;
  }
  const kept = row.record.observations.filter(
    (text) => theirs?.observations.includes(text) || !isNewlyGone({ name, text }),
  );
  if (kept.length === row.record.observations.length) return;
  const { observations: origins } = originOf(row);
  const here = new Set(kept.map(textKey));
  for (const key of origins.keys()) if (!here.has(key)) origins.delete(key);
  updateEntity(write, row, { record: { ...row.record, observations: kept }, origins });
}
