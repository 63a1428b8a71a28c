/** The words of a question as this memory knows them, in a read transaction. */
import type { SoughtWord } from "../recall/rank.ts";
import { mistakesAllowed, wordsMeant } from "../recall/typing-mistakes.ts";
import { queryWords } from "../recall/words.ts";
import type { Database } from "./sqlite.ts";

/** A word is common when this many entities hold it; how many more does not matter. */
const COUNT_LIMIT = 500;

/** The words with what they stand for in this memory. */
export function soughtWords(db: Database, query: string): SoughtWord[] {
  // About as many as there are, without counting them.
  const all = Math.max(1, Number(db.row("SELECT max(id) FROM entity")?.[0]));
  return queryWords(query).map((word) => {
    const sought = { ...word, meant: [] as string[], share: 1 };
    let count = countOf(db, formsOf(sought));
    if (count === 0) {
      sought.meant = meantBy(db, word.text);
      count = countOf(db, formsOf(sought));
    }
    return { ...sought, share: count / all };
  });
}

function countOf(db: Database, forms: string): number {
  const sql = "SELECT count(*) FROM (SELECT rowid FROM word WHERE word MATCH ? LIMIT ?)";
  return Number(db.row(sql, forms, COUNT_LIMIT)?.[0]);
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
