/** Words that nearly all entities of a type hold, its name among them: of one they say nothing. */
import { tokensOf } from "../../recall/tokens.ts";
import type { RecallSource } from "./recall-source.ts";

/** Entities of a type that are looked at, the newest, and how many of them make a word typical. */
const SAMPLE = 24;
const SAMPLE_LEAST = 8;
const TYPICAL_SHARE = 0.7;
/** A type is looked at again when the memory has grown by this share and number. */
const GROWTH = 1.1;
const GROWTH_LEAST = 50;
const TYPES_LIMIT = 500;

interface Profile {
  /** The newest entity's id when it was made. */
  at: number;
  words: ReadonlySet<string>;
}

const NO_WORDS: ReadonlySet<string> = new Set();
const profiles = new WeakMap<object, Map<string, Profile>>();

/** The typical words of a type; none for a type of few. Kept for the place while little is new. */
export function typicalWords(source: RecallSource, type: string): ReadonlySet<string> {
  const known = profiles.get(source.key) ?? new Map<string, Profile>();
  profiles.set(source.key, known);
  const at = source.lastId();
  const kept = known.get(type);
  if (kept !== undefined && at >= kept.at && at <= kept.at * GROWTH + GROWTH_LEAST)
    return kept.words;
  const words = sampled(source, type);
  if (known.size >= TYPES_LIMIT) known.clear();
  known.set(type, { at, words });
  return words;
}

function sampled(source: RecallSource, type: string): ReadonlySet<string> {
  const tokens = tokensOf(type);
  if (tokens.length === 0) return NO_WORDS;
  const newest = source.holding({ phrase: tokens.join(" "), isType: true }, SAMPLE);
  const sample = source.entities(newest).filter(({ entityType }) => entityType === type);
  if (sample.length < SAMPLE_LEAST) return NO_WORDS;
  const counts = new Map<string, number>();
  for (const { name, observations } of sample) {
    for (const token of new Set([name, ...observations].flatMap(tokensOf))) {
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
  }
  const enough = sample.length * TYPICAL_SHARE;
  const held = [...counts].filter(([, count]) => count >= enough).map(([token]) => token);
  return new Set([...tokens, ...held]);
}
