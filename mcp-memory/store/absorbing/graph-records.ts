/** The whole graph as records, for merging. */
import { type EntityRecord, type RelationRecord, relationKey } from "../../jsonl.ts";
import type { Database } from "../database/sqlite.ts";

export interface GraphRecords {
  entities: Map<string, EntityRecord>;
  relations: Map<string, RelationRecord>;
  /** Lines of types we do not know, each with the number of records before it. */
  carried: Map<string, number>;
}

/** Everything in the database, in the order of the file. */
export function readGraphRecords(db: Database): GraphRecords {
  const entities = new Map<string, EntityRecord>();
  for (const row of db.rows("SELECT name, type, observations, extra FROM entity ORDER BY id")) {
    const [name, entityType, observations, extra] = row as [string, string, string, string | null];
    entities.set(name, { name, entityType, observations: JSON.parse(observations), extra });
  }
  const relations = new Map<string, RelationRecord>();
  for (const row of db.rows("SELECT source, target, type, extra FROM relation ORDER BY id")) {
    const [from, to, relationType, extra] = row as [string, string, string, string | null];
    const record = { from, to, relationType, extra };
    relations.set(relationKey(record), record);
  }
  const carried = new Map(
    db
      .rows("SELECT line, place FROM carried ORDER BY place, id")
      .map(([line, place]) => [String(line), Number(place)]),
  );
  return { entities, relations, carried };
}
