import type { Relation } from "../../graph.ts";
import {
  type EntityRecord,
  formatEntity,
  formatRelation,
  parseSnapshot,
  type RelationRecord,
  relationKey,
  type Snapshot,
} from "../../jsonl.ts";
import { REMOVALS_ALLOWED, REMOVALS_ALLOWED_SHARE } from "../../limits.ts";
import { lostTexts, mergeEntity, mergeExtra, sameEntity } from "../../merge.ts";
import type { Database } from "../database/sqlite.ts";
import { beginGeneration } from "../database/state.ts";
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
  removeLine,
  removeRelation,
  setRelationExtra,
} from "../writing/relation-rows.ts";
import { type GraphRecords, readGraphRecords } from "./graph-records.ts";

/**
 * Merges an edited file into the graph, three ways against what the file held before. Removals
 * count when the caller allows them and they are few; otherwise they are kept back and recorded.
 * Returns true when the graph now differs from the file. Starts a generation whose base is the file.
 */
export function mergeSnapshot(write: Write, theirs: Snapshot, how: Merging): boolean {
  const ours = how.part?.ours ?? readGraphRecords(write.db);
  const same = how.part?.unchanged ?? { entities: 0, relations: 0 };
  const base = readBase(write.db, ours);
  const losses = findLosses({ ours, base, theirs });
  const before = {
    entities: ours.entities.size + same.entities,
    relations: ours.relations.size + same.relations,
    carried: ours.carried.size,
  };
  const few = how.mayRemove && areFew(losses, before);
  if (how.mayRemove && !few) keepBack(write, losses, how.log);

  const result: GraphRecords = { entities: new Map(), relations: new Map(), carried: new Set() };
  mergeEntities(
    { ours, base, theirs, result },
    { few: few ? losses : null, mayEdit: how.mayRemove },
  );
  mergeRelations({ ours, base, theirs, result }, few ? losses : null);
  for (const line of [...ours.carried, ...theirs.carried]) {
    if (theirs.carried.has(line) || !few) result.carried.add(line);
  }
  apply(write, ours, result);
  if (write.changed) {
    how.log(
      `Took in an edit from outside: ${before.entities} entities and ${before.relations} relations are now ${result.entities.size + same.entities} and ${result.relations.size + same.relations}.`,
    );
  }
  return rebase(write.db, theirs, result);
}

export interface Merging {
  mayRemove: boolean;
  log: (line: string) => void;
  /** When only a part of both sides is given: ours, and how much was left out because it is the same. */
  part?: { ours: GraphRecords; unchanged: { entities: number; relations: number } };
}

interface Base {
  entity(name: string): EntityRecord | null;
  hasRelation(key: string): boolean;
  relation(key: string): RelationRecord | null;
}

/** What the file no longer has, although it had it and nothing here changed it since. */
interface Losses {
  entities: Set<string>;
  texts: Map<string, string[]>;
  relations: Map<string, Relation>;
  carried: string[];
}

/** The graph as the file last held it: the oldest base row where there is one, else what is there. */
function readBase(db: Database, ours: GraphRecords): Base {
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

interface Sides {
  ours: GraphRecords;
  base: Base;
  theirs: Snapshot;
}

function findLosses({ ours, base, theirs }: Sides): Losses {
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
  losses.carried = [...ours.carried].filter((line) => !theirs.carried.has(line));
  return losses;
}

function areFew(
  losses: Losses,
  all: { entities: number; relations: number; carried: number },
): boolean {
  const gone = (name: string) => losses.entities.has(name);
  // A relation that goes with its entity is not a removal of its own.
  const relations = [...losses.relations.values()].filter(
    ({ from, to }) => !gone(from) && !gone(to),
  );
  return (
    isFew(losses.entities.size + losses.texts.size, all.entities) &&
    isFew(relations.length, all.relations) &&
    isFew(losses.carried.length, all.carried)
  );
}

function isFew(count: number, all: number): boolean {
  return count <= Math.max(REMOVALS_ALLOWED, Math.floor(all * REMOVALS_ALLOWED_SHARE));
}

function keepBack(write: Write, losses: Losses, log: (line: string) => void): void {
  const add = (kind: string, key: unknown) =>
    write.db.run(
      "INSERT OR IGNORE INTO kept_back (kind, key, at) VALUES (?, ?, ?)",
      kind,
      JSON.stringify(key),
      write.origin.at,
    );
  for (const name of losses.entities) add("entity", name);
  for (const [name, texts] of losses.texts)
    for (const text of texts) add("observation", [name, text]);
  for (const { from, to, relationType } of losses.relations.values()) {
    add("relation", [from, to, relationType]);
  }
  for (const line of losses.carried) add("line", line);
  log(
    `Kept what an edit from outside removed, because it is much: ${losses.entities.size} entities, observations of ${losses.texts.size}, ${losses.relations.size} relations.`,
  );
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
  for (const line of ours.carried) {
    if (!result.carried.has(line)) removeLine(write, line);
  }
  for (const line of result.carried) {
    if (!ours.carried.has(line)) insertLine(write, line);
  }
}

/** Makes the file the base of the next merge: a base row for each thing in which we differ from it. */
function rebase(db: Database, theirs: Snapshot, result: GraphRecords): boolean {
  const generation = beginGeneration(db);
  db.run("DELETE FROM base_entity");
  db.run("DELETE FROM base_relation");
  let differs = [...result.carried].some((line) => !theirs.carried.has(line));
  for (const name of new Set([...theirs.entities.keys(), ...result.entities.keys()])) {
    const now = theirs.entities.get(name);
    const mine = result.entities.get(name);
    if (now !== undefined && mine !== undefined && sameEntity(now, mine)) continue;
    differs = true;
    db.run(
      "INSERT INTO base_entity (name, generation, line) VALUES (?, ?, ?)",
      name,
      generation,
      now === undefined ? null : formatEntity(now),
    );
  }
  for (const key of new Set([...theirs.relations.keys(), ...result.relations.keys()])) {
    const now = theirs.relations.get(key);
    const mine = result.relations.get(key);
    if (now !== undefined && mine !== undefined && now.extra === mine.extra) continue;
    const relation = now ?? mine;
    if (relation === undefined) continue;
    differs = true;
    db.run(
      "INSERT INTO base_relation (source, target, type, generation, line) VALUES (?, ?, ?, ?, ?)",
      relation.from,
      relation.to,
      relation.relationType,
      generation,
      now === undefined ? null : formatRelation(now),
    );
  }
  return differs;
}
