/**
 * The tables of concepts as texts that are quick to read, with the stems reckoned. The build does that once and
 * for all: built programs read the value from a file instead of this module.
 */
import { CONCEPTS, FOUNDERS_COUNT } from "./concept-lists.ts";
import { LANGUAGES, stemIn } from "./stems.ts";
import { tokensOf } from "./tokens.ts";

/** Lines of a key and what it stands for: the place of a concept times four and that of a language. */
export interface TableText {
  /** Names of all concepts, parted by blanks. */
  concepts: string;
  /** So many of the first are a company's own matters; the others are everyday words. */
  founders: number;
  /** For each concept, a line: the places of those near to it. */
  near: string;
  /** By the word as it stands. */
  words: string;
  /** By the place of the language and the stem: `0price`. */
  stems: string;
  /** By the stem of its first word: what it stands for, then its other words. */
  phrases: string;
}

export function tableText(): TableText {
  const names = Object.keys(CONCEPTS);
  const places = new Map(names.map((name, at) => [name, at]));
  const [words, stems] = [new Map<string, number[]>(), new Map<string, number[]>()];
  const phrases: string[] = [];
  for (const [at, concept] of Object.values(CONCEPTS).entries()) {
    for (const [of, language] of LANGUAGES.entries()) {
      const code = at * LANGUAGES.length + of;
      for (const said of concept[language].split(" ").filter(Boolean)) {
        const [first = "", ...rest] = said.split("_").flatMap(tokensOf);
        const stem = stemIn(language, first);
        if (rest.length > 0) phrases.push([stem, code, ...rest].join(" "));
        else {
          add(words, first, code);
          add(stems, `${of}${stem}`, code);
        }
      }
    }
  }
  const near = names.map(() => new Set<number>());
  for (const [at, { near: others = "" }] of Object.values(CONCEPTS).entries()) {
    for (const other of others.split(" ").filter(Boolean)) {
      const place = places.get(other) ?? 0;
      near[at]?.add(place);
      near[place]?.add(at);
    }
  }
  const lines = (map: Map<string, number[]>) =>
    [...map].map(([key, codes]) => `${key} ${codes.join(" ")}`).join("\n");
  return {
    concepts: names.join(" "),
    founders: FOUNDERS_COUNT,
    near: near.map((places) => [...places].join(" ")).join("\n"),
    ...{ words: lines(words), stems: lines(stems), phrases: phrases.join("\n") },
  };
}

function add(map: Map<string, number[]>, key: string, code: number): void {
  const codes = map.get(key);
  if (codes === undefined) map.set(key, [code]);
  else if (!codes.includes(code)) codes.push(code);
}
