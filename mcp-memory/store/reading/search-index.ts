/**
 * The full-text index. It is kept up behind the writes, not by them: a write notes which entity it
 * touched, and whoever searches (or a server with nothing to do) brings the index up first.
 *
 * - word: FTS5 without the texts, which the entity table has already; the rowid is the entity's id. It
 *   holds the tokens of our own folding, the other forms of numbers and compounds, and concepts.
 * - vocabulary: its words, for typing mistakes.
 * - unindexed: entities that changed since they were indexed, filled by triggers.
 * - term, term_part: each word of three letters or more once, by what it is made of: a part of a word
 *   is found without reading all texts; see terms.ts.
 * - index_state: entities up to `built` are indexed, apart from those in `unindexed`. A first import
 *   thus notes nothing for each of its rows. Format 2 called it search_state: an earlier server that
 *   still runs finds no such table, and indexes nothing in its own way.
 */
import { type Database, sqliteFailure, type Value } from "../database/sqlite.ts";
import { indexTokens } from "./entity-tokens.ts";
import { dropTerms, openTerms, TERM_TABLES, type Terms } from "./terms.ts";

/**
 * Goes up whenever `indexTokens` gives something else, the tables of concepts included: an index of an
 * earlier form is then made anew. One of a later form, made by a newer version that runs beside this
 * one, is left as it is and read as far as it goes.
 */
export const INDEX_FORM = 2;

/** Notes a new entity, unless the index has not come so far. */
export const ENTITY_ADDED = `
CREATE TRIGGER entity_added AFTER INSERT ON entity
WHEN NEW.id <= (SELECT built FROM index_state)
BEGIN INSERT OR IGNORE INTO unindexed (id) VALUES (NEW.id); END;
`;

/** What format 2 had in the place of these. */
export const SEARCH_TABLES_2_GONE = `
DROP TRIGGER entity_added;
DROP TRIGGER entity_changed;
DROP TRIGGER entity_removed;
DROP TABLE vocabulary;
DROP TABLE word;
DROP TABLE unindexed;
DROP TABLE search_state;
`;

/** Part of the database's schema since format 3. */
export const SEARCH_TABLES = `
CREATE VIRTUAL TABLE word USING fts5 (
  name, type, body, content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (word, 'row');
${TERM_TABLES}CREATE TABLE index_state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  built INTEGER NOT NULL,
  form INTEGER NOT NULL,
  epoch INTEGER NOT NULL
) STRICT;
INSERT INTO index_state (id, built, form, epoch) VALUES (1, 0, ${INDEX_FORM}, 0);
CREATE TABLE unindexed (id INTEGER PRIMARY KEY) STRICT;
${ENTITY_ADDED}CREATE TRIGGER entity_changed AFTER UPDATE OF name, type, observations ON entity
WHEN NEW.id <= (SELECT built FROM index_state)
BEGIN INSERT OR IGNORE INTO unindexed (id) VALUES (NEW.id); END;
CREATE TRIGGER entity_removed AFTER DELETE ON entity
WHEN OLD.id <= (SELECT built FROM index_state)
BEGIN INSERT OR IGNORE INTO unindexed (id) VALUES (OLD.id); END;
`;

/** Entities indexed in one go: 5 to 10 ms of work, at times more when FTS5 merges. */
const SLICE_ROWS = 100;

/** True when nothing is left to index. */
export function isIndexUp(db: Database): boolean {
  return (
    db.row(
      `SELECT 1 FROM unindexed
        UNION ALL SELECT 1 FROM entity WHERE id > (SELECT built FROM index_state)
        UNION ALL SELECT 1 FROM index_state WHERE form < ${INDEX_FORM} LIMIT 1`,
    ) === undefined
  );
}

/** Indexes a slice of what is waiting, inside a write transaction. True when nothing is left. */
export function indexSlice(db: Database): boolean {
  if (Number(db.row("SELECT form FROM index_state")?.[0]) < INDEX_FORM) {
    dropIndex(db);
    db.run("UPDATE index_state SET form = ?", INDEX_FORM);
  }
  const terms = openTerms(db);
  const changed = db.rows("SELECT id FROM unindexed LIMIT ?", SLICE_ROWS).map(([id]) => Number(id));
  for (const id of changed) {
    db.run("DELETE FROM word WHERE rowid = ?", id);
    const row = db.row("SELECT id, name, type, observations FROM entity WHERE id = ?", id);
    if (row !== undefined) add(db, row, terms);
    db.run("DELETE FROM unindexed WHERE id = ?", id);
  }
  const left = SLICE_ROWS - changed.length;
  if (left === 0) return false;
  const rows = db.rows(
    `SELECT id, name, type, observations FROM entity
      WHERE id > (SELECT built FROM index_state) ORDER BY id LIMIT ?`,
    left,
  );
  for (const row of rows) add(db, row, terms);
  const last = rows.at(-1)?.[0];
  if (last !== undefined) db.run("UPDATE index_state SET built = ?", last);
  return rows.length < left;
}

/** Forgets the whole index, to be built anew: after a text was redacted nothing of it may stay. */
export function dropIndex(db: Database): void {
  db.run("INSERT INTO word (word) VALUES ('delete-all')");
  db.run("DELETE FROM unindexed");
  dropTerms(db);
  db.run("UPDATE index_state SET built = 0, epoch = epoch + 1");
}

/** True for what FTS5 says of a query that it cannot read. */
export function isQueryFailure(error: unknown): boolean {
  return sqliteFailure(error) === "other" && /fts5/i.test(String(error));
}

function add(db: Database, row: Value[], terms: Terms): void {
  const [id, name, type, observations] = row;
  const entity = {
    name: String(name),
    entityType: String(type),
    observations: JSON.parse(String(observations)) as string[],
  };
  const tokens = indexTokens(entity, terms.note);
  db.run(
    "INSERT INTO word (rowid, name, type, body) VALUES (?, ?, ?, ?)",
    id ?? null,
    tokens.name.join(" "),
    tokens.type.join(" "),
    tokens.body.join(" "),
  );
}
