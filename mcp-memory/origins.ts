import { hash } from "node:crypto";

/** When and by whom something was first written. */
export interface Origin {
  /** ISO instant, null when nobody knows. */
  at: string | null;
  by: string;
}

/** Origins of an entity's observations by `textKey`; those written with the entity are left out. */
export type ObservationOrigins = Map<string, Origin>;

export interface EntityOrigin extends Origin {
  observations: ObservationOrigins;
}

export const UNKNOWN_AGENT = "unknown";

/** The origins file that belongs to a memory's file. */
export function originsBeside(file: string): string {
  return `${stemOf(file)}.origins.jsonl`;
}

/** The file of what retention archived, where a founder commits it. */
export function archiveBeside(file: string): string {
  return `${stemOf(file)}.archive.jsonl`;
}

function stemOf(file: string): string {
  return file.endsWith(".jsonl") ? file.slice(0, -".jsonl".length) : file;
}

/** The key of an observation's text: the first 16 hexadecimal digits of its SHA-256. */
export function textKey(text: string): string {
  return sha256(text).slice(0, 16);
}

/** The whole SHA-256 of a text, hexadecimal. */
export function sha256(text: string): string {
  return hash("sha256", text, "hex");
}

/** The line of one entity in memory.origins.jsonl; `observations` is JSON text as the database holds it. */
export function formatOrigin(row: {
  name: string;
  at: string | null;
  by: string | null;
  observations: string | null;
}): string {
  const map = row.observations === null ? "" : `,"observations":${row.observations}`;
  return `{"name":${JSON.stringify(row.name)},"at":${JSON.stringify(row.at)},"by":${JSON.stringify(row.by ?? UNKNOWN_AGENT)}${map}}`;
}

/** The map as JSON text, null when it is empty. */
export function formatObservationOrigins(origins: ObservationOrigins): string | null {
  if (origins.size === 0) return null;
  return JSON.stringify(
    Object.fromEntries([...origins].map(([key, o]) => [key, { at: o.at, by: o.by }])),
  );
}

/** The map from JSON text; entries that are no origin are left out. */
export function parseObservationOrigins(text: string | null): ObservationOrigins {
  return text === null ? new Map() : readObservations(JSON.parse(text));
}

/** What was deleted through the product: nothing of it is kept but a hash. */
export interface Deletion {
  salt: string;
  /** ISO instant. */
  at: string;
  /** When it was written again, if ever: the later of both says what it is. */
  again: string | null;
}

export function isDeleted({ at, again }: Deletion): boolean {
  return again === null || again < at;
}

/** What two records of one thing say together, the same whichever comes first. */
export function uniteDeletions(one: Deletion, other: Deletion): Deletion {
  const again = [one.again, other.again].filter((at) => at !== null).toSorted();
  return {
    salt: one.salt,
    at: one.at < other.at ? other.at : one.at,
    again: again.at(-1) ?? null,
  };
}

/** The line of a deletion in memory.origins.jsonl, behind those of the entities. */
export function formatDeletion(hash: string, { salt, at, again }: Deletion): string {
  return JSON.stringify({ deleted: hash, salt, at, ...(again === null ? {} : { again }) });
}

/**
 * Reads memory.origins.jsonl. Never throws; lines that are no origin come back in `damaged`
 * (1-based). Of two lines for one entity the earlier time counts, their maps are united.
 */
export function parseOrigins(text: string): {
  origins: Map<string, EntityOrigin>;
  /** By hash. */
  deletions: Map<string, Deletion>;
  damaged: { line: number; text: string }[];
} {
  const origins = new Map<string, EntityOrigin>();
  const deletions = new Map<string, Deletion>();
  const damaged: { line: number; text: string }[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "") continue;
    const deletion = line.startsWith('{"deleted"') ? readDeletion(line) : null;
    if (deletion !== null) {
      const { hash, ...read } = deletion;
      const known = deletions.get(hash);
      deletions.set(hash, known === undefined ? read : uniteDeletions(known, read));
      continue;
    }
    const read = readLine(line);
    if (read === null) damaged.push({ line: index + 1, text: line });
    else addOrigin(origins, read.name, read.origin);
  }
  return { origins, deletions, damaged };
}

function readDeletion(line: string): (Deletion & { hash: string }) | null {
  try {
    const { deleted, salt, at, again } = JSON.parse(line) as Record<string, unknown>;
    if (typeof deleted !== "string" || typeof salt !== "string" || !isInstant(at)) return null;
    return { hash: deleted, salt, at, again: isInstant(again) ? again : null };
  } catch {
    return null;
  }
}

function isInstant(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function addOrigin(origins: Map<string, EntityOrigin>, name: string, origin: EntityOrigin): void {
  const known = origins.get(name);
  origins.set(name, known === undefined ? origin : uniteOrigins(known, origin));
}

/** What two records of one entity's origin say together: earlier known times, maps united. */
export function uniteOrigins(one: EntityOrigin, other: EntityOrigin): EntityOrigin {
  const observations = new Map(one.observations);
  for (const [key, origin] of other.observations) {
    const known = observations.get(key);
    observations.set(key, known === undefined ? origin : earlierOf(known, origin));
  }
  const { at, by } = earlierOf(one, other);
  return { at, by, observations };
}

/** The same whichever comes first, so that two machines that unite them agree. */
function earlierOf(one: Origin, other: Origin): Origin {
  if (isEarlier(other, one)) return other;
  if (isEarlier(one, other)) return one;
  if (one.by === UNKNOWN_AGENT || other.by === UNKNOWN_AGENT) {
    return one.by === UNKNOWN_AGENT ? other : one;
  }
  return other.by < one.by ? other : one;
}

function isEarlier(one: Origin, other: Origin): boolean {
  if (one.at === null) return false;
  return other.at === null || Date.parse(one.at) < Date.parse(other.at);
}

function readLine(line: string): { name: string; origin: EntityOrigin } | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  const origin = readOrigin(value);
  const { name, observations } = (value ?? {}) as { name?: unknown; observations?: unknown };
  if (origin === null || typeof name !== "string") return null;
  return { name, origin: { ...origin, observations: readObservations(observations) } };
}

function readObservations(value: unknown): ObservationOrigins {
  const found: ObservationOrigins = new Map();
  if (typeof value !== "object" || value === null) return found;
  for (const [key, entry] of Object.entries(value)) {
    const origin = readOrigin(entry);
    if (origin !== null) found.set(key, origin);
  }
  return found;
}

function readOrigin(value: unknown): Origin | null {
  if (typeof value !== "object" || value === null) return null;
  const { at, by } = value as { at?: unknown; by?: unknown };
  if (at !== null && (typeof at !== "string" || Number.isNaN(Date.parse(at)))) return null;
  return { at, by: typeof by === "string" ? by : UNKNOWN_AGENT };
}
