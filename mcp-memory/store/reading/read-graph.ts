import type { Entity, Graph, Relation } from "../../graph.ts";
import {
  type EntityOrigin,
  parseObservationOrigins,
  textKey,
  UNKNOWN_AGENT,
} from "../../origins.ts";
import { checkAllRows, checkCount, checkStored } from "../database/row-sums.ts";
import type { Database, Value } from "../database/sqlite.ts";
import type { DatedEntity, NumberedEntity } from "../store.ts";
import { likelyRows } from "./substring.ts";

/** The whole graph in the order of the file. */
export function readGraph(db: Database): Graph {
  return {
    entities: db.rows(`${SELECT_ENTITY} ORDER BY id`).map(asEntity),
    relations: db.rows(`${SELECT_RELATION} ORDER BY id`).map(asRelation),
  };
}

/** Entities by exact name, and the relations that touch them, in the order of the file. */
export function openNodes(db: Database, names: string[]): Graph {
  const rows: Value[][] = [];
  for (const name of new Set(names)) {
    // SQLite would look for another name.
    if (!name.isWellFormed()) continue;
    const row = db.row(`${SELECT_ENTITY} WHERE name = ?`, name);
    if (row !== undefined) rows.push(row);
  }
  rows.sort(byId);
  const entities = rows.map(asEntity);
  return { entities, relations: relationsOf(db, new Set(entities.map(({ name }) => name))) };
}

/** The reference server's search: one substring, upper and lower case alike. */
export function searchNodes(db: Database, query: string): Graph {
  const wanted = query.toLowerCase();
  const entities = likelyRows(db, wanted)
    .sort(byId)
    .map(asEntity)
    .filter(({ name, entityType, observations }) =>
      [name, entityType, ...observations].some((text) => text.toLowerCase().includes(wanted)),
    );
  return { entities, relations: relationsOf(db, new Set(entities.map(({ name }) => name))) };
}

/** Every entity with the times at which it and its observations were first written. */
export function readWithOrigins(db: Database): { entities: DatedEntity[] } {
  return { entities: db.rows(SELECT_DATED).map(asDated) };
}

/** The same; each row of the graph is looked at on the way. Throws `StoredDamage`. */
export function readAndLookThrough(db: Database): { entities: DatedEntity[] } {
  const rows = db.rows(
    "SELECT name, type, observations, at, by, origins, extra, sum, id FROM entity ORDER BY id",
  );
  const entities = rows.map((row) => {
    const id = row.pop();
    const sum = row.pop();
    checkStored(db, "entity", { id, row, sum });
    const [name = null, type = null, observations = null, at = null, , origins = null] = row;
    return asDated([name, type, observations, at, origins]);
  });
  checkCount(db, "entity", rows.length);
  checkAllRows(db, "entity");
  return { entities };
}

/** The same with the ids by which recall knows what is newest, and the relations. */
export function readNumbered(db: Database): {
  entities: NumberedEntity[];
  relations: Relation[];
} {
  return {
    entities: db.rows(SELECT_DATED).map((row) => ({ ...asDated(row), id: Number(row[5]) })),
    relations: db.rows(`${SELECT_RELATION} ORDER BY id`).map(asRelation),
  };
}

const SELECT_DATED = "SELECT name, type, observations, at, origins, id FROM entity ORDER BY id";

function asDated(row: Value[]): DatedEntity {
  const [name, entityType, json, at, origins] = row as [
    string,
    string,
    string,
    string | null,
    string | null,
  ];
  const texts = JSON.parse(json) as string[];
  if (origins === null) {
    return { name, entityType, at, observations: texts.map((text) => ({ text, at })) };
  }
  const known = parseObservationOrigins(origins);
  const observations = texts.map((text) => {
    const origin = known.get(textKey(text));
    return { text, at: origin === undefined ? at : origin.at };
  });
  return { name, entityType, at, observations };
}

/** Times and authors of all of which any is known. */
export function readOrigins(db: Database): Map<string, EntityOrigin> {
  const rows = db.rows(
    "SELECT name, at, by, origins FROM entity WHERE at IS NOT NULL OR origins IS NOT NULL ORDER BY id",
  );
  return new Map(
    rows.map(([name, at, by, origins]) => [
      String(name),
      {
        at: at as string | null,
        by: String(by ?? UNKNOWN_AGENT),
        observations: parseObservationOrigins(origins as string | null),
      },
    ]),
  );
}

/** Number of entities by type, on an object without prototype. */
export function countsByType(db: Database): Record<string, number> {
  const counts: Record<string, number> = Object.create(null);
  for (const [type, count] of db.rows(
    "SELECT type, count(*) FROM entity GROUP BY type ORDER BY type",
  )) {
    counts[String(type)] = Number(count);
  }
  return counts;
}

const SELECT_ENTITY = "SELECT id, name, type, observations FROM entity";
const SELECT_RELATION = "SELECT id, source, target, type FROM relation";

/** Above this many entities one pass over all relations is cheaper than two look-ups for each. */
const LOOKUPS = 200;

function relationsOf(db: Database, names: Set<string>): Relation[] {
  if (names.size > LOOKUPS) {
    const rows = db.rows(`${SELECT_RELATION} ORDER BY id`);
    return rows
      .filter((row) => names.has(row[1] as string) || names.has(row[2] as string))
      .map(asRelation);
  }
  const found = new Map<number, Value[]>();
  for (const name of names) {
    for (const row of db.rows(`${SELECT_RELATION} WHERE source = ?`, name))
      found.set(Number(row[0]), row);
    for (const row of db.rows(`${SELECT_RELATION} WHERE target = ?`, name))
      found.set(Number(row[0]), row);
  }
  return [...found.values()].sort(byId).map(asRelation);
}

function byId(one: Value[], other: Value[]): number {
  return Number(one[0]) - Number(other[0]);
}

function asEntity(row: Value[]): Entity {
  const [, name, entityType, observations] = row as [number, string, string, string];
  return { name, entityType, observations: JSON.parse(observations) as string[] };
}

function asRelation(row: Value[]): Relation {
  const [, from, to, relationType] = row as [number, string, string, string];
  return { from, to, relationType };
}
