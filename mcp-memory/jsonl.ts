import { isUtf8 } from "node:buffer";
import type { Entity, Relation } from "./graph.ts";
import { SALVAGE_CHARS } from "./limits.ts";
import { salvage } from "./salvage.ts";

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
}

/** What a memory.jsonl says. */
export interface Snapshot {
  entities: Map<string, EntityRecord>;
  /** By `relationKey`. */
  relations: Map<string, RelationRecord>;
  /** Lines of types we do not know, as they are. */
  carried: Set<string>;
  setAside: Fragment[];
  /** True when the file says a thing twice or damaged, so that it should be written anew. */
  needsRewrite: boolean;
  /** True when the file has the marks of an unfinished git merge. */
  hasConflict: boolean;
  /** True when a line of another type stands there twice: the graph has it once. */
  repeatsLine: boolean;
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

/**
 * Reads the bytes of a memory.jsonl. Never throws: what is no record comes back in `setAside`,
 * repeated records are merged (observations in order, the first type stays).
 */
export function parseSnapshot(bytes: Uint8Array): Snapshot {
  const into: Parsing = {
    entities: new Map(),
    relations: new Map(),
    carried: new Set(),
    setAside: [],
    needsRewrite: false,
    hasConflict: false,
    repeatsLine: false,
    salvageChars: SALVAGE_CHARS,
  };
  const text = decodeWhole(bytes);
  if (text === null) parseByLine(bytes, into);
  else {
    if (!isUtf8(bytes)) into.needsRewrite = true;
    // A loop over indexOf keeps one line at a time alive instead of an array of all of them.
    let line = 1;
    for (let start = 0; start < text.length; line++) {
      const newline = text.indexOf("\n", start);
      const end = newline === -1 ? text.length : newline;
      parseLine(text.slice(start, end), line, into);
      start = end + 1;
    }
  }
  const { salvageChars: _, ...snapshot } = into;
  if (snapshot.setAside.length > 0) snapshot.needsRewrite = true;
  return snapshot;
}

interface Parsing extends Snapshot {
  /** What is left of the work that damaged lines may cost. */
  salvageChars: number;
}

/** The file as one text: UTF-8, or UTF-16 with a byte order mark; null when it is neither. */
function decodeWhole(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(bytes)) return buffer.toString("utf8");
  if (buffer.length % 2 === 1) return null;
  const mark = buffer.length >= 2 ? buffer.readUInt16BE(0) : 0;
  if (mark !== 0xfffe && mark !== 0xfeff) return null;
  const text = new TextDecoder(mark === 0xfffe ? "utf-16le" : "utf-16be").decode(bytes);
  return text.includes("\ufffd") ? null : text;
}

function parseByLine(bytes: Uint8Array, into: Parsing): void {
  let line = 1;
  for (let start = 0; start < bytes.length; line++) {
    const newline = bytes.indexOf(0x0a, start);
    const end = newline === -1 ? bytes.length : newline;
    const part = bytes.subarray(start, end);
    start = end + 1;
    if (isUtf8(part)) {
      parseLine(Buffer.from(part).toString("utf8"), line, into);
      continue;
    }
    // The record is saved in the likeliest reading, and the bytes are kept, for that is a guess.
    into.setAside.push({ line, reason: "not UTF-8; read as Latin-1 where it is not", bytes: part });
    const before = into.setAside.length;
    parseLine(decodeMixed(part), line, into);
    into.setAside.length = before;
  }
}

const UTF8_SEQUENCE =
  /[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|\xed[\x80-\x9f][\x80-\xbf]|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}/g;

/** Bytes in two encodings at once: whole UTF-8 sequences as such, every other byte as Latin-1. */
function decodeMixed(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("latin1")
    .replace(UTF8_SEQUENCE, (sequence) => Buffer.from(sequence, "latin1").toString("utf8"));
}

const CONFLICT_MARK = /^(<{7}|\|{7}|={7}|>{7})( |$)/;

/** Whether a line is one that git puts around the sides of an unfinished merge. */
export function isConflictMark(line: string): boolean {
  return CONFLICT_MARK.test(line.trim());
}

function parseLine(raw: string, line: number, into: Parsing): void {
  // trim() takes the carriage return of CRLF and a byte order mark too.
  const text = raw.trim();
  if (text === "") return;
  // Other readers take only JSON's own white space around a record.
  if (text.length !== lengthWithoutJsonSpace(raw)) into.needsRewrite = true;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    if (isConflictMark(text)) into.hasConflict = true;
    salvageLine(raw, line, into);
    return;
  }
  takeValue({ value, text, line }, into);
}

/** Counted by hand: a pattern would try every space of a line of ten million. */
function lengthWithoutJsonSpace(raw: string): number {
  const isSpace = (at: number) => " \t\r".includes(raw.charAt(at)) && at < raw.length;
  let start = 0;
  let end = raw.length;
  while (start < end && isSpace(start)) start += 1;
  while (end > start && isSpace(end - 1)) end -= 1;
  return end - start;
}

function salvageLine(raw: string, line: number, into: Parsing): void {
  const found = salvage(raw, Math.min(into.salvageChars, SALVAGE_CHARS));
  into.salvageChars -= found.scanned;
  for (const piece of found.records)
    takeValue({ value: piece.value, text: piece.text, line }, into);
  const reason = found.records.length > 0 ? "what was left beside whole records" : "not JSON";
  for (const rest of found.rest) into.setAside.push({ line, reason, bytes: Buffer.from(rest) });
  into.needsRewrite = true;
}

interface Piece {
  value: unknown;
  text: string;
  line: number;
}

function takeValue(piece: Piece, into: Parsing): void {
  const { value } = piece;
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    setAside(piece, "JSON, but not an object", into);
    return;
  }
  const record = value as Record<string, unknown>;
  if (record.type === "entity") takeEntity(record, piece, into);
  else if (record.type === "relation") takeRelation(record, piece, into);
  else if (into.carried.has(piece.text)) into.needsRewrite = into.repeatsLine = true;
  else into.carried.add(piece.text);
}

function takeEntity(line: Record<string, unknown>, piece: Piece, into: Parsing): void {
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
  const known = into.entities.get(name);
  if (known === undefined) into.entities.set(name, record);
  else mergeTwice(known, record, () => setAside(piece, "a second record of one entity", into));
  if (known !== undefined) into.needsRewrite = true;
}

/** Adds what a second record of an entity has; calls `differs` when some of it has no room. */
function mergeTwice(known: EntityRecord, second: EntityRecord, differs: () => void): void {
  const have = new Set(known.observations);
  known.observations.push(...second.observations.filter((text) => !have.has(text)));
  known.extra ??= second.extra;
  const sameExtra = second.extra === null || second.extra === known.extra;
  if (known.entityType !== second.entityType || !sameExtra) differs();
}

function takeRelation(line: Record<string, unknown>, piece: Piece, into: Parsing): void {
  const { from, to, relationType } = line;
  if (!isName(from) || !isName(to) || !isName(relationType)) {
    setAside(piece, "a relation without usable from, to and relationType", into);
    return;
  }
  const record = { from, to, relationType, extra: extraOf(line, RELATION_FIELDS) };
  const key = relationKey(record);
  const known = into.relations.get(key);
  if (known === undefined) {
    into.relations.set(key, record);
    return;
  }
  into.needsRewrite = true;
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

function setAside(piece: Piece, reason: string, into: Parsing): void {
  into.setAside.push({ line: piece.line, reason, bytes: Buffer.from(piece.text) });
}
