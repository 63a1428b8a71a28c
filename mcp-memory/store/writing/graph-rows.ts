import { type EntityRecord, formatEntityParts } from "../../jsonl.ts";
import {
  formatObservationOrigins,
  type ObservationOrigins,
  type Origin,
  parseObservationOrigins,
  textKey,
} from "../../origins.ts";
import { checkRow } from "../database/row-sums.ts";
import type { Database } from "../database/sqlite.ts";
import { readState } from "../database/state.ts";
import { type EntityImage, type Logging, logEffect, textsEffect } from "./change-log.ts";
import { noteDeletion, takeDeletionsBack } from "./deletion-rows.ts";

/** One call that changes the graph, inside a transaction. */
export interface Write extends Logging {
  /** When and by whom, the origin of what is written. */
  origin: Origin & { at: string };
  /** The generation into which base rows go; see schema.ts. */
  generation: number;
  /** Set once a row has changed. */
  changed: boolean;
}

/** A change that begins now. `operation` is the name under which the log keeps it. */
export function beginWrite(
  db: Database,
  change: { at: string; by: string; operation: string; session?: string | null },
): Write {
  const state = readState(db);
  return {
    db,
    origin: { at: change.at, by: change.by },
    seq: state.change + 1,
    effects: 0,
    operation: change.operation,
    session: change.session ?? null,
    note: null,
    generation: state.generation,
    changed: false,
  };
}

/** An entity's row. */
export interface EntityRow {
  id: number;
  record: EntityRecord;
  at: string | null;
  by: string | null;
  origins: string | null;
}

/** Gives a row a new type, observations and extra; texts that stay keep their origin. */
export function replaceEntity(write: Write, row: EntityRow, record: EntityRecord): void {
  const old = row.record;
  const sameTexts = JSON.stringify(old.observations) === JSON.stringify(record.observations);
  if (sameTexts && old.entityType === record.entityType && old.extra === record.extra) return;
  const have = new Set(old.observations);
  const known = parseObservationOrigins(row.origins);
  const origins: ObservationOrigins = new Map();
  for (const text of record.observations) {
    const key = textKey(text);
    const origin = have.has(text) ? known.get(key) : write.origin;
    if (origin !== undefined) origins.set(key, origin);
  }
  updateEntity(write, row, { record, origins });
}

/** Adds an entity that is not there yet, written now unless an origin is given. */
export function insertEntity(
  write: Write,
  record: EntityRecord,
  origin: Origin & { observations?: ObservationOrigins } = write.origin,
): void {
  keepBase(write, record.name, null);
  takeBack(write, record.name, record.observations);
  write.db.run(
    "INSERT INTO entity (name, type, observations, at, by, origins, extra) VALUES (?, ?, ?, ?, ?, ?, ?)",
    record.name,
    record.entityType,
    JSON.stringify(record.observations),
    origin.at,
    origin.by,
    formatObservationOrigins(origin.observations ?? new Map()),
    record.extra,
  );
  const { entityType: type, observations } = record;
  logEffect(write, {
    kind: "entity",
    key: record.name,
    form: "created",
    data: { type, observations },
  });
  write.changed = true;
}

/** Puts an entity's row back as it was. Its place in the file too, unless another has it by now. */
export function restoreEntity(write: Write, name: string, image: EntityImage): void {
  keepBase(write, name, null);
  takeBack(write, name, image.observations);
  const isFree = write.db.row("SELECT 1 FROM entity WHERE id = ?", image.id) === undefined;
  write.db.run(
    "INSERT INTO entity (id, name, type, observations, at, by, origins, extra) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    isFree ? image.id : null,
    name,
    image.type,
    JSON.stringify(image.observations),
    image.at,
    image.by,
    image.origins,
    image.extra,
  );
  const { type, observations } = image;
  logEffect(write, { kind: "entity", key: name, form: "created", data: { type, observations } });
  write.changed = true;
}

/** Makes a row that is there what it was: everything but its place in the file. */
export function replaceImage(write: Write, row: EntityRow, image: EntityImage): void {
  keepBase(write, row.record.name, row.record);
  write.db.run(
    "UPDATE entity SET type = ?, observations = ?, at = ?, by = ?, origins = ?, extra = ? WHERE id = ?",
    image.type,
    JSON.stringify(image.observations),
    image.at,
    image.by,
    image.origins,
    image.extra,
    row.id,
  );
  logEffect(write, { kind: "entity", key: row.record.name, form: "was", data: imageOf(row) });
  write.changed = true;
}

/** True when there was such an entity. Its relations stay. */
export function removeEntity(write: Write, name: string): boolean {
  const row = entityRow(write.db, name);
  if (row === undefined) return false;
  keepBase(write, name, row.record);
  noteDeletion(write, { name });
  write.db.run("DELETE FROM entity WHERE name = ?", name);
  logEffect(write, { kind: "entity", key: name, form: "was", data: imageOf(row) });
  write.changed = true;
  return true;
}

export function entityRow(db: Database, name: string): EntityRow | undefined {
  if (!name.isWellFormed()) return undefined; // SQLite would look for another name.
  const row = db.row(
    "SELECT id, type, observations, extra, at, by, origins, sum FROM entity WHERE name = ?",
    name,
  );
  if (row === undefined) return undefined;
  const [id, entityType, observations, extra, at, by, origins, sum] = row as [
    number,
    string,
    string,
    string | null,
    string | null,
    string | null,
    string | null,
    number | null,
  ];
  checkRow("entity", [name, entityType, observations, at, by, origins, extra], sum);
  const record = { name, entityType, observations: JSON.parse(observations) as string[], extra };
  return { id, record, at, by, origins };
}

export function hasEntity(db: Database, name: string): boolean {
  return name.isWellFormed() && db.row("SELECT 1 FROM entity WHERE name = ?", name) !== undefined;
}

export function updateEntity(
  write: Write,
  row: EntityRow,
  to: { record: EntityRecord; origins: ObservationOrigins },
): void {
  keepBase(write, row.record.name, row.record);
  write.db.run(
    "UPDATE entity SET type = ?, observations = ?, origins = ?, extra = ? WHERE id = ?",
    to.record.entityType,
    JSON.stringify(to.record.observations),
    formatObservationOrigins(to.origins),
    to.record.extra,
    row.id,
  );
  const had = new Set(row.record.observations);
  const added = to.record.observations.filter((text) => !had.has(text));
  if (added.length > 0) takeBack(write, row.record.name, added);
  logUpdate(write, row, to.record);
  write.changed = true;
}

/** An entity that is written, with these texts, is deleted no more, and neither are they. */
function takeBack(write: Write, name: string, texts: readonly string[]): void {
  takeDeletionsBack(write, [{ name }, ...texts.map((text) => ({ name, text }))]);
}

function logUpdate(write: Write, row: EntityRow, now: EntityRecord): void {
  const { record } = row;
  const entity = { kind: "entity", key: record.name } as const;
  const sameRest = record.entityType === now.entityType && record.extra === now.extra;
  const texts = sameRest ? textsEffect(record.observations, now.observations) : null;
  if (texts === null) logEffect(write, { ...entity, form: "was", data: imageOf(row) });
  else if ("added" in texts) logEffect(write, { ...entity, form: "added", data: texts.added });
  else {
    const known = parseObservationOrigins(row.origins);
    const data = texts.removed.map(({ index, text }) => [
      index,
      text,
      known.get(textKey(text)) ?? null,
    ]);
    logEffect(write, { ...entity, form: "removed", data });
  }
}

/** An entity's row as the log and the archive keep it. */
export function imageOf({ id, record, at, by, origins }: EntityRow): EntityImage {
  const { entityType: type, observations, extra } = record;
  return { id, type, observations, at, by, origins, extra };
}

/** Notes what an entity was before its first change in this generation. */
function keepBase(write: Write, name: string, before: EntityRecord | null): void {
  const line =
    before && formatEntityParts({ ...before, observations: JSON.stringify(before.observations) });
  write.db.run(
    "INSERT OR IGNORE INTO base_entity (name, generation, line) VALUES (?, ?, ?)",
    name,
    write.generation,
    line,
  );
}
