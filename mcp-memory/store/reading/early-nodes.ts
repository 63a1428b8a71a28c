/**
 * `open_nodes` from memory.jsonl itself, while there is no database yet: a first start of 100,000
 * entities takes half a second to make one, and its first question need not wait. Only where the lines
 * in question leave no doubt; else null, and the question waits for the database.
 */
import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import type { Entity, Graph, Relation } from "../../graph.ts";
import { linesOf, plainRecord } from "../absorbing/import-plain.ts";
import { type Place, placeOf, statOf } from "../database/place.ts";

/** A smaller memory is in the database by the time that a client asks. */
const EARLY_BYTES = 2 * 1024 * 1024;
const NAMES_LIMIT = 20;
/** Lines that hold a name; a name that stands everywhere is not looked up in this way. */
const LINES_LIMIT = 2_000;
const NEWLINE = 10;

/** True where a first question may come before the database. */
export function isEarly(filePath: string): boolean {
  try {
    const place = placeOf(filePath);
    return statOf(place.database) === null && (statOf(place.file)?.size ?? 0) >= EARLY_BYTES;
  } catch {
    // Whatever is wrong with the place, opening the store says it.
    return false;
  }
}

/** What `open_nodes` answers for the names; null when only the database can tell. */
export function earlyNodes(filePath: string, names: readonly string[]): Graph | null {
  if (names.length > NAMES_LIMIT || !isEarly(filePath)) return null;
  try {
    const place = placeOf(filePath);
    const bytes = readFileSync(place.file);
    // What was deleted may stand in an old file still.
    if (deletesAny(place)) return null;
    const found = nodesIn(bytes, new Set(names));
    // Another process may have made the database since, and answered a write that no file has.
    return statOf(place.database) === null ? found : null;
  } catch {
    return null;
  }
}

function deletesAny({ origins }: Place): boolean {
  return statOf(origins) !== null && readFileSync(origins).includes('"deleted"');
}

/** From the lines that hold one of the names as JSON writes it; null unless each is a plain record. */
function nodesIn(bytes: Buffer, names: ReadonlySet<string>): Graph | null {
  // A character or a slash that is escaped without need would hide a name.
  if (bytes.includes("\\u") || bytes.includes("\\/")) return null;
  const [first = ""] = linesOf(bytes.toString("utf8", 0, endOfLine(bytes, 0)));
  if (plainRecord(first) === null) return null;
  const lines = new Map<number, string>();
  for (const name of names) {
    const needle = Buffer.from(JSON.stringify(name));
    for (let at = bytes.indexOf(needle); at !== -1; ) {
      if (lines.size >= LINES_LIMIT) return null;
      const start = bytes.lastIndexOf(NEWLINE, at) + 1;
      const end = endOfLine(bytes, at);
      const line = bytes.subarray(start, end);
      if (!isUtf8(line)) return null;
      lines.set(start, line.toString("utf8"));
      at = bytes.indexOf(needle, end);
    }
  }
  return graphOf(
    [...lines].sort(([a], [b]) => a - b).map(([, line]) => line),
    names,
  );
}

function endOfLine(bytes: Buffer, from: number): number {
  const end = bytes.indexOf(NEWLINE, from);
  return end === -1 ? bytes.length : end;
}

function graphOf(lines: readonly string[], names: ReadonlySet<string>): Graph | null {
  const entities: Entity[] = [];
  const relations: Relation[] = [];
  const seen = new Set<string>();
  for (const line of lines) {
    const record = plainRecord(line);
    if (record === null) return null;
    const { type, ...fields } = record;
    if (type === "entity") {
      if (names.has(record.name)) entities.push(fields as Entity);
    } else relations.push(fields as Relation);
    // Records that come twice are one, in a way that the database knows.
    const key = JSON.stringify(type === "entity" ? [record.name] : fields);
    if (seen.has(key)) return null;
    seen.add(key);
  }
  const there = new Set(entities.map(({ name }) => name));
  return {
    entities,
    relations: relations.filter(({ from, to }) => there.has(from) || there.has(to)),
  };
}
