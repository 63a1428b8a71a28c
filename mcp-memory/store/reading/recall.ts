/** Finding entities by words, in a read transaction. */
import type { MemoryPolicy } from "../../policy.ts";
import { fitted, type Ranked, type RecallAnswer } from "../../recall/answer.ts";
import type { Asked } from "../../recall/concepts.ts";
import { type Aged, freshnessOf, roughAge } from "../../recall/freshness.ts";
import { type Beside, matcher, type SoughtWord, scoreWith } from "../../recall/rank.ts";
import { type CheckedRequest, cursorFor, type RecallRequest } from "../../recall/request.ts";
import { questionOf } from "../../recall/words.ts";
import type { Database, Value } from "../database/sqlite.ts";
import { relationsTouching } from "../writing/relation-rows.ts";
import { isWanted, readCandidate } from "./candidate.ts";
import { candidateRows } from "./candidate-rows.ts";
import { raised, rowsNamed, tiedTo } from "./related.ts";
import { COUNT_LIMIT, type KnownWord, soughtWords, wordsLike } from "./sought-words.ts";
import { typicalWords } from "./typical-words.ts";

export interface Recalling {
  db: Database;
  request: RecallRequest;
  checked: CheckedRequest;
  policy: MemoryPolicy | null;
  now: Date;
  /** The department that asks, null when it is not known. */
  caller: string | null;
  /** True where the index cannot be brought up. */
  isReadOnly: boolean;
  /** Names in the order of another ranking, to be fused with that of the words; empty for none. */
  meaning: readonly string[];
}

const RELATIONS_SHOWN = 4;
const AUTHORS_SHOWN = 3;
const END_CHARS = 120;

/** The entities that answer a question best, as many as fit the budget. */
export function recallFrom(on: Recalling): RecallAnswer {
  const { db, request, checked } = on;
  const question = questionOf(checked.query);
  const words = soughtWords(db, question.words);
  const rows = candidateRows(on, words);
  const ranked = rankRows(on, { words, asked: question.asked, rows });
  const results = fitted(ranked.slice(checked.offset), checked.budgetChars, (one) => {
    const freshness = freshnessOf(one.aged, on.policy, on.now);
    return {
      relations: relationsOf(db, one.name),
      ...(freshness === null ? {} : { freshness }),
    };
  });
  const shown = checked.offset + results.length;
  return {
    results,
    nextCursor: shown < ranked.length ? cursorFor(request, shown) : null,
    note: noteOn(db, words, { found: ranked.length, checked }),
  };
}

interface Asking {
  words: readonly KnownWord[];
  asked: Asked | null;
  rows: Value[][];
}

/** With what its freshness is reckoned from, for those that are shown: zones of time cost. */
interface Found extends Ranked {
  aged: Aged;
}

function rankRows(on: Recalling, asking: Asking): Found[] {
  const { db } = on;
  const scoreOf = scorer(on, asking);
  const scored = inOrder(scoreOf(asking.rows));
  const answers = scored.map(({ ranked: { name }, score }) => ({ name, score }));
  const tied = tiedTo(db, answers);
  const known = new Set(answers.map(({ name }) => name));
  const further = [...tied.keys()].filter((name) => !known.has(name));
  const all = inOrder(
    [...scored, ...scoreOf(rowsNamed(db, further), true)].map((one) => {
      return { ...one, score: raised(one.score, tied.get(one.ranked.name)) };
    }),
  );
  return (on.meaning.length === 0 ? all : fuse(all)).map(({ ranked }) => ranked);
}

function inOrder(scored: Scored[]): Scored[] {
  return scored.sort((a, b) => b.score - a.score || (a.ranked.name < b.ranked.name ? -1 : 1));
}

/** The scored entities of some rows that may be shown; those that say nothing of the question only if `isTied`. */
function scorer(
  on: Recalling,
  { words, asked }: Asking,
): (rows: Value[][], isTied?: boolean) => Scored[] {
  const { checked, now } = on;
  const matchOf = matcher(words, asked);
  const besideOf = besides(on.db, words);
  const meant = new Map(on.meaning.map((name, place) => [name, place]));
  return (rows, isTied = false) =>
    rows.flatMap((row): Scored[] => {
      const entity = readCandidate(row);
      if (!isWanted(entity, on)) return [];
      const match = matchOf(entity, besideOf(Number(row[0]), entity.entityType));
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
function besides(db: Database, words: readonly KnownWord[]): (id: number, type: string) => Beside {
  const holders = words.map(({ held }) =>
    held.ids.length < COUNT_LIMIT ? new Set(held.ids) : null,
  );
  const typical = new Map<string, ReadonlySet<string>>();
  return (id, type) => {
    const ofType = typical.get(type) ?? typicalWords(db, type);
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

function relationsOf(db: Database, name: string): string[] {
  return relationsTouching(db, name)
    .slice(0, RELATIONS_SHOWN)
    .map(({ from, to, relationType }) =>
      from === name ? `${relationType} → ${shown(to)}` : `${shown(from)} → ${relationType}`,
    );
}

/** The other end's name; recall finds it by its head too. */
function shown(name: string): string {
  return name.length <= END_CHARS ? name : `${name.slice(0, END_CHARS - 1).toWellFormed()}…`;
}

/** "Nothing found" must not be read as "never stored". */
function noteOn(
  db: Database,
  words: readonly SoughtWord[],
  { found, checked }: { found: number; checked: CheckedRequest },
): string | null {
  const unknown = words
    .filter(({ share, meaningShare }) => share + meaningShare === 0)
    .map(({ text }) => text);
  const read = words
    .filter(({ meant }) => meant.length > 0)
    .map(({ text, meant }) => `${text} as ${meant.join(" or ")}`);
  const notes: string[] = [];
  if (words.length === 0) notes.push("The question has no word to look for: these are the newest.");
  if (read.length > 0) notes.push(`Read ${read.join(", ")}.`);
  if (unknown.length > 0) notes.push(`No entity holds: ${unknown.join(", ")}.`);
  if (found === 0) {
    const { types, agent, since } = checked;
    const isFiltered = types.length > 0 || agent !== null || since !== null;
    notes.push(
      `Nothing found${isFiltered ? " with these filters" : ""}; it may be stored in other words. Ask again with a name, a number or another word for it${isFiltered ? ", or with no filters" : ""}, then memory_overview, before you say that it is not known.`,
    );
    const like = [...new Set(unknown.flatMap((word) => wordsLike(db, word)))];
    if (like.length > 0) notes.push(`Words that are known: ${like.join(", ")}.`);
  }
  return notes.length === 0 ? null : notes.join(" ");
}
