/** The words of a question: what each of them may be written as, and what it means. */
import {
  type Asked,
  askedIn,
  languagesOf,
  meaningsOf,
  nearConcepts,
  phrasesIn,
  STOP_WORDS,
} from "./concepts.ts";
import { spelledDays, spelledNumbers, spelledTimes } from "./spelled.ts";
import { LANGUAGES, type Language, stemIn, WORD_CHARS } from "./stems.ts";
import { numberForms, tokensOf, unitsOf } from "./tokens.ts";

/** A word of a question. */
export interface QueryWord {
  /** Lower case without accents. */
  text: string;
  /** What the forms of this word begin with; at least three characters. Null for what has no forms. */
  stem: string | null;
  /** Other tokens that are the same: an id without zeros, a number in one piece. */
  forms: string[];
  /** Tokens that are the same when they stand side by side. */
  phrases: string[][];
  /** What it means. */
  concepts: string[];
  /** What is near to that. */
  near: string[];
  /** True for what only counts when the memory knows it: "followup" in a question for "follow up". */
  isGuess: boolean;
}

export interface Question {
  words: QueryWord[];
  /** Languages that the question may be in. */
  languages: readonly Language[];
  asked: Asked | null;
}

/** More words than a question has; a longer text is not one. */
const WORDS_LIMIT = 24;
const STEM_CHARS_LEAST = 3;
/** A number of so many digits may go on, or have a prefix in front. */
export const LONG_NUMBER_CHARS = 6;

/** What a question asks with: the words that say something, or all of them when none does. */
export function questionOf(query: string): Question {
  const tokens = tokensOf(query);
  const languages = languagesOf(tokens);
  const units = unitsOf(query);
  const inUnits = new Set(units.filter(({ isNumber }) => isNumber).flatMap(({ parts }) => parts));
  const phrases = phrasesIn(tokens).filter(
    ({ language }) => language !== null && languages.includes(language),
  );
  const all = [...new Set(tokens)].filter((token) => !inUnits.has(token));
  const telling = all.filter((token) => !isStopWord(token, languages));
  const few = telling.length > 0 || units.length > 0 || phrases.length > 0 ? telling : all;
  const words = [
    ...units.filter(({ isNumber }) => isNumber).map(numberWord),
    ...few.map((text) => wordOf(text, languages)),
    ...phrases.map(({ concept, from, to }) => ({
      ...NOTHING,
      text: tokens.slice(from, to).join(" "),
      phrases: [tokens.slice(from, to)],
      ...meaning([concept]),
      isGuess: true,
    })),
    ...units.filter(({ isNumber }) => !isNumber).map(({ joined, parts }) => guess(joined, parts)),
    ...neighbours(tokens, languages),
    ...spelledWords(tokens, languages),
  ];
  return { words: words.slice(0, WORDS_LIMIT), languages, asked: askedIn(tokens) };
}

const NOTHING: QueryWord = {
  text: "",
  stem: null,
  forms: [],
  phrases: [],
  concepts: [],
  near: [],
  isGuess: false,
};

function isStopWord(token: string, languages: readonly Language[]): boolean {
  return languages.some((language) => STOP_WORDS[language].has(token));
}

function numberWord({ joined, parts }: { joined: string; parts: string[] }): QueryWord {
  const whole = parts.join("");
  return {
    ...NOTHING,
    text: joined,
    forms: numberForms(whole),
    phrases: [parts],
  };
}

function guess(joined: string, parts: string[]): QueryWord {
  return { ...NOTHING, text: joined, phrases: [parts], isGuess: true };
}

/** Numbers, days and times that the question spells out, as a fact may write them. */
function spelledWords(tokens: readonly string[], languages: readonly Language[]): QueryWord[] {
  const numbers = spelledNumbers(tokens, languages).map(({ value }) => {
    const digits = String(value);
    const groups = digits.replace(/\B(?=(?:\d{3})+$)/g, " ").split(" ");
    const phrases = groups.length > 1 ? [groups] : [];
    return { ...NOTHING, text: digits, phrases, isGuess: true };
  });
  const days = spelledDays(tokens).map(({ parts }) => guess(parts.join(""), parts));
  const times = spelledTimes(tokens).map((parts) => guess(parts.join(""), parts));
  return [...numbers, ...days, ...times];
}

/** Two words side by side may be one in the memory: "follow up", "Datenschutz Beauftragter". */
function neighbours(tokens: readonly string[], languages: readonly Language[]): QueryWord[] {
  return tokens.slice(1).flatMap((token, index) => {
    const before = tokens[index] ?? "";
    // An id in two pieces: "t 18", "kv 2207".
    if (/^\p{L}{1,4}$/u.test(before) && /^\d{2,}$/.test(token)) {
      const joined = before + token;
      return [{ ...NOTHING, text: joined, forms: numberForms(joined), isGuess: true }];
    }
    const areWords = [before, token].every((one) => /^\p{L}{2,}$/u.test(one));
    // Two words that only join others, or pairs of characters, are no compound.
    if (!areWords || isStopWord(before, languages) || [...before].length < 3) return [];
    return [{ ...NOTHING, text: before + token, isGuess: true }];
  });
}

function wordOf(text: string, languages: readonly Language[]): QueryWord {
  if (/\d/.test(text)) return { ...NOTHING, text, forms: [...numberForms(text), ...inId(text)] };
  const meant = meaningsOf(text);
  // A word of two languages means what it means in the language of the question.
  const own = meant.filter(({ language }) => languages.includes(language));
  const concepts = [...new Set((own.length > 0 ? own : meant).map(({ concept }) => concept))];
  return {
    ...NOTHING,
    text,
    stem: stemOf(text, languages),
    forms: spelledOut(text),
    ...meaning(concepts),
  };
}

/** 417 of an invoice that is written INV-0417. */
function inId(text: string): string[] {
  if (!/^[1-9]\d{1,5}$/.test(text)) return [];
  return [1, 2, 3].map((zeros) => "0".repeat(zeros) + text);
}

/** "waescherei" for "wäscherei" is in the index; the other way round the plain letter is. */
function spelledOut(text: string): string[] {
  const short = text.replaceAll(/(?<=[^aeiou]|^)([aou])e/g, "$1");
  return short === text ? [] : [short];
}

function meaning(concepts: string[]): Pick<QueryWord, "concepts" | "near"> {
  const near = new Set(concepts.flatMap(nearConcepts));
  return { concepts, near: [...near].filter((one) => !concepts.includes(one)) };
}

/**
 * What a word shares with its own stem: "pricing" and its stem "price" both begin with "pric", which
 * finds "price", "prices" and "pricing". Of several languages the one that takes least away counts.
 */
export function stemOf(word: string, languages: readonly Language[] = LANGUAGES): string {
  if (word.length > WORD_CHARS || /\d/.test(word)) return word;
  const stems = new Set(languages).add("en");
  const shorter = [...stems]
    .map((language) => shared(word, stemIn(language, word)))
    // A language to which the word does not belong leaves it as it is.
    .filter((stem) => stem !== word && stem.length >= STEM_CHARS_LEAST);
  return shorter.sort((a, b) => b.length - a.length)[0] ?? word;
}

function shared(one: string, other: string): string {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}
