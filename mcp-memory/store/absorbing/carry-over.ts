/**
 * What an old graph.db that is still open, but has no path any more, knows and the new one does not.
 * The files may lack its last changes, and they hold neither the log nor the archive.
 */

import { relationKey } from "../../jsonl.ts";
import {
  type EntityOrigin,
  parseObservationOrigins,
  textKey,
  UNKNOWN_AGENT,
} from "../../origins.ts";
import { sealing } from "../database/row-sums.ts";
import { type Database, inTransaction } from "../database/sqlite.ts";
import { readState } from "../database/state.ts";
import { type EffectKind, recordChange, relationOfLogKey } from "../writing/change-log.ts";
import { beginWrite, type Write } from "../writing/graph-rows.ts";
import { type GraphRecords, readGraphRecords } from "./graph-records.ts";
import { adoptOrigins } from "./import.ts";
import { type Base, findLosses, mergeSides, readBase } from "./merge-sides.ts";

/** Everything but the index, which is built anew, and vectors, which are fetched anew. */
export const COPIED_TABLES = [
  "entity",
  "relation",
  "carried",
  "base_entity",
  "base_relation",
  "snapshot",
  "kept_back",
  "change",
  "effect",
  "archive",
  "redacted",
  "deleted",
];

/**
 * Fills a database that was just made, and into which no file was taken yet, with all that the old
 * one holds. False when another process was first; nothing was done then, see `carryOver`.
 */
export function copyInto(db: Database, old: Database): boolean {
  return inTransaction(db, "write", () => {
    const { change, done } = readState(db);
    if (change > 0 || done !== null) return false;
    for (const table of COPIED_TABLES) copyTable(table, db, old);
    db.run(
      "UPDATE state SET change = ?, generation = ?, done = ?, pruned = ?",
      ...(old.row("SELECT change, generation, done, pruned FROM state") ?? []),
    );
    return true;
  });
}

/**
 * Takes what only the old database knows into one that another process made, with its origins. What
 * both have grown from counts as base; where that is not known, nothing goes that the old one has.
 * Returns true when that changed the graph.
 */
export function carryOver(db: Database, old: Database, now: Date): boolean {
  const shared = lastSharedChange(db, old);
  const touched = shared === null ? null : touchedSince(old, shared);
  if (touched?.size === 0) return false;
  return inTransaction(db, "write", () => {
    const write = beginWrite(db, {
      at: now.toISOString(),
      by: UNKNOWN_AGENT,
      operation: "carry-over",
    });
    mergeGraph(write, old, touched);
    copyKept(write, old, shared ?? 0);
    if (write.changed) recordChange(write);
    return sealing(db, () => write.changed);
  });
}

function copyTable(table: string, db: Database, old: Database): void {
  const of = (which: Database) =>
    which.rows("SELECT name FROM pragma_table_info(?)", table).map(([name]) => String(name));
  const had = new Set(of(old));
  const columns = of(db).filter((name) => had.has(name));
  const insert = `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
  for (const row of old.rows(`SELECT ${columns.join(", ")} FROM ${table}`)) db.run(insert, ...row);
}

/** The last change that stands in both logs; null when neither grew from the other. */
function lastSharedChange(db: Database, old: Database): number | null {
  const line = "SELECT at, by, session, operation FROM change WHERE seq = ?";
  for (const [seq] of old.rows("SELECT seq FROM change ORDER BY seq DESC")) {
    const there = db.row(line, Number(seq));
    if (there !== undefined && `${there}` === `${old.row(line, Number(seq))}`) return Number(seq);
  }
  return null;
}

/** Keys of what the old database changed after the last change that both have, each with its kind. */
function touchedSince(old: Database, seq: number): Set<string> {
  const rows = old.rows("SELECT DISTINCT kind, key FROM effect WHERE seq > ?", seq);
  return new Set(
    rows.map(([kind, key]) =>
      kind === "relation"
        ? mark("relation", relationKey(relationOfLogKey(String(key))))
        : mark(kind as EffectKind, String(key)),
    ),
  );
}

function mark(kind: EffectKind, key: string): string {
  return `${kind} ${key}`;
}

function mergeGraph(write: Write, old: Database, touched: Set<string> | null): void {
  const ours = only(touched, readGraphRecords(write.db));
  const theirs = only(touched, readGraphRecords(old));
  for (const [line, place] of ours.carried) theirs.carried.set(line, place);
  const past = readBase(old, theirs);
  const hasEntity = (name: string) => ours.entities.has(name);
  const hasRelation = (key: string) => ours.relations.has(key);
  // What is not in the new database may never have been in the file that it was made from.
  const base: Base = {
    entity: (name) => (hasEntity(name) ? past.entity(name) : null),
    hasRelation: (key) => hasRelation(key) && past.hasRelation(key),
    relation: (key) => (hasRelation(key) ? past.relation(key) : null),
  };
  const sides = { ours, base, theirs };
  mergeSides(write, sides, { removals: findLosses(sides), mayEdit: true });
  for (const name of theirs.entities.keys()) {
    if (hasEntity(name)) continue;
    write.db.run(
      "UPDATE entity SET at = ?, by = ?, origins = ? WHERE name = ?",
      ...(old.row("SELECT at, by, origins FROM entity WHERE name = ?", name) ?? []),
      name,
    );
  }
  adoptOrigins(write, originsOf(old, [...theirs.entities.keys()].filter(hasEntity)));
}

function only(touched: Set<string> | null, graph: GraphRecords): GraphRecords {
  if (touched === null) return graph;
  const among = <T>(kind: EffectKind, all: Map<string, T>) =>
    new Map([...all].filter(([key]) => touched.has(mark(kind, key))));
  return {
    entities: among("entity", graph.entities),
    relations: among("relation", graph.relations),
    carried: new Map([...graph.carried].filter(([line]) => touched.has(mark("line", line)))),
  };
}

/** The origins of entities with that of every text, which may differ from the entity's over there. */
function originsOf(old: Database, names: string[]): Map<string, EntityOrigin> {
  const origins = new Map<string, EntityOrigin>();
  for (const name of names) {
    const row = old.row("SELECT at, by, origins, observations FROM entity WHERE name = ?", name);
    if (row === undefined) continue;
    const [at, by] = [row[0] as string | null, (row[1] ?? UNKNOWN_AGENT) as string];
    const observations = parseObservationOrigins(row[2] as string | null);
    for (const text of JSON.parse(String(row[3])) as string[]) {
      const key = textKey(text);
      if (!observations.has(key)) observations.set(key, { at, by });
    }
    origins.set(name, { at, by, observations });
  }
  return origins;
}

/** What stands beside the graph and is in no file either. The log stays behind: its numbers are taken. */
function copyKept(write: Write, old: Database, since: number): void {
  for (const table of ["redacted", "kept_back", "deleted"]) {
    for (const row of old.rows(`SELECT * FROM ${table}`)) {
      const places = row.map(() => "?").join(", ");
      write.db.run(`INSERT OR IGNORE INTO ${table} VALUES (${places})`, ...row);
    }
  }
  const archived = "SELECT kind, key, type, at, row FROM archive";
  for (const row of old.rows(`${archived} WHERE seq > ? ORDER BY id`, since)) {
    write.db.run(
      "INSERT INTO archive (kind, key, type, at, row, seq) VALUES (?, ?, ?, ?, ?, ?)",
      ...row,
      write.seq,
    );
    write.changed = true;
  }
}
