// Of a damaged database everything but an index may be whole: then nothing is taken from the files,
// because the files have neither the log nor the archive, nor what no checkpoint has written yet.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { placeOf } from "../../../../mcp-memory/store/database/place.ts";
import type { MemoryStore } from "../../../../mcp-memory/store/store.ts";
import { workbench } from "../../workbench.ts";

const bench = workbench();

const note = (n: number) => ({
  name: `note:${n}`,
  entityType: "note",
  observations: [`The ${n}th thing that we sell`, `Value: ${n} euros`],
});
const COUNT = 60;

/** A memory with a log, an index that is up, and a call that no file has. */
async function filled(): Promise<string> {
  const store = await bench.open();
  await store.createEntities(Array.from({ length: COUNT }, (_, n) => note(n)));
  await store.createRelations([{ from: "note:0", to: "note:1", relationType: "replaces" }]);
  await store.addObservations([{ entityName: "note:0", contents: ["more"] }]);
  await store.deleteEntities(["note:2"]);
  await store.recall({ query: "thing" });
  await store.checkpoint();
  await store.createEntities([note(COUNT)]);
  const copy = bench.at("copy");
  const place = placeOf(bench.at());
  const there = placeOf(path.join(copy, "memory.jsonl"));
  mkdirSync(there.folder, { recursive: true });
  // As a kill leaves it: the last call is in the database only.
  for (const end of ["", "-wal"]) copyFileSync(place.database + end, there.database + end);
  copyFileSync(place.file, there.file);
  copyFileSync(place.origins, there.origins);
  const db = new DatabaseSync(there.database);
  db.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  db.close();
  return there.file;
}

/** Overwrites the first page of a table or an index. */
function destroy(file: string, name: string): void {
  const { database } = placeOf(file);
  const db = new DatabaseSync(database, { readOnly: true });
  const one = (sql: string, ...values: string[]) =>
    Object.values(db.prepare(sql).get(...values) ?? {})[0];
  const root = Number(one("SELECT rootpage FROM sqlite_schema WHERE name = ?", name));
  const size = Number(one("PRAGMA page_size"));
  db.close();
  const bytes = readFileSync(database);
  bytes.fill(0x5a, (root - 1) * size, root * size);
  writeFileSync(database, bytes);
}

async function all(store: MemoryStore) {
  return { graph: await store.readGraph(), log: await store.history.log({ limit: 100 }) };
}

it.each([
  "word_data",
  "word_idx",
  "word_docsize",
  "term",
  "term_part_data",
  "entity_name",
  "relation_parts",
  "relation_target",
  "effect_key",
])(
  "a database of which %s is damaged keeps everything else",
  async (name) => {
    const file = await filled();
    const before = bench.at("before");
    mkdirSync(before);
    const place = placeOf(path.join(before, "memory.jsonl"));
    mkdirSync(place.folder, { recursive: true });
    for (const key of ["database", "file", "origins"] as const) {
      copyFileSync(placeOf(file)[key], place[key]);
    }
    const whole = await all(await bench.open(place.file));
    destroy(file, name);
    const store = await bench.open(file);
    await store.createEntities([note(COUNT + 1)]);
    const found = await store.recall({ query: `thing ${COUNT}th` });
    expect(JSON.stringify(found)).toContain(`note:${COUNT}`);
    await store.openNodes(["note:0"]);
    await store.history.undo(3, true);
    await store.history.undo((await store.history.log({ limit: 1 }))[0]?.seq ?? 0, true);
    const now = await all(store);
    expect(now.graph.entities).toEqual([...whole.graph.entities, note(COUNT + 1)]);
    expect(now.graph.relations).toEqual(whole.graph.relations);
    expect(now.log.slice(3)).toEqual(whole.log);
  },
  60_000,
);

it("what is damaged beside is set aside, to be looked at", async () => {
  const file = await filled();
  destroy(file, "word_data");
  const store = await bench.open(file);
  await store.recall({ query: "thing" });
  expect(readdirSync(placeOf(file).folder).some((name) => name.includes(".damaged-"))).toBe(true);
  expect(bench.log.join(" ")).toContain("Only an index of it was damaged");
});
