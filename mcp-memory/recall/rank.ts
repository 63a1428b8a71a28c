/** Which of several entities answers a question best. */
import { type Asked, meaningsOf, phrasesIn } from "./concepts.ts";
import { fold, otherForms, tokensOf } from "./tokens.ts";
import { LONG_NUMBER_CHARS, type QueryWord } from "./words.ts";

/** A word of the question as this memory knows it. */
export interface SoughtWord extends QueryWord {
  /** The words that were probably meant, when it is not known. */
  meant: string[];
  /** Entities that hold it in any form, of all that there are: rare words say more. */
  share: number;
  /** The same for what it means. */
  meaningShare: number;
  /** And for what is near to that. */
  nearShare: number;
}

/** How well a token meets a word of the question: 1 when it is that word. */
const EXACT = 1;
export const SAME_FORM = 0.95;
const SAME_STEM = 0.9;
const BEGINS_SO = 0.8;
const MEANT = 0.6;
/** The share of its weight that is left for another word of the same meaning, and for a near one. */
export const SAME_MEANING = 0.85;
export const NEAR_MEANING = 0.3;
/** In a name a word says what the entity is about. */
export const NAME_WEIGHT = 1.6;
/** In a type as well; but not where it is the type of many. */
const TYPE_WEIGHT = 1.2;
/** What nearly all of a type hold says nothing of one of them. */
const TYPICAL_WEIGHT = 0.15;
/** Words that stand in one observation belong together. */
export const TOGETHER_GAIN = 0.25;
/** An amount where the question asks "how much", a day where it asks "when". */
export const ASKED_GAIN = 1.1;

export const ANSWERS: Readonly<Record<Asked, RegExp>> = {
  amount: /\d/,
  time: /\d{4}-\d{2}|\d{1,2}(?:st|nd|rd|th|[.:h]\d{2})|\b(?:in|by|until|since|every|each|due|em|até|cada|en|hasta|im|bis|seit|jeden)\b/i,
};

export interface Candidate {
  name: string;
  entityType: string;
  observations: string[];
}

/** How an entity meets a question. */
export interface Match {
  /** 0 when it does not; 1 is a name that holds all of its words. */
  relevance: number;
  /** For each observation, the sum of what it says of the question. */
  observations: number[];
}

/** Inverse document frequency, so that a word in every entity counts little and never nothing. */
export function weightOf(share: number): number {
  return Math.log(1 + 1 / Math.max(share, 0.0001));
}

/** What is known of a candidate beside its texts. */
export interface Beside {
  /** Tokens that nearly all entities of its type hold. */
  typical: ReadonlySet<string>;
  /** Whether the index may know it by that word of the question. */
  mayHold: (word: number) => boolean;
}

/**
 * How well entities meet the words of one question: each word counts once, by its best place, and rare
 * ones more. Other forms of numbers and compounds are looked for where a word is not found as it is.
 */
export function matcher(
  words: readonly SoughtWord[],
  asked: Asked | null,
): (candidate: Candidate, beside: Beside) => Match {
  const texts = textValues(words);
  const most = words
    .filter(({ isGuess }) => !isGuess)
    .reduce((sum, { share }) => sum + weightOf(share) * NAME_WEIGHT, 0);
  return ({ name, entityType, observations }, { typical, mayHold }) => {
    const inName = texts.values(name, typical);
    const inType = texts.values(entityType, typical);
    const inTexts = observations.map((text) => texts.values(text, typical));
    const all = [inName, inType, ...inTexts];
    const isMissing = (word: number) => mayHold(word) && all.every((values) => values[word] === 0);
    if (words.some((_, index) => isMissing(index))) {
      texts.addForms(name, inName);
      for (const [index, text] of observations.entries())
        texts.addForms(text, inTexts[index] ?? []);
    }
    const sums = inTexts.map((values) => values.reduce((sum, value) => sum + value, 0));
    let sum = 0;
    for (const index of words.keys()) {
      let best = Math.max((inName[index] ?? 0) * NAME_WEIGHT, (inType[index] ?? 0) * TYPE_WEIGHT);
      for (const values of inTexts) best = Math.max(best, values[index] ?? 0);
      sum += best;
    }
    const best = sums.indexOf(Math.max(...sums));
    const together = sum + TOGETHER_GAIN * (sums[best] ?? 0);
    const answers = asked !== null && ANSWERS[asked].test(observations[best] ?? "");
    const relevance = most === 0 ? together : together / most;
    return { relevance: answers ? relevance * ASKED_GAIN : relevance, observations: sums };
  };
}

interface TextValues {
  /** What a text says of each word. */
  values(text: string, typical: ReadonlySet<string>): number[];
  /** Raises them by the text's other forms. */
  addForms(text: string, values: number[]): void;
}

/** Each token is looked at once for the whole question. */
function textValues(words: readonly SoughtWord[]): TextValues {
  const known = new Map<string, number[] | null>();
  const concepts = new Set(words.flatMap((word) => [...word.concepts, ...word.near]));
  const phrased = [...words.entries()].filter(([, { phrases }]) => phrases.length > 0);
  const valuesOf = (token: string): number[] | null => {
    let values = known.get(token);
    if (values === undefined) {
      values = words.map((word) => tokenValue(token, word));
      if (values.every((value) => value === 0)) values = null;
      known.set(token, values);
    }
    return values;
  };
  return {
    values: (text, typical) => {
      const best = words.map(() => 0);
      const tokens = tokensOf(text);
      for (const token of tokens) {
        const values = valuesOf(token);
        if (values !== null) raise(best, values, typical.has(token) ? TYPICAL_WEIGHT : 1);
      }
      for (const { concept, from, to } of concepts.size === 0 ? [] : phrasesIn(tokens)) {
        if (!concepts.has(concept)) continue;
        const isTypical = tokens.slice(from, to).every((token) => typical.has(token));
        const values = words.map((word) => meaningValue(concept, word));
        raise(best, values, isTypical ? TYPICAL_WEIGHT : 1);
      }
      for (const [index, { phrases, share }] of phrased) {
        if (phrases.some((phrase) => holdsPhrase(tokens, phrase))) {
          best[index] = Math.max(best[index] ?? 0, weightOf(share) * SAME_FORM);
        }
      }
      return best;
    },
    addForms: (text, values) => {
      for (const form of otherForms(text)) raise(values, valuesOf(form) ?? [], SAME_FORM);
    },
  };
}

function raise(best: number[], values: readonly number[], factor: number): void {
  for (const [index, value] of values.entries()) {
    const weighed = value * factor;
    if (weighed > (best[index] ?? 0)) best[index] = weighed;
  }
}

export function tokenValue(token: string, word: SoughtWord): number {
  const direct = tokenScore(token, word) * weightOf(word.share);
  let value = direct;
  for (const { concept } of meaningsOf(token)) value = Math.max(value, meaningValue(concept, word));
  return value;
}

export function meaningValue(
  concept: string,
  { concepts, near, meaningShare, nearShare }: SoughtWord,
) {
  if (concepts.includes(concept)) return SAME_MEANING * weightOf(meaningShare);
  return near.includes(concept) ? NEAR_MEANING * weightOf(nearShare) : 0;
}

function tokenScore(token: string, { text, stem, forms, meant }: SoughtWord): number {
  if (token === text) return EXACT;
  if (forms.includes(token)) return SAME_FORM;
  if (stem === null) {
    return text.length >= LONG_NUMBER_CHARS && /\d/.test(text) && token.startsWith(text)
      ? BEGINS_SO
      : 0;
  }
  if (token.startsWith(stem)) return token.length - stem.length <= 4 ? SAME_STEM : BEGINS_SO;
  return meant.includes(token) ? MEANT : 0;
}

export function holdsPhrase(tokens: readonly string[], phrase: readonly string[]): boolean {
  const [first = ""] = phrase;
  for (let at = tokens.indexOf(first); at >= 0; at = tokens.indexOf(first, at + 1)) {
    if (phrase.every((word, index) => tokens[at + index] === word)) return true;
  }
  return false;
}

/** Decisions and lessons are what a company must not ask itself twice. */
const IMPORTANCE: Readonly<Record<string, number>> = {
  decision: 1.25,
  lesson: 1.2,
  rule: 1.15,
  contract: 1.1,
  deadline: 1.1,
  product: 1.1,
  metric: 1.1,
  customer: 1.1,
};
/** Notes pass. */
const PASSING: Readonly<Record<string, number>> = {
  standup: 0.85,
  digest: 0.85,
  "prompt-run": 0.75,
  note: 0.85,
};
/** Concepts that a type may name and that are looked for beside the newest matches. */
export const IMPORTANT_TYPES = ["decision", "lesson", "rule"];

const importances = new Map<string, number>();
const TYPES_REMEMBERED = 1_000;

function importanceOf(entityType: string): number {
  let importance = importances.get(entityType);
  if (importance === undefined) {
    importance = reckonedImportance(entityType);
    if (importances.size >= TYPES_REMEMBERED) importances.clear();
    importances.set(entityType, importance);
  }
  return importance;
}

function reckonedImportance(entityType: string): number {
  const type = fold(entityType.trim());
  const passing = PASSING[type];
  if (passing !== undefined) return passing;
  const concepts = tokensOf(type).flatMap((token) => meaningsOf(token));
  return Math.max(1, ...concepts.map(({ concept }) => IMPORTANCE[concept] ?? 1));
}

/** A fact of today counts for a fifth more than a very old one; half of that after this many days. */
const RECENCY_GAIN = 0.2;
const RECENCY_HALF_DAYS = 60;

/** Relevance, by how important the type is and how young the newest fact. `ageDays` null: unknown. */
export function scoreWith(relevance: number, entityType: string, ageDays: number | null): number {
  const recency =
    ageDays === null ? 0 : RECENCY_GAIN * 0.5 ** (Math.max(0, ageDays) / RECENCY_HALF_DAYS);
  return relevance * importanceOf(entityType) * (1 + recency);
}
