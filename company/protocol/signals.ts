/**
 * The signals of the constitution's "Review triggers" as something that can be found in a text. A
 * signal is a word or phrase; `> 200`, an amount of money above 200; or a path: `infra/`, a folder, or a
 * glob as a shell reads it.
 */
import picomatch from "picomatch/posix.js";
import type { ReviewTrigger } from "../constitution/types.ts";
import { type Amount, amountsOf } from "./amounts.ts";
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
  /** An amount above this is what the row is about, and its words alone are not; null: its words are. */
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
  const isMatch = picomatch(asShell(signal), {
    dot: true,
    nocase: true,
    nonegate: true,
    posix: true,
  });
  // A glob without a slash is met in any folder, as in .gitignore.
  return (path) => isMatch(signal.includes("/") ? path : (path.split("/").at(-1) ?? path));
}

/** More than a row of a table means by `{1..12}`. */
const RANGE_LIMIT = 100;

/** Of picomatch `[!x]` is the class of `!` and `x`, and `{1..12}` that of the digits 1 and 2. */
function asShell(glob: string): string {
  return glob
    .replaceAll("[!", "[^")
    .replaceAll(/\{(\d{1,4})\.\.(\d{1,4})\}/g, (range, from: string, to: string) => {
      const step = Number(from) <= Number(to) ? 1 : -1;
      const length = Math.abs(Number(to) - Number(from)) + 1;
      if (length > RANGE_LIMIT) return range;
      const width = /^0\d|,0\d/.test(`${from},${to}`) ? Math.max(from.length, to.length) : 1;
      const numbers = Array.from({ length }, (_, at) => String(Number(from) + at * step));
      return `{${numbers.map((number) => number.padStart(width, "0")).join(",")}}`;
    });
}

/** What a glob holds that means to a shell what it does not mean here; null when nothing does. */
export function unreadGlob(signal: string): string | null {
  return /[@!+?*]\(|\{[^{},]*\.\.[^{},]*\}|\\/.exec(asShell(signal))?.[0] ?? null;
}

/** A text cut into words once, for all rows. */
export interface ReadText {
  text: string;
  words: readonly Word[];
  /** By which each word is met. */
  keys: readonly (readonly string[])[];
}

export function readForSignals(text: string): ReadText {
  const words = wordsOf(text);
  return { text, words, keys: words.map(textKeys) };
}

/** Where the row's signals stand in the text; the first few. */
export function hitsIn(read: ReadText, row: TriggerRow): Hit[] {
  const { threshold, moneySignal } = row;
  if (threshold !== null) {
    const above = amountsOf(read.text).filter(({ value }) => value > threshold);
    return above.slice(0, HITS_PER_ROW).map((amount) => moneyHit(amount, `> ${threshold}`));
  }
  const hits: Hit[] = [];
  for (const { at, length, phrase } of phrasesIn(read, row.phrases)) {
    const first = read.words[at];
    const last = read.words[at + length - 1];
    if (first === undefined || last === undefined) continue;
    const found = read.text.slice(first.offset, last.offset + last.text.length);
    hits.push({ signal: phrase.signal, found, offset: first.offset });
    if (hits.length >= HITS_PER_ROW) return hits;
  }
  // "The illustrator wants 120 euros" costs something, whatever the verb.
  const money = moneySignal === null ? [] : amountsOf(read.text);
  return [...hits, ...money.map((amount) => moneyHit(amount, moneySignal ?? ""))].slice(
    0,
    HITS_PER_ROW,
  );
}

function moneyHit({ text, offset }: Amount, signal: string): Hit {
  return { signal, found: text, offset };
}

interface Found {
  at: number;
  length: number;
  phrase: Phrase;
}

function* phrasesIn({ words, keys }: ReadText, index: PhraseIndex): Generator<Found> {
  for (let at = 0; at < words.length; at += 1) {
    // Most words begin no phrase of a row, and are asked about by every row.
    let seen: Set<Phrase> | null = null;
    for (const key of keys[at] ?? []) {
      const begun = index.get(key);
      if (begun === undefined) continue;
      seen ??= new Set();
      for (const phrase of begun) {
        if (seen.has(phrase)) continue;
        seen.add(phrase);
        const length = lengthOf(words, at, { phrase, keys });
        if (length > 0) yield { at, length, phrase };
      }
    }
  }
}

/** How many words of the text the phrase takes from `at`; 0 when it does not stand there. */
function lengthOf(
  words: readonly Word[],
  at: number,
  { phrase, keys: keysAt }: { phrase: Phrase; keys: ReadText["keys"] },
): number {
  let next = at + 1;
  for (const keys of phrase.words.slice(1)) {
    const fits = (place: number): boolean =>
      words[place]?.isJoined === true && keysAt[place]?.some((key) => keys.has(key)) === true;
    if (!fits(next) && words[next]?.isJoined && FILLERS.has(words[next]?.folded ?? "")) {
      next += 1;
    }
    if (!fits(next)) return 0;
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

function plainAndPlural({ folded }: Word): readonly string[] {
  return [`=${folded}`, `=${folded}s`];
}
