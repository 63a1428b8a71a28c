/** Reading the log of changes: what happened, and what the graph was at some moment. */

import { MemoryError } from "../../error.ts";
import type { Graph } from "../../graph.ts";
import { EFFECT_COLUMNS, sumOf } from "../database/row-sums.ts";
import type { Database, Value } from "../database/sqlite.ts";
import type {
  Effect,
  EffectForm,
  EffectKind,
  EntityImage,
  RelationImage,
  RemovedText,
} from "../writing/change-log.ts";
import { relationOfLogKey } from "../writing/change-log.ts";

/** One change of the log. */
export interface Change {
  seq: number;
  /** ISO instant. */
  at: string;
  by: string;
  session: string | null;
  /** The tool or command that made it; `edit` from outside, `import` of the files into an empty database. */
  operation: string;
  note: string | null;
  effects: Effect[];
}

/** Which part of the log to read; everything when all is left out. */
export interface LogRequest {
  /** Only changes that touched this entity or a relation of it. */
  name?: string;
  /** Only changes before this number. */
  before?: number;
  /** At most so many, the newest. */
  limit: number;
  /** Only changes that can be taken back: neither taken back already nor the first reading of the files. */
  standing?: boolean;
}

/** The newest changes first; `without` are numbers that are left out. */
export function readLog(
  db: Database,
  { name, before, limit, standing }: LogRequest,
  without: readonly number[] = [],
): Change[] {
  const filters: string[] = [];
  const values: Value[] = [];
  if (standing === true) filters.push("operation <> 'import'");
  if (without.length > 0) {
    filters.push("seq NOT IN (SELECT value FROM json_each(?))");
    values.push(JSON.stringify(without));
  }
  if (before !== undefined) {
    filters.push("seq < ?");
    values.push(before);
  }
  if (name !== undefined) {
    filters.push(
      `seq IN (SELECT seq FROM effect WHERE kind = 'entity' AND key = ?
        UNION SELECT seq FROM effect WHERE kind = 'relation' AND (key ->> 0 = ? OR key ->> 1 = ?))`,
    );
    values.push(name, name, name);
  }
  const where = filters.length === 0 ? "" : `WHERE ${filters.join(" AND ")}`;
  return db
    .rows(`${SELECT_CHANGE} ${where} ORDER BY seq DESC LIMIT ?`, ...values, limit)
    .map((row) => asChange(db, row, asEffect));
}

/**
 * One change by its number; undefined when the log has none. Throws `MemoryError` "unreadable" when it is
 * not what was written.
 */
export function readChange(db: Database, seq: number): Change | undefined {
  const row = db.row(`${SELECT_CHANGE} WHERE seq = ?`, seq);
  return row && asChange(db, row, wholeEffect);
}

/** The number of the last change at or before an instant, null when the log begins after it. */
export function changeAt(db: Database, instant: string): number | null {
  const seq = db.row("SELECT max(seq) FROM change WHERE at <= ?", instant)?.[0] ?? null;
  return seq === null ? null : Number(seq);
}

/** The first change of the log: what was before it, only the files' own history knows. */
export function firstChange(db: Database): { seq: number; at: string } | null {
  const row = db.row("SELECT seq, at FROM change ORDER BY seq LIMIT 1");
  return row === undefined ? null : { seq: Number(row[0]), at: String(row[1]) };
}

/** The graph as it was right after a change, worked out backwards from what it is now. */
export function graphAfter(db: Database, seq: number): Graph {
  const entities = new Map<string, EntityImage>();
  for (const row of db.rows(
    "SELECT name, id, type, observations, at, by, origins, extra FROM entity",
  )) {
    const [name, id, type, observations, at, by, origins, extra] = row;
    entities.set(String(name), {
      id: Number(id),
      type: String(type),
      observations: JSON.parse(String(observations)),
      at: at as string | null,
      by: by as string | null,
      origins: origins as string | null,
      extra: extra as string | null,
    });
  }
  const relations = new Map<string, RelationImage>();
  for (const [key, id, extra] of db.rows(
    "SELECT json_array(source, target, type), id, extra FROM relation",
  )) {
    // SQLite and JSON.stringify may escape differently: one form for both.
    const normal = JSON.stringify(JSON.parse(String(key)));
    relations.set(normal, { id: Number(id), extra: extra as string | null });
  }
  for (const effect of effectsAfter(db, seq)) {
    if (effect.kind === "entity") {
      put(entities, effect.key, entityBefore(effect, entities.get(effect.key) ?? null));
    } else if (effect.kind === "relation") {
      put(relations, effect.key, effect.form === "created" ? null : (effect.data as RelationImage));
    }
  }
  return {
    entities: byId(entities).map(([name, { type, observations }]) => ({
      name,
      entityType: type,
      observations,
    })),
    relations: byId(relations).map(([key]) => relationOfLogKey(key)),
  };
}

/** What an entity was before an effect, given what it was after it. */
export function entityBefore(effect: Effect, after: EntityImage | null): EntityImage | null {
  if (effect.form === "created") return null;
  if (effect.form === "was") return effect.data as EntityImage;
  if (after === null) return null;
  const observations = [...after.observations];
  if (effect.form === "added") observations.length -= (effect.data as string[]).length;
  else {
    for (const [index, text] of effect.data as RemovedText[]) observations.splice(index, 0, text);
  }
  return { ...after, observations };
}

function* effectsAfter(db: Database, seq: number): Generator<Effect> {
  for (const row of db.rows(
    `SELECT ${EFFECT} FROM effect WHERE seq > ? ORDER BY seq DESC, n DESC`,
    seq,
  )) {
    yield wholeEffect(row);
  }
}

const SELECT_CHANGE = "SELECT seq, at, by, session, operation, note FROM change";

function asChange(db: Database, row: Value[], asEffect: (row: Value[]) => Effect): Change {
  const [seq, at, by, session, operation, note] = row;
  const effects = db
    .rows(`SELECT ${EFFECT} FROM effect WHERE seq = ? ORDER BY n`, seq ?? null)
    .map(asEffect);
  return {
    seq: Number(seq),
    at: String(at),
    by: String(by),
    session: session as string | null,
    operation: String(operation),
    note: note as string | null,
    effects,
  };
}

/** The columns of an effect, as `asEffect` and `wholeEffect` take them. */
export const EFFECT = [...EFFECT_COLUMNS, "sum"].join(", ");

/** An effect from its row. */
function asEffect(row: Value[]): Effect {
  const [seq, , kind, key, form, data] = row;
  return {
    seq: Number(seq),
    kind: kind as EffectKind,
    key: String(key),
    form: form as EffectForm,
    data: data === null ? null : JSON.parse(String(data)),
  };
}

/**
 * An effect that is what was written: nothing else may come into the graph again. Throws `MemoryError`
 * "unreadable"; the graph itself is not damaged by it, so that the database stays.
 */
export function wholeEffect(row: Value[]): Effect {
  const sum = row.at(-1) ?? null;
  if (sum === null || sumOf(row.slice(0, -1)) === sum) return asEffect(row);
  throw new MemoryError(
    "unreadable",
    `Cannot read change ${row[0]} of the log: the disk has changed what was written there. Nothing was changed.`,
    { hint: "The memory itself is whole. Take an older file from git, or write the facts anew." },
  );
}

function put<T>(map: Map<string, T>, key: string, value: T | null): void {
  if (value === null) map.delete(key);
  else map.set(key, value);
}

function byId<T extends { id: number }>(map: Map<string, T>): [string, T][] {
  return [...map].sort(([, one], [, other]) => one.id - other.id);
}
