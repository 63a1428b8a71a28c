/** What an edit from outside removed and we kept, until a person decides. */
import type { Relation } from "../../graph.ts";
import type { Database } from "../database/sqlite.ts";
import { entityRow, removeEntity, type Write } from "../writing/graph-rows.ts";
import {
  hasRelation,
  relationsTouching,
  removeLine,
  removeRelation,
} from "../writing/relation-rows.ts";
import { deleteObservations } from "../writing/write-graph.ts";

export type KeptBack = { at: string } & (
  | { kind: "entity"; name: string; changedSince: boolean }
  | { kind: "observation"; name: string; text: string }
  | { kind: "relation"; relation: Relation }
  | { kind: "line"; line: string }
);

/** Everything that was kept back and is still there, oldest first. */
export function listKeptBack(db: Database): KeptBack[] {
  return db
    .rows("SELECT kind, key, at FROM kept_back ORDER BY at, kind, key")
    .map(([kind, key, at]) => readItem(db, String(kind), { key: String(key), at: String(at) }))
    .filter((item) => item !== null);
}

/**
 * Removes what was kept back, as the edit wanted it. An entity to which something was written since
 * stays, because whoever edited the file did not know that; it comes back in `left`.
 */
export function acceptRemovals(write: Write): { removed: KeptBack[]; left: KeptBack[] } {
  const removed: KeptBack[] = [];
  const left: KeptBack[] = [];
  for (const item of listKeptBack(write.db)) {
    if (item.kind === "entity" && item.changedSince) left.push(item);
    else {
      remove(write, item);
      removed.push(item);
    }
  }
  forgetKeptBack(write.db);
  return { removed, left };
}

/** Forgets the question; everything stays as it is. */
export function forgetKeptBack(db: Database): void {
  db.run("DELETE FROM kept_back");
}

function readItem(
  db: Database,
  kind: string,
  { key, at }: { key: string; at: string },
): KeptBack | null {
  const value: unknown = JSON.parse(key);
  if (kind === "entity") {
    const name = String(value);
    if (entityRow(db, name) === undefined) return null;
    const later = db.row(
      "SELECT 1 FROM effect JOIN change USING (seq) WHERE kind = 'entity' AND key = ? AND at > ? LIMIT 1",
      name,
      at,
    );
    return { kind, name, at, changedSince: later !== undefined };
  }
  if (kind === "observation") {
    const [name, text] = value as [string, string];
    const isThere = entityRow(db, name)?.record.observations.includes(text) ?? false;
    return isThere ? { kind, name, text, at } : null;
  }
  if (kind === "relation") {
    const [from, to, relationType] = value as [string, string, string];
    const relation = { from, to, relationType };
    return hasRelation(db, relation) ? { kind, relation, at } : null;
  }
  const line = String(value);
  const isThere = db.row("SELECT 1 FROM carried WHERE line = ?", line) !== undefined;
  return isThere ? { kind: "line", line, at } : null;
}

function remove(write: Write, item: KeptBack): void {
  if (item.kind === "entity") {
    for (const relation of relationsTouching(write.db, item.name)) removeRelation(write, relation);
    removeEntity(write, item.name);
  } else if (item.kind === "observation") {
    deleteObservations(write, [{ entityName: item.name, observations: [item.text] }]);
  } else if (item.kind === "relation") removeRelation(write, item.relation);
  else removeLine(write, item.line);
}
