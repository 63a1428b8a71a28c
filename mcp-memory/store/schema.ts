import { MemoryError } from "../error.ts";
import { type Database, inTransaction } from "./sqlite.ts";

/** Goes up whenever an older server could no longer work on the database. Kept as user_version. */
const FORMAT = 1;

/**
 * - state: one row. `change` counts the calls that changed the graph, `generation` the snapshots
 *   that were begun; `done` says which snapshot the files hold (JSON of `DoneMark`).
 * - entity, relation: the graph; the id keeps the order of the file. `observations` is a JSON array
 *   (one row per entity: loading 10,000 entities with 50,000 observations is 10,000 inserts, and
 *   JSON keeps text that SQLite cannot). `at`, `by`: origin; `origins`: JSON of those observations
 *   that came later; `extra`: JSON object of the fields that we do not know.
 * - carried: lines of unknown types.
 * - base_*: what an entity or relation was when a generation began, written when it first changes
 *   after that (null: it was not there). With the current rows this gives any snapshot since the
 *   last one that is done, which is the base of the three-way merge of outside edits.
 * - snapshot: hashes of what we wrote, by which a file is recognised as ours.
 * - kept_back: what an outside edit removed and we kept; the key is JSON.
 */
const TABLES = `
CREATE TABLE state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  change INTEGER NOT NULL,
  generation INTEGER NOT NULL,
  done TEXT
) STRICT;
INSERT INTO state (id, change, generation, done) VALUES (1, 0, 0, NULL);
CREATE TABLE entity (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
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
  extra TEXT,
  UNIQUE (source, target, type)
) STRICT;
CREATE INDEX relation_target ON relation (target);
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
PRAGMA user_version = ${FORMAT};
`;

/**
 * Makes the tables of a new database. Throws `MemoryError` "newer-format" before anything is
 * touched when a newer version made it.
 */
export function ensureSchema(db: Database, path: string, prepare: () => void): void {
  const format = formatOf(db);
  if (format > FORMAT) refuseNewer(path, format);
  prepare();
  if (format === FORMAT) return;
  inTransaction(db, "write", () => {
    // Several servers may find the database empty at once; the first to get the lock makes it.
    const now = formatOf(db);
    if (now > FORMAT) refuseNewer(path, now);
    if (now === 0) db.exec(TABLES);
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
