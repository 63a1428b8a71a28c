/** Questions about the law of another country, which no pack of ours answers. */
import { foldWord } from "../near-word.ts";
import words from "./foreign-words.json" with { type: "json" };

/** Languages in which a founder may name a country. */
const LANGUAGES = ["en", "pt", "es", "de"] as const;
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Folded names of countries, of one word or several, with their codes (ISO 3166-1). */
let made: ReadonlyMap<string, string> | null = null;

function countryNames(): ReadonlyMap<string, string> {
  made ??= new Map([...namesOfRegions(), ...listed(words.adjectives), ...listed(words.places)]);
  return made;
}

function* namesOfRegions(): Generator<[string, string]> {
  const left = new Set(words.notCountries.split(" "));
  for (const language of LANGUAGES) {
    for (const style of ["long", "short"] as const) {
      const names = new Intl.DisplayNames([language], { type: "region", style, fallback: "none" });
      for (const first of LETTERS) {
        for (const second of LETTERS) {
          const code = first + second;
          const name = plain(names.of(code) ?? "").trim();
          // Short forms such as "US" are everyday words in lower case.
          if (name.length > 2 && !left.has(name)) yield [name, code];
        }
      }
    }
  }
}

function* listed(lists: Readonly<Record<string, string>>): Generator<[string, string]> {
  for (const [code, list] of Object.entries(lists)) {
    for (const word of list.split(" ")) yield [word, code];
  }
}

/** ` a company in germany ` of "A company in Germany?": every word stands between blanks. */
function plain(text: string): string {
  return ` ${foldWord(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim()} `;
}

const WORDS_LIMIT = 60;
/** `São Tomé and Príncipe`. */
const NAME_WORDS = 5;

/** So many words before a place speak of it: "register for tax in Brazil", "income tax do I pay in Spain". */
const BEFORE_PLACE = 5;

/** A country as a question names it. */
interface Named {
  code: string;
  /** "Tax in Brazil": what is asked is that country's law. */
  isAskedOf: boolean;
}

/**
 * The other country whose own law a question asks for, as its English name; null when it names none, when it names
 * ours (ISO 3166-1) too, or when it tells of somebody there with whom the company deals: that is our law again, or
 * that of the Union.
 */
export function lawElsewhere(question: string, ours: string | null): string | null {
  const asked = plain(question).trim().split(" ").slice(0, WORDS_LIMIT);
  const named = countriesIn(asked);
  if (named.length === 0 || named.some(({ code }) => code === ours)) return null;
  const deals = asked.some(isDealing);
  const found = named.find(({ code, isAskedOf }) => !deals || (isAskedOf && !UNION.has(code)));
  if (found === undefined) return null;
  return new Intl.DisplayNames(["en"], { type: "region" }).of(found.code) ?? found.code;
}

const UNION = new Set(words.union.split(" "));
const LAW = new Set(words.law.split(" "));
const PREPOSITIONS = new Set(words.prepositions.split(" "));
const ADJECTIVES = new Set(Object.values(words.adjectives).flatMap((list) => list.split(" ")));

function countriesIn(asked: readonly string[]): Named[] {
  const names = countryNames();
  return asked.flatMap((word, at): Named[] => {
    const isIn = PREPOSITIONS.has(asked[at - 1] ?? "");
    // "In German" is a language.
    if (isIn && ADJECTIVES.has(word)) return [];
    for (let length = Math.min(NAME_WORDS, asked.length - at); length > 0; length -= 1) {
      const code = names.get(asked.slice(at, at + length).join(" "));
      if (code === undefined) continue;
      const before = asked.slice(Math.max(0, at - BEFORE_PLACE), at);
      return [{ code, isAskedOf: isIn && before.some((one) => LAW.has(one)) }];
    }
    return [];
  });
}

const DEALINGS = words.dealings.split(" ");

function isDealing(word: string): boolean {
  return DEALINGS.some((beginning) => word.startsWith(beginning));
}
