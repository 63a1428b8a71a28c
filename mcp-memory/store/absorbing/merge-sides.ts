/** Merging two graphs, three ways: what becomes of ours when theirs is taken in. */
import type { Relation } from "../../graph.ts";
import { type EntityRecord, type RelationRecord, relationKey } from "../../jsonl.ts";
import { lostTexts, mergeEntity, mergeExtra, sameEntity } from "../../merge.ts";
import { parseSnapshot } from "../../parse-snapshot.ts";
import type { Database } from "../database/sqlite.ts";
import {
  entityRow,
  insertEntity,
  removeEntity,
  replaceEntity,
  type Write,
} from "../writing/graph-rows.ts";
import {
  insertLine,
  insertRelation,
  moveLine,
  removeLine,
  removeRelation,
  setRelationExtra,
} from "../writing/relation-rows.ts";
import type { GraphRecords } from "./graph-records.ts";

/**
 * Merges theirs into the rows. What ours loses by it is given as `removals`, or null when nothing
 * may go; `mayEdit` lets texts be replaced even then. Returns the graph that came of it.
 */
export function mergeSides(
  write: Write,
  sides: Sides,
  how: { removals: Losses | null; mayEdit: boolean },
): GraphRecords {
  const { ours, theirs } = sides;
  const result: GraphRecords = { entities: new Map(), relations: new Map(), carried: new Map() };
  mergeEntities({ ...sides, result }, { few: how.removals, mayEdit: how.mayEdit });
  mergeRelations({ ...sides, result }, how.removals);
  for (const [line, place] of [...ours.carried, ...theirs.carried]) {
    // The file says where a line stands.
    if (theirs.carried.has(line) || how.removals === null) result.carried.set(line, place);
  }
  apply(write, ours, result);
  return result;
}

/** The graph as both sides last had it. */
export interface Base {
  entity(name: string): EntityRecord | null;
  hasRelation(key: string): boolean;
  relation(key: string): RelationRecord | null;
}

/** What the file no longer has, although it had it and nothing here changed it since. */
export interface Losses {
  entities: Set<string>;
  texts: Map<string, string[]>;
  relations: Map<string, Relation>;
  carried: string[];
}

/** The graph as the file last held it: the oldest base row where there is one, else what is there. */
export function readBase(db: Database, ours: GraphRecords): Base {
  const entities = new Map<string, string | null>();
  for (const [name, line] of db.rows(
    "SELECT name, line FROM base_entity ORDER BY name, generation",
  )) {
    if (!entities.has(String(name))) entities.set(String(name), line as string | null);
  }
  const relations = new Map<string, string | null>();
  for (const row of db.rows(
    "SELECT source, target, type, line FROM base_relation ORDER BY source, target, type, generation",
  )) {
    const [from, to, relationType, line] = row as [string, string, string, string | null];
    const key = relationKey({ from, to, relationType });
    if (!relations.has(key)) relations.set(key, line);
  }
  const lines = [...entities.values(), ...relations.values()].filter((line) => line !== null);
  const past = parseSnapshot(Buffer.from(lines.join("\n")));
  const relation = (key: string) =>
    (relations.has(key) ? past.relations.get(key) : ours.relations.get(key)) ?? null;
  return {
    entity: (name) =>
      (entities.has(name) ? past.entities.get(name) : ours.entities.get(name)) ?? null,
    relation,
    hasRelation: (key) => relation(key) !== null,
  };
}

/** Three states of a graph. */
export interface Sides {
  ours: GraphRecords;
  base: Base;
  theirs: GraphRecords;
}

export function findLosses({ ours, base, theirs }: Sides): Losses {
  const losses: Losses = {
    entities: new Set(),
    texts: new Map(),
    relations: new Map(),
    carried: [],
  };
  for (const [name, record] of ours.entities) {
    const before = base.entity(name);
    if (before === null) continue;
    const now = theirs.entities.get(name);
    if (now !== undefined) {
      const lost = lostTexts(before, now);
      if (lost.length > 0) losses.texts.set(name, lost);
    } else if (sameEntity(before, record)) losses.entities.add(name);
  }
  for (const [key, record] of ours.relations) {
    if (base.hasRelation(key) && !theirs.relations.has(key)) losses.relations.set(key, record);
  }
  losses.carried = [...ours.carried.keys()].filter((line) => !theirs.carried.has(line));
  return losses;
}

function mergeEntities(
  { ours, base, theirs, result }: Sides & { result: GraphRecords },
  { few, mayEdit }: { few: Losses | null; mayEdit: boolean },
): void {
  for (const [name, record] of ours.entities) {
    const now = theirs.entities.get(name);
    if (now === undefined) {
      if (!few?.entities.has(name)) result.entities.set(name, record);
      continue;
    }
    // Texts that were merely edited are replaced even when removals are kept back.
    const before = base.entity(name);
    const removals = few !== null || (mayEdit && before !== null && isEdited(before, now));
    const merged = mergeEntity({ base: before, ours: record, theirs: now }, removals);
    if (merged !== null) result.entities.set(name, merged);
  }
  for (const [name, now] of theirs.entities) {
    if (ours.entities.has(name)) continue;
    const merged = mergeEntity({ base: base.entity(name), ours: null, theirs: now }, true);
    if (merged !== null) result.entities.set(name, merged);
  }
}

function isEdited(before: EntityRecord, now: EntityRecord): boolean {
  return now.observations.length > 0 && lostTexts(before, now).length === 0;
}

function mergeRelations(
  { ours, base, theirs, result }: Sides & { result: GraphRecords },
  few: Losses | null,
): void {
  for (const [key, record] of ours.relations) {
    const now = theirs.relations.get(key);
    if (now === undefined) {
      if (!few?.relations.has(key)) result.relations.set(key, record);
      continue;
    }
    const extra = mergeExtra(base.relation(key)?.extra ?? null, record.extra, now.extra);
    result.relations.set(key, { ...record, extra });
  }
  for (const [key, now] of theirs.relations) {
    // Was there, is deleted here: the file merely does not know it yet.
    if (!ours.relations.has(key) && !base.hasRelation(key)) result.relations.set(key, now);
  }
}

function apply(write: Write, ours: GraphRecords, result: GraphRecords): void {
  for (const name of ours.entities.keys())
    if (!result.entities.has(name)) removeEntity(write, name);
  for (const [name, record] of result.entities) {
    const known = ours.entities.get(name);
    if (known === undefined) insertEntity(write, record);
    else if (!sameEntity(known, record)) {
      const row = entityRow(write.db, name);
      if (row !== undefined) replaceEntity(write, row, record);
    }
  }
  for (const [key, relation] of ours.relations) {
    if (!result.relations.has(key)) removeRelation(write, relation);
  }
  for (const [key, record] of result.relations) {
    if (ours.relations.has(key)) setRelationExtra(write, record);
    else insertRelation(write, record);
  }
  for (const line of ours.carried.keys()) {
    if (!result.carried.has(line)) removeLine(write, line);
  }
  for (const [line, place] of result.carried) {
    const known = ours.carried.get(line);
    if (known === undefined) insertLine(write, line, place);
    else if (known !== place) moveLine(write, line, place);
  }
}
