/** The best matches as an answer that fits a budget. */
import type { Freshness } from "./freshness.ts";

/** One entity of an answer. */
export interface Recalled {
  name: string;
  entityType: string;
  /** Those that matter to the question; all of them when the entity is short. */
  observations: string[];
  /** How many were left out; read_entities has them. */
  omitted: number;
  /** A few of its relations: `depends-on → Farol`, `Farol → depends-on`. */
  relations: string[];
  /** Who wrote it. */
  by: string;
  /** ISO date of the newest of these facts, null when nobody knows. */
  date: string | null;
  /** Missing for types that the constitution's "Fresh facts" does not name. */
  freshness?: Freshness;
}

export interface RecallAnswer {
  results: Recalled[];
  /** For what comes after them; null at the end. */
  nextCursor: string | null;
  /** What the reader should know: words read as others, nothing found, words only. */
  note: string | null;
}

/** What is only looked up for the entities that are shown. */
export type Shown = Pick<Recalled, "relations" | "freshness">;

/** An entity that matches, before it is cut to what matters. */
export interface Ranked extends Omit<Recalled, "omitted" | keyof Shown> {
  /** For each observation, what it says of the question. */
  weights: number[];
}

/** An entity of this many characters is shown whole. */
const WHOLE_CHARS = 700;
/** No entity takes more than this share of an answer. */
const ENTITY_SHARE = 0.5;
/** Names of fields, brackets and commas of one entity. */
const FRAME_CHARS = 130;

/** The entities that fit, in order, and how many that are. At least one, cut as short as it must be. */
export function fitted<One extends Ranked>(
  ranked: readonly One[],
  budgetChars: number,
  shown: (one: One) => Shown,
): Recalled[] {
  const results: Recalled[] = [];
  let left = budgetChars - FRAME_CHARS;
  for (const one of ranked) {
    const room = Math.min(left, Math.max(WHOLE_CHARS, budgetChars * ENTITY_SHARE));
    const { name, entityType, observations, by, date, weights } = one;
    const facts = { name, entityType, observations, by, date, weights };
    const recalled = cut({ ...facts, ...shown(one) }, room);
    const size = sizeOf(recalled);
    if (results.length > 0 && size > left) break;
    results.push(recalled);
    left -= size;
    if (left < FRAME_CHARS) break;
  }
  return results;
}

function cut({ weights, ...entity }: Ranked & Shown, room: number): Recalled {
  const texts = entity.observations;
  const order = [...texts.keys()].sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b);
  const isShort = texts.reduce((sum, text) => sum + text.length, 0) <= WHOLE_CHARS;
  let left = room - sizeOf({ ...entity, observations: [], omitted: 0 });
  const chosen = new Map<number, string>();
  for (const index of order) {
    const text = texts[index] ?? "";
    const matters = isShort || (weights[index] ?? 0) > 0 || index === 0;
    if (!matters) continue;
    const cost = bytesOf(text) + 1;
    if (cost <= left) chosen.set(index, text);
    else if (chosen.size === 0) chosen.set(index, shorten(text, left));
    else continue;
    left -= cost;
  }
  const observations = [...chosen].sort(([a], [b]) => a - b).map(([, text]) => text);
  return { ...entity, observations, omitted: texts.length - observations.length };
}

function shorten(text: string, room: number): string {
  const length = Math.max(80, room - 10);
  return text.length <= length ? text : `${text.slice(0, length - 1).toWellFormed()}…`;
}

export function sizeOf(recalled: unknown): number {
  return bytesOf(recalled) + 2;
}

/** In bytes: a letter with an accent is two, and no client counts fewer characters than letters. */
function bytesOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value), "utf8");
}
