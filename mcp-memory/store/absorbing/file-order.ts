/** Bringing the rows into the order of the file, so that the next writing changes only what changed. */
import { relationKey } from "../../jsonl.ts";
import { checkRow } from "../database/row-sums.ts";
import type { Database } from "../database/sqlite.ts";

/** Names of entities and keys of relations as the file has them. */
export interface FileOrder {
  entities: string[];
  relations: string[];
}

/**
 * Two machines add at the end, and git's merge puts the one before the other: here it came in the
 * order of arrival. Rows from the first that stands elsewhere are given new ids, behind all others;
 * what the file does not have follows. No change of the graph: nothing is logged.
 */
export function followFile(db: Database, order: FileOrder): void {
  reorder(db, ENTITY, order.entities);
  reorder(db, RELATION, order.relations);
}

interface Table {
  name: string;
  columns: string;
  keyOf(row: unknown[]): string;
}

const ENTITY: Table = {
  name: "entity",
  columns: "name, type, observations, at, by, origins, extra",
  keyOf: ([, name]) => String(name),
};
const RELATION: Table = {
  name: "relation",
  columns: "source, target, type, extra",
  keyOf: ([, from, to, type]) =>
    relationKey({ from: String(from), to: String(to), relationType: String(type) }),
};

function reorder(db: Database, table: Table, order: readonly string[]): void {
  const keys = table === ENTITY ? "id, name" : "id, source, target, type";
  const rows = db.rows(`SELECT ${keys} FROM ${table.name} ORDER BY id`);
  const place = new Map(order.map((key, index) => [key, index]));
  const found = rows.map((row) => ({ id: Number(row[0]), key: table.keyOf(row) }));
  const inFile = found.filter(({ key }) => place.has(key));
  // Names that are gone here leave no gap.
  const here = new Set(inFile.map(({ key }) => key));
  const wanted = order.filter((key) => here.has(key));
  const first = inFile.findIndex(({ key }, index) => key !== wanted[index]);
  if (first === -1) return;
  const from = Math.min(...inFile.slice(first).map(({ id }) => id));
  const idOf = new Map(inFile.map(({ id, key }) => [key, id]));
  const moved = [
    ...wanted.slice(first).map((key) => idOf.get(key) ?? -1),
    ...found.filter(({ id, key }) => id > from && !place.has(key)).map(({ id }) => id),
  ];
  let next = (found.at(-1)?.id ?? 0) + 1;
  for (const id of moved) {
    const found = db.row(`SELECT ${table.columns}, sum FROM ${table.name} WHERE id = ?`, id);
    if (found === undefined) continue;
    const row = found.slice(0, -1);
    checkRow(table.name, row, found.at(-1));
    // Taken out and put in again, so that the index and the vectors follow.
    db.run(`DELETE FROM ${table.name} WHERE id = ?`, id);
    const places = row.map(() => "?").join(", ");
    db.run(`INSERT INTO ${table.name} (id, ${table.columns}) VALUES (?, ${places})`, next, ...row);
    next += 1;
  }
}
