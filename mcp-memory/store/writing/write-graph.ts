/** The calls that change the graph, each inside a transaction. */
import { MemoryError } from "../../error.ts";
import {
  type Entity,
  type EntityRevision,
  type ObservationsOf,
  quoted,
  type Relation,
} from "../../graph.ts";
import { ENTITY_OBSERVATIONS } from "../../limits.ts";
import { parseObservationOrigins, textKey } from "../../origins.ts";
import { noteDeletion } from "./deletion-rows.ts";
import {
  type EntityRow,
  entityRow,
  hasEntity,
  insertEntity,
  removeEntity,
  replaceEntity,
  updateEntity,
  type Write,
} from "./graph-rows.ts";
import { hasRelation, insertRelation, relationsTouching, removeRelation } from "./relation-rows.ts";

/** A look at an entity before the call changes or deletes it; it throws to refuse the call. */
type Check = (entity: Entity) => void;

export function createEntities(
  write: Write,
  entities: Entity[],
): { created: Entity[]; skipped: string[] } {
  const created: Entity[] = [];
  const skipped: string[] = [];
  for (const entity of entities) {
    if (hasEntity(write.db, entity.name)) {
      skipped.push(entity.name);
      continue;
    }
    checkRoom(entity.name, entity.observations.length);
    insertEntity(write, { ...entity, extra: null });
    created.push(entity);
  }
  return { created, skipped };
}

export function createRelations(write: Write, relations: Relation[]): { created: Relation[] } {
  const created: Relation[] = [];
  for (const relation of relations) {
    for (const name of [relation.from, relation.to]) {
      if (!hasEntity(write.db, name)) throw entityNotFound(name);
    }
    if (hasRelation(write.db, relation)) continue;
    insertRelation(write, { ...relation, extra: null });
    created.push(relation);
  }
  return { created };
}

export function addObservations(
  write: Write,
  additions: { entityName: string; contents: string[] }[],
  check?: Check,
): { entityName: string; addedObservations: string[] }[] {
  return additions.map(({ entityName, contents }) => {
    const row = entityRow(write.db, entityName);
    if (row === undefined) throw entityNotFound(entityName);
    check?.(row.record);
    const have = new Set(row.record.observations);
    const added = [...new Set(contents)].filter((text) => !have.has(text));
    if (added.length > 0) {
      checkRoom(entityName, row.record.observations.length + added.length);
      const origins = parseObservationOrigins(row.origins);
      for (const text of added) origins.set(textKey(text), write.origin);
      const observations = [...row.record.observations, ...added];
      updateEntity(write, row, { record: { ...row.record, observations }, origins });
    }
    return { entityName, addedObservations: added };
  });
}

export function deleteEntities(
  write: Write,
  names: string[],
  check?: Check,
): { deleted: string[]; notFound: string[] } {
  const deleted: string[] = [];
  const notFound: string[] = [];
  for (const name of new Set(names)) {
    const row = check && entityRow(write.db, name);
    if (row !== undefined) check?.(row.record);
    // Relations that a hand-written file left without an end go too, as the reference does.
    for (const relation of relationsTouching(write.db, name)) removeRelation(write, relation);
    (removeEntity(write, name) ? deleted : notFound).push(name);
  }
  return { deleted, notFound };
}

export function deleteObservations(
  write: Write,
  deletions: ObservationsOf[],
  check?: Check,
): { deleted: ObservationsOf[]; notFound: ObservationsOf[] } {
  const deleted: ObservationsOf[] = [];
  const notFound: ObservationsOf[] = [];
  for (const { entityName, observations } of deletions) {
    const row = entityRow(write.db, entityName);
    if (row !== undefined) check?.(row.record);
    const have = new Set(row?.record.observations);
    const wanted = [...new Set(observations)];
    const hit = wanted.filter((text) => have.has(text));
    const missed = wanted.filter((text) => !have.has(text));
    if (row !== undefined && hit.length > 0) {
      dropObservations(write, row, new Set(hit));
      deleted.push({ entityName, observations: hit });
    }
    if (missed.length > 0 || row === undefined) notFound.push({ entityName, observations: missed });
  }
  return { deleted, notFound };
}

export function deleteRelations(
  write: Write,
  relations: Relation[],
): { deleted: Relation[]; notFound: Relation[] } {
  const deleted: Relation[] = [];
  const notFound: Relation[] = [];
  for (const relation of relations)
    (removeRelation(write, relation) ? deleted : notFound).push(relation);
  return { deleted, notFound };
}

export function reviseEntities(write: Write, revisions: EntityRevision[], check?: Check): void {
  for (const { name, entityType, observations, replaces } of revisions) {
    const row = entityRow(write.db, name);
    if (row !== undefined) check?.(row.record);
    const isOwned = (text: string) => replaces.some((prefix) => text.startsWith(prefix));
    const kept = row?.record.observations.filter((text) => !isOwned(text)) ?? [];
    const texts = [...new Set([...kept, ...observations])];
    checkRoom(name, texts.length);
    const record = { name, entityType, observations: texts, extra: row?.record.extra ?? null };
    if (row === undefined) insertEntity(write, record);
    else replaceEntity(write, row, record);
  }
}

function dropObservations(write: Write, row: EntityRow, gone: Set<string>): void {
  const observations = row.record.observations.filter((text) => !gone.has(text));
  const origins = parseObservationOrigins(row.origins);
  for (const text of gone) {
    origins.delete(textKey(text));
    noteDeletion(write, { name: row.record.name, text });
  }
  updateEntity(write, row, { record: { ...row.record, observations }, origins });
}

function checkRoom(name: string, count: number): void {
  if (count <= ENTITY_OBSERVATIONS) return;
  throw new MemoryError(
    "invalid",
    `Cannot write ${quoted(name)}: it would have ${count} observations, expected at most ${ENTITY_OBSERVATIONS}. Nothing was changed.`,
    { hint: "Use several entities, or delete observations that no longer matter." },
  );
}

/** The reference server's words, which its clients may look for. */
function entityNotFound(name: string): MemoryError {
  return new MemoryError("not-found", `Entity with name ${name} not found`);
}
