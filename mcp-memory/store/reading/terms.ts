/**
 * The words of the memory by their parts: what `search_nodes` finds a piece of a word by. Words are far
 * fewer than texts, so this table stays small and is not kept up when a text goes: what stands in it
 * says where to look, and no more.
 */
import type { Database } from "../database/sqlite.ts";
import { quoted } from "./quoted.ts";

/** FTS5 knows parts of this many characters; shorter words are found whole only. */
export const PART_CHARS = 3;

/** Part of the search tables. */
export const TERM_TABLES = `
CREATE TABLE term (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE VIRTUAL TABLE term_part USING fts5 (
  text, content = '', columnsize = 0, detail = none, tokenize = "trigram"
);
`;

/** Notes words in one transaction. */
export interface Terms {
  note(word: string): void;
}

/** Words that are known to stand in the table, by connection, as long as it is not made anew. */
const remembered = new WeakMap<Database, { epoch: number; words: Set<string> }>();
const REMEMBERED = 50_000;

/** Call it inside the write transaction in which words are noted. */
export function openTerms(db: Database): Terms {
  const epoch = Number(db.row("SELECT epoch FROM index_state")?.[0]);
  const kept = remembered.get(db);
  const known = kept?.epoch === epoch ? kept.words : new Set<string>();
  remembered.set(db, { epoch, words: known });
  // What this transaction adds is only believed when it was committed: when it is met again.
  const added = new Set<string>();
  return {
    note: (word) => {
      if (word.length < PART_CHARS || known.has(word) || added.has(word)) return;
      if (db.run("INSERT OR IGNORE INTO term (text) VALUES (?)", word) === 0) {
        if (known.size >= REMEMBERED) known.clear();
        known.add(word);
        return;
      }
      added.add(word);
      db.run("INSERT INTO term_part (rowid, text) VALUES (last_insert_rowid(), ?)", word);
    },
  };
}

export function dropTerms(db: Database): void {
  db.run("INSERT INTO term_part (term_part) VALUES ('delete-all')");
  db.run("DELETE FROM term");
}

/** The words that hold a part, which has three characters or more; null when they are more than `limit`. */
export function wordsWith(db: Database, part: string, limit: number): string[] | null {
  const characters = [...part];
  const grams = characters
    .slice(0, characters.length - PART_CHARS + 1)
    .map((_, at) => quoted(characters.slice(at, at + PART_CHARS).join("")));
  const found = db.rows(
    `SELECT term.text FROM term_part JOIN term ON term.id = term_part.rowid
      WHERE term_part MATCH ? AND instr(term.text, ?) > 0 LIMIT ?`,
    [...new Set(grams)].join(" AND "),
    part,
    limit + 1,
  );
  return found.length > limit ? null : found.map(([text]) => String(text));
}
