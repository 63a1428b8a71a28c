/** Which of a few texts hold a word of a question, by an index that is made once. */
import { isOrdinary, meaningsOf, phrasesIn } from "./concepts.ts";
import type { SoughtWord } from "./rank.ts";
import { otherForms, tokensOf } from "./tokens.ts";
import { mistakesAllowed, wordsMeant } from "./typing-mistakes.ts";
import { LONG_NUMBER_CHARS, type QueryWord } from "./words.ts";

export interface ReadPart {
  text: string;
  tokens: readonly string[];
}

/** Each text has two parts, its names and what it says: part 2n and 2n + 1 are those of text n. */
export interface PartsIndex {
  parts: readonly ReadPart[];
  /** Places of the parts that hold a token, and those that may be written so. */
  holding: ReadonlyMap<string, readonly number[]>;
  forms: ReadonlyMap<string, readonly number[]>;
  /** All tokens and other forms in order. */
  sorted: readonly string[];
  /** Tokens that mean a concept. */
  meaning: ReadonlyMap<string, readonly string[]>;
  /** Places of the parts that name a concept in several words. */
  phrased: ReadonlyMap<string, readonly number[]>;
}

export function indexOf(texts: readonly string[]): PartsIndex {
  const parts = texts.map((text) => ({ text, tokens: tokensOf(text) }));
  const holding = new Map<string, number[]>();
  const forms = new Map<string, number[]>();
  const meaning = new Map<string, string[]>();
  const phrased = new Map<string, number[]>();
  for (const [at, { text, tokens }] of parts.entries()) {
    const concepts = phrasesIn(tokens).map(({ concept }) => concept);
    for (const token of new Set(tokens)) put(holding, token, at);
    for (const form of new Set(otherForms(text))) put(forms, form, at);
    for (const concept of new Set(concepts)) put(phrased, concept, at);
  }
  const sorted = [...new Set([...holding.keys(), ...forms.keys()])].sort();
  for (const token of sorted) {
    for (const { concept } of meaningsOf(token)) put(meaning, concept, token);
  }
  return { parts, holding, forms, sorted, meaning, phrased };
}

function put<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [value]);
  else known.push(value);
}

/** A word of the question as these texts know it. */
export interface FoundWord {
  word: SoughtWord;
  /** The tokens that may meet it. */
  tokens: ReadonlySet<string>;
}

/** A guess that no text knows is left out. */
export function soughtIn(word: QueryWord, index: PartsIndex): FoundWord[] {
  const own = formsOf(word, index);
  const held = word.phrases.length === 0 ? holders(own, index) : sideBySide(word, index);
  const meant = held.size === 0 && !word.isGuess ? meantBy(word, index) : [];
  const found = meant.length === 0 ? held : holders(meant, index);
  const same = speaking(word.concepts, index);
  const near = speaking(word.near, index);
  if (word.isGuess && found.size + same.texts.size === 0) return [];
  const all = Math.max(1, index.parts.length / 2);
  const share = found.size / all;
  const sought = { ...word, meant, share, meaningShare: same.texts.size / all };
  return [
    {
      word: { ...sought, nearShare: near.texts.size / all },
      tokens: new Set([...own, ...meant, ...same.tokens, ...near.tokens]),
    },
  ];
}

/** Texts with one of the tokens. */
function holders(tokens: readonly string[], { holding }: PartsIndex): Set<number> {
  return textsOf(tokens.flatMap((token) => holding.get(token) ?? []));
}

function textsOf(parts: readonly number[]): Set<number> {
  return new Set(parts.map((part) => part >> 1));
}

function speaking(
  concepts: readonly string[],
  index: PartsIndex,
): { tokens: string[]; texts: Set<number> } {
  const tokens = concepts.flatMap((concept) => index.meaning.get(concept) ?? []);
  const phrased = concepts.flatMap((concept) => index.phrased.get(concept) ?? []);
  return { tokens, texts: new Set([...holders(tokens, index), ...textsOf(phrased)]) };
}

/** The tokens of the texts that are a form of the word. */
function formsOf({ text, forms, stem }: QueryWord, index: PartsIndex): string[] {
  const isLong = stem === null && text.length >= LONG_NUMBER_CHARS && /\d/.test(text);
  const beginning = stem ?? (isLong ? text : null);
  return [text, ...forms, ...(beginning === null ? [] : tokensFrom(beginning, index))];
}

function tokensFrom(beginning: string, { sorted }: PartsIndex): string[] {
  let from = 0;
  for (let to = sorted.length; from < to; ) {
    const middle = (from + to) >> 1;
    if ((sorted[middle] ?? "") < beginning) from = middle + 1;
    else to = middle;
  }
  let end = from;
  while (sorted[end]?.startsWith(beginning)) end += 1;
  return sorted.slice(from, end);
}

/** Texts that hold all words of one of its phrases. */
function sideBySide({ phrases }: QueryWord, { holding }: PartsIndex): Set<number> {
  const isIn = (text: number) => (token: string) =>
    (holding.get(token) ?? []).some((part) => part >> 1 === text);
  return new Set(
    phrases.flatMap(([first = "", ...rest]) => {
      const texts = [...textsOf(holding.get(first) ?? [])];
      return texts.filter((text) => rest.every(isIn(text)));
    }),
  );
}

/** The words of the texts that one which they do not know was probably meant to be. */
function meantBy({ text, concepts }: QueryWord, { holding }: PartsIndex): string[] {
  if (isOrdinary(text) || concepts.length > 0 || mistakesAllowed(text) === 0) return [];
  const [first = "", second = ""] = text;
  const alike = [...holding].filter(
    ([token]) => token.startsWith(first) || token.startsWith(second),
  );
  return wordsMeant(
    text,
    alike.map(([token, parts]): [string, number] => [token, parts.length]),
  );
}
