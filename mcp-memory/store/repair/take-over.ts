/**
 * What a damaged database that was just set aside knows and the files do not: acknowledged calls since
 * the last checkpoint. Additions only, of rows that are what was written; what is gone over there may
 * be gone by the damage. The rest waits for `hq memory repair`.
 */
import { parseObservationOrigins } from "../../origins.ts";
import { checkStored } from "../database/row-sums.ts";
import { type Database, openDatabase, sqliteFailure, type Value } from "../database/sqlite.ts";
import { recordChange } from "../writing/change-log.ts";
import { adoptDeletions, readDeletions } from "../writing/deletion-rows.ts";
import { beginWrite, type Write } from "../writing/graph-rows.ts";
import { hasRelation, insertRelation } from "../writing/relation-rows.ts";
import { takeIn } from "../writing/take-in.ts";

/** Takes it over as one change; inside a write transaction. True when that changed the graph. */
export function takeOver(db: Database, damaged: string, now: Date): boolean {
  const write = beginWrite(db, { at: now.toISOString(), by: "repair", operation: "take-over" });
  let old: Database | undefined;
  try {
    old = openDatabase(damaged, { readOnly: true });
    takeFrom(write, old);
  } catch (error) {
    // Not even its first page can be read.
    if (sqliteFailure(error) === null) throw error;
  } finally {
    old?.close();
  }
  if (write.changed) recordChange(write);
  return write.changed;
}

function takeFrom(write: Write, old: Database): void {
  const { db } = write;
  attempt(() => adoptDeletions(db, readDeletions(old)));
  for (const [hash, at] of readable(old, "SELECT hash, at FROM redacted")) {
    db.run("INSERT OR IGNORE INTO redacted (hash, at) VALUES (?, ?)", hash ?? null, at ?? null);
  }
  const archived = "SELECT kind, key, type, seq, at, row FROM archive";
  for (const row of readable(old, archived)) {
    if (attempt(() => JSON.parse(String(row[5]))) === null) continue;
    db.run(
      "INSERT INTO archive (kind, key, type, seq, at, row) SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS (SELECT 1 FROM archive WHERE key = ?2 AND at = ?5)",
      ...row,
    );
  }
  const entities = touched(old, "SELECT DISTINCT name FROM base_entity");
  for (const row of wholeRows(old, ENTITIES)) if (entities(row.slice(0, 1))) takeEntity(write, row);
  const relations = touched(old, "SELECT DISTINCT source, target, type FROM base_relation");
  for (const row of wholeRows(old, RELATIONS)) {
    if (relations(row.slice(0, 3))) takeRelation(write, row);
  }
}

/** Whether a row changed since the files were written; where nobody knows, it may have. */
function touched(old: Database, sql: string): (key: Value[]) => boolean {
  const rows = attempt(() => old.rows(sql));
  if (rows === null) return () => true;
  const keys = new Set(rows.map((row) => JSON.stringify(row)));
  return (key) => keys.has(JSON.stringify(key));
}

interface Rows {
  table: string;
  columns: string;
}

const ENTITIES: Rows = {
  table: "entity",
  columns: "name, type, observations, at, by, origins, extra",
};
const RELATIONS: Rows = { table: "relation", columns: "source, target, type, extra" };

/** Rows that are what was written, from both ends of the table up to a page that cannot be read. */
function* wholeRows(old: Database, { table, columns }: Rows): Generator<Value[]> {
  for (const [first, sign, order] of [
    [Number.MAX_SAFE_INTEGER, "<", "DESC"],
    [-1, ">", "ASC"],
  ] as const) {
    let isWhole = true;
    for (let at: Value = first; ; ) {
      const sql = `SELECT ${columns}, sum, id FROM ${table} WHERE id ${sign} ? ORDER BY id ${order} LIMIT 1`;
      const next = attempt(() => old.row(sql, at) ?? "end");
      if (next === null) isWhole = false;
      if (next === null || next === "end") break;
      at = next.at(-1) ?? null;
      const row = next.slice(0, -2);
      const isSound = attempt(() => {
        checkStored(old, table, { id: next.at(-1), row, sum: next.at(-2) });
        return true;
      });
      if (isSound === true) yield row;
    }
    if (isWhole) return;
  }
}

function takeEntity(write: Write, row: Value[]): void {
  const [name, type, observations, at, by, origins] = row;
  const origin = {
    at: at as string | null,
    by: String(by),
    observations: parseObservationOrigins(origins as string | null),
  };
  const texts = JSON.parse(String(observations)) as string[];
  const entity = { name: String(name), entityType: String(type), observations: texts, origin };
  takeIn(write, { entities: [entity], additions: [], relations: [] });
}

function takeRelation(write: Write, row: Value[]): void {
  const [from, to, relationType] = row.map(String) as [string, string, string];
  const relation = { from, to, relationType };
  if (hasRelation(write.db, relation)) return;
  insertRelation(write, { ...relation, extra: (row[3] ?? null) as string | null });
}

function readable(old: Database, sql: string): Value[][] {
  return attempt(() => old.rows(sql)) ?? [];
}

/** What the body gives; null when what it reads is damaged. */
function attempt<T>(body: () => T): T | null {
  try {
    return body();
  } catch (error) {
    if (sqliteFailure(error) === null) throw error;
    return null;
  }
}
