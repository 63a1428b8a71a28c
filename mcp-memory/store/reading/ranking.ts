/** Which entities answer a question, wherever they are kept: in the database, or in the page of the graph. */
import type { MemoryPolicy } from "../../policy.ts";
import type { Ranked } from "../../recall/answer.ts";
import type { Asked } from "../../recall/concepts.ts";
import { type Aged, roughAge } from "../../recall/freshness.ts";
import { type Beside, matcher, scoreWith } from "../../recall/rank.ts";
import type { CheckedRequest } from "../../recall/request.ts";
import { questionOf } from "../../recall/words.ts";
import { type CandidateEntity, isWanted } from "./candidate.ts";
import { candidates } from "./candidates.ts";
import type { RecallSource } from "./recall-source.ts";
import { raised, tiedTo } from "./related.ts";
import { COUNT_LIMIT, type KnownWord, soughtWords } from "./sought-words.ts";
import { typicalWords } from "./typical-words.ts";

const AUTHORS_SHOWN = 3;

export interface Ranking {
  source: RecallSource;
  checked: CheckedRequest;
  /** Null where there is no company. */
  policy: MemoryPolicy | null;
  now: Date;
  /** The department that asks, null when it is not known. */
  caller: string | null;
  /** Names in the order of another ranking, to be fused with that of the words; empty for none. */
  meaning: readonly string[];
}

interface Asking {
  words: readonly KnownWord[];
  asked: Asked | null;
}

/** With what its freshness is reckoned from, for those that are shown: zones of time cost. */
export interface Found extends Ranked {
  aged: Aged;
}

/** All entities that answer a question, the best first, and its words as this memory knows them. */
export function ranking(on: Ranking): { ranked: Found[]; words: KnownWord[] } {
  const { source } = on;
  const question = questionOf(on.checked.query);
  const words = soughtWords(source, question.words);
  const scoreOf = scorer(on, { words, asked: question.asked });
  const scored = inOrder(scoreOf(candidates(on, words)));
  const answers = scored.map(({ ranked: { name }, score }) => ({ name, score }));
  const tied = tiedTo(source, answers);
  const known = new Set(answers.map(({ name }) => name));
  const further = [...tied.keys()].filter((name) => !known.has(name));
  const all = inOrder(
    [...scored, ...scoreOf(source.named(further), true)].map((one) => {
      return { ...one, score: raised(one.score, tied.get(one.ranked.name)) };
    }),
  );
  const best = on.meaning.length === 0 ? all : fuse(all);
  return { ranked: best.map(({ ranked }) => ranked), words };
}

function inOrder(scored: Scored[]): Scored[] {
  return scored.sort((a, b) => b.score - a.score || (a.ranked.name < b.ranked.name ? -1 : 1));
}

/** The scored ones of some entities that may be shown; those that say nothing of the question only if `isTied`. */
function scorer(
  on: Ranking,
  { words, asked }: Asking,
): (entities: readonly CandidateEntity[], isTied?: boolean) => Scored[] {
  const { checked, now } = on;
  const matchOf = matcher(words, asked);
  const besideOf = besides(on.source, words);
  const meant = new Map(on.meaning.map((name, place) => [name, place]));
  return (entities, isTied = false) =>
    entities.flatMap((entity): Scored[] => {
      if (!isWanted(entity, on)) return [];
      const match = matchOf(entity, besideOf(entity.id, entity.entityType));
      const isNamed = entity.name === checked.query.trim();
      const relevance = words.length === 0 || isNamed ? 1 + match.relevance : match.relevance;
      const place = meant.get(entity.name) ?? null;
      if (relevance === 0 && place === null && !isTied) return [];
      const { name, entityType, observations, authors } = entity;
      const aged = { entityType, observations: entity.dated, at: entity.at };
      const score = scoreWith(relevance, entityType, roughAge(aged, now));
      const ranked = {
        name,
        entityType,
        observations,
        by: authors.slice(0, AUTHORS_SHOWN).join(", "),
        date: entity.newest?.slice(0, 10) ?? null,
        weights: match.observations,
        aged,
      };
      return [{ ranked, score, place, isNamed }];
    });
}

/** What is known of each candidate beside its texts. */
function besides(
  source: RecallSource,
  words: readonly KnownWord[],
): (id: number, type: string) => Beside {
  const holders = words.map(({ held }) =>
    held.ids.length < COUNT_LIMIT ? new Set(held.ids) : null,
  );
  const typical = new Map<string, ReadonlySet<string>>();
  return (id, type) => {
    const ofType = typical.get(type) ?? typicalWords(source, type);
    typical.set(type, ofType);
    return { typical: ofType, mayHold: (word) => holders[word]?.has(id) ?? true };
  };
}

interface Scored {
  ranked: Found;
  /** By words; 0 when it holds none of them. */
  score: number;
  /** Place in the ranking by meaning, null when it is not in it. */
  place: number | null;
  isNamed: boolean;
}

/** Reciprocal rank fusion; the constant is the one of its inventors (Cormack and others, 2009). */
const FUSION_CONSTANT = 60;

function fuse(byWords: Scored[]): Scored[] {
  const part = (place: number) => 1 / (FUSION_CONSTANT + place + 1);
  return byWords
    .map((one, index) => {
      const fused = (one.score > 0 ? part(index) : 0) + (one.place === null ? 0 : part(one.place));
      // Who asks by the exact name means that entity.
      return { one, fused: one.isNamed ? 1 : fused };
    })
    .sort((a, b) => b.fused - a.fused)
    .map(({ one }) => one);
}
