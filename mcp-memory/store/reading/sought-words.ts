/** The words of a question as this memory knows them, in a read transaction. */
import type { SoughtWord } from "../../recall/rank.ts";
import { mistakesAllowed, wordsMeant } from "../../recall/typing-mistakes.ts";
import { queryWords } from "../../recall/words.ts";
import type { Database } from "../database/sqlite.ts";

/** A word is common when this many entities hold it; how many more does not matter. */
const COUNT_LIMIT = 500;

export interface KnownWord extends SoughtWord {
  /** So many entities hold just this word that its other forms need not be looked for at first. */
  isCommon: boolean;
}

/** The words with what they stand for in this memory. */
export function soughtWords(db: Database, query: string): KnownWord[] {
  // About as many as there are, without counting them.
  const all = Math.max(1, Number(db.row("SELECT max(id) FROM entity")?.[0]));
  return queryWords(query).map((word) => {
    const sought = { ...word, meant: [] as string[], share: 1 };
    // FTS5 puts together all that begins so before it gives the first, but reads one word as it goes.
    let { count, share } = held(db, quoted(word.text), all);
    const isCommon = count === COUNT_LIMIT;
    if (!isCommon) ({ count, share } = held(db, formsOf(sought), all));
    if (count === 0) {
      sought.meant = meantBy(db, word.text);
      ({ share } = held(db, formsOf(sought), all));
    }
    return { ...sought, share, isCommon };
  });
}

/** How many entities hold one of the forms, and which share of all that is, by the newest of them. */
function held(db: Database, forms: string, all: number): { count: number; share: number } {
  const [count, oldest] = db.row(
    `SELECT count(*), min(rowid) FROM
      (SELECT rowid FROM word WHERE word MATCH ? ORDER BY rowid DESC LIMIT ?)`,
    forms,
    COUNT_LIMIT,
  ) ?? [0, null];
  const among = count === COUNT_LIMIT ? all - Number(oldest) + 1 : all;
  return { count: Number(count), share: Math.min(1, Number(count) / among) };
}

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/**
 * The known words that one may stand for. To read all words takes 20 ms at 10,000 entities and 160 at
 * 100,000, so only those are read that begin as they may: with one of the first two letters, which
 * covers a swap and a letter too many; if none is near, those whose first letter is missing or another.
 */
function meantBy(db: Database, word: string): string[] {
  const [first = "", second = "", third = ""] = word;
  const near = wordsMeant(word, similarWords(db, word, [...new Set([first, second])]));
  if (near.length > 0) return near;
  const others = LETTERS.flatMap((letter) => [letter + first + second, letter + second + third]);
  return wordsMeant(word, similarWords(db, word, [...new Set(others)]));
}

/** Words of the memory with one of the beginnings, about as long as one that it does not know. */
function similarWords(
  db: Database,
  word: string,
  beginnings: readonly string[],
): [string, number][] {
  if (mistakesAllowed(word) === 0) return [];
  return beginnings.flatMap((beginning) =>
    db
      .rows(
        "SELECT term, doc FROM vocabulary WHERE term >= ? AND term < ? AND length(term) BETWEEN ? AND ?",
        beginning,
        `${beginning}\u{10ffff}`,
        word.length - 2,
        word.length + 2,
      )
      .map(([term, count]): [string, number] => [String(term), Number(count)]),
  );
}

/** Known words that begin like one that is not. */
const LIKE_CHARS = 3;
const LIKE_LIMIT = 5;

/** Some words of the memory that begin like the word, for a reader who got nothing. */
export function wordsLike(db: Database, word: string): string[] {
  const beginning = [...word].slice(0, LIKE_CHARS).join("");
  if (beginning.length < LIKE_CHARS || /\d/.test(word)) return [];
  return db
    .rows(
      "SELECT term FROM vocabulary WHERE term >= ? AND term < ? LIMIT ?",
      beginning,
      `${beginning}\u{10ffff}`,
      LIKE_LIMIT,
    )
    .map(([term]) => String(term));
}

/** The FTS5 expression for a common word itself, and for any other in any of its forms. */
export function firstFormsOf(word: KnownWord): string {
  return word.isCommon ? quoted(word.text) : formsOf(word);
}

/** The FTS5 expression for a word in any of its forms. */
export function formsOf({ text, stem, synonyms, meant }: SoughtWord): string {
  // 26 is no beginning of 2604, and thousands of numbers begin with it.
  const beginnings = /\d/.test(text) ? [] : [stem, ...synonyms];
  const forms = [quoted(text), ...beginnings.map((word) => `${quoted(word)}*`)];
  return `(${[...forms, ...meant.map(quoted)].join(" OR ")})`;
}

/** A phrase of FTS5. */
export function quoted(word: string): string {
  return `"${word.replaceAll('"', '""')}"`;
}
