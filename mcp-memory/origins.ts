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

/**
 * Reads memory.origins.jsonl. Never throws; lines that are no origin come back in `damaged`
 * (1-based). Of two lines for one entity the earlier time counts, their maps are united.
 */
export function parseOrigins(text: string): {
  origins: Map<string, EntityOrigin>;
  damaged: { line: number; text: string }[];
} {
  const origins = new Map<string, EntityOrigin>();
  const damaged: { line: number; text: string }[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trim();
    if (line === "") continue;
    const read = readLine(line);
    if (read === null) damaged.push({ line: index + 1, text: line });
    else addOrigin(origins, read.name, read.origin);
  }
  return { origins, damaged };
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
