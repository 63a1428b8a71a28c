/**
 * The words of a text in a form in which "prices", "Pricing" and "preços" find "price" and "preço",
 * and "priceless" finds nothing: whole words, folded (case, accents) and stemmed.
 */
import { stemmer as englishStem } from "@orama/stemmers/english";
import { stemmer as portugueseStem } from "@orama/stemmers/portuguese";
import { UNSEEN } from "../unseen.ts";

export interface Word {
  /** As it stands in the text. */
  text: string;
  /** In UTF-16 units from the start of the text. */
  offset: number;
  /** Lower case without accents. */
  folded: string;
  /** No full stop, comma or empty line between this word and the one before. */
  isJoined: boolean;
}

/** A signal is compared by these keys; a word of a text has the same keys. */
type Keys = readonly string[];

/** Unseen characters and bold marks do not end a word: "se**cure**" is read as "secure". */
const WORD = new RegExp(
  `[\\p{L}\\p{N}](?:[\\p{L}\\p{N}\\p{M}]|[*${UNSEEN}]{1,6}(?=[\\p{L}\\p{N}]))*(?:['’]\\p{L}+)?%?`,
  "gu",
);
const NO_LETTER = new RegExp(`[\\p{M}*${UNSEEN}]`, "gu");
/** What may stand between two words of one phrase: white space, hyphens, quotes, Markdown marks. */
const INSIDE_PHRASE = /^(?:[^\S\n]|[-/‐–_*`'’"“”]|\n(?!\s*\n))*$/u;
/** Longer ones are hashes and base64; stemming them would cost time for nothing. */
const WORD_CHARS = 40;

export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let end = 0;
  for (const match of text.matchAll(WORD)) {
    const found = match[0];
    const isJoined = words.length > 0 && INSIDE_PHRASE.test(text.slice(end, match.index));
    words.push({ text: found, offset: match.index, folded: fold(found), isJoined });
    end = match.index + found.length;
  }
  return words;
}

/** Lower case, no accents, no possessive; Portuguese "do", "da", "dos", "das" are one with "de". */
export function fold(word: string): string {
  const plain = /^[a-z]+$/i.test(word)
    ? word.toLowerCase()
    : plainLetters(word)
        .normalize("NFKD")
        .replaceAll(NO_LETTER, "")
        .toLowerCase()
        .replace(/['’]s$/, "");
  return /^d[oa]s?$/.test(plain) ? "de" : plain;
}

/** Letters of other alphabets that look like ours: a signal must not be hidden by one of them. */
const LOOK_ALIKES = new Map(
  Object.entries({
    ...{ а: "a", е: "e", о: "o", р: "p", с: "c", у: "y", х: "x", і: "i", ј: "j", ѕ: "s", ԁ: "d" },
    ...{ А: "A", В: "B", Е: "E", К: "K", М: "M", Н: "H", О: "O", Р: "P", С: "C", Т: "T", Х: "X" },
    ...{ ο: "o", α: "a", ε: "e", ι: "i", ν: "v", ρ: "p", υ: "u", Ο: "O", Α: "A", Ε: "E", Ι: "I" },
  }),
);

function plainLetters(word: string): string {
  if (!/[\p{Script=Cyrillic}\p{Script=Greek}]/u.test(word)) return word;
  return Array.from(word, (letter) => LOOK_ALIKES.get(letter) ?? letter).join("");
}

/**
 * Keys of a word of the text. Each stem carries its language: "taxi" has the Portuguese stem "tax",
 * which must not meet the English word "tax".
 */
export function textKeys(word: Word): Keys {
  const known = keysOfText.get(word.text);
  if (known !== undefined) return known;
  const keys = [
    ...plainKeys(word.folded),
    ...[word.folded, ...positives(word.folded)].flatMap(englishKeys),
    ...portugueseKeys(word),
  ];
  if (keysOfText.size >= CACHE_WORDS) keysOfText.clear();
  keysOfText.set(word.text, keys);
  return keys;
}

/**
 * Keys of a word of a signal. An acronym is met as it is or with a plural s: the stem of "IRS" is
 * the verb "ir". A Portuguese stem counts only for a word that ends like a Portuguese one: the
 * Portuguese stem of "server" is that of "serve".
 */
export function signalKeys(word: Word): Keys {
  if (isAcronym(word.text)) return [...plainKeys(word.folded), ...plainKeys(`${word.folded}s`)];
  const portuguese = looksPortuguese(word) ? portugueseKeys(word, true) : [];
  return [...plainKeys(word.folded), ...englishKeys(word.folded), ...portuguese];
}

export function isAcronym(text: string): boolean {
  return /^\p{Lu}[\p{Lu}\p{N}]+$/u.test(text);
}

const CACHE_WORDS = 20_000;
const keysOfText = new Map<string, Keys>();

function plainKeys(folded: string): Keys {
  return [`=${folded}`];
}

function englishKeys(folded: string): Keys {
  return folded.length > WORD_CHARS ? [] : [`en:${englishStem(folded)}`];
}

/**
 * What "safest" and "riskiest" may be the most of; the stemmer leaves them as they are. Not of "-er": a
 * server serves, and a buyer is no purchase.
 */
function positives(folded: string): string[] {
  const [, stem] = /^([a-z]{3,})est$/.exec(folded) ?? [];
  if (stem === undefined) return [];
  return stem.endsWith("i") ? [`${stem.slice(0, -1)}y`] : [stem, `${stem}e`];
}

function portugueseKeys({ text, folded }: Word, isSignal = false): Keys {
  if (folded.length > WORD_CHARS) return [];
  if (STEMMED_WRONG.has(folded)) return [`one:${folded}`];
  const one = singularOf(folded);
  // Stemmed with its accents, which the rules need, and without, as people type in a hurry.
  const stems = [fold(portugueseStem(text.toLowerCase())), portugueseStem(one)].filter(
    // A short stem is that of too much: "prazo" (deadline) and "prazer" (pleasure) share theirs.
    ({ length }) => length > 3 && (isSignal || length > 4 || !/[ei]r$/.test(folded)),
  );
  const forms = [one, ...(/.{2}eis$/.test(folded) ? [folded.replace(/eis$/, "il")] : [])];
  if (/.{2}ses$/.test(folded)) forms.push(folded.slice(0, -2));
  return [
    ...new Set([...stems.map((stem) => `pt:${stem}`), ...forms.map((form) => `one:${form}`)]),
  ];
}

/** Their stems are those of conformidade, responsabilidade and seguro, which they are no forms of. */
const STEMMED_WRONG = new Set(["conforme", "responsavel", "responsaveis", "segurar", "segurei"]);

/** Plurals of both languages whose two forms the stemmers leave apart, longest ending first. */
const PLURALS: readonly [RegExp, string][] = [
  [/(?:[oa]es|aos)$/, "ao"],
  [/eis$/, "el"],
  [/ais$/, "al"],
  [/ois$/, "ol"],
  [/uis$/, "ul"],
  [/(?<=[bcdfglmpqrtv])is$/, "il"],
  [/(?<=[eiu])ns$/, "m"],
  [/ies$/, "y"],
  [/(?<=r|z|ch|sh|x|ss)es$/, ""],
];

/** One form for singular and plural of a folded word: legais and legal, papeis and papel, boats and boat. */
export function singularOf(folded: string): string {
  const rule = folded.length < 5 ? undefined : PLURALS.find(([ending]) => ending.test(folded));
  if (rule !== undefined) return folded.replace(rule[0], rule[1]);
  return folded.length < 4 ? folded : folded.replace(/(?<=[^us])s$/, "");
}

function looksPortuguese({ text, folded }: Word): boolean {
  return (
    /[ãõçáéíóúâêô]/i.test(text.normalize("NFC")) ||
    /(?:[ao]s?|dade|gem|dor|ar|[aeiou]l|[aeo]is)$/.test(folded)
  );
}
