/** Taking a text out of everything that the memory keeps: graph, log, archive and quarantine. */
import { MemoryError } from "../../error.ts";
import {
  formatObservationOrigins,
  parseObservationOrigins,
  sha256,
  textKey,
} from "../../origins.ts";
import { checkAllRows } from "../database/row-sums.ts";
import type { Database } from "../database/sqlite.ts";
import { dropIndex } from "../reading/search-index.ts";
import type { Write } from "../writing/graph-rows.ts";

/** How many places held the text. */
export interface Redacted {
  /** Observations, names, types and relations of the graph. */
  graph: number;
  /** Rows of the log, the archive and the notes for merging. */
  history: number;
  /** Pieces of damaged files. */
  quarantine: number;
}

/** What stands where the text stood. */
export const REDACTED = "[redacted]";

/** A shorter text would take half of the memory with it. */
const TEXT_CHARS_LEAST = 4;

/** Throws `MemoryError` "invalid" for a text that is too short to be meant. */
export function checkRedaction(text: string): void {
  if (text.trim().length >= TEXT_CHARS_LEAST && text.isWellFormed()) return;
  throw new MemoryError(
    "invalid",
    `Cannot redact ${JSON.stringify(text)}: it has ${text.trim().length} characters, expected at least ${TEXT_CHARS_LEAST}.`,
    { hint: "Give the whole text that must go." },
  );
}

/**
 * Replaces the text in every row. Hashes of the observations, names and lines that held it are kept:
 * they stay out.
 */
export function redactRows(write: Write, text: RegExp): Omit<Redacted, "quarantine"> {
  const { db } = write;
  checkAllRows(db);
  const graph =
    redactEntities(write, text) +
    GRAPH.reduce((count, table) => count + redactTable(write, table, text), 0);
  const history = HISTORY.reduce((count, table) => count + redactTable(write, table, text), 0);
  if (graph > 0) dropIndex(db);
  write.changed ||= graph + history > 0;
  return { graph, history };
}

/** The text of quarantine.jsonl without the text; the hashes stay, so that no piece is set aside anew. */
export function redactQuarantine(
  content: string,
  text: RegExp,
): { content: string; count: number } {
  let count = 0;
  const lines = content.split("\n").map((line) => {
    const isInBase64 = holdsInBase64(line, text);
    const without = redactText(line, text);
    if (without === line && !isInBase64) return line;
    count += 1;
    try {
      const piece = JSON.parse(line) as Record<string, unknown>;
      delete piece.base64;
      return JSON.stringify(replaceDeep(piece, text));
    } catch {
      return without;
    }
  });
  return { content: lines.join("\n"), count };
}

/** Any text without the text. */
export function redactText(content: string, text: RegExp): string {
  return content.replaceAll(text, REDACTED);
}

/** True for an observation, a name or a line that was redacted, so that an old file does not bring it back. */
export function redactedTexts(db: Database): (text: string) => boolean {
  const hashes = new Set(db.rows("SELECT hash FROM redacted").map(([hash]) => String(hash)));
  return hashes.size === 0 ? () => false : (text) => hashes.has(hashOf(text));
}

/** One for every composition of its accents. */
function hashOf(text: string): string {
  return sha256(text.normalize("NFC"));
}

function keepOut({ db, origin }: Write, text: string): void {
  for (const hash of new Set([hashOf(text), sha256(text)])) {
    db.run("INSERT OR IGNORE INTO redacted (hash, at) VALUES (?, ?)", hash, origin.at);
  }
}

interface Table {
  name: string;
  /** Columns that hold the text as it is. */
  plain: string[];
  /** Columns that hold JSON. */
  json: string[];
}

const GRAPH: Table[] = [
  { name: "relation", plain: ["source", "target", "type"], json: ["extra"] },
  { name: "carried", plain: [], json: ["line"] },
];

const HISTORY: Table[] = [
  { name: "base_entity", plain: ["name"], json: ["line"] },
  { name: "base_relation", plain: ["source", "target", "type"], json: ["line"] },
  { name: "kept_back", plain: [], json: ["key"] },
  { name: "change", plain: ["note"], json: [] },
  // The key of an entity is its name, that of a relation a JSON list.
  { name: "effect", plain: ["key"], json: ["key", "data"] },
  { name: "archive", plain: ["key", "type"], json: ["row"] },
];

/** Observations change their text, and with it the key of their origin. */
function redactEntities(write: Write, text: RegExp): number {
  const { db } = write;
  let count = 0;
  // SQLite knows no spellings, so that each row is looked at here.
  for (const row of db.rows("SELECT id, name, type, observations, origins, extra FROM entity")) {
    const [id, name, type, json, origins, extra] = row;
    const [nameNow, typeNow] = [String(name), String(type)].map((old) => redactText(old, text));
    const texts = JSON.parse(String(json)) as string[];
    const known = parseObservationOrigins(origins as string | null);
    const after = texts.map((old) => {
      const now = redactText(old, text);
      if (now === old) return old;
      count += 1;
      keepOut(write, old);
      const origin = known.get(textKey(old));
      known.delete(textKey(old));
      if (origin !== undefined) known.set(textKey(now), origin);
      return now;
    });
    const extraNow = extra === null ? null : replaceJson(String(extra), text);
    const isNamed = nameNow !== name || typeNow !== type;
    if (isNamed || extraNow !== extra) count += 1;
    else if (after.every((now, index) => now === texts[index])) continue;
    if (nameNow !== name) keepOut(write, String(name));
    const isTaken = (wanted: string) =>
      db.row("SELECT 1 FROM entity WHERE name = ? AND id <> ?", wanted, id ?? null) !== undefined;
    const base = nameNow ?? "";
    let free = base;
    for (let number = 2; isTaken(free); number++) free = `${base} (${number})`;
    db.run(
      "UPDATE entity SET name = ?, type = ?, observations = ?, origins = ?, extra = ? WHERE id = ?",
      free,
      typeNow ?? "",
      JSON.stringify(after),
      formatObservationOrigins(known),
      extraNow,
      id ?? null,
    );
  }
  return count;
}

function redactTable(write: Write, table: Table, text: RegExp): number {
  const { db } = write;
  let count = 0;
  const redactColumn = (column: string, clean: (value: string) => string) => {
    const changed = new Map<string, { now: string; rows: number }>();
    // Counted here: grouped by SQLite, a long log would be sorted on a disk that may be full.
    for (const [value] of db.rows(`SELECT ${column} FROM ${table.name}`)) {
      if (typeof value !== "string") continue;
      const known = changed.get(value);
      const now = known?.now ?? clean(value);
      if (now !== value) changed.set(value, { now, rows: (known?.rows ?? 0) + 1 });
    }
    for (const [value, { now, rows }] of changed) {
      // Lines, and names that only the log knows by now.
      keepOut(write, value);
      // Two that differed only in the text are one now.
      db.run(`UPDATE OR IGNORE ${table.name} SET ${column} = ? WHERE ${column} = ?`, now, value);
      db.run(`DELETE FROM ${table.name} WHERE ${column} = ?`, value);
      count += rows;
    }
  };
  for (const column of table.plain) redactColumn(column, (value) => redactText(value, text));
  const onFound = (old: string) => keepOut(write, old);
  for (const column of table.json) {
    redactColumn(column, (value) => replaceJson(value, text, onFound));
  }
  return count;
}

/** A key in the log is a plain name or a JSON list, so what is no JSON is replaced as it is. */
function replaceJson(json: string, text: RegExp, onFound = (_: string) => {}): string {
  // Most of it does not hold the text; reading it as JSON would take ten times as long.
  const raw = redactText(json, text);
  if (raw === json && !json.includes("\\")) return json;
  if (!/^[[{"]/.test(json)) return raw;
  try {
    const value: unknown = JSON.parse(json);
    const now = JSON.stringify(replaceDeep(value, text, onFound));
    return now === JSON.stringify(value) ? json : now;
  } catch {
    return raw;
  }
}

/** `onFound` is told each text that held it: what the log knows must not come back with an old file. */
function replaceDeep(value: unknown, text: RegExp, onFound = (_: string) => {}): unknown {
  if (typeof value === "string") {
    const now = redactText(value, text);
    if (now !== value) onFound(value);
    return now;
  }
  if (Array.isArray(value)) return value.map((item) => replaceDeep(item, text, onFound));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      redactText(key, text),
      replaceDeep(item, text, onFound),
    ]),
  );
}

function holdsInBase64(line: string, text: RegExp): boolean {
  const base64 = /"base64":"([A-Za-z0-9+/=]*)"/.exec(line)?.[1];
  if (base64 === undefined) return false;
  const bytes = Buffer.from(base64, "base64");
  const readings = [bytes.toString("utf8"), bytes.toString("latin1"), bytes.toString("utf16le")];
  return readings.some((reading) => redactText(reading, text) !== reading);
}
