/** Which of several entities answers a question best. */
import type { QueryWord } from "./words.ts";
import { fold, tokensOf } from "./words.ts";

/** A word of the question with the words that were probably meant, when it is not known. */
export interface SoughtWord extends QueryWord {
  meant: string[];
  /** Entities that hold it in any form, of all that there are: rare words say more. */
  share: number;
}

/** How well a token meets a word of the question: 1 when it is that word. */
const EXACT = 1;
const SAME_STEM = 0.9;
const BEGINS_SO = 0.8;
const SYNONYM = 0.7;
const MEANT = 0.6;
/** In a name or a type a word says what the entity is about. */
const NAME_WEIGHT = 1.6;
const TYPE_WEIGHT = 1.2;

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

/** How well an entity meets the words: each counts once, by its best place, and rare ones more. */
export function matchOf(candidate: Candidate, words: readonly SoughtWord[]): Match {
  const inName = bestOf(tokensOf(candidate.name), words);
  const inType = bestOf(tokensOf(candidate.entityType), words);
  const inTexts = candidate.observations.map((text) => bestOf(tokensOf(text), words));
  let sum = 0;
  let most = 0;
  for (const [index, word] of words.entries()) {
    const weight = weightOf(word);
    const best = Math.max(
      (inName[index] ?? 0) * NAME_WEIGHT,
      (inType[index] ?? 0) * TYPE_WEIGHT,
      ...inTexts.map((scores) => scores[index] ?? 0),
    );
    sum += weight * best;
    most += weight * NAME_WEIGHT;
  }
  const observations = inTexts.map((scores) =>
    scores.reduce((total, score, index) => total + score * weightOf(words[index]), 0),
  );
  return { relevance: most === 0 ? 0 : sum / most, observations };
}

/** Inverse document frequency, so that a word in every entity counts little and never nothing. */
function weightOf(word: SoughtWord | undefined): number {
  return word === undefined ? 0 : Math.log(1 + 1 / Math.max(word.share, 0.0001));
}

function bestOf(tokens: readonly string[], words: readonly SoughtWord[]): number[] {
  return words.map((word) => {
    let best = 0;
    for (const token of tokens) {
      const score = scoreOf(token, word);
      if (score > best) best = score;
      if (best === EXACT) break;
    }
    return best;
  });
}

function scoreOf(token: string, { text, stem, synonyms, meant }: SoughtWord): number {
  if (token === text) return EXACT;
  if (/\d/.test(text)) return 0;
  if (token.startsWith(stem)) return token.length - stem.length <= 4 ? SAME_STEM : BEGINS_SO;
  if (synonyms.some((word) => beginsAlike(token, word))) return SYNONYM;
  return meant.includes(token) ? MEANT : 0;
}

function beginsAlike(token: string, word: string): boolean {
  return token.startsWith(word) && token.length - word.length <= 2;
}

/** Decisions and lessons are what a company must not ask itself twice; notes pass. */
const IMPORTANCE: Readonly<Record<string, number>> = {
  decision: 1.25,
  lesson: 1.2,
  deadline: 1.1,
  product: 1.1,
  metric: 1.1,
  client: 1.1,
  standup: 0.85,
  digest: 0.85,
  "prompt-run": 0.75,
  note: 0.85,
};

/** A fact of today counts for a fifth more than a very old one; half of that after this many days. */
const RECENCY_GAIN = 0.2;
const RECENCY_HALF_DAYS = 60;

/** Relevance, by how important the type is and how young the newest fact. `ageDays` null: unknown. */
export function scoreWith(relevance: number, entityType: string, ageDays: number | null): number {
  const importance = IMPORTANCE[fold(entityType.trim())] ?? 1;
  const recency =
    ageDays === null ? 0 : RECENCY_GAIN * 0.5 ** (Math.max(0, ageDays) / RECENCY_HALF_DAYS);
  return relevance * importance * (1 + recency);
}
