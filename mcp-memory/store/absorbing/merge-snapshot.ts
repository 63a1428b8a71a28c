import { formatEntity, formatRelation, type Snapshot } from "../../jsonl.ts";
import { REMOVALS_ALLOWED, REMOVALS_ALLOWED_SHARE } from "../../limits.ts";
import { sameEntity } from "../../merge.ts";
import type { Database } from "../database/sqlite.ts";
import { beginGeneration } from "../database/state.ts";
import type { Write } from "../writing/graph-rows.ts";
import { applyDeletions, type Dropped, type Dropping } from "./deletions.ts";
import type { EditedPart } from "./edited-part.ts";
import { followFile } from "./file-order.ts";
import { type GraphRecords, readGraphRecords } from "./graph-records.ts";
import { findLosses, type Losses, mergeSides, readBase } from "./merge-sides.ts";

/**
 * Merges an edited file into the graph, three ways against what the file held before. Removals
 * count when the caller allows them and they are few; otherwise they are kept back and recorded.
 * Returns true when the graph now differs from the file. Starts a generation whose base is the file.
 */
export function mergeSnapshot(write: Write, theirs: Snapshot, how: Merging): boolean {
  applyDeletions(write, { ...how.dropping, theirs });
  const ours = how.part?.ours ?? readGraphRecords(write.db);
  const same = how.part?.unchanged ?? { entities: 0, relations: 0 };
  const base = readBase(write.db, ours);
  const losses = findLosses({ ours, base, theirs });
  const before = {
    entities: ours.entities.size + same.entities,
    relations: ours.relations.size + same.relations,
    carried: ours.carried.size,
  };
  const few = how.mayRemove && areFew(losses, before);
  if (how.mayRemove && !few) keepBack(write, losses, how.log);

  const result = mergeSides(
    write,
    { ours, base, theirs },
    { removals: few ? losses : null, mayEdit: how.mayRemove },
  );
  if (write.changed) {
    how.log(
      `Took in an edit from outside: ${before.entities} entities and ${before.relations} relations are now ${result.entities.size + same.entities} and ${result.relations.size + same.relations}.`,
    );
  }
  followFile(
    write.db,
    how.part?.order ?? {
      entities: [...theirs.entities.keys()],
      relations: [...theirs.relations.keys()],
    },
  );
  return rebase(write.db, inFileOf(theirs, how.dropped), result);
}

/** The file as it is, with what was dropped of it. */
function inFileOf(theirs: Snapshot, dropped: Dropped): GraphRecords {
  return {
    entities: new Map([...theirs.entities, ...dropped.entities]),
    relations: new Map([...theirs.relations, ...dropped.relations]),
    carried: theirs.carried,
  };
}

export interface Merging {
  mayRemove: boolean;
  log: (line: string) => void;
  /** What was deleted through the product. Where the file tells news of it, both sides are given whole. */
  dropping: Dropping;
  dropped: Dropped;
  /** When only a part of both sides is given: ours, and how much was left out because it is the same. */
  part?: Omit<EditedPart, "theirs">;
}

function areFew(
  losses: Losses,
  all: { entities: number; relations: number; carried: number },
): boolean {
  const gone = (name: string) => losses.entities.has(name);
  // A relation that goes with its entity is not a removal of its own.
  const relations = [...losses.relations.values()].filter(
    ({ from, to }) => !gone(from) && !gone(to),
  );
  return (
    isFew(losses.entities.size + losses.texts.size, all.entities) &&
    isFew(relations.length, all.relations) &&
    isFew(losses.carried.length, all.carried)
  );
}

function isFew(count: number, all: number): boolean {
  return count <= Math.max(REMOVALS_ALLOWED, Math.floor(all * REMOVALS_ALLOWED_SHARE));
}

function keepBack(write: Write, losses: Losses, log: (line: string) => void): void {
  const add = (kind: string, key: unknown) =>
    write.db.run(
      "INSERT OR IGNORE INTO kept_back (kind, key, at) VALUES (?, ?, ?)",
      kind,
      JSON.stringify(key),
      write.origin.at,
    );
  for (const name of losses.entities) add("entity", name);
  for (const [name, texts] of losses.texts)
    for (const text of texts) add("observation", [name, text]);
  for (const { from, to, relationType } of losses.relations.values()) {
    add("relation", [from, to, relationType]);
  }
  for (const line of losses.carried) add("line", line);
  log(
    `Kept what an edit from outside removed, because it is much: ${losses.entities.size} entities, observations of ${losses.texts.size}, ${losses.relations.size} relations.`,
  );
}

/** Makes the file the base of the next merge: a base row for each thing in which we differ from it. */
function rebase(db: Database, theirs: GraphRecords, result: GraphRecords): boolean {
  const generation = beginGeneration(db);
  db.run("DELETE FROM base_entity");
  db.run("DELETE FROM base_relation");
  let differs = [...result.carried.keys()].some((line) => !theirs.carried.has(line));
  for (const name of new Set([...theirs.entities.keys(), ...result.entities.keys()])) {
    const now = theirs.entities.get(name);
    const mine = result.entities.get(name);
    if (now !== undefined && mine !== undefined && sameEntity(now, mine)) continue;
    differs = true;
    db.run(
      "INSERT INTO base_entity (name, generation, line) VALUES (?, ?, ?)",
      name,
      generation,
      now === undefined ? null : formatEntity(now),
    );
  }
  for (const key of new Set([...theirs.relations.keys(), ...result.relations.keys()])) {
    const now = theirs.relations.get(key);
    const mine = result.relations.get(key);
    if (now !== undefined && mine !== undefined && now.extra === mine.extra) continue;
    const relation = now ?? mine;
    if (relation === undefined) continue;
    differs = true;
    db.run(
      "INSERT INTO base_relation (source, target, type, generation, line) VALUES (?, ?, ?, ?, ?)",
      relation.from,
      relation.to,
      relation.relationType,
      generation,
      now === undefined ? null : formatRelation(now),
    );
  }
  return differs;
}
