/** The words of questions and facts in one form: folded, and known by their stems in two languages. */
import { stemmer as englishStem } from "@orama/stemmers/english";
import { stemmer as portugueseStem } from "@orama/stemmers/portuguese";
import { BUSINESS_WORDS, STOP_WORDS } from "./vocabulary.ts";

/** A word of a question. */
export interface QueryWord {
  /** Lower case without accents. */
  text: string;
  /** What the forms of this word begin with; at least three characters. */
  stem: string;
  /** The same thing in the other language, or another word for it. */
  synonyms: string[];
}

/** More words than a question has; a longer text is not one. */
const WORDS_LIMIT = 24;
/** Nothing longer is a word; a stemmer need not look at it. */
const WORD_CHARS = 40;
const STEM_CHARS_LEAST = 3;

/** The tokens of a text as the index cuts them: letters and digits, folded. */
export function tokensOf(text: string): string[] {
  return fold(text).match(/[\p{L}\p{N}\p{Co}]+/gu) ?? [];
}

/** Lower case without accents, as the index folds. */
export function fold(text: string): string {
  return text.toWellFormed().normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}

/** The words of a question that say something; all of them when none does. */
export function queryWords(query: string): QueryWord[] {
  const all = [...new Set(tokensOf(query))];
  const telling = all.filter((token) => !STOP_WORDS.has(token));
  return (telling.length > 0 ? telling : all).slice(0, WORDS_LIMIT).map((text) => ({
    text,
    stem: stemOf(text),
    synonyms: (BUSINESS_WORDS.get(text) ?? BUSINESS_WORDS.get(singular(text)) ?? []).filter(
      (word) => word !== text,
    ),
  }));
}

/**
 * What a word shares with its own stem: "pricing" and its stem "price" both begin with "pric", which
 * finds "price", "prices" and "pricing". Of the two languages the one that takes less away counts.
 */
export function stemOf(word: string): string {
  if (word.length > WORD_CHARS || /\d/.test(word)) return word;
  const stems = [englishStem(word), fold(portugueseStem(word))].map((stem) => shared(word, stem));
  const [first = word, second = word] = stems;
  const longer = first.length >= second.length ? first : second;
  const shorter = longer === first ? second : first;
  // A language to which the word does not belong leaves it as it is.
  const stem = longer === word ? shorter : longer;
  return stem.length >= STEM_CHARS_LEAST ? stem : word;
}

function shared(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}

function singular(word: string): string {
  return word.replace(/(?:oes|aes)$/, "ao").replace(/s$/, "");
}
