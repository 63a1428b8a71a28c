import { sortFields } from "./forms/left-fields.ts";
import type { Entity, Relation } from "./graph.ts";
import type { Fragment } from "./jsonl.ts";
import type { EntityOrigin } from "./origins.ts";
import { parseSnapshot } from "./parse-snapshot.ts";

/** A piece of a file that was not taken in. */
export interface LeftOut {
  /** `line 7` of a file of lines, `entities[3]` of a JSON document. */
  place: string;
  reason: string;
  /** The piece as text. */
  text: string;
}

/** What a file of this or another memory server says. */
export interface ImportFile {
  entities: (Entity & { extra?: string | null })[];
  relations: (Relation & { extra?: string | null })[];
  /** Lines of types that we do not know, each with the number of records before it; of our own files only. */
  lines?: ReadonlyMap<string, number>;
  /** Dates and authors that the file gives, by the entity's name. */
  origins: Map<string, EntityOrigin>;
  leftOut: LeftOut[];
}

/**
 * Reads a file of another memory: lines of records (the reference server's, its forks' and ours), a
 * JSON document or list of them, nodes and edges, or memories that are texts (mcp-memory-service,
 * mem0, OpenMemory). Other servers' names of the fields are understood. Never throws: what cannot be
 * read comes back in `leftOut`.
 */
export function readImportFile(bytes: Uint8Array): ImportFile {
  const { entities, relations, origins, setAside } = parseSnapshot(bytes, { lenient: true });
  const leftOut: LeftOut[] = setAside.map((piece: Fragment) => ({
    place: piece.place ?? `line ${piece.line}`,
    reason: piece.reason,
    text: Buffer.from(piece.bytes).toString("utf8"),
  }));
  const technical = new Set<string>();
  for (const record of [...entities.values(), ...relations.values()]) {
    if (record.extra === null) continue;
    const sorted = sortFields(JSON.parse(record.extra) as Record<string, unknown>);
    for (const field of sorted.technical) technical.add(field);
    if (sorted.other === null) continue;
    const place = "name" in record ? record.name : `${record.from} → ${record.to}`;
    leftOut.push({ place, reason: NO_PLACE, text: sorted.other });
  }
  if (technical.size > 0) {
    const text = [...technical].sort().join(", ");
    leftOut.push({ place: "every record", reason: NO_PLACE, text });
  }
  return {
    entities: [...entities.values()].map(({ name, entityType, observations }) => ({
      name,
      entityType,
      observations: [...new Set(observations)],
    })),
    relations: [...relations.values()].map(({ from, to, relationType }) => ({
      from,
      to,
      relationType,
    })),
    origins,
    leftOut,
  };
}

/**
 * Reads a file of our own, which `hq memory export --with-origins` wrote, or a copy of a memory.jsonl:
 * its unknown fields and lines come along. null when it is another's, or damaged.
 */
export function readOwnFile(bytes: Uint8Array): ImportFile | null {
  const read = parseSnapshot(bytes);
  if (read.hasOtherForm || read.needsRewrite || read.setAside.length > 0) return null;
  return {
    entities: [...read.entities.values()],
    relations: [...read.relations.values()],
    lines: read.carried,
    origins: read.origins,
    leftOut: [],
  };
}

const NO_PLACE = "fields that a memory has no place for";
