import type { Snapshot } from "../../jsonl.ts";
import {
  type EntityOrigin,
  formatObservationOrigins,
  parseObservationOrigins,
  textKey,
} from "../../origins.ts";
import { entityRow, type Write } from "../writing/graph-rows.ts";

/**
 * Fills an empty database from the files: a fresh clone, or a graph.db that was deleted. Straight
 * inserts without base rows or look-ups, because this is what a first start waits for.
 */
export function importSnapshot(
  write: Write,
  snapshot: Snapshot,
  origins: Map<string, EntityOrigin>,
): void {
  const { db } = write;
  for (const { name, entityType, observations, extra } of snapshot.entities.values()) {
    const origin = origins.get(name);
    db.run(
      "INSERT INTO entity (name, type, observations, at, by, origins, extra) VALUES (?, ?, ?, ?, ?, ?, ?)",
      name,
      entityType,
      JSON.stringify(observations),
      origin?.at ?? null,
      origin?.by ?? null,
      origin === undefined ? null : formatObservationOrigins(origin.observations),
      extra,
    );
  }
  for (const { from, to, relationType, extra } of snapshot.relations.values()) {
    db.run(
      "INSERT INTO relation (source, target, type, extra) VALUES (?, ?, ?, ?)",
      from,
      to,
      relationType,
      extra,
    );
  }
  for (const [line, place] of snapshot.carried) {
    db.run("INSERT INTO carried (line, place) VALUES (?, ?)", line, place);
  }
  write.changed = snapshot.entities.size + snapshot.relations.size + snapshot.carried.size > 0;
}

/**
 * Takes over from an edited origins file what the database does not know: the origin of entities
 * of unknown age, and of observations that were taken in from the edit a moment ago.
 */
export function adoptOrigins(write: Write, origins: Map<string, EntityOrigin>): void {
  for (const [name, origin] of origins) {
    const row = entityRow(write.db, name);
    if (row === undefined) continue;
    const isEdit = row.at === write.origin.at && row.by === write.origin.by;
    const ageless = (row.at === null || isEdit) && origin.at !== null;
    const ours = parseObservationOrigins(row.origins);
    let adopted = ageless;
    const present =
      origin.observations.size > 0 ? new Set(row.record.observations.map(textKey)) : null;
    for (const [key, theirs] of origin.observations) {
      const known = ours.get(key);
      const better = known === undefined || known.by === write.origin.by;
      if (!present?.has(key) || !better || known?.at === theirs.at) continue;
      ours.set(key, theirs);
      adopted = true;
    }
    if (!adopted) continue;
    write.db.run(
      "UPDATE entity SET at = ?, by = ?, origins = ? WHERE id = ?",
      ageless ? origin.at : row.at,
      ageless ? origin.by : row.by,
      formatObservationOrigins(ours),
      row.id,
    );
    write.changed = true;
  }
}
