/** Putting one JSON value of a memory's file where it belongs. */
import { graphPieces } from "./forms/graph-document.ts";
import { type GraphRecord, isFields, readGraphRecord, UNSAID } from "./forms/graph-record.ts";
import {
  type MemoryPiece,
  memoryPiece,
  memoryPieces,
  NOT_UNDERSTOOD,
} from "./forms/memory-list.ts";
import { earliest, saidOrigin } from "./forms/when.ts";
import { type EntityRecord, relationKey, type Snapshot } from "./jsonl.ts";
import { type Origin, textKey, UNKNOWN_AGENT, uniteOrigins } from "./origins.ts";

/** What a reading has so far. */
export interface Taking {
  snapshot: Snapshot;
  /** `lenient`: also what is a record only by its looks, and memories that are texts and no graph. */
  how: "strict" | "lenient";
  /** Records so far, repeated ones included. */
  records: number;
}

export interface Piece {
  value: unknown;
  text: string;
  line: number;
  /** Where in a document it stands. */
  place?: string;
  /** True for a value over several lines, with whether there is nothing else in the file. */
  isWholeFile?: boolean;
}

export function takeValue(piece: Piece, into: Taking): void {
  const { value } = piece;
  const { snapshot } = into;
  const isSpread = piece.isWholeFile !== undefined;
  if (isSpread) snapshot.hasOtherForm = true;
  if (isFields(value) && isOurForm(value)) {
    takeRecord(value, piece, into);
    return;
  }
  if (takeOtherForm(piece, into)) {
    snapshot.hasOtherForm = true;
    return;
  }
  if (into.how === "lenient") {
    const place = piece.isWholeFile === true ? { place: "the document" } : {};
    setAside({ ...piece, ...place }, NOT_UNDERSTOOD, into);
  } else if (!isFields(value)) setAside(piece, "JSON, but not an object", into);
  else carry(isSpread ? JSON.stringify(value) : piece.text, into);
}

/** The reference server's own lines, also the damaged ones. */
function isOurForm({ type, from, to }: Record<string, unknown>): boolean {
  return type === "entity" || (type === "relation" && (from !== undefined || to !== undefined));
}

function takeRecord(value: Record<string, unknown>, piece: Piece, into: Taking): void {
  into.records += 1;
  if (value.type === "entity") takeEntity(value, piece, into);
  else takeRelation(value, piece, into);
}

/** A line of a type that we do not know stays in the file, as it is, where it is. */
function carry(text: string, { snapshot, records }: Taking): void {
  if (snapshot.carried.has(text)) snapshot.needsRewrite = snapshot.repeatsLine = true;
  else snapshot.carried.set(text, records);
}

function takeOtherForm(piece: Piece, into: Taking): boolean {
  const record = readGraphRecord(piece.value, into.how);
  if (record !== null && !(record.line.type === "entity" && isMemory(piece.value))) {
    takeGraphRecord(record, piece, into);
    return true;
  }
  const parts = graphPieces(piece.value, into.how);
  if (parts !== null) {
    for (const { place, value, record } of parts) {
      const part = { ...piece, place, value, text: JSON.stringify(value) };
      if (record !== null) takeGraphRecord(record, part, into);
      else if (!takeMemories(part, into)) {
        setAside(part, "a part of the document that is no record", into);
      }
    }
    return true;
  }
  return takeMemories(piece, into);
}

/** A text without a name of its own, whatever type it says it has. */
function isMemory(value: unknown): boolean {
  return isFields(value) && value.observations === undefined && typeof value.name !== "string";
}

function takeGraphRecord(record: GraphRecord, piece: Piece, into: Taking): void {
  takeRecord(record.line, piece, into);
  const { name } = record.line;
  if (record.line.type !== "entity" || typeof name !== "string") return;
  if (record.texts.size > 0) noteTexts(name, record.texts, into);
  // In the memory's own file they are kept with the whole of it.
  if (into.how === "strict" || record.fuller.length === 0) return;
  const text = JSON.stringify(record.fuller);
  setAside({ ...piece, place: name, text }, "observations that say more than their text", into);
}

/** Texts with times of their own; the entity is as old as the oldest of them when it says nothing. */
function noteTexts(name: string, texts: Map<string, Origin>, { snapshot }: Taking): void {
  const known = snapshot.origins.get(name);
  const by = known?.by ?? UNKNOWN_AGENT;
  const first = known?.at ?? earliest([...texts.values()])?.at ?? null;
  const observations = known?.observations ?? new Map();
  for (const [text, origin] of texts) {
    const said = { at: origin.at, by: origin.by === UNSAID ? by : origin.by };
    if (said.at !== first || said.by !== by) observations.set(textKey(text), said);
  }
  snapshot.origins.set(name, { at: first, by, observations });
}

/** In an import: a list of memories, or one on a line. */
function takeMemories(piece: Piece, into: Taking): boolean {
  if (into.how !== "lenient") return false;
  const prefix = piece.place ?? "";
  const single = memoryPiece(piece.value, "", new Map());
  const list = single.line === null && single.reason === NOT_UNDERSTOOD;
  const pieces = list ? memoryPieces(piece.value) : [single];
  if (pieces === null) return false;
  const dot = prefix === "" || Array.isArray(piece.value) || !list ? "" : ".";
  for (const one of pieces) takeMemory(one, { ...piece, place: prefix + dot + one.place }, into);
  return true;
}

function takeMemory({ value, line, reason, rest }: MemoryPiece, at: Piece, into: Taking): void {
  const { place, ...nowhere } = at;
  const part = { ...(place === "" ? nowhere : at), value, text: JSON.stringify(value) };
  if (line === null) setAside(part, reason ?? NOT_UNDERSTOOD, into);
  else takeRecord({ ...rest, ...line }, part, into);
}

function takeEntity(line: Record<string, unknown>, piece: Piece, into: Taking): void {
  const { snapshot } = into;
  const { name } = line;
  if (typeof name !== "string" || !name.isWellFormed()) {
    setAside(piece, "an entity without a usable name", into);
    return;
  }
  const extra = extraOf(line, ENTITY_FIELDS);
  let { entityType, observations } = line;
  if (typeof entityType !== "string" || !entityType.isWellFormed()) {
    setAside(piece, "an entity without a usable entityType; kept as unknown", into);
    entityType = "unknown";
  }
  if (!isTexts(observations)) {
    setAside(piece, "an entity whose observations are no list of texts; its texts are kept", into);
    observations = [observations].flat().filter((item) => typeof item === "string");
  }
  const record = {
    name,
    entityType: entityType as string,
    observations: observations as string[],
    extra,
  };
  if (extra !== null) noteOrigin(name, line, into);
  const known = snapshot.entities.get(name);
  if (known === undefined) snapshot.entities.set(name, record);
  else mergeTwice(known, record, () => setAside(piece, "a second record of one entity", into));
  if (known !== undefined) snapshot.needsRewrite = true;
}

/** What the record itself says of its age; of two records the earlier counts. */
function noteOrigin(name: string, line: Record<string, unknown>, { snapshot }: Taking): void {
  const said = saidOrigin(line);
  if (said === null) return;
  const origin = { at: said.at, by: said.by ?? UNKNOWN_AGENT, observations: new Map() };
  const known = snapshot.origins.get(name);
  snapshot.origins.set(name, known === undefined ? origin : uniteOrigins(known, origin));
}

/** Adds what a second record of an entity has; calls `differs` when some of it has no room. */
function mergeTwice(known: EntityRecord, second: EntityRecord, differs: () => void): void {
  const have = new Set(known.observations);
  known.observations.push(...second.observations.filter((text) => !have.has(text)));
  known.extra ??= second.extra;
  const sameExtra = second.extra === null || second.extra === known.extra;
  if (known.entityType !== second.entityType || !sameExtra) differs();
}

function takeRelation(line: Record<string, unknown>, piece: Piece, into: Taking): void {
  const { snapshot } = into;
  const { from, to, relationType } = line;
  if (!isName(from) || !isName(to) || !isName(relationType)) {
    setAside(piece, "a relation without usable from, to and relationType", into);
    return;
  }
  const record = { from, to, relationType, extra: extraOf(line, RELATION_FIELDS) };
  const key = relationKey(record);
  const known = snapshot.relations.get(key);
  if (known === undefined) {
    snapshot.relations.set(key, record);
    return;
  }
  snapshot.needsRewrite = true;
  known.extra ??= record.extra;
  if (record.extra !== null && record.extra !== known.extra) {
    setAside(piece, "a second record of one relation", into);
  }
}

const ENTITY_FIELDS = ["type", "name", "entityType", "observations"];
const RELATION_FIELDS = ["type", "from", "to", "relationType"];

/** The JSON object of the other fields. Entries, not assignment: "__proto__" is a field like any. */
function extraOf(line: Record<string, unknown>, known: string[]): string | null {
  const others = Object.entries(line).filter(([field]) => !known.includes(field));
  if (others.length === 0) return null;
  return `{${others.map(([field, value]) => `${JSON.stringify(field)}:${JSON.stringify(value)}`).join(",")}}`;
}

function isName(value: unknown): value is string {
  return typeof value === "string" && value.isWellFormed();
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function setAside(piece: Piece, reason: string, { snapshot }: Taking): void {
  const { line, place } = piece;
  const bytes = Buffer.from(piece.text);
  snapshot.setAside.push(
    place === undefined ? { line, reason, bytes } : { line, reason, bytes, place },
  );
}
