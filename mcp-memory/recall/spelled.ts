/**
 * Numbers and days as people say them: "twelve thousand" is 12,000, "vierhundertzehn" 410, "5 Nov 2025" the
 * day 2025-11-05, "half past six" 06:30. `words/numbers.json` holds the words, folded.
 */
import { monthNamed } from "./concepts.ts";
import type { Language } from "./stems.ts";
import lists from "./words/numbers.json" with { type: "json" };

interface NumberWords {
  /** A word that is added. */
  plain: ReadonlyMap<string, number>;
  /** Multiplies what stands before it, up to there. */
  hundreds: ReadonlyMap<string, number>;
  /** Multiplies all that stands before it, and is added to what follows. */
  scales: ReadonlyMap<string, number>;
  and: ReadonlySet<string>;
}

const TABLES = Object.fromEntries(
  Object.entries(lists).map(([language, list]) => [language, tableOf(list)]),
) as Record<Language, NumberWords>;

function tableOf(list: (typeof lists)[Language]): NumberWords {
  const units = list.units.split(" ").map((word, value) => [word, value] as const);
  const tens = list.tens.split(" ").map((word, at) => [word, (at + 2) * 10] as const);
  return {
    plain: new Map<string, number>([...units, ...tens, ...Object.entries(list.more)]),
    hundreds: new Map<string, number>(Object.entries(list.hundreds)),
    scales: new Map<string, number>(Object.entries(list.scales)),
    and: new Set(list.and.split(" ")),
  };
}

export interface SpelledNumber {
  value: number;
  /** Places of its first token and behind its last one. */
  from: number;
  to: number;
}

/** A number below this says little, and its words stand everywhere ("one of them", "um cliente"). */
const LEAST = 10;
const GERMAN_CHARS = 60;

/** The numbers among tokens, in a language that the question may be in; the longest run counts. */
export function spelledNumbers(
  tokens: readonly string[],
  languages: readonly Language[],
): SpelledNumber[] {
  const found: SpelledNumber[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const runs = languages.map((language) => runFrom(tokens, at, language));
    const best = runs.reduce((one, other) => (other.to > one.to ? other : one), {
      ...{ value: 0, from: at, to: at },
    });
    if (best.to === at) continue;
    if (best.value >= LEAST) found.push(best);
    at = best.to - 1;
  }
  return found;
}

function runFrom(tokens: readonly string[], from: number, language: Language): SpelledNumber {
  const table = TABLES[language];
  let [total, part, to] = [0, 0, from];
  let isOpen = false;
  for (let at = from; at < tokens.length; at += 1) {
    const token = tokens[at] ?? "";
    const parts = language === "de" ? germanParts(token, table) : [token];
    if (isOpen && table.and.has(token)) continue;
    if (!parts.every((word) => isNumberWord(word, table))) break;
    for (const word of parts) {
      const scale = table.scales.get(word);
      const hundred = table.hundreds.get(word);
      if (scale !== undefined) {
        total += (part || 1) * scale;
        part = 0;
      } else if (hundred !== undefined) part = (part || 1) * hundred;
      else part += table.plain.get(word) ?? 0;
    }
    isOpen = true;
    to = at + 1;
  }
  return { value: total + part, from, to };
}

function isNumberWord(word: string, { plain, hundreds, scales }: NumberWords): boolean {
  return plain.has(word) || hundreds.has(word) || scales.has(word);
}

/** `vierhundertzehn` in its parts, the longest first; the word itself when it is no number. */
function germanParts(word: string, table: NumberWords): string[] {
  if (word.length > GERMAN_CHARS || isNumberWord(word, table)) return [word];
  const parts: string[] = [];
  let rest = word;
  while (rest !== "") {
    const part = germanWords(table).find((each) => rest.startsWith(each));
    if (part === undefined) return [word];
    if (part !== "und") parts.push(part);
    rest = rest.slice(part.length);
  }
  return parts.length > 0 ? parts : [word];
}

let german: string[] | null = null;

function germanWords({ plain, hundreds, scales, and }: NumberWords): string[] {
  german ??= [...plain.keys(), ...hundreds.keys(), ...scales.keys(), ...and].sort(
    (a, b) => b.length - a.length,
  );
  return german;
}

export interface SpelledDay {
  /** As the parts of an ISO date: `2025 11 05`, or `11 05` without a year. */
  parts: string[];
  from: number;
  to: number;
}

/** The little words between a day and its month or year. */
const BETWEEN = new Set(["of", "de", "do", "del", "the"]);

/** Days with the name of their month, in any order that people write. */
export function spelledDays(tokens: readonly string[]): SpelledDay[] {
  return tokens.flatMap((token, at): SpelledDay[] => {
    const month = monthNamed(token);
    if (month === null) return [];
    const before = BETWEEN.has(tokens[at - 1] ?? "") ? at - 2 : at - 1;
    const after = BETWEEN.has(tokens[at + 1] ?? "") ? at + 2 : at + 1;
    const early = dayIn(tokens[before]);
    const day = early ?? dayIn(tokens[after]);
    if (day === null) return [];
    const yearAt = early !== null ? after : after + 1;
    const year = /^(?:19|20)\d\d$/.test(tokens[yearAt] ?? "") ? [tokens[yearAt] ?? ""] : [];
    const from = early !== null ? before : at;
    const last = year.length > 0 ? yearAt : Math.max(at, early !== null ? at : after);
    return [{ parts: [...year, String(month).padStart(2, "0"), day], from, to: last + 1 }];
  });
}

function dayIn(token: string | undefined): string | null {
  const [, digits] = /^(\d{1,2})(?:st|nd|rd|th)?$/.exec(token ?? "") ?? [];
  const day = Number(digits);
  return digits === undefined || day < 1 || day > 31 ? null : String(day).padStart(2, "0");
}

const HALF: readonly [RegExp, (hour: number) => number][] = [
  [/^half past (\S+)$/, (hour) => hour],
  [/^(\S+) e meia$/, (hour) => hour],
  [/^(\S+) y media$/, (hour) => hour],
  [/^halb (\S+)$/, (hour) => hour - 1],
];

/** `06 30` of "half past six", as the parts of a clock's time. */
export function spelledTimes(tokens: readonly string[]): string[][] {
  return tokens.flatMap((_, at) => {
    return [2, 3].flatMap((length) => {
      const text = tokens.slice(at, at + length).join(" ");
      return HALF.flatMap(([form, hourOf]): string[][] => {
        const [, word] = form.exec(text) ?? [];
        if (word === undefined) return [];
        const values = Object.values(TABLES).map(({ plain }) => plain.get(word));
        const said = values.find((value) => value !== undefined && value >= 1 && value <= 12);
        if (said === undefined) return [];
        const hour = hourOf(said);
        return [String(hour), String(hour).padStart(2, "0"), String(hour + 12)].map((each) => [
          ...[each, "30"],
        ]);
      });
    });
  });
}
