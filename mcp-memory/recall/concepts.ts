/**
 * What the words of a text stand for, by the tables of concept-lists.ts. A text is indexed with its concepts, so
 * that a question in one language finds a fact in another.
 */
import { LANGUAGES, type Language, stemIn, WORD_CHARS } from "./stems.ts";
import { type TableText, tableText } from "./table-text.ts";
import plain from "./words/plain.json" with { type: "json" };

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
  words: ReadonlyMap<string, Meant[]>;
  stems: ReadonlyMap<string, Meant[]>;
  phrases: ReadonlyMap<string, Phrase[]>;
  /** Names of the concepts that are a company's own matters. */
  founders: ReadonlySet<string>;
  /** By the name of a concept. */
  near: ReadonlyMap<string, string[]>;
}

let made: Tables | null = null;

/** Reads the tables: for who is about to need them where nobody should wait, such as under a lock. */
export function loadConcepts(): void {
  tables();
}

/** Read when first needed: a start need not wait for it. */
function tables(): Tables {
  made ??= readTables(tableText());
  return made;
}

function readTables(text: TableText): Tables {
  const concepts = text.concepts.split(" ");
  const meant = (code: string): Meant => ({
    concept: concepts[Math.floor(Number(code) / LANGUAGES.length)] ?? "",
    language: LANGUAGES[Number(code) % LANGUAGES.length] ?? "en",
  });
  const phrases = new Map<string, Phrase[]>();
  for (const line of text.phrases.split("\n")) {
    const [stem = "", code = "", ...rest] = line.split(" ");
    const list = phrases.get(stem);
    const phrase = { ...meant(code), rest };
    if (list === undefined) phrases.set(stem, [phrase]);
    else list.push(phrase);
  }
  const near = text.near.split("\n").map((line, at): [string, string[]] => {
    const places = line.split(" ").filter(Boolean);
    return [concepts[at] ?? "", places.map((place) => concepts[Number(place)] ?? "")];
  });
  const [words, stems] = [text.words, text.stems].map(
    (lines) =>
      new Map(
        lines.split("\n").map((line): [string, Meant[]] => {
          const [key = "", ...codes] = line.split(" ");
          return [key, codes.map(meant)];
        }),
      ),
  );
  const founders = new Set(concepts.slice(0, text.founders));
  return {
    ...{ words: words ?? new Map(), stems: stems ?? new Map(), phrases },
    ...{ founders, near: new Map(near) },
  };
}

/** Whether it is a matter of companies, such as a price, and not of every day, such as a colour. */
export function isFounders(concept: string): boolean {
  return tables().founders.has(concept);
}

/** Concepts that a question about this one may be answered with. */
export function nearConcepts(concept: string): string[] {
  return [...(tables().near.get(concept) ?? [])];
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
    (language) =>
      tables().stems.get(`${LANGUAGES.indexOf(language)}${stemIn(language, word)}`) ?? [],
  );
}

/** A compound and its shortest parts, such as "Jahresrabatt". */
const COMPOUND_CHARS = 9;
const HEAD_CHARS = 4;
const TAIL_CHARS = 5;

const GERMAN = LANGUAGES.indexOf("de");

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
    words.get(part) ??
    stems.get(`${GERMAN}${stemIn("de", part)}`) ??
    stems.get(`${GERMAN}${part}`) ??
    [];
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
    const next = tokens[from + 1];
    // Many begin with "in" or "on": asked by their second word too.
    for (const { concept, language, rest } of (next && phrasesFrom(token)?.get(next)) || NONE) {
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

/** 11 for "november" in any of the languages; null for any other word. */
export function monthNamed(token: string): number | null {
  for (const { concept } of meaningsOf(token)) {
    const at = MONTHS.indexOf(concept);
    if (at >= 0) return at + 1;
  }
  return null;
}

const starts = new Map<string, ReadonlyMap<string, Phrase[]> | null>();
const NONE: readonly Phrase[] = [];

/** Phrases that may begin with the word, by their second word; null for none. */
function phrasesFrom(token: string): ReadonlyMap<string, Phrase[]> | null {
  if (!IS_WORD.test(token)) return null;
  let known = starts.get(token);
  if (known === undefined) {
    const all = LANGUAGES.flatMap((language) =>
      (tables().phrases.get(stemIn(language, token)) ?? []).filter(
        (one) => one.language === language,
      ),
    );
    known = all.length === 0 ? null : Map.groupBy(all, ({ rest: [second = ""] }) => second);
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
  const counts = LANGUAGES.map((language) => {
    const words = STOP_WORDS[language];
    let count = 0;
    for (const token of tokens) if (words.has(token)) count += 1;
    return count;
  });
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
