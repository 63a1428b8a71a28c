/**
 * A sum beside each row of the graph, so that a byte that a disk changed in graph.db is noticed before
 * it comes into memory.jsonl. SQLite notices damage of its own structure only, never of a text.
 *
 * Whoever writes a row leaves its sum empty (triggers see to that, also for an earlier version that
 * knows nothing of sums), and each transaction seals what it wrote before it ends.
 */
import { crc32 } from "node:zlib";
import { type Database, StoredDamage, type Value } from "./sqlite.ts";

interface Summed {
  table: string;
  /** What the sum is of. */
  columns: string[];
  /** An index that has every row too: as many must be found by it. */
  index: string;
  /** Its columns, in its order. */
  key: string[];
}

const TABLES: Summed[] = [
  {
    table: "entity",
    columns: ["name", "type", "observations", "at", "by", "origins", "extra"],
    index: "entity_name",
    key: ["name"],
  },
  {
    table: "relation",
    columns: ["source", "target", "type", "extra"],
    index: "relation_parts",
    key: ["source", "target", "type"],
  },
  { table: "carried", columns: ["line"], index: "sqlite_autoindex_carried_1", key: ["line"] },
];

/** What the sum of a row of the log is of. Nobody seals it later: it is written once, with its sum. */
export const EFFECT_COLUMNS = ["seq", "n", "kind", "key", "form", "data"];

const EFFECT_ADDITION = {
  table: "effect",
  column: "sum",
  sql: `ALTER TABLE effect ADD COLUMN sum INTEGER;
    CREATE TRIGGER effect_unseals AFTER UPDATE OF ${EFFECT_COLUMNS.join(", ")} ON effect
    WHEN NEW.sum IS NOT NULL BEGIN UPDATE effect SET sum = NULL WHERE seq = NEW.seq AND n = NEW.n; END;`,
};

/** The columns, their triggers, and an index of the rows that have none yet. */
export const SUM_ADDITIONS = [...TABLES.map(sumAddition), EFFECT_ADDITION];

/**
 * Runs the body and seals the rows that it wrote; inside a write transaction. Throws `StoredDamage` when
 * one is not found by its key again: nobody would be told of what an index that rots has swallowed.
 */
export function sealing<T>(db: Database, body: () => T): T {
  const result = body();
  for (const { table, columns, index, key } of TABLES) {
    const unsealed = `SELECT id, ${columns.join(", ")} FROM ${table} WHERE sum IS NULL`;
    const isKey = key.map((column) => `${column} = ?`).join(" AND ");
    const byKey = `SELECT id FROM ${table} INDEXED BY ${index} WHERE ${isKey}`;
    for (const [id = null, ...row] of db.rows(unsealed)) {
      const found = db.row(byKey, ...key.map((column) => row[columns.indexOf(column)] ?? null));
      if (found?.[0] !== id) throw new StoredDamage(`the index ${index} does not find a row`);
      db.run(`UPDATE ${table} SET sum = ? WHERE id = ?`, sumOf(row), id);
    }
  }
  return result;
}

/** The sum of a row's columns, in the order of `TABLES`. */
export function sumOf(row: readonly Value[]): number {
  return crc32(JSON.stringify(row));
}

/** Throws `StoredDamage` when a row is not what was written; one without a sum is not judged. */
export function checkRow(table: string, row: readonly Value[], sum: Value | undefined): void {
  if (sum == null || sumOf(row) === sum) return;
  throw new StoredDamage(`a row of the table ${table} is not what was written`);
}

/** A row as it was read, with the id by which an index lists it while it has no sum. */
export interface StoredRow {
  id: Value | undefined;
  row: readonly Value[];
  sum: Value | undefined;
}

/**
 * Like `checkRow`, and a row without a sum has to be listed as one: of a row whose head rots SQLite reads
 * nothing but nulls, the sum included.
 */
export function checkStored(db: Database, table: string, { id, row, sum }: StoredRow): void {
  checkRow(table, row, sum);
  if (sum != null) return;
  const listed = `SELECT 1 FROM ${table} INDEXED BY ${table}_unsealed WHERE sum IS NULL AND id = ?`;
  if (db.row(listed, id ?? null) !== undefined) return;
  throw new StoredDamage(`a row of the table ${table} has lost its sum`);
}

/** Throws `StoredDamage` when a table was read to its end and an index knows of another number of rows. */
export function checkCount(db: Database, table: string, found: number): void {
  const index = TABLES.find((each) => each.table === table)?.index;
  const known = Number(db.row(`SELECT count(*) FROM ${table} INDEXED BY ${index}`)?.[0] ?? 0);
  if (known === found) return;
  throw new StoredDamage(
    `${found} rows of the table ${table} were found, and ${known} in its index`,
  );
}

/** Looks at every row, but for those of `but`, and whether an index knows of as many. Throws `StoredDamage`. */
export function checkAllRows(db: Database, but?: string): void {
  for (const [table, count] of checkRows(db, but)) checkCount(db, table, count);
}

/**
 * Looks at every row, but for those of the table `but`, without their indexes. Returns how many each table has.
 * Throws `StoredDamage`.
 */
export function checkRows(db: Database, but?: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { table, columns } of TABLES.filter((each) => each.table !== but)) {
    const rows = db.rows(`SELECT ${columns.join(", ")}, sum, id FROM ${table} NOT INDEXED`);
    for (const row of rows) {
      checkStored(db, table, { row: row.slice(0, -2), sum: row.at(-2), id: row.at(-1) });
    }
    counts.set(table, rows.length);
  }
  return counts;
}

function sumAddition({ table, columns }: Summed) {
  return {
    table,
    column: "sum",
    sql: `ALTER TABLE ${table} ADD COLUMN sum INTEGER;
    CREATE INDEX ${table}_unsealed ON ${table} (id) WHERE sum IS NULL;
    CREATE TRIGGER ${table}_unseals AFTER UPDATE OF ${columns.join(", ")} ON ${table}
    WHEN NEW.sum IS NOT NULL BEGIN UPDATE ${table} SET sum = NULL WHERE id = NEW.id; END;`,
  };
}
