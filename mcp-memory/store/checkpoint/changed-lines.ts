/**
 * Which lines of the two files differ from what the last checkpoint wrote, by the log of changes. Only
 * the calls on the graph log all that they do; after anything else the files are written from every row.
 */
import { formatEntityParts, formatRelation } from "../../jsonl.ts";
import { formatOrigin } from "../../origins.ts";
import { checkStored, EFFECT_COLUMNS, sumOf } from "../database/row-sums.ts";
import type { Database, Value } from "../database/sqlite.ts";
import { type DoneMark, readState } from "../database/state.ts";
import { type EffectKind, relationOfLogKey } from "../writing/change-log.ts";

/** A line that changed: what it began with in the file, if it was there, and what it is now. */
export interface ChangedLine {
  /** Bytes that no other line begins with; null when it was not in the file. */
  was: string | null;
  /** Without its line break; null when it is gone. */
  now: string | null;
  /** Now the last but for others like it. */
  isAppended: boolean;
}

export interface ChangedLines {
  entities: ChangedLine[];
  relations: ChangedLine[];
  /** Of the origins file, which has no line of an entity of which nothing is known. */
  origins: ChangedLine[];
}

/** More than this is written from the rows. */
const CHANGES_LIMIT = 500;

const GRAPH_CALLS = new Set([
  "create_entities",
  "create_relations",
  "add_observations",
  "delete_entities",
  "delete_observations",
  "delete_relations",
  "revise_entities",
]);

/** What changed since the files were written; null when the log does not say it all. */
export function changedLines(db: Database, done: DoneMark): ChangedLines | null {
  const touched = touchedSince(db, done);
  if (touched === null) return null;
  const rows = [...touched].map(([key, forms]) => changedRow(db, key, forms));
  const entities = rows.filter(({ kind }) => kind === "entity");
  const relations = rows.filter(({ kind }) => kind === "relation");
  if (!areLast(db, "entity", entities) || !areLast(db, "relation", relations)) return null;
  return {
    entities: inOrder(entities).map(({ line }) => line),
    relations: inOrder(relations).map(({ line }) => line),
    origins: inOrder(entities).map(({ line, origin }) => ({ ...line, ...origin })),
  };
}

interface Forms {
  wasThere: boolean;
  /** Gone and come again, at the end. */
  isAnew: boolean;
}

/** Kinds and keys that the calls since touched, as JSON; null when something else happened. */
function touchedSince(db: Database, done: DoneMark): Map<string, Forms> | null {
  const { change } = readState(db);
  const operations = db.rows(
    "SELECT operation FROM change WHERE seq > ? ORDER BY seq LIMIT ?",
    done.change,
    CHANGES_LIMIT,
  );
  if (operations.length !== change - done.change) return null;
  if (!operations.every(([operation]) => GRAPH_CALLS.has(String(operation)))) return null;
  const touched = new Map<string, Forms>();
  const effects = `SELECT ${EFFECT_COLUMNS.join(", ")}, sum FROM effect WHERE seq > ? ORDER BY seq, n LIMIT ?`;
  for (const row of db.rows(effects, done.change, CHANGES_LIMIT)) {
    const [, , kind, key, form, , sum] = row;
    if (sumOf(row.slice(0, -1)) !== sum) return null;
    if (kind !== "entity" && kind !== "relation") return null;
    const mark = JSON.stringify([kind, key]);
    const isCreated = form === "created";
    const known = touched.get(mark);
    if (known === undefined) touched.set(mark, { wasThere: !isCreated, isAnew: isCreated });
    else if (isCreated) known.isAnew = true;
  }
  if (touched.size === CHANGES_LIMIT) return null;
  return isWhole(db, { done, touched }) ? touched : null;
}

/** Whether the log tells of every row of which a state is kept that it had before: a log that rots may not. */
function isWhole(
  db: Database,
  { done, touched }: { done: DoneMark; touched: ReadonlyMap<string, Forms> },
): boolean {
  const entities = db.rows("SELECT name FROM base_entity WHERE generation >= ?", done.generation);
  const relations = db.rows(
    "SELECT source, target, type FROM base_relation WHERE generation >= ?",
    done.generation,
  );
  return (
    entities.every(([name]) => touched.has(JSON.stringify(["entity", name]))) &&
    relations.every((parts) => touched.has(JSON.stringify(["relation", JSON.stringify(parts)])))
  );
}

interface ChangedRow {
  kind: EffectKind;
  /** null when it is gone. */
  id: number | null;
  line: ChangedLine;
  origin?: Pick<ChangedLine, "was" | "now">;
}

function changedRow(db: Database, mark: string, forms: Forms): ChangedRow {
  const [kind, key] = JSON.parse(mark) as ["entity" | "relation", string];
  return kind === "entity" ? changedEntity(db, key, forms) : changedRelation(db, key, forms);
}

function changedEntity(db: Database, name: string, { wasThere, isAnew }: Forms): ChangedRow {
  const found = db.row(
    "SELECT id, name, type, observations, at, by, origins, extra, sum FROM entity WHERE name = ?",
    name,
  );
  const json = JSON.stringify(name);
  const row = { kind: "entity", id: null, line: lineOf(null) } as const;
  const origin = (now: string | null) => ({ was: wasThere ? `{"name":${json},` : null, now });
  function lineOf(now: string | null): ChangedLine {
    return {
      was: wasThere ? `{"type":"entity","name":${json},` : null,
      now,
      isAppended: isAnew && now !== null,
    };
  }
  if (found === undefined) return { ...row, origin: origin(null) };
  const [id, , type, observations, at, by, origins, extra, sum] = found;
  checkStored(db, "entity", { id, row: found.slice(1, -1), sum });
  const now = formatEntityParts({
    name,
    entityType: String(type),
    observations: String(observations),
    extra: extra as string | null,
  });
  const hasOrigin = at !== null || origins !== null;
  const told = formatOrigin({ name, ...textsOf({ at, by, observations: origins }) });
  return {
    ...row,
    id: Number(id),
    line: lineOf(now),
    origin: origin(hasOrigin ? told : null),
  };
}

function textsOf<Key extends string>(values: Record<Key, Value | undefined>) {
  return values as Record<Key, string | null>;
}

function changedRelation(db: Database, key: string, { wasThere, isAnew }: Forms): ChangedRow {
  const relation = relationOfLogKey(key);
  const { from, to, relationType } = relation;
  const found = db.row(
    "SELECT id, source, target, type, extra, sum FROM relation WHERE source = ? AND target = ? AND type = ?",
    from,
    to,
    relationType,
  );
  const [id, ...row] = found ?? [];
  if (found !== undefined) {
    checkStored(db, "relation", { id, row: row.slice(0, -1), sum: row.at(-1) });
  }
  const bare = formatRelation({ ...relation, extra: null });
  const now = found && formatRelation({ ...relation, extra: row[3] as string | null });
  return {
    kind: "relation",
    id: id === undefined ? null : Number(id),
    line: {
      was: wasThere ? bare.slice(0, -1) : null,
      now: now ?? null,
      isAppended: isAnew && now !== undefined,
    },
  };
}

/** Whether the appended rows are the last of their table: others would have to come between lines. */
function areLast(db: Database, table: "entity" | "relation", rows: ChangedRow[]): boolean {
  const ids = rows.flatMap(({ id, line }) => (line.isAppended && id !== null ? [id] : []));
  if (ids.length === 0) return true;
  const behind = `SELECT count(*) FROM (SELECT 1 FROM ${table} WHERE id >= ? LIMIT ?)`;
  return Number(db.row(behind, Math.min(...ids), ids.length + 1)?.[0]) === ids.length;
}

function inOrder(rows: ChangedRow[]): ChangedRow[] {
  return rows.toSorted((one, other) => (one.id ?? -1) - (other.id ?? -1));
}
