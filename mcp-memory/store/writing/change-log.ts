/**
 * The log of changes: who changed what and when, with what is needed to take it back. An effect says
 * what a row was before, as data, so that reading the log never depends on how calls work today:
 *
 * | form | data | before |
 * |---|---|---|
 * | created | type and observations of an entity, for people | it was not there |
 * | added | texts | the entity without these texts |
 * | removed | `[index, text, origin]` of each | the entity with these texts at these places |
 * | was | `EntityImage`, `RelationImage` or `LineImage` | exactly this |
 */
import type { Relation } from "../../graph.ts";
import type { Origin } from "../../origins.ts";
import { sumOf } from "../database/row-sums.ts";
import type { Database } from "../database/sqlite.ts";
import { countChange } from "../database/state.ts";

export type EffectKind = "entity" | "relation" | "line";
export type EffectForm = "created" | "added" | "removed" | "was";

/** A row of the entity table without its name. */
export interface EntityImage {
  id: number;
  type: string;
  observations: string[];
  at: string | null;
  by: string | null;
  /** JSON text; see schema.ts. */
  origins: string | null;
  extra: string | null;
}

/** A row of the relation table without its parts. */
export interface RelationImage {
  id: number;
  extra: string | null;
}

/** A line of a type that we do not know; logs of earlier versions say no place. */
export interface LineImage {
  /** Number of records before it in the file. */
  place?: number;
}

/** Where a text stood, the text, and its origin when it had one of its own. */
export type RemovedText = [index: number, text: string, origin: Origin | null];

export interface Effect {
  seq: number;
  kind: EffectKind;
  /** The entity's name, `relationLogKey` of the relation, or the line. */
  key: string;
  form: EffectForm;
  /** By form; see above. */
  data: unknown;
}

/** A change that is being made, as far as the log is concerned. */
export interface Logging {
  db: Database;
  origin: Origin;
  /** The number that this change will have. */
  seq: number;
  effects: number;
  operation: string;
  /** The client's session, when it told us. */
  session: string | null;
  /** What else a reader of the log should know. */
  note: string | null;
}

/** The key of a relation in the log. */
export function relationLogKey({ from, to, relationType }: Relation): string {
  return JSON.stringify([from, to, relationType]);
}

export function relationOfLogKey(key: string): Relation {
  const [from, to, relationType] = JSON.parse(key) as [string, string, string];
  return { from, to, relationType };
}

/** Notes one effect of the change that is being made. */
export function logEffect(on: Logging, effect: Omit<Effect, "seq">): void {
  on.effects += 1;
  const data = effect.data === null ? null : JSON.stringify(effect.data);
  const row = [on.seq, on.effects, effect.kind, effect.key, effect.form, data];
  on.db.run(
    "INSERT INTO effect (seq, n, kind, key, form, data, sum) VALUES (?, ?, ?, ?, ?, ?, ?)",
    ...row,
    sumOf(row),
  );
}

/** Closes the change: gives it its number and says who made it and when. */
export function recordChange(on: Logging): void {
  countChange(on.db);
  on.db.run(
    "INSERT INTO change (seq, at, by, session, operation, note) VALUES (?, ?, ?, ?, ?, ?)",
    on.seq,
    on.origin.at,
    on.origin.by,
    on.session,
    on.operation,
    on.note,
  );
}

/** How the texts of an entity changed, in the smallest form; null when only a full image says it. */
export function textsEffect(
  before: readonly string[],
  after: readonly string[],
): { added: string[] } | { removed: { index: number; text: string }[] } | null {
  if (after.length > before.length) {
    return before.every((text, index) => after[index] === text)
      ? { added: after.slice(before.length) }
      : null;
  }
  const removed: { index: number; text: string }[] = [];
  let at = 0;
  for (const [index, text] of before.entries()) {
    if (after[at] === text) at += 1;
    else removed.push({ index, text });
  }
  return at === after.length && removed.length > 0 ? { removed } : null;
}
