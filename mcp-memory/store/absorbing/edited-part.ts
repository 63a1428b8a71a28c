/**
 * The part of an edited file that differs from the database. Most edits change a few lines of many;
 * reading only those takes a third of the time and of the memory of reading both whole.
 */
import { isUtf8 } from "node:buffer";
import { emptySnapshot, type RelationRecord, relationKey, type Snapshot } from "../../jsonl.ts";
import type { Database } from "../database/sqlite.ts";
import { entityRow } from "../writing/graph-rows.ts";
import type { FileOrder } from "./file-order.ts";
import type { GraphRecords } from "./graph-records.ts";
import { linesOf, type PlainRelation, plainRecord } from "./import-plain.ts";

/** What is to be merged: of the file and of the database only what is not the same in both. */
export interface EditedPart {
  theirs: Snapshot;
  ours: GraphRecords;
  /** How much is the same in both, and in what the file held before. */
  unchanged: { entities: number; relations: number };
  /** Every record of the file in its order. */
  order: FileOrder;
}

/**
 * Null when the file holds anything but ordinary records, or one of them twice, or the database
 * lines of unknown types: then both must be read whole (jsonl.ts).
 */
export function editedPart(db: Database, bytes: Buffer): EditedPart | null {
  if (!isUtf8(bytes) || db.row("SELECT 1 FROM carried LIMIT 1") !== undefined) return null;
  const part: EditedPart = {
    theirs: emptySnapshot(),
    ours: { entities: new Map(), relations: new Map(), carried: new Map() },
    unchanged: { entities: 0, relations: 0 },
    order: { entities: [], relations: [] },
  };
  const entities = { ...seenIn(db, "entity"), changed: changedEntities(db) };
  const relations = { ...seenIn(db, "relation"), changed: changedRelations(db) };
  for (const line of linesOf(bytes.toString("utf8"))) {
    const record = plainRecord(line);
    if (record === null) return null;
    const isNew =
      record.type === "entity"
        ? takeEntity(db, { ...record, extra: null }, { part, ...entities })
        : takeRelation(db, record, { part, ...relations });
    if (!isNew) return null;
    if (record.type === "entity") part.order.entities.push(record.name);
    else part.order.relations.push(relationKey({ ...record }));
  }
  readOurs(db, part, { entities, relations });
  return part;
}

interface Seen {
  /** By id: whether a line of the file was the same as this row. */
  same: Uint8Array;
  /** Keys of what changed here since the file was written. */
  changed: Set<string>;
}

function seenIn(db: Database, table: "entity" | "relation"): { same: Uint8Array } {
  const last = Number(db.row(`SELECT max(id) FROM ${table}`)?.[0] ?? 0);
  return { same: new Uint8Array(last + 1) };
}

function changedEntities(db: Database): Set<string> {
  return new Set(db.rows("SELECT DISTINCT name FROM base_entity").map(([name]) => String(name)));
}

function changedRelations(db: Database): Set<string> {
  return new Set(
    db
      .rows("SELECT DISTINCT source, target, type FROM base_relation")
      .map(([from, to, relationType]) =>
        relationKey({ from: String(from), to: String(to), relationType: String(relationType) }),
      ),
  );
}

/** False when the file has this entity twice. */
function takeEntity(
  db: Database,
  record: { name: string; entityType: string; observations: string[]; extra: null },
  { part, same, changed }: Seen & { part: EditedPart },
): boolean {
  const { name, entityType, observations } = record;
  const row = db.row("SELECT id, type, observations, extra FROM entity WHERE name = ?", name);
  const [id, type, json, extra] = row ?? [];
  // Said twice, whether in the same words or not.
  if (part.theirs.entities.has(name) || (typeof id === "number" && same[id] === 1)) return false;
  const isSame =
    typeof id === "number" &&
    type === entityType &&
    extra === null &&
    json === JSON.stringify(observations) &&
    !changed.has(name);
  if (isSame) {
    same[id] = 1;
    part.unchanged.entities += 1;
  } else part.theirs.entities.set(name, record);
  return true;
}

/** False when the file has this relation twice. */
function takeRelation(
  db: Database,
  { from, to, relationType }: PlainRelation,
  { part, same, changed }: Seen & { part: EditedPart },
): boolean {
  const record: RelationRecord = { from, to, relationType, extra: null };
  const key = relationKey(record);
  const row = db.row(
    "SELECT id, extra FROM relation WHERE source = ? AND target = ? AND type = ?",
    from,
    to,
    relationType,
  );
  const [id, extra] = row ?? [];
  if (part.theirs.relations.has(key) || (typeof id === "number" && same[id] === 1)) return false;
  if (typeof id === "number" && extra === null && !changed.has(key)) {
    same[id] = 1;
    part.unchanged.relations += 1;
  } else part.theirs.relations.set(key, record);
  return true;
}

/** Every row that no line of the file was the same as, in the order of the file. */
function readOurs(
  db: Database,
  { ours }: EditedPart,
  seen: { entities: Seen; relations: Seen },
): void {
  for (const [id, name] of db.rows("SELECT id, name FROM entity ORDER BY id")) {
    if (seen.entities.same[Number(id)] === 1) continue;
    const record = entityRow(db, String(name))?.record;
    if (record !== undefined) ours.entities.set(record.name, record);
  }
  for (const [id, from, to, type, extra] of db.rows(
    "SELECT id, source, target, type, extra FROM relation ORDER BY id",
  )) {
    if (seen.relations.same[Number(id)] === 1) continue;
    const relation = { from: String(from), to: String(to), relationType: String(type) };
    ours.relations.set(relationKey(relation), { ...relation, extra: extra as string | null });
  }
}
