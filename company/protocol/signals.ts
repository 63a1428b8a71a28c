/**
 * The signals of the constitution's "Review triggers" as something that can be found in a text. A
 * signal is a word or phrase; `> 200`, an amount of money above 200 in a line with one of the row's
 * words; or a path: `infra/`, a folder, or a glob.
 */
import picomatch from "picomatch/posix.js";
import type { ReviewTrigger } from "../constitution/types.ts";
import { amountsOf } from "./amounts.ts";
import { EVERYDAY_PHRASES } from "./everyday-phrases.ts";
import { familyOf } from "./signal-families.ts";
import { signalKeys, textKeys, type Word, wordsOf } from "./words.ts";

/** Where a signal was found. */
export interface Hit {
  /** As the constitution has it. */
  signal: string;
  /** The words of the text that it was found in. */
  found: string;
  /** In UTF-16 units from the start of the text. */
  offset: number;
}

interface Phrase {
  signal: string;
  /** For each word of the phrase, the keys that it may be met by. */
  words: ReadonlySet<string>[];
}

export interface TriggerRow {
  rule: ReviewTrigger;
  /** An amount above this is what the row's words are about; null when they count alone. */
  threshold: number | null;
  phrases: PhraseIndex;
  /** The signal that any amount of money stands for; null when amounts say nothing of this row. */
  moneySignal: string | null;
  matchesPath: ((path: string) => string | null) | null;
}

type PhraseIndex = ReadonlyMap<string, Phrase[]>;

/** A row that a 1 MB text hits everywhere is explained by its first hits. */
const HITS_PER_ROW = 10;
const AMOUNT_SIGNAL = /^>\s*(\d[\d.,]*)$/;

export function compileRow(rule: ReviewTrigger): TriggerRow {
  const [amount] = rule.signals.flatMap((signal) => AMOUNT_SIGNAL.exec(signal)?.[1] ?? []);
  const paths = rule.signals.filter(isPathSignal);
  const phrases = rule.signals.filter((signal) => !isAmountSignal(signal) && !isPathSignal(signal));
  const matchers = paths.map((signal) => ({ signal, isMatch: pathMatcher(signal) }));
  return {
    rule,
    threshold: amount === undefined ? null : Number(amount.replaceAll(/[.,]$|,/g, "")),
    phrases: indexOf(phrases, signalKeys),
    moneySignal: amount === undefined ? (phrases.find(isCostSignal) ?? null) : null,
    matchesPath:
      matchers.length === 0
        ? null
        : (path) => matchers.find(({ isMatch }) => isMatch(path))?.signal ?? null,
  };
}

/** Which row is about what things cost at all: the bare word. "server cost" is about servers. */
function isCostSignal(signal: string): boolean {
  return /^(?:costs?|custos?)$/i.test(signal);
}

/** `> 200` */
export function isAmountSignal(signal: string): boolean {
  return AMOUNT_SIGNAL.test(signal);
}

/** `infra/`, `*.sql`, `Founder/activity.md`; but `CI/CD` is a word. */
export function isPathSignal(signal: string): boolean {
  return /\*|\/$|\/[^/\s]+\.\w+$/.test(signal);
}

function pathMatcher(signal: string): (path: string) => boolean {
  if (signal.endsWith("/") && !signal.includes("*")) return (path) => path.startsWith(signal);
  const isMatch = picomatch(signal, { dot: true, nocase: true });
  // A glob without a slash is met in any folder, as in .gitignore.
  return (path) => isMatch(signal.includes("/") ? path : (path.split("/").at(-1) ?? path));
}

/** A text cut into words once, for all rows. */
export interface ReadText {
  text: string;
  words: readonly Word[];
  /** Whether the word at an index lies inside an everyday phrase that ends before another index. */
  isEveryday(from: number, to: number): boolean;
}

export function readForSignals(text: string): ReadText {
  const words = wordsOf(text);
  /** For each word inside an everyday phrase, where that phrase ends. */
  const everyday = new Map<number, number>();
  for (const { at, length } of phrasesIn(words, everydayIndex, plainKey)) {
    for (let from = at; from < at + length; from += 1) {
      everyday.set(from, Math.max(everyday.get(from) ?? 0, at + length));
    }
  }
  return {
    text,
    words,
    // A signal of the same words as the phrase was meant by the founder ("segurança social").
    isEveryday: (from, to) =>
      to - from === 1
        ? everyday.has(from)
        : (everyday.get(from) ?? 0) > to || (everyday.get(from - 1) ?? 0) >= to,
  };
}

/** Where the row's signals stand in the text; the first few. */
export function hitsIn(read: ReadText, row: TriggerRow): Hit[] {
  const hits: Hit[] = [];
  for (const { at, length, phrase } of phrasesIn(read.words, row.phrases, textKeys)) {
    if (read.isEveryday(at, at + length)) continue;
    const first = read.words[at];
    const last = read.words[at + length - 1];
    if (first === undefined || last === undefined) continue;
    const found = read.text.slice(first.offset, last.offset + last.text.length);
    const hit = { signal: phrase.signal, found, offset: first.offset };
    if (row.threshold === null) hits.push(hit);
    else hits.push(...amountsBeside(read.text, hit, row.threshold));
    if (hits.length >= HITS_PER_ROW) return hits.slice(0, HITS_PER_ROW);
  }
  if (row.moneySignal !== null) hits.push(...moneyIn(read.text, row.moneySignal));
  return hits.slice(0, HITS_PER_ROW);
}

/** "The illustrator wants 120 euros" costs something, whatever the verb. */
function moneyIn(text: string, signal: string): Hit[] {
  return amountsOf(text)
    .slice(0, HITS_PER_ROW)
    .map((amount) => ({ signal, found: amount.text, offset: amount.offset }));
}

/** The amounts above the threshold in the paragraph of a hit. */
function amountsBeside(text: string, hit: Hit, threshold: number): Hit[] {
  const start = text.lastIndexOf("\n\n", hit.offset) + 1;
  const next = text.indexOf("\n\n", hit.offset);
  const paragraph = text.slice(start, next < 0 ? undefined : next);
  return amountsOf(paragraph)
    .filter(({ value }) => value > threshold)
    .map((amount) => ({
      signal: `> ${threshold}`,
      found: `${hit.found} … ${amount.text}`,
      offset: start + amount.offset,
    }));
}

interface Found {
  at: number;
  length: number;
  phrase: Phrase;
}

function* phrasesIn(
  words: readonly Word[],
  index: PhraseIndex,
  keysOf: (word: Word) => readonly string[],
): Generator<Found> {
  for (const [at, word] of words.entries()) {
    const seen = new Set<Phrase>();
    for (const key of keysOf(word)) {
      for (const phrase of index.get(key) ?? []) {
        if (seen.has(phrase)) continue;
        seen.add(phrase);
        const length = lengthOf(words, at, { phrase, keysOf });
        if (length > 0) yield { at, length, phrase };
      }
    }
  }
}

/** How many words of the text the phrase takes from `at`; 0 when it does not stand there. */
function lengthOf(
  words: readonly Word[],
  at: number,
  { phrase, keysOf }: { phrase: Phrase; keysOf: (word: Word) => readonly string[] },
): number {
  let next = at + 1;
  for (const keys of phrase.words.slice(1)) {
    const fits = (word: Word | undefined) =>
      word?.isJoined === true && keysOf(word).some((key) => keys.has(key));
    if (!fits(words[next]) && words[next]?.isJoined && FILLERS.has(words[next]?.folded ?? "")) {
      next += 1;
    }
    if (!fits(words[next])) return 0;
    next += 1;
  }
  return next - at;
}

/** "list of our customers" is the phrase "list of customers". */
const FILLERS = new Set(
  "a an the this that these those our your their his her my its all o os as um uma este esta estes estas esse essa nosso nossa nossos nossas seu sua seus suas".split(
    " ",
  ),
);

function indexOf(
  signals: readonly string[],
  keysOf: (word: Word) => readonly string[],
): Map<string, Phrase[]> {
  const index = new Map<string, Phrase[]>();
  const add = (signal: string, wording: string, keys: typeof keysOf) => {
    const phrase = { signal, words: wordsOf(wording).map((word) => new Set(keys(word))) };
    for (const key of phrase.words[0] ?? []) index.set(key, [...(index.get(key) ?? []), phrase]);
  };
  for (const signal of signals) {
    add(signal, signal, keysOf);
    // As they are written, but for a plural: stems of so many words would meet the wrong ones.
    for (const wording of familyOf(signal)) add(signal, wording, plainAndPlural);
  }
  return index;
}

function plainKey(word: Word): readonly string[] {
  return [`=${word.folded}`];
}

function plainAndPlural({ folded }: Word): readonly string[] {
  return [`=${folded}`, `=${folded}s`];
}

const everydayIndex = indexOf(EVERYDAY_PHRASES, plainKey);
