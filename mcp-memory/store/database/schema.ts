import { MemoryError } from "../../error.ts";
import { SEARCH_TABLES, SEARCH_TABLES_2_GONE } from "../reading/search-index.ts";
import { SUM_ADDITIONS } from "./row-sums.ts";
import { type Database, inTransaction } from "./sqlite.ts";

/** Goes up whenever an older server could no longer work on the database. Kept as user_version. */
const FORMAT = 3;

/**
 * - state: one row. `change` counts the calls that changed the graph, `generation` the snapshots
 *   that were begun; `done` says which snapshot the files hold (JSON of `DoneMark`); `claim` which
 *   process is writing one now (JSON of `Claim`), so that others do not do the same work;
 *   `pruned` the day on which retention last ran; `waiting` what only a leap of the clock made due
 *   (JSON of `Waiting`).
 * - entity, relation: the graph; the id keeps the order of the file. `observations` is a JSON array
 *   (one row per entity: loading 10,000 entities with 50,000 observations is 10,000 inserts, and
 *   JSON keeps text that SQLite cannot). `at`, `by`: origin; `origins`: JSON of those observations
 *   that came later; `extra`: JSON object of the fields that we do not know.
 * - carried: lines of unknown types; `place`: how many records stand before it in the file.
 * - base_*: what an entity or relation was when a generation began, written when it first changes
 *   after that (null: it was not there). With the current rows this gives any snapshot since the
 *   last one that is done, which is the base of the three-way merge of outside edits.
 * - snapshot: hashes of what we wrote, by which a file is recognised as ours.
 * - kept_back: what an outside edit removed and we kept; the key is JSON.
 * - change, effect: the log; see change-log.ts.
 * - word, vocabulary, term, term_part, index_state, unindexed: the full-text index; see search-index.ts.
 * - text_vector, vector_lease: made when search by meaning is first used; see text-vectors.ts.
 * - archive: what retention took out of the graph, as JSON of `ArchivedEntity` and `ArchivedRelation`.
 * - deleted: salted hashes of what was deleted through the product; `again`: when it was written again;
 *   see deletions.ts.
 * - redacted: hashes of texts that must not come back with an old file.
 */
const TABLES = `
CREATE TABLE state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  change INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  done TEXT,
  claim TEXT,
  pruned TEXT
) STRICT;
INSERT INTO state (id, change, generation) VALUES (1, 0, 0);
CREATE TABLE entity (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  observations TEXT NOT NULL,
  at TEXT,
  by TEXT,
  origins TEXT,
  extra TEXT
) STRICT;
CREATE TABLE relation (
  id INTEGER PRIMARY KEY,
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  type TEXT NOT NULL,
  extra TEXT
) STRICT;
CREATE TABLE carried (id INTEGER PRIMARY KEY, line TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE base_entity (
  name TEXT NOT NULL,
  generation INTEGER NOT NULL,
  line TEXT,
  PRIMARY KEY (name, generation)
) STRICT, WITHOUT ROWID;
CREATE TABLE base_relation (
  source TEXT NOT NULL,
  target TEXT NOT NULL,
  type TEXT NOT NULL,
  generation INTEGER NOT NULL,
  line TEXT,
  PRIMARY KEY (source, target, type, generation)
) STRICT, WITHOUT ROWID;
CREATE TABLE snapshot (
  hash TEXT PRIMARY KEY,
  generation INTEGER NOT NULL,
  change INTEGER NOT NULL,
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE kept_back (
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
`;

/** Made after the rows of a first import: filling a table and then its index takes half the time. */
export const GRAPH_INDEXES = [
  "CREATE UNIQUE INDEX entity_name ON entity (name)",
  "CREATE UNIQUE INDEX relation_parts ON relation (source, target, type)",
  "CREATE INDEX relation_target ON relation (target)",
];

/** New in format 2. */
const HISTORY_TABLES = `
CREATE TABLE change (
  seq INTEGER PRIMARY KEY,
  at TEXT NOT NULL,
  by TEXT NOT NULL,
  session TEXT,
  operation TEXT NOT NULL,
  note TEXT
) STRICT;
CREATE TABLE effect (
  seq INTEGER NOT NULL,
  n INTEGER NOT NULL,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  form TEXT NOT NULL,
  data TEXT,
  PRIMARY KEY (seq, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX effect_key ON effect (kind, key, seq);
CREATE TABLE archive (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  type TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at TEXT NOT NULL,
  row TEXT NOT NULL
) STRICT;
CREATE INDEX archive_key ON archive (kind, key);
CREATE TABLE redacted (hash TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Place of a line that stands behind all records: what an earlier version noted no place of. */
export const LAST_PLACE = Number.MAX_SAFE_INTEGER;

/**
 * What later versions added and earlier ones run on without: the format stays, so that two versions
 * may have the same memory open.
 */
const ADDITIONS = [
  {
    table: "carried",
    column: "place",
    sql: `ALTER TABLE carried ADD COLUMN place INTEGER NOT NULL DEFAULT ${LAST_PLACE};
          CREATE INDEX carried_place ON carried (place, id);`,
  },
  {
    table: "deleted",
    column: "hash",
    sql: `CREATE TABLE deleted (
            hash TEXT PRIMARY KEY, salt TEXT NOT NULL, at TEXT NOT NULL
          ) STRICT, WITHOUT ROWID`,
  },
  {
    table: "deleted",
    column: "again",
    sql: `ALTER TABLE deleted ADD COLUMN again TEXT;
          CREATE INDEX deleted_salt ON deleted (salt);`,
  },
  { table: "state", column: "waiting", sql: "ALTER TABLE state ADD COLUMN waiting TEXT" },
  ...SUM_ADDITIONS,
];

function missingAdditions(db: Database): string[] {
  const has = "SELECT 1 FROM pragma_table_info(?) WHERE name = ?";
  return ADDITIONS.filter(({ table, column }) => db.row(has, table, column) === undefined).map(
    ({ sql }) => sql,
  );
}

/** Format 1 had its unique keys inside the tables, where an import cannot put them off, and no history. */
const FROM_FORMAT_1 = `
ALTER TABLE state ADD COLUMN claim TEXT;
ALTER TABLE state ADD COLUMN pruned TEXT;
CREATE TABLE entity_2 (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, observations TEXT NOT NULL,
  at TEXT, by TEXT, origins TEXT, extra TEXT
) STRICT;
INSERT INTO entity_2 SELECT id, name, type, observations, at, by, origins, extra FROM entity;
DROP TABLE entity;
ALTER TABLE entity_2 RENAME TO entity;
CREATE TABLE relation_2 (
  id INTEGER PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, type TEXT NOT NULL, extra TEXT
) STRICT;
INSERT INTO relation_2 SELECT id, source, target, type, extra FROM relation;
DROP TABLE relation;
ALTER TABLE relation_2 RENAME TO relation;
`;

/**
 * Makes the tables of a new database. Throws `MemoryError` "newer-format" before anything is
 * touched when a newer version made it.
 */
export function ensureSchema(db: Database, path: string, prepare: () => void): void {
  const format = formatOf(db);
  if (format > FORMAT) refuseNewer(path, format);
  prepare();
  if (format === FORMAT && missingAdditions(db).length === 0) return;
  inTransaction(db, "write", () => {
    // Several servers may find the database empty at once; the first to get the lock makes it.
    const now = formatOf(db);
    if (now > FORMAT) refuseNewer(path, now);
    if (now < FORMAT) {
      if (now === 2) db.exec(SEARCH_TABLES_2_GONE);
      else {
        db.exec(now === 0 ? TABLES : FROM_FORMAT_1);
        for (const index of GRAPH_INDEXES) db.exec(index);
        db.exec(HISTORY_TABLES);
      }
      db.exec(SEARCH_TABLES);
      db.exec(`PRAGMA user_version = ${FORMAT}`);
    }
    for (const sql of missingAdditions(db)) db.exec(sql);
  });
}

function formatOf(db: Database): number {
  return Number(db.row("PRAGMA user_version")?.[0] ?? 0);
}

function refuseNewer(path: string, format: number): never {
  throw new MemoryError(
    "newer-format",
    `Cannot open ${path}: it has format ${format}, expected at most ${FORMAT}. Nothing was touched.`,
    { hint: "A newer Solo HQ made it: upgrade this one." },
  );
}
