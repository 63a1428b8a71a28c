/**
 * What words mean to a founder: `words/*.json` holds, concept by concept, what people say for the same
 * thing in English, Portuguese, Spanish and German (a `_` is a blank), and which concepts are near. A
 * text is indexed with its concepts, so that a question in one language finds a fact in another.
 */
import { stemmer as english } from "@orama/stemmers/english";
import { stemmer as german } from "@orama/stemmers/german";
import { stemmer as portuguese } from "@orama/stemmers/portuguese";
import { stemmer as spanish } from "@orama/stemmers/spanish";
import { fold, tokensOf } from "./tokens.ts";
import customers from "./words/customers.json" with { type: "json" };
import money from "./words/money.json" with { type: "json" };
import plain from "./words/plain.json" with { type: "json" };
import things from "./words/things.json" with { type: "json" };
import time from "./words/time.json" with { type: "json" };
import trouble from "./words/trouble.json" with { type: "json" };
import work from "./words/work.json" with { type: "json" };

export const LANGUAGES = ["en", "pt", "es", "de"] as const;
export type Language = (typeof LANGUAGES)[number];

type Concept = Readonly<Record<Language, string>> & { near?: string };

/** Every concept by its name. */
export const CONCEPTS: Readonly<Record<string, Concept>> = {
  ...money,
  ...customers,
  ...time,
  ...things,
  ...trouble,
  ...work,
};

const STEMMERS: Readonly<Record<Language, (word: string) => string>> = {
  en: english,
  pt: portuguese,
  es: spanish,
  de: german,
};

/** Nothing longer is a word; a stemmer need not look at it. */
const WORD_CHARS = 40;

/** What a language's stemmer makes of a folded word. */
export function stemIn(language: Language, word: string): string {
  return word.length > WORD_CHARS ? word : fold(STEMMERS[language](word));
}

/** Words that say nothing in a question, by language. */
export const STOP_WORDS = bySet(plain.stop);
/** Words that everybody knows and that are not typing mistakes of others, by language. */
const COMMON_WORDS = bySet(plain.common);

function bySet(lists: Record<Language, string>): Record<Language, ReadonlySet<string>> {
  const sets = LANGUAGES.map(
    (language) => [language, new Set(lists[language].split(" "))] as const,
  );
  return Object.fromEntries(sets) as unknown as Record<Language, ReadonlySet<string>>;
}

/** What a word or a phrase stands for, in which languages. */
interface Meant {
  concept: string;
  language: Language;
}

interface Phrase extends Meant {
  /** The words after the first, as they stand. */
  rest: string[];
}

interface Tables {
  /** By the word as it stands, by language and stem, by the stem of a phrase's first word. */
  words: Map<string, Meant[]>;
  stems: Map<string, Meant[]>;
  phrases: Map<string, Phrase[]>;
}

let made: Tables | null = null;

/** Makes the tables: for who is about to need them where nobody should wait, such as under a lock. */
export function loadConcepts(): void {
  tables();
}

/** Made when first needed: 30 ms that a start need not wait for. */
function tables(): Tables {
  if (made !== null) return made;
  made = { words: new Map(), stems: new Map(), phrases: new Map() };
  for (const [concept, entry] of Object.entries(CONCEPTS)) {
    for (const language of LANGUAGES) {
      for (const said of entry[language].split(" ").filter(Boolean)) {
        const [first = "", ...rest] = said.split("_").flatMap(tokensOf);
        const meant = { concept, language };
        if (rest.length > 0) addTo(made.phrases, stemIn(language, first), { ...meant, rest });
        else {
          addTo(made.words, first, meant);
          addTo(made.stems, `${language}:${stemIn(language, first)}`, meant);
        }
      }
    }
  }
  return made;
}

function addTo<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

const near = new Map<string, Set<string>>();
for (const [concept, entry] of Object.entries(CONCEPTS)) {
  for (const other of entry.near?.split(" ") ?? []) {
    near.set(concept, (near.get(concept) ?? new Set()).add(other));
    near.set(other, (near.get(other) ?? new Set()).add(concept));
  }
}

/** Concepts that a question about this one may be answered with. */
export function nearConcepts(concept: string): string[] {
  return [...(near.get(concept) ?? [])];
}

/** Words that are kept in mind with what they mean; a memory has many more, most of them once. */
const REMEMBERED = 20_000;
const STEM_CHARS_LEAST = 4;
const remembered = new Map<string, readonly Meant[]>();
/** Numbers and ids mean nothing by themselves. */
const IS_WORD = /^\p{L}[\p{L}\p{M}]*$/u;
const NOTHING: readonly Meant[] = [];

/** What a folded word stands for, in any of its forms. */
export function meaningsOf(word: string): readonly Meant[] {
  if (!IS_WORD.test(word)) return NOTHING;
  let meant = remembered.get(word);
  if (meant === undefined) {
    meant = lookedUp(word);
    if (remembered.size >= REMEMBERED) remembered.clear();
    remembered.set(word, meant);
  }
  return meant;
}

function lookedUp(word: string): readonly Meant[] {
  const exact = tables().words.get(word);
  if (exact !== undefined) return exact;
  if (word.length < STEM_CHARS_LEAST || word.length > WORD_CHARS) return NOTHING;
  const stemmed = byStem(word);
  return stemmed.length > 0 ? stemmed : ofCompound(word);
}

function byStem(word: string): Meant[] {
  return LANGUAGES.flatMap(
    (language) => tables().stems.get(`${language}:${stemIn(language, word)}`) ?? [],
  );
}

/** A compound and its shortest parts, such as "Jahresrabatt". */
const COMPOUND_CHARS = 9;
const HEAD_CHARS = 4;
const TAIL_CHARS = 5;

/** German writes together what others write apart: the last part says what it is, the first of what. */
function ofCompound(word: string): Meant[] {
  if (word.length < COMPOUND_CHARS) return [];
  for (let at = HEAD_CHARS; at <= word.length - TAIL_CHARS; at++) {
    const tail = inGerman(word.slice(at));
    if (tail.length === 0) continue;
    const head = word.slice(0, at);
    const linked = [head, head.replace(/e?s$/, ""), head.replace(/e?n$/, "")];
    return [...tail, ...(linked.map(inGerman).find((found) => found.length > 0) ?? [])];
  }
  return [];
}

function inGerman(part: string): Meant[] {
  if (part.length < HEAD_CHARS) return [];
  const { words, stems } = tables();
  // The first part of a compound is at times what a stemmer leaves: "Förder".
  const found =
    words.get(part) ?? stems.get(`de:${stemIn("de", part)}`) ?? stems.get(`de:${part}`) ?? [];
  return found.filter(({ language }) => language === "de");
}

/** A phrase of the table in a text. */
export interface FoundPhrase {
  concept: string;
  /** Null for one of any language. */
  language: Language | null;
  /** Places of its first token and behind its last one. */
  from: number;
  to: number;
}

/** The phrases of the table among tokens in order, and months; the first word may stand in any form. */
export function phrasesIn(tokens: readonly string[]): FoundPhrase[] {
  const found: FoundPhrase[] = [];
  for (const [from, token] of tokens.entries()) {
    for (const { concept, language, rest } of phrasesFrom(token)) {
      if (rest.every((word, index) => tokens[from + 1 + index] === word)) {
        found.push({ concept, language, from, to: from + 1 + rest.length });
      }
    }
    const month = YEAR.test(token) ? MONTHS[Number(tokens[from + 1] ?? 0) - 1] : undefined;
    if (month !== undefined) found.push({ concept: month, language: null, from, to: from + 2 });
  }
  return found;
}

/** What 2026-02 is called. */
const YEAR = /^(?:19|20)\d\d$/;
const MONTHS =
  "january february march april may june july august september october november december".split(
    " ",
  );

const starts = new Map<string, readonly Phrase[]>();
const NONE: readonly Phrase[] = [];

function phrasesFrom(token: string): readonly Phrase[] {
  if (!IS_WORD.test(token)) return NONE;
  let known = starts.get(token);
  if (known === undefined) {
    const all = LANGUAGES.flatMap((language) =>
      (tables().phrases.get(stemIn(language, token)) ?? []).filter(
        (one) => one.language === language,
      ),
    );
    known = all.length === 0 ? NONE : all;
    if (starts.size >= REMEMBERED) starts.clear();
    starts.set(token, known);
  }
  return known;
}

/** The concepts that a text speaks of. */
export function conceptsIn(tokens: readonly string[]): Set<string> {
  const concepts = new Set(phrasesIn(tokens).map(({ concept }) => concept));
  for (const token of tokens) {
    for (const { concept } of meaningsOf(token)) concepts.add(concept);
  }
  return concepts;
}

/** True for a word that stands in one of our lists: it was meant as it was written. */
export function isOrdinary(word: string): boolean {
  if (tables().words.has(word)) return true;
  return LANGUAGES.some(
    (language) => STOP_WORDS[language].has(word) || COMMON_WORDS[language].has(word),
  );
}

/** The languages that a question may be in, by the words that only join others; all when none tells. */
export function languagesOf(tokens: readonly string[]): readonly Language[] {
  const counts = LANGUAGES.map(
    (language) => tokens.filter((token) => STOP_WORDS[language].has(token)).length,
  );
  const most = Math.max(...counts);
  return most === 0 ? LANGUAGES : LANGUAGES.filter((_, index) => counts[index] === most);
}

/** What kind of answer a question asks for. */
export type Asked = "amount" | "time";

const ASKS = Object.entries(plain.asks).map(
  ([asked, text]) =>
    [asked as Asked, text.split(" ").map((phrase) => phrase.split("_").join(" "))] as const,
);

/** An amount for "how much", a day or an hour for "when"; null for other questions. */
export function askedIn(tokens: readonly string[]): Asked | null {
  const text = ` ${tokens.join(" ")} `;
  return ASKS.find(([, ways]) => ways.some((way) => text.includes(` ${way} `)))?.[0] ?? null;
}
