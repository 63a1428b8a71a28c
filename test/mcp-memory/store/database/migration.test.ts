import { mkdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import type { MemoryStore } from "../../../../mcp-memory/store/store.ts";
import { workbench } from "../../workbench.ts";

const bench = workbench();

/** The tables of format 1 as its version made them, with a change that no file holds yet. */
const FORMAT_1 = `
PRAGMA journal_mode = WAL;
CREATE TABLE state (
  id INTEGER PRIMARY KEY CHECK (id = 1), change INTEGER NOT NULL, generation INTEGER NOT NULL, done TEXT
) STRICT;
INSERT INTO state (id, change, generation, done) VALUES (1, 7, 2, NULL);
CREATE TABLE entity (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, type TEXT NOT NULL, observations TEXT NOT NULL,
  at TEXT, by TEXT, origins TEXT, extra TEXT
) STRICT;
CREATE TABLE relation (
  id INTEGER PRIMARY KEY, source TEXT NOT NULL, target TEXT NOT NULL, type TEXT NOT NULL, extra TEXT,
  UNIQUE (source, target, type)
) STRICT;
CREATE INDEX relation_target ON relation (target);
CREATE TABLE carried (id INTEGER PRIMARY KEY, line TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE base_entity (
  name TEXT NOT NULL, generation INTEGER NOT NULL, line TEXT, PRIMARY KEY (name, generation)
) STRICT, WITHOUT ROWID;
CREATE TABLE base_relation (
  source TEXT NOT NULL, target TEXT NOT NULL, type TEXT NOT NULL, generation INTEGER NOT NULL, line TEXT,
  PRIMARY KEY (source, target, type, generation)
) STRICT, WITHOUT ROWID;
CREATE TABLE snapshot (
  hash TEXT PRIMARY KEY, generation INTEGER NOT NULL, change INTEGER NOT NULL, at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE kept_back (
  kind TEXT NOT NULL, key TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
INSERT INTO entity (name, type, observations, at, by) VALUES
  ('a', 'note', '["one"]', '2026-11-01T00:00:00.000Z', 'cfo'), ('b', 'note', '[]', NULL, NULL);
INSERT INTO relation (source, target, type) VALUES ('a', 'b', 'knows');
PRAGMA user_version = 1;
`;

it("takes over a database of format 1 with everything in it", async () => {
  const folder = path.join(bench.folder(), ".memory", "memory.jsonl");
  mkdirSync(folder, { recursive: true });
  const old = new DatabaseSync(path.join(folder, "graph.db"));
  old.exec(FORMAT_1);
  old.close();

  const [store, other] = await Promise.all([bench.open(), bench.open()]);
  expect(await store.readGraph()).toEqual({
    entities: [
      { name: "a", entityType: "note", observations: ["one"] },
      { name: "b", entityType: "note", observations: [] },
    ],
    relations: [{ from: "a", to: "b", relationType: "knows" }],
  });
  expect((await store.readWithOrigins()).entities[0]?.at).toBe("2026-11-01T00:00:00.000Z");
  await other.createEntities([{ name: "c", entityType: "note", observations: [] }]);
  await store.createEntities([{ name: "a", entityType: "note", observations: [] }]);
  expect(await store.history.log({ limit: 10 })).toMatchObject([{ seq: 8 }]);
  await store.checkpoint();
  expect(await store.health()).toMatchObject({ entities: 3, pending: 0 });
});

/** The full-text index as format 2 had it, where an earlier version indexed one of two entities. */
const SEARCH_2 = `
DROP TRIGGER entity_added; DROP TRIGGER entity_changed; DROP TRIGGER entity_removed;
DROP TABLE vocabulary; DROP TABLE word; DROP TABLE term_part; DROP TABLE term;
DROP TABLE unindexed; DROP TABLE index_state;
CREATE VIRTUAL TABLE word USING fts5 (
  name, type, body, content = '', contentless_delete = 1,
  tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
);
CREATE VIRTUAL TABLE vocabulary USING fts5vocab (word, 'row');
CREATE TABLE search_state (id INTEGER PRIMARY KEY CHECK (id = 1), built INTEGER NOT NULL) STRICT;
INSERT INTO search_state (id, built) VALUES (1, 1);
CREATE TABLE unindexed (id INTEGER PRIMARY KEY) STRICT;
CREATE TRIGGER entity_added AFTER INSERT ON entity
WHEN NEW.id <= (SELECT built FROM search_state)
BEGIN INSERT OR IGNORE INTO unindexed (id) VALUES (NEW.id); END;
CREATE TRIGGER entity_changed AFTER UPDATE OF name, type, observations ON entity
WHEN NEW.id <= (SELECT built FROM search_state)
BEGIN INSERT OR IGNORE INTO unindexed (id) VALUES (NEW.id); END;
CREATE TRIGGER entity_removed AFTER DELETE ON entity
WHEN OLD.id <= (SELECT built FROM search_state)
BEGIN INSERT OR IGNORE INTO unindexed (id) VALUES (OLD.id); END;
INSERT INTO word (rowid, name, type, body) VALUES (1, 'a', 'note', 'Søndergård');
PRAGMA user_version = 2;
`;

it("indexes a database of format 2 anew, and keeps the rest of it", async () => {
  const before = await bench.open();
  await before.createEntities([
    { name: "a", entityType: "note", observations: ["Søndergård"] },
    { name: "b", entityType: "note", observations: ["Łódka"] },
  ]);
  await before.close();
  const old = new DatabaseSync(bench.at(".memory/memory.jsonl/graph.db"));
  old.exec(SEARCH_2);
  const names = async (store: MemoryStore, query: string) =>
    (await store.recall({ query })).results.map(({ name }) => name);

  const store = await bench.open();
  expect(await names(store, "sondergard")).toEqual(["a"]);
  expect(await names(store, "lodka")).toEqual(["b"]);
  await store.addObservations([{ entityName: "b", contents: ["harbour"] }]);
  expect(await names(store, "harbour")).toEqual(["b"]);
  expect(await store.history.log({ limit: 10 })).toHaveLength(2);
  // What an earlier server that still runs would do: it must not index in its own way.
  expect(() => old.prepare("SELECT built FROM search_state").get()).toThrow("no such table");
  old.close();
});
