/** Finding entities by words, in a read transaction. */
import { MemoryError } from "../../error.ts";
import type { MemoryPolicy } from "../../policy.ts";
import { fitted, type Ranked, type RecallAnswer } from "../../recall/answer.ts";
import { checkedAt, daysSince, freshnessOf } from "../../recall/freshness.ts";
import { matchOf, type SoughtWord, scoreWith } from "../../recall/rank.ts";
import { type CheckedRequest, cursorFor, type RecallRequest } from "../../recall/request.ts";
import { tokensOf } from "../../recall/words.ts";
import type { Database, Value } from "../database/sqlite.ts";
import { relationsTouching } from "../writing/relation-rows.ts";
import { isWanted, readCandidate } from "./candidate.ts";
import { isQueryFailure } from "./search-index.ts";
import {
  firstFormsOf,
  formsOf,
  type KnownWord,
  quoted,
  soughtWords,
  wordsLike,
} from "./sought-words.ts";

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

/** Candidates that hold all words, and all but one. */
const TOGETHER_LIMIT = 120;
/** With this many that hold more of the words, those that hold fewer are not looked for. */
const ENOUGH = 40;
/** Candidates for each single word. */
const SINGLE_LIMIT = 60;
/** Candidates with one of the words in their name. */
const NAMED_LIMIT = 60;
/** Entities that are looked at one by one because the index does not know them yet. */
const UNINDEXED_LIMIT = 200;
/** The same in a place that cannot be written, where nobody will index them. */
const UNINDEXED_READ_ONLY = 5_000;
const RELATIONS_SHOWN = 4;
const AUTHORS_SHOWN = 3;
const END_CHARS = 120;

/** The entities that answer a question best, as many as fit the budget. */
export function recallFrom(on: Recalling): RecallAnswer {
  const { db, request, checked } = on;
  const words = soughtWords(db, checked.query);
  const rows = candidateRows(on, words);
  const ranked = rankRows(on, words, rows);
  const results = fitted(ranked.slice(checked.offset), checked.budgetChars, (name) =>
    relationsOf(db, name),
  );
  const shown = checked.offset + results.length;
  return {
    results,
    nextCursor: shown < ranked.length ? cursorFor(request, shown) : null,
    note: noteOn(db, words, { found: ranked.length, checked }),
  };
}

/** Rows of entities that may answer: the newest ones first where there are too many. */
function candidateRows(on: Recalling, words: readonly KnownWord[]): Value[][] {
  const { db, checked } = on;
  const rows = new Map<number, Value[]>();
  const add = (found: Value[][]) => {
    for (const row of found) rows.set(Number(row[0]), row);
  };
  add(db.rows(`${SELECT} WHERE name = ?`, checked.query.trim().toWellFormed()));
  for (const name of on.meaning) add(db.rows(`${SELECT} WHERE name = ?`, name));
  const known = words.filter(({ share }) => share > 0).sort((a, b) => a.share - b.share);
  if (words.length === 0) add(newest(on));
  else {
    // Rare words first: their lists are short, and one of them says more than two common ones.
    const forms = known.map(formsOf);
    if (forms.length > 0) {
      const first = known.map(firstFormsOf);
      add(matching(on, first.join(" AND "), TOGETHER_LIMIT));
      // What is named so may be older than a hundred entities that mention it.
      add(matching(on, `name : (${first.join(" OR ")})`, NAMED_LIMIT));
      if (rows.size < ENOUGH && known.some(({ isCommon }) => isCommon)) {
        add(matching(on, forms.join(" AND "), TOGETHER_LIMIT));
      }
    }
    for (const form of forms.length > 1 ? forms : []) {
      if (rows.size >= ENOUGH) break;
      add(matching(on, form, SINGLE_LIMIT));
    }
    if (forms.length > 2 && rows.size < ENOUGH) {
      for (const index of forms.keys()) {
        add(matching(on, forms.toSpliced(index, 1).join(" AND "), SINGLE_LIMIT));
      }
    }
  }
  // Two statements: with OR between them SQLite reads the whole table (20 ms at 100,000 entities).
  const limit = on.isReadOnly ? UNINDEXED_READ_ONLY : UNINDEXED_LIMIT;
  add(db.rows(`${SELECT} WHERE id IN (SELECT id FROM unindexed ORDER BY id DESC LIMIT ?)`, limit));
  add(
    db.rows(
      `${SELECT} WHERE id > (SELECT built FROM search_state) ORDER BY id DESC LIMIT ?`,
      limit,
    ),
  );
  return [...rows.values()];
}

const SELECT = "SELECT id, name, type, observations, at, by, origins FROM entity";

function matching({ db, checked }: Recalling, expression: string, limit: number): Value[][] {
  const { sql, values } = filterOf(checked);
  try {
    // One entity after the other from the newest, until there are enough: no sorting of all matches.
    return db.rows(
      `SELECT entity.id, entity.name, entity.type, observations, at, by, origins
        FROM word JOIN entity ON entity.id = word.rowid
        WHERE word MATCH ?${sql} ORDER BY word.rowid DESC LIMIT ?`,
      `(${expression})${ofTypes(checked.types)}`,
      ...values,
      limit,
    );
  } catch (error) {
    if (!isQueryFailure(error)) throw error;
    throw new MemoryError("invalid", "Cannot recall: the query cannot be read.", {
      hint: "Ask with a few plain words.",
    });
  }
}

/** The types once more for the index, which then passes over the others without reading them. */
function ofTypes(types: readonly string[]): string {
  if (types.length === 0 || types.some((type) => tokensOf(type).length === 0)) return "";
  return ` AND type : (${types.map(quoted).join(" OR ")})`;
}

function newest({ db, checked }: Recalling): Value[][] {
  const { sql, values } = filterOf(checked);
  return db.rows(`${SELECT} WHERE 1${sql} ORDER BY id DESC LIMIT ?`, ...values, TOGETHER_LIMIT);
}

/** What SQLite can leave out already; the rest is looked at row by row. */
function filterOf({ types, agent, since }: CheckedRequest): { sql: string; values: Value[] } {
  let sql = "";
  const values: Value[] = [];
  if (types.length > 0) {
    sql += ` AND lower(trim(entity.type)) IN (${types.map(() => "?").join(", ")})`;
    values.push(...types);
  }
  if (agent !== null) {
    sql += " AND (entity.by LIKE ? OR instr(entity.origins, ?))";
    values.push(`${agent}%`, agent);
  }
  if (since !== null) {
    sql += " AND (entity.at >= ? OR entity.origins IS NOT NULL)";
    values.push(since);
  }
  return { sql, values };
}

function rankRows(on: Recalling, words: readonly SoughtWord[], rows: Value[][]): Ranked[] {
  const { checked, policy, now } = on;
  const scored: Scored[] = [];
  const meant = new Map(on.meaning.map((name, place) => [name, place]));
  for (const row of rows) {
    const entity = readCandidate(row);
    if (!isWanted(entity, on)) continue;
    const match = matchOf(entity, words);
    const isNamed = entity.name === checked.query.trim();
    const relevance = words.length === 0 || isNamed ? 1 + match.relevance : match.relevance;
    const place = meant.get(entity.name) ?? null;
    if (relevance === 0 && place === null) continue;
    const at = checkedAt({ ...entity, observations: entity.dated });
    const freshness = freshnessOf({ ...entity, observations: entity.dated }, policy, now);
    const score = scoreWith(relevance, entity.entityType, at === null ? null : daysSince(at, now));
    const { name, entityType, observations, authors } = entity;
    const ranked = {
      name,
      entityType,
      observations,
      by: authors.slice(0, AUTHORS_SHOWN).join(", "),
      date: entity.newest?.slice(0, 10) ?? null,
      ...(freshness === null ? {} : { freshness }),
      weights: match.observations,
    };
    scored.push({ ranked, score, place, isNamed });
  }
  scored.sort((a, b) => b.score - a.score || (a.ranked.name < b.ranked.name ? -1 : 1));
  return (meant.size === 0 ? scored : fuse(scored)).map(({ ranked }) => ranked);
}

interface Scored {
  ranked: Ranked;
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
  const unknown = words.filter(({ share }) => share === 0).map(({ text }) => text);
  const read = words
    .filter(({ meant }) => meant.length > 0)
    .map(({ text, meant }) => `${text} as ${meant.join(" or ")}`);
  const notes: string[] = [];
  if (read.length > 0) notes.push(`Read ${read.join(", ")}.`);
  if (unknown.length > 0) notes.push(`No entity holds: ${unknown.join(", ")}.`);
  if (found === 0) {
    const { types, agent, since } = checked;
    const isFiltered = types.length > 0 || agent !== null || since !== null;
    notes.push(
      `Nothing found${isFiltered ? " with these filters" : ""}; it may be stored in other words. Try others${isFiltered ? " or no filters" : ""}, then memory_overview, before you say that it is not known.`,
    );
    const like = [...new Set(unknown.flatMap((word) => wordsLike(db, word)))];
    if (like.length > 0) notes.push(`Words that are known: ${like.join(", ")}.`);
  }
  return notes.length === 0 ? null : notes.join(" ");
}
