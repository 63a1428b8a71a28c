/**
 * The next files from those in place: what changed since is put in, the rest is copied. Writing them from
 * the rows takes a processor 35 ms at 10,000 entities, this 7 ms, so that a change of a memory of that
 * size can be in the file before its answer. What is copied has the hash that was noted of it, or the
 * files are written from the rows after all.
 */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setImmediate as nextTurn } from "node:timers/promises";
import { formatDeletion } from "../../origins.ts";
import type { Place } from "../database/place.ts";
import type { Database } from "../database/sqlite.ts";
import type { DoneMark, FileMark, RowCounts } from "../database/state.ts";
import { readDeletions } from "../writing/deletion-rows.ts";
import { type ChangedLine, changedLines } from "./changed-lines.ts";

export interface AmendedFiles {
  memory: Iterable<Uint8Array>;
  origins: Iterable<Uint8Array>;
  /** Of the rows that the lines of memory.jsonl stand for. */
  rows: RowCounts;
  /** Once both are written: whether what was copied was what the last checkpoint wrote. */
  areTrue(): boolean;
}

/** Larger files are not held in memory. */
const AMENDED_BYTES = 64 * 1024 * 1024;
/** Lines are found by looking through the file for each. */
const LOOKED_THROUGH_BYTES = 256 * 1024 * 1024;

/** null when the files have to be written from the rows. */
export async function amendedFiles(
  db: Database,
  place: Place,
  done: DoneMark | null,
): Promise<AmendedFiles | null> {
  if (done?.rows === undefined || done.memory === null || done.origins === null) return null;
  const size = done.memory.stamp.size + done.origins.stamp.size;
  if (size > AMENDED_BYTES || db.row("SELECT 1 FROM carried LIMIT 1") !== undefined) return null;
  const changed = changedLines(db, done);
  if (changed === null) return null;
  const lines = [...changed.entities, ...changed.relations, ...changed.origins];
  if (lines.filter(({ was }) => was !== null).length * size > LOOKED_THROUGH_BYTES) return null;
  const rows = {
    entities: done.rows.entities + growth(changed.entities),
    relations: done.rows.relations + growth(changed.relations),
  };
  if (!areAll(db, rows)) return null;
  const memory = await readMarked(place.file, done.memory);
  const origins = await readMarked(place.origins, done.origins);
  if (memory === null || origins === null) return null;
  const relationsAt = startOf(memory, '{"type":"relation",');
  const deletionsAt = startOf(origins, '{"deleted":');
  const ofEntities = await editsOf(memory, mustBe(changed.entities), { from: 0, to: relationsAt });
  const behind = { from: relationsAt, to: memory.length };
  const ofRelations = await editsOf(memory, mustBe(changed.relations), behind);
  const ofOrigins = await editsOf(origins, changed.origins, { from: 0, to: deletionsAt });
  if (ofEntities === null || ofRelations === null || ofOrigins === null) return null;
  ofOrigins.push({ from: deletionsAt, to: origins.length, text: deletionLines(db) });
  const files = [
    edited(memory, [...ofEntities, ...ofRelations], done.memory.hash),
    edited(origins, ofOrigins, done.origins.hash),
  ] as const;
  return {
    memory: files[0].pieces,
    origins: files[1].pieces,
    rows,
    areTrue: () => files.every(({ isTrue }) => isTrue()),
  };
}

/** What was there has a line in memory.jsonl. */
function mustBe(lines: readonly ChangedLine[]): Wanted[] {
  return lines.map((line) => ({ ...line, isFound: line.was !== null }));
}

function growth(lines: readonly ChangedLine[]): number {
  const [were, are] = [lines.filter(({ was }) => was), lines.filter(({ now }) => now)];
  return are.length - were.length;
}

/** Whether an index knows of as many rows as the file will have lines. */
function areAll(db: Database, { entities, relations }: RowCounts): boolean {
  const count = (sql: string) => Number(db.row(sql)?.[0]);
  return (
    count("SELECT count(*) FROM entity INDEXED BY entity_name") === entities &&
    count("SELECT count(*) FROM relation INDEXED BY relation_parts") === relations
  );
}

async function readMarked(file: string, { stamp }: FileMark): Promise<Buffer | null> {
  const bytes = await readFile(file);
  return bytes.length === stamp.size ? bytes : null;
}

/** To look through a larger one takes some milliseconds. */
const LARGE_BYTES = 4 * 1024 * 1024;
const NEWLINE = 10;

/** Where the first line begins that begins so; the end when none does. */
function startOf(bytes: Buffer, prefix: string): number {
  return findLine(bytes, prefix, { from: 0, to: bytes.length }) ?? bytes.length;
}

interface Range {
  from: number;
  to: number;
}

function findLine(bytes: Buffer, prefix: string, { from, to }: Range): number | null {
  const needle = Buffer.from(prefix);
  for (let at = bytes.indexOf(needle, from); at !== -1 && at < to; ) {
    if (at === 0 || bytes[at - 1] === NEWLINE) return at;
    at = bytes.indexOf(needle, at + 1);
  }
  return null;
}

/** Bytes that are replaced. */
interface Edit extends Range {
  text: string;
}

interface Wanted extends ChangedLine {
  isFound?: boolean;
}

/** null when a line that must be there is not, or one would have to come between others. */
async function editsOf(
  bytes: Buffer,
  lines: readonly Wanted[],
  section: Range,
): Promise<Edit[] | null> {
  const edits: Edit[] = [];
  let appended = "";
  for (const { was, now, isAppended, isFound = false } of lines) {
    if (isAppended && now !== null) appended += `${now}\n`;
    const text = isAppended || now === null ? "" : `${now}\n`;
    if (was !== null && bytes.length > LARGE_BYTES) await nextTurn();
    const from = was === null ? null : findLine(bytes, was, section);
    if (from !== null) edits.push({ from, to: bytes.indexOf(NEWLINE, from) + 1, text });
    else if (text !== "" || isFound) return null;
  }
  edits.sort((one, other) => one.from - other.from);
  edits.push({ from: section.to, to: section.to, text: appended });
  return edits;
}

function deletionLines(db: Database): string {
  const lines = [...readDeletions(db)].map(([hash, one]) => `${formatDeletion(hash, one)}\n`);
  return lines.sort().join("");
}

/** Copied and hashed at once; a millisecond of work. */
const PIECE_BYTES = 512 * 1024;

/** The bytes with the edits, which follow one another, and whether they had the hash. */
function edited(
  bytes: Buffer,
  edits: readonly Edit[],
  wanted: string,
): { pieces: Iterable<Uint8Array>; isTrue(): boolean } {
  const hash = createHash("sha256");
  let found = "";
  const read = (from: number, to: number) => {
    const piece = bytes.subarray(from, to);
    hash.update(piece);
    return piece;
  };
  function* pieces(): Generator<Uint8Array> {
    let at = 0;
    const end = { from: bytes.length, to: bytes.length, text: "" };
    for (const { from, to, text } of [...edits, end]) {
      for (; at < from; at = Math.min(from, at + PIECE_BYTES)) {
        yield read(at, Math.min(from, at + PIECE_BYTES));
      }
      read(from, to);
      at = to;
      if (text !== "") yield Buffer.from(text);
    }
    found = hash.digest("hex");
  }
  return { pieces: pieces(), isTrue: () => found === wanted };
}
