/** Taking a text out of everything that the memory keeps: graph, log, archive and quarantine. */
import { MemoryError } from "../../error.ts";
import {
  formatObservationOrigins,
  parseObservationOrigins,
  sha256,
  textKey,
} from "../../origins.ts";
import type { Database, Value } from "../database/sqlite.ts";
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

/** Replaces the text in every row. Hashes of the observations that held it are kept: they stay out. */
export function redactRows(write: Write, text: string): Omit<Redacted, "quarantine"> {
  const { db } = write;
  const graph =
    redactEntities(write, text) +
    GRAPH.reduce((count, table) => count + redactTable(db, table, text), 0);
  const history = HISTORY.reduce((count, table) => count + redactTable(db, table, text), 0);
  if (graph > 0) dropIndex(db);
  write.changed ||= graph + history > 0;
  return { graph, history };
}

/** The text of quarantine.jsonl without the text; the hashes stay, so that no piece is set aside anew. */
export function redactQuarantine(
  content: string,
  text: string,
): { content: string; count: number } {
  let count = 0;
  const lines = content.split("\n").map((line) => {
    const isInBase64 = holdsInBase64(line, text);
    if (!line.includes(escaped(text)) && !isInBase64) return line;
    count += 1;
    try {
      const piece = JSON.parse(line) as Record<string, unknown>;
      delete piece.base64;
      return JSON.stringify(replaceDeep(piece, text));
    } catch {
      return line.replaceAll(escaped(text), REDACTED);
    }
  });
  return { content: lines.join("\n"), count };
}

/** Any text without the text, in its own spelling and in that of JSON. */
export function redactText(content: string, text: string): string {
  return content.replaceAll(text, REDACTED).replaceAll(escaped(text), REDACTED);
}

/** True for an observation that was redacted, so that an old file does not bring it back. */
export function redactedTexts(db: Database): (text: string) => boolean {
  const hashes = new Set(db.rows("SELECT hash FROM redacted").map(([hash]) => String(hash)));
  return hashes.size === 0 ? () => false : (text) => hashes.has(sha256(text));
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
function redactEntities(write: Write, text: string): number {
  const { db } = write;
  let count = 0;
  const rows = db.rows(
    `SELECT id, name, type, observations, origins, extra FROM entity
      WHERE instr(name, ?1) OR instr(type, ?1) OR instr(observations, ?2) OR instr(extra, ?2)`,
    text,
    escaped(text),
  );
  for (const [id, name, type, json, origins, extra] of rows) {
    const texts = JSON.parse(String(json)) as string[];
    const known = parseObservationOrigins(origins as string | null);
    const after = texts.map((old) => {
      const now = old.replaceAll(text, REDACTED);
      if (now === old) return old;
      count += 1;
      db.run(
        "INSERT OR IGNORE INTO redacted (hash, at) VALUES (?, ?)",
        sha256(old),
        write.origin.at,
      );
      const origin = known.get(textKey(old));
      known.delete(textKey(old));
      if (origin !== undefined) known.set(textKey(now), origin);
      return now;
    });
    const cleaned = [String(name), String(type)].map((old) => old.replaceAll(text, REDACTED));
    if (cleaned[0] !== name || cleaned[1] !== type) count += 1;
    db.run(
      "UPDATE entity SET name = ?, type = ?, observations = ?, origins = ?, extra = ? WHERE id = ?",
      cleaned[0] ?? "",
      cleaned[1] ?? "",
      JSON.stringify(after),
      formatObservationOrigins(known),
      extra === null ? null : replaceJson(String(extra), text),
      id ?? null,
    );
  }
  return count;
}

function redactTable(db: Database, table: Table, text: string): number {
  let count = 0;
  const set = (column: string, from: Value, to: string) =>
    db.run(`UPDATE ${table.name} SET ${column} = ? WHERE ${column} = ?`, to, from);
  const distinct = (column: string, needle: string) =>
    db.rows(
      `SELECT ${column}, count(*) FROM ${table.name} WHERE instr(${column}, ?) GROUP BY ${column}`,
      needle,
    );
  for (const column of table.plain) {
    for (const [value, rows] of distinct(column, text)) {
      set(column, value ?? null, String(value).replaceAll(text, REDACTED));
      count += Number(rows);
    }
  }
  for (const column of table.json) {
    for (const [value, rows] of distinct(column, escaped(text))) {
      set(column, value ?? null, replaceJson(String(value), text));
      count += Number(rows);
    }
  }
  return count;
}

/** A key in the log is a plain name or a JSON list, so what is no JSON is replaced as it is. */
function replaceJson(json: string, text: string): string {
  if (!/^[[{"]/.test(json)) return json.replaceAll(text, REDACTED);
  try {
    return JSON.stringify(replaceDeep(JSON.parse(json), text));
  } catch {
    return json.replaceAll(text, REDACTED);
  }
}

function replaceDeep(value: unknown, text: string): unknown {
  if (typeof value === "string") return value.replaceAll(text, REDACTED);
  if (Array.isArray(value)) return value.map((item) => replaceDeep(item, text));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key.replaceAll(text, REDACTED),
      replaceDeep(item, text),
    ]),
  );
}

/** How JSON writes the text. */
function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function holdsInBase64(line: string, text: string): boolean {
  const base64 = /"base64":"([A-Za-z0-9+/=]*)"/.exec(line)?.[1];
  return base64 !== undefined && Buffer.from(base64, "base64").includes(text);
}
