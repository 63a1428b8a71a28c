import type { Entity, Relation } from "./graph.ts";
import { type Fragment, parseSnapshot } from "./jsonl.ts";

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
  entities: Entity[];
  relations: Relation[];
  leftOut: LeftOut[];
}

/**
 * Reads a file of lines (the reference server's and ours) or a JSON document: an object with
 * `entities` and `relations`, as `read_graph` answers, or an array of either. Other servers' names
 * of the fields are understood (`type` of an entity, `source` and `target`, observations as objects
 * with `content` or `text`). Never throws: what cannot be read comes back in `leftOut`.
 */
export function readImportFile(bytes: Uint8Array): ImportFile {
  const pieces = documentPieces(bytes);
  if (pieces === null) {
    return taken(bytes, (line) => `line ${line}`);
  }
  const lines = pieces.map(({ value }) => JSON.stringify(value));
  return taken(Buffer.from(lines.join("\n")), (line) => pieces[line - 1]?.place ?? "the document");
}

function taken(bytes: Uint8Array, placeOf: (line: number) => string): ImportFile {
  const { entities, relations, carried, setAside } = parseSnapshot(bytes);
  const leftOut: (LeftOut & { line: number })[] = setAside.map((piece: Fragment) => ({
    line: piece.line,
    place: placeOf(piece.line),
    reason: piece.reason,
    text: Buffer.from(piece.bytes).toString("utf8"),
  }));
  const lines = Buffer.from(bytes).toString("utf8").split("\n");
  for (const [index, line] of lines.entries()) {
    const text = line.trim();
    if (!carried.delete(text)) continue;
    const place = placeOf(index + 1);
    leftOut.push({ line: index + 1, place, reason: "neither an entity nor a relation", text });
  }
  for (const record of [...entities.values(), ...relations.values()]) {
    if (record.extra === null) continue;
    const place = "name" in record ? record.name : `${record.from} → ${record.to}`;
    const reason = "fields that a memory has no place for";
    leftOut.push({ line: Number.POSITIVE_INFINITY, place, reason, text: record.extra });
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
    leftOut: leftOut
      .toSorted((one, other) => one.line - other.line || 0)
      .map(({ place, reason, text }) => ({ place, reason, text })),
  };
}

interface DocumentPiece {
  place: string;
  value: unknown;
}

/** The records of a JSON document; null when the file is none: then it is read line by line. */
function documentPieces(bytes: Uint8Array): DocumentPiece[] | null {
  let value: unknown;
  try {
    value = JSON.parse(
      Buffer.from(bytes)
        .toString("utf8")
        .replace(/^\uFEFF/, ""),
    );
  } catch {
    // A file of lines is no JSON as a whole.
    return null;
  }
  const entries = (list: unknown, name: string): DocumentPiece[] =>
    Array.isArray(list)
      ? list.map((item: unknown, index) => ({ place: `${name}[${index}]`, value: asRecord(item) }))
      : [];
  const graphPieces = (graph: unknown, prefix: string): DocumentPiece[] | null => {
    const { entities, relations } = (graph ?? {}) as { entities?: unknown; relations?: unknown };
    if (!Array.isArray(entities) && !Array.isArray(relations)) return null;
    return [...entries(entities, `${prefix}entities`), ...entries(relations, `${prefix}relations`)];
  };
  if (!Array.isArray(value)) return graphPieces(value, "");
  return value.flatMap(
    (item: unknown, index) =>
      graphPieces(item, `[${index}].`) ?? [{ place: `[${index}]`, value: asRecord(item) }],
  );
}

/** A record of another server as a line of ours would say it; anything else as it is. */
function asRecord(item: unknown): unknown {
  if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
  const { type, name, entityType, observations, from, to, source, target, relationType, ...rest } =
    item as Record<string, unknown>;
  if (name !== undefined && from === undefined && source === undefined) {
    return {
      type: "entity",
      name,
      entityType: entityType ?? (type === "entity" ? undefined : type),
      observations: texts(observations),
      ...rest,
    };
  }
  if ((from ?? source) === undefined) return item;
  return {
    type: "relation",
    from: from ?? source,
    to: to ?? target,
    relationType: relationType ?? (type === "relation" ? undefined : type),
    ...rest,
  };
}

/** Texts, or what other servers wrap them in. */
function texts(observations: unknown): unknown {
  if (observations === undefined || observations === null) return [];
  if (!Array.isArray(observations)) return observations;
  return observations.map((item: unknown) => {
    const { content, text } = (item ?? {}) as { content?: unknown; text?: unknown };
    return typeof item === "object" ? (content ?? text ?? item) : item;
  });
}
