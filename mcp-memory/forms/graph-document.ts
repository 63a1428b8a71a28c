/** A whole graph in one JSON value: lists of entities and relations, or of nodes and edges. */
import {
  type GraphRecord,
  isEvident,
  isFields,
  readGraphRecord,
  type Standing,
} from "./graph-record.ts";

/** One part of the document; `record` is null for what is no part of a graph. */
export interface DocumentPiece {
  /** Such as `entities[3]`. */
  place: string;
  value: unknown;
  record: GraphRecord | null;
}

const LISTS: [field: string, standing: Standing][] = [
  ["entities", "entity"],
  ["nodes", "entity"],
  ["relations", "relation"],
  ["relationships", "relation"],
  ["edges", "relation"],
  ["links", "relation"],
];
/** What a graph is wrapped in. */
const WRAPPERS = [
  "structuredContent",
  "result",
  "graph",
  "knowledgeGraph",
  "knowledge_graph",
  "memory",
  "data",
];
const DEPTH_MOST = 4;

/**
 * The parts of a value that is a graph, else null. `strict` leaves alone whatever may be another
 * program's: a document is a memory when an entity of it has observations or the type of an entity,
 * or when it says nothing else.
 */
export function graphPieces(value: unknown, how: "strict" | "lenient"): DocumentPiece[] | null {
  const pieces = piecesOf(value, { how, place: "", depth: 0 });
  if (pieces === null || how === "lenient") return pieces;
  const isSure = pieces.some(({ value: item, record }) => isEvidentEntity(item, record));
  return isSure || pieces.every(({ record }) => record !== null) ? pieces : null;
}

function isEvidentEntity(value: unknown, record: GraphRecord | null): boolean {
  if (record?.line.type !== "entity") return false;
  return Array.isArray(value) || (isFields(value) && isEvident(value));
}

interface At {
  how: "strict" | "lenient";
  place: string;
  depth: number;
}

function piecesOf(value: unknown, at: At): DocumentPiece[] | null {
  if (at.depth > DEPTH_MOST) return null;
  if (Array.isArray(value)) return listPieces(value, at);
  if (!isFields(value)) return null;
  const known = LISTS.filter(([field]) => isList(value[field]));
  if (known.length > 0) return documentPieces(value, known, at);
  return wrappedPieces(value, at) ?? keyedPieces(value, at);
}

function isList(value: unknown): boolean {
  if (Array.isArray(value)) return value.every((item) => item !== null);
  return isFields(value) && Object.values(value).every((item) => typeof item === "object");
}

/** A bare list: documents, or records; null when none of it is either. */
function listPieces(list: unknown[], at: At): DocumentPiece[] | null {
  const pieces = list.flatMap((value, index): DocumentPiece[] => {
    const place = `${at.place}[${index}]`;
    // An entity may have lists of its own that are called like those of a document.
    const isDocument = isFields(value) && readGraphRecord(value, "strict") === null;
    const inner = isDocument
      ? piecesOf(value, { how: at.how, place: `${place}.`, depth: at.depth + 1 })
      : null;
    return inner ?? [{ place, value, record: readGraphRecord(value, at.how) }];
  });
  return pieces.some(({ record }) => record !== null) ? pieces : null;
}

function documentPieces(
  value: Record<string, unknown>,
  known: [string, Standing][],
  at: At,
): DocumentPiece[] {
  const names = new Set(known.map(([field]) => field));
  const pieces = known.flatMap(([field, standing]) =>
    entriesOf(value[field]).map(([key, item]): DocumentPiece => {
      const isKeyed = !Array.isArray(value[field]);
      const named = isKeyed && standing === "entity" ? withName(key, item) : item;
      const place = `${at.place}${field}${isKeyed ? `.${key}` : `[${key}]`}`;
      return { place, value: item, record: readGraphRecord(named, standing) };
    }),
  );
  nameEnds(pieces);
  const others = Object.entries(value).filter(([field]) => !names.has(field));
  return [
    ...pieces,
    ...others
      .filter(([, other]) => !saysNothing(other))
      .map(([field, other]) => ({ place: at.place + field, value: other, record: null })),
  ];
}

function saysNothing(value: unknown): boolean {
  if (value === null) return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

function entriesOf(list: unknown): [string, unknown][] {
  return Array.isArray(list)
    ? list.map((item: unknown, index) => [String(index), item])
    : Object.entries(list as Record<string, unknown>);
}

/** An entity under its name: an object of its fields, or only its texts. */
function withName(name: string, value: unknown): unknown {
  if (Array.isArray(value)) return { name, observations: value };
  if (!isFields(value)) return value;
  return { ...value, name: typeof value.name === "string" ? value.name : name };
}

/** Edges name their ends by id where the nodes have both an id and a name. */
function nameEnds(pieces: DocumentPiece[]): void {
  const nameOf = new Map<string, string>();
  const names = new Set<unknown>();
  for (const { value, record } of pieces) {
    if (record?.line.type !== "entity") continue;
    names.add(record.line.name);
    const id = isFields(value) ? value.id : undefined;
    const isId = typeof id === "string" || typeof id === "number";
    if (isId && typeof record.line.name === "string") nameOf.set(String(id), record.line.name);
  }
  for (const { record } of pieces) {
    if (record?.line.type !== "relation") continue;
    for (const end of ["from", "to"] as const) {
      const said = record.line[end];
      if (typeof said !== "string" || names.has(said)) continue;
      record.line[end] = nameOf.get(said) ?? said;
    }
  }
}

/** A graph inside another object, such as the answer of a tool. */
function wrappedPieces(value: Record<string, unknown>, at: At): DocumentPiece[] | null {
  const field = WRAPPERS.find((name) => isFields(value[name]) || Array.isArray(value[name]));
  const depth = at.depth + 1;
  if (field === undefined) {
    const answer = answerText(value.content);
    return answer === null ? null : piecesOf(answer, { ...at, depth });
  }
  const inner = piecesOf(value[field], { how: at.how, place: `${at.place}${field}.`, depth });
  if (inner === null) return null;
  const isCopy = field === "structuredContent" && answerText(value.content) !== null;
  const others = Object.entries(value).filter(
    ([name, other]) => name !== field && !(isCopy && name === "content") && !saysNothing(other),
  );
  return [
    ...inner,
    ...others.map(([name, other]) => ({ place: at.place + name, value: other, record: null })),
  ];
}

/** The JSON that an MCP tool answered as text. */
function answerText(content: unknown): unknown {
  const only: unknown = Array.isArray(content) && content.length === 1 ? content[0] : null;
  if (!isFields(only) || only.type !== "text" || typeof only.text !== "string") return null;
  try {
    return JSON.parse(only.text);
  } catch {
    // A sentence, not a graph.
    return null;
  }
}

/** Entities by name without a list around them: every one must be one beyond doubt. */
function keyedPieces(value: Record<string, unknown>, at: At): DocumentPiece[] | null {
  const entries = Object.entries(value);
  const pieces = entries.map(([key, item]): DocumentPiece => {
    const record = isFields(item) ? readGraphRecord(withName(key, item), "strict") : null;
    const isEntity = record?.line.type === "entity";
    return { place: at.place + key, value: item, record: isEntity ? record : null };
  });
  return pieces.length > 0 && pieces.every(({ record }) => record !== null) ? pieces : null;
}
