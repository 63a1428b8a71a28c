/** The entities that may answer a question, few enough to be read, in a read transaction. */
import { MemoryError } from "../../error.ts";
import { NEAR_MEANING, SAME_MEANING, weightOf } from "../../recall/rank.ts";
import type { CheckedRequest } from "../../recall/request.ts";
import { tokensOf } from "../../recall/tokens.ts";
import type { Database, Value } from "../database/sqlite.ts";
import { quoted } from "./quoted.ts";
import { IMPORTANT_TOKEN, isQueryFailure } from "./search-index.ts";
import { COUNT_LIMIT, firstFormsOf, type Held, type KnownWord, namedOf } from "./sought-words.ts";

/** Entities that are looked at: those that hold most of the question, by the weight of its words. */
const READ_LIMIT = 150;
/** Candidates that hold all words, where each word has more than can be weighed. */
const TOGETHER_LIMIT = 120;
/** Candidates of important types, and with one of the words in their name. */
const IMPORTANT_LIMIT = 60;
const NAMED_LIMIT = 60;
/** Entities that are looked at one by one because the index does not know them yet. */
const UNINDEXED_LIMIT = 200;
/** The same in a place that cannot be written, where nobody will index them. */
const UNINDEXED_READ_ONLY = 5_000;
/** What is in the name counts for more, and what is of an important type, as in the ranking itself. */
const NAMED_GAIN = 1.5;
const IMPORTANT_GAIN = 1.25;

export interface Seeking {
  db: Database;
  checked: CheckedRequest;
  /** True where the index cannot be brought up. */
  isReadOnly: boolean;
  /** Names in the order of another ranking. */
  meaning: readonly string[];
}

/** Rows of `SELECT id, name, type, observations, at, by, origins`, each once. */
export function candidateRows(on: Seeking, words: readonly KnownWord[]): Value[][] {
  const { db, checked } = on;
  const rows = new Map<number, Value[]>();
  const add = (found: Value[][]) => {
    for (const row of found) rows.set(Number(row[0]), row);
  };
  add(db.rows(`${SELECT} WHERE name = ?`, checked.query.trim().toWellFormed()));
  for (const name of on.meaning) add(db.rows(`${SELECT} WHERE name = ?`, name));
  if (words.length === 0) add(newest(on));
  else add(rowsOf(on, likelyIds(on, words)));
  // Two statements: with OR between them SQLite reads the whole table (20 ms at 100,000 entities).
  const limit = on.isReadOnly ? UNINDEXED_READ_ONLY : UNINDEXED_LIMIT;
  add(db.rows(`${SELECT} WHERE id IN (SELECT id FROM unindexed ORDER BY id DESC LIMIT ?)`, limit));
  add(
    db.rows(`${SELECT} WHERE id > (SELECT built FROM index_state) ORDER BY id DESC LIMIT ?`, limit),
  );
  return [...rows.values()];
}

const SELECT = "SELECT id, name, type, observations, at, by, origins FROM entity";

/**
 * The entities that hold most of the words, by weight. A word that more hold than can be weighed is
 * known by the newest of these; so beside them come the newest that hold all such words together, and
 * those of an important type or with a word in their name, which may be much older.
 */
function likelyIds(on: Seeking, words: readonly KnownWord[]): number[] {
  const known = words.filter(
    ({ held, meaningHeld }) => held.ids.length + meaningHeld.ids.length > 0,
  );
  const { checked } = on;
  const isFiltered = checked.types.length > 0 || checked.agent !== null || checked.since !== null;
  const isCut = known.some((word) => [word.held, word.meaningHeld].some(isFull));
  const few = isCut || isFiltered ? [] : holders(words);
  // So few hold any of the words that all of them can be read.
  if (known.length === 0 || (few.length > 0 && few.length <= READ_LIMIT)) {
    return heaviest(words, [], []);
  }
  const first = known.map(firstFormsOf);
  const any = first.join(" OR ");
  const all = first.join(" AND ");
  const important = quoted(IMPORTANT_TOKEN);
  const named = matching(on, known.map(namedOf).join(" OR "), NAMED_LIMIT);
  const weighty = matching(on, `(${any}) AND ${important}`, IMPORTANT_LIMIT);
  const ids = [...named, ...weighty];
  const together = isCut || isFiltered ? matching(on, all, TOGETHER_LIMIT) : [];
  ids.push(...together);
  if (together.length === TOGETHER_LIMIT) {
    ids.push(...matching(on, `(${all}) AND ${important}`, IMPORTANT_LIMIT));
  }
  if (isFiltered) ids.push(...matching(on, any, TOGETHER_LIMIT));
  // Where so many hold all of the words, those with fewer need not be looked at.
  if (together.length < TOGETHER_LIMIT || isFiltered) ids.push(...heaviest(words, named, weighty));
  return [...new Set(ids)];
}

function isFull({ ids }: Held): boolean {
  return ids.length >= COUNT_LIMIT;
}

function holders(words: readonly KnownWord[]): number[] {
  const lists = words.flatMap(({ held, meaningHeld, nearHeld }) => [held, meaningHeld, nearHeld]);
  return [...new Set(lists.flatMap(({ ids }) => ids))];
}

/** Those that hold most of the question by weight, the newest first where it is the same. */
function heaviest(
  words: readonly KnownWord[],
  named: readonly number[],
  weighty: readonly number[],
): number[] {
  const weights = new Map<number, number>();
  for (const word of words) addWeights(weights, word);
  for (const id of named) weights.set(id, (weights.get(id) ?? 0) * NAMED_GAIN);
  for (const id of weighty) weights.set(id, (weights.get(id) ?? 0) * IMPORTANT_GAIN);
  const ids = [...weights].sort(([a, one], [b, other]) => other - one || b - a);
  return ids.slice(0, READ_LIMIT).map(([id]) => id);
}

function addWeights(weights: Map<number, number>, word: KnownWord): void {
  const own = new Map<number, number>();
  const put = ({ ids, share }: Held, part: number) => {
    const weight = weightOf(share) * part;
    for (const id of ids) if (weight > (own.get(id) ?? 0)) own.set(id, weight);
  };
  put(word.nearHeld, NEAR_MEANING);
  put(word.meaningHeld, SAME_MEANING);
  put(word.held, 1);
  for (const [id, weight] of own) weights.set(id, (weights.get(id) ?? 0) + weight);
}

function rowsOf({ db, checked }: Seeking, ids: readonly number[]): Value[][] {
  const { sql, values } = filterOf(checked);
  return db.rows(
    `${SELECT} WHERE id IN (SELECT value FROM json_each(?))${sql}`,
    JSON.stringify(ids),
    ...values,
  );
}

function matching({ db, checked }: Seeking, expression: string, limit: number): number[] {
  const { sql, values } = filterOf(checked);
  const source = sql === "" ? "word" : "word JOIN entity ON entity.id = word.rowid";
  try {
    // One entity after the other from the newest, until there are enough: no sorting of all matches.
    const found = db.rows(
      `SELECT word.rowid FROM ${source} WHERE word MATCH ?${sql} ORDER BY word.rowid DESC LIMIT ?`,
      `(${expression})${ofTypes(checked.types)}`,
      ...values,
      limit,
    );
    return found.map(([id]) => Number(id));
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
  const phrases = types.map((type) => quoted(tokensOf(type).join(" ")));
  return ` AND type : (${phrases.join(" OR ")})`;
}

function newest({ db, checked }: Seeking): Value[][] {
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
