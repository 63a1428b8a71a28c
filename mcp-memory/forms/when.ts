/** When and by whom, as other programs' records say it. */
import type { Origin } from "../origins.ts";

/** Fields that say when a record was first written; the first that can be read counts. */
const CREATED = [
  "createdAt",
  "created_at",
  "created_at_iso",
  "created",
  "timestamp",
  "ts",
] as const;
const UPDATED = [
  "updatedAt",
  "updated_at",
  "updated_at_iso",
  "updated",
  "lastModified",
  "last_modified",
  "modified",
] as const;
/** Only of a memory or a note: on an entity they are a fact about it. */
const DAYS = ["date", "time"] as const;
const AUTHORS = [
  "createdBy",
  "created_by",
  "author",
  "agent_id",
  "updatedBy",
  "updated_by",
] as const;

/** The fields that `saidOrigin` reads. */
export const ORIGIN_FIELDS: ReadonlySet<string> = new Set([...CREATED, ...UPDATED, ...AUTHORS]);
export const DAY_FIELDS: ReadonlySet<string> = new Set(DAYS);

/** Years in which a record may have been written; anything else is a number of something else. */
const [FIRST_YEAR, LAST_YEAR] = [1990, 2100];
/** A number above it counts milliseconds, one below it seconds since 1970. */
const SECONDS_BELOW = 1e11;

/** The ISO instant that a value names (ISO text, seconds or milliseconds since 1970, a `Date`), else null. */
export function readInstant(value: unknown): string | null {
  const ms = milliseconds(value);
  if (ms === null || Number.isNaN(ms)) return null;
  const date = new Date(ms);
  const year = date.getUTCFullYear();
  return year >= FIRST_YEAR && year <= LAST_YEAR ? date.toISOString() : null;
}

function milliseconds(value: unknown): number | null {
  if (value instanceof Date) return value.getTime();
  if (typeof value === "number") return value < SECONDS_BELOW ? Math.round(value * 1000) : value;
  if (typeof value !== "string") return null;
  const text = value.trim();
  const isDate = /^\d{4}-\d{2}-\d{2}(?:$|[T ]\d{2}:\d{2})/.test(text);
  if (!isDate) return /^\d{9,13}(?:\.\d+)?$/.test(text) ? milliseconds(Number(text)) : null;
  const hasZone = text.length === 10 || /(?:[zZ]|[+-]\d{2}:?\d{2})$/.test(text.slice(10));
  // What says no zone is read the same on every machine.
  return Date.parse(`${text.replace(" ", "T")}${hasZone ? "" : "Z"}`);
}

/** When and by whom a record says that it was written; null where it says neither. */
export function saidOrigin(
  record: Record<string, unknown>,
  { days = false } = {},
): { at: string | null; by: string | null } | null {
  const fields = days ? [...CREATED, ...DAYS, ...UPDATED] : [...CREATED, ...UPDATED];
  const at = firstOf(fields, (field) => readInstant(record[field]));
  const by = firstOf(AUTHORS, (field) => authorIn(record[field]));
  return at === null && by === null ? null : { at, by };
}

function authorIn(value: unknown): string | null {
  if (typeof value !== "string" || value.trim() === "" || !value.isWellFormed()) return null;
  return value.trim();
}

function firstOf<T>(fields: readonly string[], read: (field: string) => T | null): T | null {
  for (const field of fields) {
    const found = read(field);
    if (found !== null) return found;
  }
  return null;
}

/** The earlier of two origins of which one may be unknown. */
export function earliest(origins: readonly Origin[]): Origin | null {
  const dated = origins.filter(({ at }) => at !== null);
  return dated.toSorted((one, other) => ((one.at ?? "") < (other.at ?? "") ? -1 : 1))[0] ?? null;
}
