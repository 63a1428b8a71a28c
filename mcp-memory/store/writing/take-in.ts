/** Adding what another memory says, with the dates and authors that it gives. */
import type { Entity, Relation } from "../../graph.ts";
import { type Origin, parseObservationOrigins, textKey, UNKNOWN_AGENT } from "../../origins.ts";
import { entityRow, hasEntity, insertEntity, updateEntity, type Write } from "./graph-rows.ts";
import { hasLine, hasRelation, insertLine, insertRelation } from "./relation-rows.ts";

/** Where and when something was first written, as far as its file says. */
export type Said = Origin & { observations: ReadonlyMap<string, Origin> };

/** `extra`: the JSON object of the fields that we do not know, for what is not there yet. */
export interface TakenIn {
  entities: (Entity & { origin: Said | null; extra?: string | null })[];
  additions: { entityName: string; contents: string[]; origin: Said | null }[];
  relations: (Relation & { extra?: string | null })[];
  /** Lines of types that we do not know, each with the number of records before it. */
  lines?: { line: string; place: number }[];
}

const NOBODY_KNOWS: Origin = { at: null, by: UNKNOWN_AGENT };

/**
 * Adds entities, observations and relations that are not there yet. What says no date has none: it
 * was not written today, and is to be verified. Ends of relations need not be entities.
 */
export function takeIn(write: Write, { entities, additions, relations, lines }: TakenIn): void {
  for (const { origin, ...entity } of entities) {
    if (hasEntity(write.db, entity.name)) {
      const contents = entity.observations;
      addTexts(write, { entityName: entity.name, contents, origin });
      continue;
    }
    const said = origin ?? { ...NOBODY_KNOWS, observations: new Map() };
    insertEntity(
      write,
      { ...entity, extra: entity.extra ?? null },
      { ...said, observations: new Map(said.observations) },
    );
  }
  for (const addition of additions) addTexts(write, addition);
  for (const relation of relations) {
    if (hasRelation(write.db, relation)) continue;
    insertRelation(write, { ...relation, extra: relation.extra ?? null });
  }
  for (const { line, place } of lines ?? []) {
    if (!hasLine(write.db, line)) insertLine(write, line, place);
  }
}

function addTexts(
  write: Write,
  { entityName, contents, origin }: TakenIn["additions"][number],
): void {
  const row = entityRow(write.db, entityName);
  if (row === undefined) return;
  const have = new Set(row.record.observations);
  const added = [...new Set(contents)].filter((text) => !have.has(text));
  if (added.length === 0) return;
  const origins = parseObservationOrigins(row.origins);
  for (const text of added) {
    const key = textKey(text);
    const own = origin?.observations.get(key);
    origins.set(key, own ?? (origin === null ? NOBODY_KNOWS : { at: origin.at, by: origin.by }));
  }
  const observations = [...row.record.observations, ...added];
  updateEntity(write, row, { record: { ...row.record, observations }, origins });
}
