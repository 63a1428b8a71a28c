import type { FileStamp } from "./place.ts";
import { sumOf } from "./row-sums.ts";
import { type Database, StoredDamage } from "./sqlite.ts";

/** The row of counters; see schema.ts. */
export interface State {
  change: number;
  generation: number;
  done: DoneMark | null;
  claim: Claim | null;
}

/** A process that is writing a snapshot. Others look at it to spare work, never to be safe. */
export interface Claim {
  pid: number;
  /** The change up to which it writes. */
  change: number;
  /** Milliseconds since 1970. */
  since: number;
}

/** Which snapshot the files hold, as far as we know. */
export interface DoneMark {
  generation: number;
  change: number;
  /** ISO instant of the last checkpoint, null when the files were only ever read. */
  at: string | null;
  /** How long that took, in milliseconds; missing when the files were only ever read. */
  tookMs?: number;
  /** Processor time of that; missing where an earlier version wrote it. */
  busyMs?: number;
  /** When it ended by the machine's clock, in milliseconds since 1970. */
  endedMs?: number;
  /** How many marks of an unfinished merge stand in memory.jsonl; missing when none does. */
  marks?: number;
  memory: FileMark | null;
  origins: FileMark | null;
  /** There only while both files are what a checkpoint wrote, with no lines of unknown types. */
  rows?: RowCounts;
}

/** How many lines of each kind memory.jsonl has. */
export interface RowCounts {
  entities: number;
  relations: number;
}

export interface FileMark {
  stamp: FileStamp;
  /** SHA-256 of the bytes, hexadecimal. */
  hash: string;
}

export function readState(db: Database): State {
  const [change, generation, done, claim] = db.row(
    "SELECT change, generation, done, claim FROM state",
  ) as [number, number, string | null, string | null];
  // A counter that rots may be of any type.
  if (!Number.isSafeInteger(change) || !Number.isSafeInteger(generation)) {
    throw new StoredDamage("the counters are not what was written");
  }
  return {
    change,
    generation,
    done: done === null ? null : parseDone(done),
    claim: claim === null ? null : (JSON.parse(claim) as Claim),
  };
}

/** Says who writes a snapshot now, or with null that nobody does. */
export function setClaim(db: Database, claim: Claim | null): void {
  db.run("UPDATE state SET claim = ?", claim && JSON.stringify(claim));
}

/** Starts a generation: from here on, changed rows keep what they are now. Returns its number. */
export function beginGeneration(db: Database): number {
  db.run("UPDATE state SET generation = generation + 1");
  return readState(db).generation;
}

export function countChange(db: Database): void {
  db.run("UPDATE state SET change = change + 1");
}

/** Records what the files hold, and forgets the base rows that only older snapshots needed. */
export function setDone(db: Database, done: DoneMark): void {
  db.run("UPDATE state SET done = ?", formatDone(done));
  db.run("DELETE FROM base_entity WHERE generation < ?", done.generation);
  db.run("DELETE FROM base_relation WHERE generation < ?", done.generation);
}

const SUM = ',"sum":';

/** With a sum at its end: a mark that rots would have files taken for what they are not. */
function formatDone(done: DoneMark): string {
  const json = JSON.stringify(done);
  return `${json.slice(0, -1)}${SUM}${sumOf([json])}}`;
}

/** An earlier version's has no sum. Throws `StoredDamage`. */
function parseDone(text: string): DoneMark {
  const at = text.lastIndexOf(SUM);
  const json = at === -1 ? text : `${text.slice(0, at)}}`;
  const isWhole = at === -1 || Number(text.slice(at + SUM.length, -1)) === sumOf([json]);
  const done = JSON.parse(json) as Partial<DoneMark>;
  if (isWhole && typeof done.generation === "number" && typeof done.change === "number") {
    return done as DoneMark;
  }
  throw new StoredDamage("what is noted of the files is not what was written");
}

/** Remembers a file by its hash, so that it is known as ours when it is met again. */
export function rememberSnapshot(
  db: Database,
  snapshot: { hash: string; generation: number; change: number; at: string },
): void {
  db.run(
    "INSERT OR REPLACE INTO snapshot (hash, generation, change, at) VALUES (?, ?, ?, ?)",
    snapshot.hash,
    snapshot.generation,
    snapshot.change,
    snapshot.at,
  );
}

export function knownSnapshot(
  db: Database,
  hash: string,
): { generation: number; change: number; at: string } | undefined {
  const row = db.row("SELECT generation, change, at FROM snapshot WHERE hash = ?", hash);
  return row && { generation: Number(row[0]), change: Number(row[1]), at: String(row[2]) };
}

export function forgetOldSnapshots(db: Database, keep: number): void {
  db.run(
    "DELETE FROM snapshot WHERE generation <= (SELECT max(generation) FROM snapshot) - ?",
    keep,
  );
}
