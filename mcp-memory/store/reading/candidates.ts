/** The entities that may answer a question, few enough to be read. */
import { NEAR_MEANING, SAME_MEANING, weightOf } from "../../recall/rank.ts";
import type { CheckedRequest } from "../../recall/request.ts";
import type { CandidateEntity } from "./candidate.ts";
import { IMPORTANT_TOKEN } from "./entity-tokens.ts";
import type { RecallSource, Wanted } from "./recall-source.ts";
import { COUNT_LIMIT, firstFormsOf, type Held, type KnownWord, namedOf } from "./sought-words.ts";

/** Entities that are looked at: those that hold most of the question, by the weight of its words. */
const READ_LIMIT = 150;
/** Candidates that hold all words, where each word has more than can be weighed. */
const TOGETHER_LIMIT = 120;
/** Candidates of important types, and with one of the words in their name. */
const IMPORTANT_LIMIT = 60;
const NAMED_LIMIT = 60;
/** What is in the name counts for more, and what is of an important type, as in the ranking itself. */
const NAMED_GAIN = 1.5;
const IMPORTANT_GAIN = 1.25;

export interface Seeking {
  source: RecallSource;
  checked: CheckedRequest;
  /** Names in the order of another ranking. */
  meaning: readonly string[];
}

/** The candidates for the words of a question, each once. */
export function candidates(on: Seeking, words: readonly KnownWord[]): CandidateEntity[] {
  const { source, checked } = on;
  const found = [
    ...source.named([checked.query.trim().toWellFormed(), ...on.meaning]),
    ...(words.length === 0
      ? source.newest(TOGETHER_LIMIT)
      : source.entities(likelyIds(on, words), { isFiltered: true })),
    ...source.unindexed(),
  ];
  return [...new Map(found.map((entity) => [entity.id, entity])).values()];
}

/**
 * The entities that hold most of the words, by weight. A word that more hold than can be weighed is
 * known by the newest of these; so beside them come the newest that hold all such words together, and
 * those of an important type or with a word in their name, which may be much older.
 */
function likelyIds(on: Seeking, words: readonly KnownWord[]): number[] {
  const known = words.filter(
    ({ held, meaningHeld }) => held.ids.length + meaningHeld.ids.length > 0,
  );
  const { source, checked } = on;
  const isFiltered = checked.types.length > 0 || checked.agent !== null || checked.since !== null;
  const isCut = known.some((word) => [word.held, word.meaningHeld].some(isFull));
  const few = isCut || isFiltered ? [] : holders(words);
  // So few hold any of the words that all of them can be read.
  if (known.length === 0 || (few.length > 0 && few.length <= READ_LIMIT)) {
    return heaviest(words, [], []);
  }
  const first = known.map(firstFormsOf);
  const any: Wanted = { any: first };
  const all: Wanted = { all: first };
  const important = { phrase: IMPORTANT_TOKEN };
  const named = source.matching({ any: known.map(namedOf) }, NAMED_LIMIT);
  const weighty = source.matching({ all: [any, important] }, IMPORTANT_LIMIT);
  const ids = [...named, ...weighty];
  const together = isCut || isFiltered ? source.matching(all, TOGETHER_LIMIT) : [];
  ids.push(...together);
  if (together.length === TOGETHER_LIMIT) {
    ids.push(...source.matching({ all: [all, important] }, IMPORTANT_LIMIT));
  }
  if (isFiltered) ids.push(...source.matching(any, TOGETHER_LIMIT));
  // Where so many hold all of the words, those with fewer need not be looked at.
  if (together.length < TOGETHER_LIMIT || isFiltered) ids.push(...heaviest(words, named, weighty));
  return [...new Set(ids)];
}

function isFull({ ids }: Held): boolean {
  return ids.length >= COUNT_LIMIT;
}

function holders(words: readonly KnownWord[]): number[] {
  const lists = words.flatMap(({ held, meaningHeld, nearHeld }) => [held, meaningHeld, nearHeld]);
  return [...new Set(lists.flatMap(({ ids }) => ids))];
}

/** Those that hold most of the question by weight, the newest first where it is the same. */
function heaviest(
  words: readonly KnownWord[],
  named: readonly number[],
  weighty: readonly number[],
): number[] {
  const weights = new Map<number, number>();
  for (const word of words) addWeights(weights, word);
  for (const id of named) weights.set(id, (weights.get(id) ?? 0) * NAMED_GAIN);
  for (const id of weighty) weights.set(id, (weights.get(id) ?? 0) * IMPORTANT_GAIN);
  const ids = [...weights].sort(([a, one], [b, other]) => other - one || b - a);
  return ids.slice(0, READ_LIMIT).map(([id]) => id);
}

function addWeights(weights: Map<number, number>, word: KnownWord): void {
  const own = new Map<number, number>();
  const put = ({ ids, share }: Held, part: number) => {
    const weight = weightOf(share) * part;
    for (const id of ids) if (weight > (own.get(id) ?? 0)) own.set(id, weight);
  };
  put(word.nearHeld, NEAR_MEANING);
  put(word.meaningHeld, SAME_MEANING);
  put(word.held, 1);
  for (const [id, weight] of own) weights.set(id, (weights.get(id) ?? 0) + weight);
}
