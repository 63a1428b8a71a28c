/** Rows of relations, and of lines of types that we do not know. */
import type { Relation } from "../../graph.ts";
import { formatRelation, type RelationRecord } from "../../jsonl.ts";
import { LAST_PLACE } from "../database/schema.ts";
import type { Database } from "../database/sqlite.ts";
import { logEffect, relationLogKey } from "./change-log.ts";
import { noteDeletion, takeDeletionsBack } from "./deletion-rows.ts";
import type { Write } from "./graph-rows.ts";

export function insertRelation(write: Write, record: RelationRecord): void {
  keepBaseRelation(write, record, null);
  takeDeletionsBack(write, [{ relation: record }]);
  write.db.run(
    "INSERT INTO relation (source, target, type, extra) VALUES (?, ?, ?, ?)",
    record.from,
    record.to,
    record.relationType,
    record.extra,
  );
  logEffect(write, {
    kind: "relation",
    key: relationLogKey(record),
    form: "created",
    data: null,
  });
  write.changed = true;
}

/** True when there was such a relation. */
export function removeRelation(write: Write, relation: Relation): boolean {
  const row = relationRow(write.db, relation);
  if (row === undefined) return false;
  keepBaseRelation(write, relation, { ...relation, extra: row.extra });
  noteDeletion(write, { relation });
  write.db.run(
    "DELETE FROM relation WHERE source = ? AND target = ? AND type = ?",
    relation.from,
    relation.to,
    relation.relationType,
  );
  logEffect(write, { kind: "relation", key: relationLogKey(relation), form: "was", data: row });
  write.changed = true;
  return true;
}

/** Sets the fields that we do not know on a relation that is there. */
export function setRelationExtra(write: Write, record: RelationRecord): void {
  const row = relationRow(write.db, record);
  if (row === undefined || row.extra === record.extra) return;
  keepBaseRelation(write, record, { ...record, extra: row.extra });
  write.db.run(
    "UPDATE relation SET extra = ? WHERE source = ? AND target = ? AND type = ?",
    record.extra,
    record.from,
    record.to,
    record.relationType,
  );
  logEffect(write, { kind: "relation", key: relationLogKey(record), form: "was", data: row });
  write.changed = true;
}

/** `place`: the number of records before it in the file, see `LAST_PLACE`. */
export function insertLine(write: Write, line: string, place = LAST_PLACE): void {
  write.db.run("INSERT INTO carried (line, place) VALUES (?, ?)", line, place);
  logEffect(write, { kind: "line", key: line, form: "created", data: null });
  write.changed = true;
}

/** Not a change: a line of another program says the same wherever it stands. */
export function moveLine({ db }: Write, line: string, place: number): void {
  db.run("UPDATE carried SET place = ? WHERE line = ?", place, line);
}

export function removeLine(write: Write, line: string): void {
  const place = write.db.row("SELECT place FROM carried WHERE line = ?", line)?.[0];
  if (place === undefined) return;
  write.db.run("DELETE FROM carried WHERE line = ?", line);
  logEffect(write, { kind: "line", key: line, form: "was", data: { place } });
  write.changed = true;
}

export function hasLine(db: Database, line: string): boolean {
  return db.row("SELECT 1 FROM carried WHERE line = ?", line) !== undefined;
}

export function hasRelation(db: Database, relation: Relation): boolean {
  return relationRow(db, relation) !== undefined;
}

function relationRow(
  db: Database,
  relation: Relation,
): { id: number; extra: string | null } | undefined {
  if (!`${relation.from}\n${relation.to}\n${relation.relationType}`.isWellFormed())
    return undefined;
  const row = db.row(
    "SELECT id, extra FROM relation WHERE source = ? AND target = ? AND type = ?",
    relation.from,
    relation.to,
    relation.relationType,
  );
  return row && { id: Number(row[0]), extra: row[1] as string | null };
}

export function relationsTouching(db: Database, name: string): Relation[] {
  if (!name.isWellFormed()) return [];
  const rows = db.rows(
    "SELECT source, target, type FROM relation WHERE source = ? UNION SELECT source, target, type FROM relation WHERE target = ?",
    name,
    name,
  );
  return rows.map(([from, to, relationType]) => ({ from, to, relationType }) as Relation);
}

/** The relations that touch an entity, with the fields that we do not know. */
export function relationsWithExtra(db: Database, name: string): RelationRecord[] {
  return relationsTouching(db, name).map((relation) => ({
    ...relation,
    extra: relationRow(db, relation)?.extra ?? null,
  }));
}

function keepBaseRelation(write: Write, relation: Relation, before: RelationRecord | null): void {
  write.db.run(
    "INSERT OR IGNORE INTO base_relation (source, target, type, generation, line) VALUES (?, ?, ?, ?, ?)",
    relation.from,
    relation.to,
    relation.relationType,
    write.generation,
    before && formatRelation(before),
  );
}
