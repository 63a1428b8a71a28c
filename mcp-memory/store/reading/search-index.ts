/**
 * The full-text index. It is kept up behind the writes, not by them: a write notes which entity it
 * touched, and whoever searches (or a server with nothing to do) brings the index up first.
 *
 * - word: FTS5 without the texts, which the entity table has already; the rowid is the entity's id.
 * - vocabulary: its words, for typing mistakes.
 * - unindexed: entities that changed since they were indexed, filled by triggers.
 * - search_state: entities up to `built` are indexed, apart from those in `unindexed`. A first import
 *   thus notes nothing for each of its rows.
 */
import { type Database, sqliteFailure, type Value } from "../database/sqlite.ts";

/** Notes a new entity, unless the index has not come so far. */
export const ENTITY_ADDED = `
CREATE TRIGGER entity_added AFTER INSERT ON entity
WHEN NEW.id <= (SELECT built FROM search_state)
BEGIN INSERT OR IGNORE INTO unindexed (id) VALUES (NEW.id); END;
`;

/** Part of the database's schema since format 2. */
export const SEARCH_TABLES = `
CREATE VIRTUAL TABLE word USING fts5 (
  name, type, body, content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (word, 'row');
CREATE TABLE search_state (id INTEGER PRIMARY KEY CHECK (id = 1), built INTEGER NOT NULL) STRICT;
INSERT INTO search_state (id, built) VALUES (1, 0);
CREATE TABLE unindexed (id INTEGER PRIMARY KEY) STRICT;
${ENTITY_ADDED}CREATE TRIGGER entity_changed AFTER UPDATE OF name, type, observations ON entity
WHEN NEW.id <= (SELECT built FROM search_state)
BEGIN INSERT OR IGNORE INTO unindexed (id) VALUES (NEW.id); END;
CREATE TRIGGER entity_removed AFTER DELETE ON entity
WHEN OLD.id <= (SELECT built FROM search_state)
BEGIN INSERT OR IGNORE INTO unindexed (id) VALUES (OLD.id); END;
`;

/** Entities indexed in one go: 2 ms of work, at times 13 when FTS5 merges (400: up to 19). */
const SLICE_ROWS = 150;

/** True when nothing is left to index. */
export function isIndexUp(db: Database): boolean {
  return (
    db.row(
      `SELECT 1 FROM unindexed
        UNION ALL SELECT 1 FROM entity WHERE id > (SELECT built FROM search_state) LIMIT 1`,
    ) === undefined
  );
}

/** Indexes a slice of what is waiting, inside a write transaction. True when nothing is left. */
export function indexSlice(db: Database): boolean {
  const changed = db.rows("SELECT id FROM unindexed LIMIT ?", SLICE_ROWS).map(([id]) => Number(id));
  for (const id of changed) {
    db.run("DELETE FROM word WHERE rowid = ?", id);
    const row = db.row("SELECT id, name, type, observations FROM entity WHERE id = ?", id);
    if (row !== undefined) add(db, row);
    db.run("DELETE FROM unindexed WHERE id = ?", id);
  }
  const left = SLICE_ROWS - changed.length;
  if (left === 0) return false;
  const rows = db.rows(
    `SELECT id, name, type, observations FROM entity
      WHERE id > (SELECT built FROM search_state) ORDER BY id LIMIT ?`,
    left,
  );
  for (const row of rows) add(db, row);
  const last = rows.at(-1)?.[0];
  if (last !== undefined) db.run("UPDATE search_state SET built = ?", last);
  return rows.length < left;
}

/** Forgets the whole index, to be built anew: after a text was redacted nothing of it may stay. */
export function dropIndex(db: Database): void {
  db.run("INSERT INTO word (word) VALUES ('delete-all')");
  db.run("DELETE FROM unindexed");
  db.run("UPDATE search_state SET built = 0");
}

/** True for what FTS5 says of a query that it cannot read. */
export function isQueryFailure(error: unknown): boolean {
  return sqliteFailure(error) === "other" && /fts5/i.test(String(error));
}

function add(db: Database, row: Value[]): void {
  const [id, name, type, observations] = row;
  const texts = JSON.parse(String(observations)) as string[];
  // Half characters would end the text for SQLite.
  db.run(
    "INSERT INTO word (rowid, name, type, body) VALUES (?, ?, ?, ?)",
    id ?? null,
    name ?? "",
    type ?? "",
    texts.join("\n").toWellFormed(),
  );
}
