import type { Entity, Relation } from "./graph.ts";
import type { EntityOrigin } from "./origins.ts";

/** An entity as a line holds it: `extra` is the JSON object of the fields we do not know, or null. */
export interface EntityRecord extends Entity {
  extra: string | null;
}

export interface RelationRecord extends Relation {
  extra: string | null;
}

/** A piece of a file that could not be taken in as it is. */
export interface Fragment {
  /** 1-based line of the file. */
  line: number;
  reason: string;
  /** The bytes as they were. */
  bytes: Uint8Array;
  /** Where in a JSON document it stood, such as `entities[3]`. */
  place?: string;
}

/** What a memory.jsonl says. */
export interface Snapshot {
  entities: Map<string, EntityRecord>;
  /** By `relationKey`. */
  relations: Map<string, RelationRecord>;
  /** Lines of types we do not know, as they are, each with the number of records before it. */
  carried: Map<string, number>;
  setAside: Fragment[];
  /** True when the file says a thing twice or damaged, so that it should be written anew. */
  needsRewrite: boolean;
  /** True when the file has the marks of an unfinished git merge. */
  hasConflict: boolean;
  /** How many lines are such marks. */
  marks: number;
  /** True when a line of another type stands there twice: the graph has it once. */
  repeatsLine: boolean;
  /** True when it says things in another form than a typed record on each line: a document, say. */
  hasOtherForm: boolean;
  /** Dates and authors that the records themselves give, by name. */
  origins: Map<string, EntityOrigin>;
}

/** A snapshot of nothing. */
export function emptySnapshot(): Snapshot {
  return {
    entities: new Map(),
    relations: new Map(),
    carried: new Map(),
    setAside: [],
    needsRewrite: false,
    hasConflict: false,
    marks: 0,
    repeatsLine: false,
    hasOtherForm: false,
    origins: new Map(),
  };
}

const CONFLICT_MARK = /^(<{7}|\|{7}|={7}|>{7})( |$)/;

/** Whether a line is one that git puts around the sides of an unfinished merge. */
export function isConflictMark(line: string): boolean {
  return CONFLICT_MARK.test(line.trim());
}

/** One key for the three parts of a relation; lengths keep ("a", "bc") and ("ab", "c") apart. */
export function relationKey({ from, to, relationType }: Relation): string {
  return `${from.length}:${from}${to.length}:${to}${relationType}`;
}

/** The reference server's line of an entity, unknown fields last. */
export function formatEntity(record: EntityRecord): string {
  return formatEntityParts({ ...record, observations: JSON.stringify(record.observations) });
}

/** Like `formatEntity`, with the observations as JSON text, which the database holds already. */
export function formatEntityParts(parts: {
  name: string;
  entityType: string;
  observations: string;
  extra: string | null;
}): string {
  return `{"type":"entity","name":${JSON.stringify(parts.name)},"entityType":${JSON.stringify(parts.entityType)},"observations":${parts.observations}${formatExtra(parts.extra)}}`;
}

/** The reference server's line of a relation, unknown fields last. */
export function formatRelation(record: RelationRecord): string {
  return `{"type":"relation","from":${JSON.stringify(record.from)},"to":${JSON.stringify(record.to)},"relationType":${JSON.stringify(record.relationType)}${formatExtra(record.extra)}}`;
}

function formatExtra(extra: string | null): string {
  return extra === null ? "" : `,${extra.slice(1, -1)}`;
}
