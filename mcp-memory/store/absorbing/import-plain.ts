import { isUtf8 } from "node:buffer";
import { type EntityOrigin, formatObservationOrigins } from "../../origins.ts";
import { sumOf } from "../database/row-sums.ts";
import { GRAPH_INDEXES } from "../database/schema.ts";
import { type Database, isConstraintFailure } from "../database/sqlite.ts";
import { ENTITY_ADDED } from "../reading/search-index.ts";
import type { Write } from "../writing/graph-rows.ts";

/**
 * Fills an empty database from a file in which every line is an ordinary record and none comes
 * twice: what a first start of a large memory waits for. One pass, one line in memory at a time, the
 * indexes made at the end. False when there is anything else in the file; then nothing was written
 * and it must be read with care (jsonl.ts).
 */
export function importPlain(
  write: Write,
  bytes: Buffer,
  origins: Map<string, EntityOrigin>,
): boolean {
  const { db } = write;
  if (!isUtf8(bytes)) return false;
  db.exec("SAVEPOINT plain");
  for (const name of ["entity_name", "relation_parts", "relation_target"]) {
    db.exec(`DROP INDEX ${name}`);
  }
  // The index begins with the first entity, so that nothing need be noted of each.
  db.exec("DROP TRIGGER entity_added");
  const isDone = fill(db, bytes.toString("utf8"), origins) && makeIndexes(db);
  if (!isDone) db.exec("ROLLBACK TO plain");
  db.exec("RELEASE plain");
  if (isDone && bytes.length > 0) write.changed = true;
  return isDone;
}

function fill(db: Database, text: string, origins: Map<string, EntityOrigin>): boolean {
  for (const line of linesOf(text)) {
    const record = plainRecord(line);
    if (record === null) return false;
    if (record.type === "entity") insertEntity(db, record, origins.get(record.name));
    else {
      const { from, to, relationType } = record;
      db.run(
        "INSERT INTO relation (source, target, type, sum) VALUES (?, ?, ?, ?)",
        from,
        to,
        relationType,
        sumOf([from, to, relationType, null]),
      );
    }
  }
  return true;
}

/** The lines of a text, one at a time. */
export function* linesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    // The reference server writes no line break after the last line.
    const end = newline === -1 ? text.length : newline;
    yield text.slice(start, end);
    start = end + 1;
  }
}

function insertEntity(db: Database, entity: PlainEntity, origin: EntityOrigin | undefined): void {
  const { name, entityType, observations } = entity;
  const texts = JSON.stringify(observations);
  if (origin === undefined) {
    db.run(
      "INSERT INTO entity (name, type, observations, sum) VALUES (?, ?, ?, ?)",
      name,
      entityType,
      texts,
      sumOf([name, entityType, texts, null, null, null, null]),
    );
    return;
  }
  const origins = formatObservationOrigins(origin.observations);
  db.run(
    "INSERT INTO entity (name, type, observations, at, by, origins, sum) VALUES (?, ?, ?, ?, ?, ?, ?)",
    name,
    entityType,
    texts,
    origin.at,
    origin.by,
    origins,
    sumOf([name, entityType, texts, origin.at, origin.by, origins, null]),
  );
}

interface PlainEntity {
  type: "entity";
  name: string;
  entityType: string;
  observations: string[];
}

export interface PlainRelation {
  type: "relation";
  from: string;
  to: string;
  relationType: string;
}

/** The record of a line that is exactly one, with all of its fields and no other; else null. */
export function plainRecord(line: string): PlainEntity | PlainRelation | null {
  let value: Partial<PlainEntity & { fields: number }> | Partial<PlainRelation>;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null) return null;
  let fields = 0;
  for (const _ in value) fields += 1;
  if (fields !== 4) return null;
  if (value.type === "entity") {
    const { name, entityType, observations } = value as PlainEntity;
    const isPlain =
      isName(name) &&
      isName(entityType) &&
      Array.isArray(observations) &&
      observations.every((text) => typeof text === "string");
    return isPlain ? (value as PlainEntity) : null;
  }
  const { type, from, to, relationType } = value as PlainRelation;
  const isPlain = type === "relation" && isName(from) && isName(to) && isName(relationType);
  return isPlain ? (value as PlainRelation) : null;
}

function isName(value: unknown): boolean {
  return typeof value === "string" && value.isWellFormed();
}

/** False when a record came twice. */
function makeIndexes(db: Database): boolean {
  try {
    for (const index of GRAPH_INDEXES) db.exec(index);
    db.exec(ENTITY_ADDED);
    return true;
  } catch (error) {
    if (isConstraintFailure(error)) return false;
    throw error;
  }
}
