/** The words of a question as this memory knows them, in a read transaction. */
import { isOrdinary, meaningsOf } from "../../recall/concepts.ts";
import type { SoughtWord } from "../../recall/rank.ts";
import { mistakesAllowed, wordsMeant } from "../../recall/typing-mistakes.ts";
import { LONG_NUMBER_CHARS, type QueryWord } from "../../recall/words.ts";
import { conceptToken, nameToken } from "./entity-tokens.ts";
import type { RecallSource, Wanted } from "./recall-source.ts";

/** A word is common when this many entities hold it; how many more does not matter. */
export const COUNT_LIMIT = 500;

export interface KnownWord extends SoughtWord {
  /** So many entities hold just this word that its other forms need not be looked for at first. */
  isCommon: boolean;
  /** The newest entities that hold it, what means the same, and what is near to that. */
  held: Held;
  meaningHeld: Held;
  nearHeld: Held;
}

/** The newest entities that hold something. */
export interface Held {
  ids: number[];
  /** Of all entities, by the newest of them. */
  share: number;
}

const NONE: Held = { ids: [], share: 0 };

/** The words with what they stand for in this memory; guesses that it does not know are left out. */
export function soughtWords(source: RecallSource, words: readonly QueryWord[]): KnownWord[] {
  const all = Math.max(1, source.lastId());
  const concepts = (names: readonly string[]) =>
    names.length === 0 ? NONE : holding(source, { any: names.map(conceptPhrase) }, all);
  return words.flatMap((word) => {
    const sought = { ...word, meant: [] as string[] };
    // FTS5 puts together all that begins so before it gives the first, but reads one word as it goes.
    let held = word.text.includes(" ") ? NONE : holding(source, { phrase: word.text }, all);
    const isCommon = held.ids.length === COUNT_LIMIT;
    if (!isCommon && hasForms(word)) held = holding(source, formsOf(sought), all);
    const meaningHeld = concepts(word.concepts);
    if (word.isGuess && held.ids.length + meaningHeld.ids.length === 0) return [];
    if (held.ids.length === 0 && !word.isGuess) held = repaired(source, sought, all);
    const nearHeld = concepts(word.near);
    return {
      ...sought,
      isCommon,
      held,
      meaningHeld,
      nearHeld,
      share: held.share,
      meaningShare: meaningHeld.share,
      nearShare: nearHeld.share,
    };
  });
}

function hasForms({ stem, forms, phrases, text }: QueryWord): boolean {
  return stem !== null || forms.length > 0 || phrases.length > 0 || isLongNumber(text);
}

function isLongNumber(text: string): boolean {
  return text.length >= LONG_NUMBER_CHARS && /\d/.test(text);
}

/** What an unknown word was probably meant to be, or the two words that it may be made of. */
function repaired(
  source: RecallSource,
  sought: QueryWord & { meant: string[] },
  all: number,
): Held {
  const { text } = sought;
  const parts = twoWords(source, text);
  if (parts !== null) {
    sought.phrases = [...sought.phrases, parts];
    return holding(source, formsOf(sought), all);
  }
  if (isOrdinary(text)) return NONE;
  // What has a meaning is a form of a word, or a mistake in that very word.
  const isAlike = (other: string) =>
    sought.concepts.length === 0 ||
    meaningsOf(other).some(({ concept }) => sought.concepts.includes(concept));
  sought.meant = meantBy(source, text).filter(isAlike);
  return sought.meant.length === 0 ? NONE : holding(source, formsOf(sought), all);
}

/** Shortest first and second part of a compound that others write apart. */
const FIRST_CHARS = 3;
const SECOND_CHARS = 2;

/** "follow up" for "followup", when they stand side by side somewhere. */
function twoWords(source: RecallSource, word: string): string[] | null {
  if (!/^\p{L}{6,40}$/u.test(word)) return null;
  for (let at = FIRST_CHARS; at <= word.length - SECOND_CHARS; at++) {
    const parts = [word.slice(0, at), word.slice(at)];
    if (source.holding({ phrase: parts.join(" ") }, 1).length > 0) return parts;
  }
  return null;
}

function holding(source: RecallSource, wanted: Wanted, all: number): Held {
  const ids = source.holding(wanted, COUNT_LIMIT);
  const among = ids.length === COUNT_LIMIT ? all - (ids.at(-1) ?? 0) + 1 : all;
  return { ids, share: Math.min(1, ids.length / among) };
}

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/**
 * The known words that one may stand for. To read all words takes 20 ms at 10,000 entities and 160 at
 * 100,000, so only those are read that begin as they may: with one of the first two letters, which
 * covers a swap and a letter too many; if none is near, those whose first letter is missing or another.
 */
function meantBy(source: RecallSource, word: string): string[] {
  const [first = "", second = "", third = ""] = word;
  const near = wordsMeant(word, similarWords(source, word, [...new Set([first, second])]));
  if (near.length > 0) return near;
  const others = LETTERS.flatMap((letter) => [letter + first + second, letter + second + third]);
  return wordsMeant(word, similarWords(source, word, [...new Set(others)]));
}

/** Words of the memory with one of the beginnings, about as long as one that it does not know. */
function similarWords(
  source: RecallSource,
  word: string,
  beginnings: readonly string[],
): [string, number][] {
  if (mistakesAllowed(word) === 0) return [];
  return beginnings.flatMap((beginning) =>
    source.wordsFrom(beginning, [word.length - 2, word.length + 2]),
  );
}

/** Known words that begin like one that is not. */
const LIKE_CHARS = 3;
const LIKE_LIMIT = 5;

/** Some words of the memory that begin like the word, for a reader who got nothing. */
export function wordsLike(source: RecallSource, word: string): string[] {
  const beginning = [...word].slice(0, LIKE_CHARS).join("");
  if (beginning.length < LIKE_CHARS || /\d/.test(word)) return [];
  return source.firstWords(beginning, LIKE_LIMIT);
}

/** A common word itself, and any other in any of its forms and meanings. */
export function firstFormsOf(word: KnownWord): Wanted {
  if (word.isCommon) return { phrase: word.text };
  return { any: [formsOf(word), ...word.concepts.map(conceptPhrase)] };
}

/** A word in a name: in any of its forms and meanings, but for phrases. */
export function namedOf(word: KnownWord): Wanted {
  const meaning = word.concepts.map((concept) => ({ phrase: nameToken(conceptToken(concept)) }));
  const named = {
    ...word,
    text: nameToken(word.text),
    stem: word.stem === null ? null : nameToken(word.stem),
    forms: word.forms.map(nameToken),
    meant: word.meant.map(nameToken),
    phrases: [],
  };
  return { any: [formsOf(named), ...meaning] };
}

/** A word in any of its forms. */
export function formsOf(word: QueryWord & { meant: readonly string[] }): Wanted {
  const { text, stem, forms, phrases, meant } = word;
  const whole = [text, ...forms, ...meant, ...phrases.map((phrase) => phrase.join(" "))];
  // 26 is no beginning of 2604, and thousands of numbers begin with it; a long one has few.
  const beginnings = stem !== null ? [stem] : isLongNumber(text) ? [text] : [];
  return {
    any: [
      ...whole.map((phrase) => ({ phrase })),
      ...beginnings.map((phrase) => ({ phrase, isBeginning: true as const })),
    ],
  };
}

function conceptPhrase(concept: string): Wanted {
  return { phrase: conceptToken(concept) };
}
