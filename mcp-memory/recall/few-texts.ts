/**
 * Ranks a few hundred texts that lie in memory as recall ranks the entities of a graph, by the same values of words.
 * What a question costs depends on how often its words stand there, not on how much the texts hold: some 0.7 ms of
 * processor time for the 280 rows of a country, where asking the matcher text by text took 6 to 16.
 */
import type { Asked } from "./concepts.ts";
import { type FoundWord, indexOf, type PartsIndex, soughtIn } from "./few-words.ts";
import {
  ANSWERS,
  ASKED_GAIN,
  holdsPhrase,
  meaningValue,
  NAME_WEIGHT,
  SAME_FORM,
  type SoughtWord,
  TOGETHER_GAIN,
  tokenValue,
  weightOf,
} from "./rank.ts";
import { questionOf } from "./words.ts";

/** A text, with what it is called and asked for. */
export interface FewText {
  /** A word in one of these says what the text is about. */
  names: readonly string[];
  /** What it says: a word of the question may stand here by chance. */
  says: string;
}

export interface RankedText {
  /** Its place among the texts. */
  at: number;
  /** For the order: 1 is a name that holds all of the question's words. */
  relevance: number;
  /** How much of the question it meets, from 0 to 1, each word by how rare it is. */
  share: number;
  /** How many words of the question tell anything. */
  words: number;
}

/** How much the text itself counts beside its names: tried on 70 questions, of 0.2 to 0.7 the best. */
const SAYS_SHARE = 0.3;
/** How rare a word is taken to be that no text knows: as one in so many texts. */
const UNKNOWN_TEXTS = 30;

/** Reads the texts once; what it gives ranks those that meet something of a question, the best first. */
export function textRanker(texts: readonly FewText[]): (query: string) => RankedText[] {
  const index = indexOf(texts.flatMap(({ names, says }) => [names.join(" ; "), says]));
  return (query) => {
    const { words, asked } = questionOf(query);
    const found = words.flatMap((word) => soughtIn(word, index));
    const sought = found.map(({ word }) => word);
    const values = found.map((one) => valuesIn(one, index));
    const most = sought
      .filter(({ isGuess }) => !isGuess)
      .reduce((sum, { share }) => sum + weightOf(share) * NAME_WEIGHT, 0);
    const telling = sought.filter(({ isGuess }) => !isGuess).length;
    const met = new Set(values.flatMap((ofWord) => [...ofWord.keys()].map((part) => part >> 1)));
    return [...met]
      .map((at) => {
        const names = values.map((ofWord) => ofWord.get(2 * at) ?? 0);
        const says = values.map((ofWord) => ofWord.get(2 * at + 1) ?? 0);
        const gain = answers(index.parts[2 * at + 1]?.text, asked) ? ASKED_GAIN : 1;
        const sum =
          sumOf(names) * NAME_WEIGHT + SAYS_SHARE * gain * (1 + TOGETHER_GAIN) * sumOf(says);
        const best = names.map((name, word) => Math.max(name, SAYS_SHARE * (says[word] ?? 0)));
        const relevance = most === 0 ? sum : sum / most;
        return { at, relevance, share: shareOf(sought, best), words: telling };
      })
      .toSorted((a, b) => b.relevance - a.relevance || a.at - b.at);
  };
}

/** By the place of each part, how well it meets the word. */
function valuesIn({ word, tokens }: FoundWord, index: PartsIndex): Map<number, number> {
  const values = new Map<number, number>();
  const raise = (parts: readonly number[] | undefined, value: number) => {
    for (const part of parts ?? []) {
      if (value > (values.get(part) ?? 0)) values.set(part, value);
    }
  };
  for (const token of tokens) {
    const value = tokenValue(token, word);
    raise(index.holding.get(token), value);
    raise(index.forms.get(token), value * SAME_FORM);
  }
  for (const concept of [...word.concepts, ...word.near]) {
    raise(index.phrased.get(concept), meaningValue(concept, word));
  }
  for (const phrase of word.phrases) {
    const parts = (index.holding.get(phrase[0] ?? "") ?? []).filter((part) =>
      holdsPhrase(index.parts[part]?.tokens ?? [], phrase),
    );
    raise(parts, weightOf(word.share) * SAME_FORM);
  }
  return values;
}

function answers(says: string | undefined, asked: Asked | null): boolean {
  return asked !== null && ANSWERS[asked].test(says ?? "");
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** How much of the question is met: a guess counts only where it is. */
function shareOf(sought: readonly SoughtWord[], values: readonly number[]): number {
  let met = 0;
  let whole = 0;
  for (const [index, { isGuess, share, meaningShare }] of sought.entries()) {
    const value = values[index] ?? 0;
    if (isGuess && value === 0) continue;
    const held = Math.max(share, meaningShare);
    const most = weightOf(held === 0 ? 1 / UNKNOWN_TEXTS : held);
    met += Math.min(value, most);
    whole += most;
  }
  return whole === 0 ? 0 : met / whole;
}
