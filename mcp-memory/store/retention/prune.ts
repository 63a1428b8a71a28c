/** Retention: what has outlived its rule goes into the archive, and comes back from there. */
import { MemoryError } from "../../error.ts";
import { quoted, type Relation } from "../../graph.ts";
import type { KeepRule, MemoryPolicy } from "../../policy.ts";
import { digestLine, digestName, isDigestLine, standupDate } from "../../retention/digest.ts";
import { addDays, dayIn, expiryOf } from "../../retention/expiry.ts";
import type { Database } from "../database/sqlite.ts";
import type { EntityImage } from "../writing/change-log.ts";
import {
  entityRow,
  hasEntity,
  imageOf,
  removeEntity,
  restoreEntity,
  type Write,
} from "../writing/graph-rows.ts";
import {
  hasRelation,
  insertRelation,
  relationsWithExtra,
  removeRelation,
} from "../writing/relation-rows.ts";
import { reviseEntities } from "../writing/write-graph.ts";

/** An entity that outlived its rule. */
export interface Expired {
  name: string;
  entityType: string;
  /** The day from which its time counts, and the last day on which it is kept. */
  from: string;
  until: string;
  rule: KeepRule;
}

/** A row of the archive. */
export interface Archived {
  id: number;
  name: string;
  entityType: string;
  /** ISO instant at which it left. */
  at: string;
  /** The change that took it out. */
  seq: number;
}

interface ArchivedRow {
  image: EntityImage;
  relations: (Relation & { extra: string | null })[];
}

/** What the policy lets go on the day of `now`, in the order of the file. */
export function listExpired(db: Database, policy: MemoryPolicy, now: Date): Expired[] {
  const today = dayIn(now, policy.timeZone);
  const expired: Expired[] = [];
  const types = policy.retention.filter(({ keep }) => keep.kind !== "forever");
  if (types.length === 0) return [];
  const wanted = new Set(types.map(({ entityType }) => entityType.trim().toLowerCase()));
  for (const [name, type, observations, at] of db.rows(
    "SELECT name, type, observations, at FROM entity ORDER BY id",
  )) {
    const entityType = String(type);
    if (!wanted.has(entityType.trim().toLowerCase())) continue;
    const entity = {
      name: String(name),
      entityType,
      at: at as string | null,
      observations: JSON.parse(String(observations)) as string[],
    };
    const expiry = expiryOf(entity, policy, today);
    if (expiry !== null) expired.push({ name: entity.name, entityType, ...expiry });
  }
  return expired;
}

/** What a pass of retention found: a leap of the clock makes years due at once. */
export interface Waiting {
  /** How many entities wait for a person. */
  count: number;
  /** The last day that is known, and the one that the clock says now. */
  from: string;
  to: string;
}

/** Nobody is away for longer without looking when they come back; a clock that is wrong often is. */
const ABSENCE_DAYS = 7;

/**
 * Moves what has expired into the archive; standups leave a line in the digest of their week. By
 * itself (`isAsked` false) a pass after more than a week moves only what the first day of it made
 * due: the clock may be wrong, and the rest waits until a person says so.
 */
export function prune(
  write: Write,
  policy: MemoryPolicy,
  { now, isAsked }: { now: Date; isAsked: boolean },
): Expired[] {
  const { db } = write;
  const today = dayIn(now, policy.timeZone);
  const due = listExpired(db, policy, now);
  const from = isAsked ? null : leapFrom(db, policy, today);
  const reach = from === null ? today : addDays(from, 1);
  const expired = due.filter(({ until }) => until < reach);
  foldStandups(write, expired);
  for (const { name } of expired) archiveEntity(write, name);
  const count = due.length - expired.length;
  const waiting: Waiting | null = from === null || count === 0 ? null : { count, from, to: today };
  db.run("UPDATE state SET waiting = ?", waiting && JSON.stringify(waiting));
  // The day of a clock that is not believed is no day on which retention ran.
  if (waiting === null) db.run("UPDATE state SET pruned = ?", today);
  return expired;
}

/** What waits since the last pass; null when nothing does. */
export function readWaiting(db: Database): Waiting | null {
  const waiting = db.row("SELECT waiting FROM state")?.[0] ?? null;
  return waiting === null ? null : (JSON.parse(String(waiting)) as Waiting);
}

/** The last day that is known, when the clock is more than a week ahead of it; else null. */
function leapFrom(db: Database, policy: MemoryPolicy, today: string): string | null {
  const last = lastPruned(db) ?? lastDayWritten(db, policy, today);
  if (last === null) return null;
  return addDays(last, ABSENCE_DAYS) < today ? last : null;
}

/** In a new database: the last day before today on which anything was written. */
function lastDayWritten(db: Database, policy: MemoryPolicy, today: string): string | null {
  // A day has at most 14 hours more or less than UTC's, so that two days back is a day before today.
  const at = db.row("SELECT max(at) FROM entity WHERE at < ?", addDays(today, -1))?.[0] ?? null;
  return at === null ? null : dayIn(new Date(String(at)), policy.timeZone);
}

/** The day on which retention last ran, in the company's time zone; null when it never did. */
export function lastPruned(db: Database): string | null {
  return (db.row("SELECT pruned FROM state")?.[0] ?? null) as string | null;
}

/** What is in the archive, newest first. */
export function listArchive(db: Database): Archived[] {
  return db
    .rows("SELECT id, key, type, at, seq FROM archive WHERE kind = 'entity' ORDER BY id DESC")
    .map(([id, name, entityType, at, seq]) => ({
      id: Number(id),
      name: String(name),
      entityType: String(entityType),
      at: String(at),
      seq: Number(seq),
    }));
}

/**
 * Brings an entity back as it was when it left, with those of its relations whose other end is
 * there. Throws `MemoryError` "not-found" when the archive has none of this name, "invalid" when the
 * graph has one by now.
 */
export function restore(write: Write, name: string): void {
  const found = write.db.row(
    "SELECT id, row FROM archive WHERE kind = 'entity' AND key = ? ORDER BY id DESC LIMIT 1",
    name,
  );
  if (found === undefined) {
    throw new MemoryError(
      "not-found",
      `Cannot restore ${quoted(name)}: the archive has no entity of this name.`,
      { hint: "See what it holds with: hq memory restore --list" },
    );
  }
  if (hasEntity(write.db, name)) {
    throw new MemoryError(
      "invalid",
      `Cannot restore ${quoted(name)}: the memory has an entity of this name again. Nothing was changed.`,
      { hint: "Delete or rename that one first." },
    );
  }
  const { image, relations } = JSON.parse(String(found[1])) as ArchivedRow;
  restoreEntity(write, name, image);
  for (const relation of relations) {
    const hasEnds = hasEntity(write.db, relation.from) && hasEntity(write.db, relation.to);
    if (hasEnds && !hasRelation(write.db, relation)) insertRelation(write, relation);
  }
  write.db.run("DELETE FROM archive WHERE id = ?", found[0] ?? null);
}

function archiveEntity(write: Write, name: string): void {
  const row = entityRow(write.db, name);
  if (row === undefined) return;
  const relations = relationsWithExtra(write.db, name);
  const archived: ArchivedRow = { image: imageOf(row), relations };
  write.db.run(
    "INSERT INTO archive (kind, key, type, seq, at, row) VALUES ('entity', ?, ?, ?, ?, ?)",
    name,
    row.record.entityType,
    write.seq,
    write.origin.at,
    JSON.stringify(archived),
  );
  for (const relation of relations) removeRelation(write, relation);
  removeEntity(write, name);
}

function foldStandups(write: Write, expired: Expired[]): void {
  const weeks = new Map<string, { date: string; observations: string[] }[]>();
  for (const { name } of expired) {
    const date = standupDate(name);
    const row = date === null ? undefined : entityRow(write.db, name);
    if (date === null || row === undefined) continue;
    const week = weeks.get(digestName(date)) ?? [];
    week.push({ date, observations: row.record.observations });
    weeks.set(digestName(date), week);
  }
  for (const [digest, leaving] of weeks) {
    const before = entityRow(write.db, digest)?.record.observations.find(isDigestLine) ?? null;
    const line = digestLine(before, leaving, decisionsOf(write.db, digest));
    reviseEntities(write, [
      {
        name: digest,
        entityType: "digest",
        observations: [line],
        replaces: before === null ? [] : [before],
      },
    ]);
  }
}

/** The names of the decisions that were made in the week of a digest. */
function decisionsOf(db: Database, digest: string): string[] {
  return db
    .rows("SELECT name FROM entity WHERE type = 'decision' AND name LIKE 'decision:____-__-__:%'")
    .map(([name]) => String(name))
    .filter(
      (name) => digestName(name.slice("decision:".length, "decision:".length + 10)) === digest,
    );
}
