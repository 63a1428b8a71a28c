import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import type { Entity } from "../../../../mcp-memory/graph.ts";
import { textKey } from "../../../../mcp-memory/origins.ts";
import type { MemoryStore } from "../../../../mcp-memory/store/store.ts";
import { CLOCK, until, workbench } from "../../workbench.ts";

const bench = workbench();

const note = (name: string, ...observations: string[]): Entity => ({
  name,
  entityType: "note",
  observations,
});
const many = (count: number) => Array.from({ length: count }, (_, index) => note(`e${index}`, "x"));
const lines = () => readFileSync(bench.at(), "utf8").split("\n").filter(Boolean);
const names = async (store: MemoryStore) =>
  (await store.readGraph()).entities.map(({ name }) => name);

/** A store whose file holds the entities. */
async function opened(entities: Entity[]): Promise<MemoryStore> {
  const store = await bench.open();
  await store.createEntities(entities);
  await store.checkpoint();
  return store;
}

it("writes a change to the file within a moment, without being asked", async () => {
  const store = await bench.open();
  await store.createEntities([note("a")]);
  await until(() => existsSync(bench.at()), "the checkpoint is done");
  expect(lines()).toHaveLength(1);
});

it("takes in what was added, changed and removed, and keeps what happened here meanwhile", async () => {
  const store = await opened([note("a", "1", "2"), note("b"), note("c"), note("d", "old")]);
  await store.createRelations([
    { from: "a", to: "b", relationType: "knows" },
    { from: "c", to: "d", relationType: "knows" },
  ]);
  await store.checkpoint();
  await store.addObservations([{ entityName: "a", contents: ["3"] }]);
  await store.deleteEntities(["c"]);
  await store.createEntities([note("here")]);
  writeFileSync(
    bench.at(),
    [
      note("a", "2", "outside"),
      note("c"),
      { name: "d", entityType: "lesson", observations: ["new"] },
      note("there"),
    ]
      .map((entity) => JSON.stringify({ type: "entity", ...entity }))
      .concat('{"type":"relation","from":"c","to":"d","relationType":"knows"}')
      .join("\n"),
  );
  await store.checkpoint();
  expect(await store.readGraph()).toEqual({
    entities: [
      note("a", "2", "3", "outside"),
      { name: "d", entityType: "lesson", observations: ["new"] },
      note("here"),
      note("there"),
    ],
    relations: [],
  });
  expect(lines()).toHaveLength(4);
  expect(await store.health()).toMatchObject({ keptBack: 0, pending: 0 });
});

it("restores what was deleted here when it was changed outside", async () => {
  const store = await opened([note("a", "1")]);
  await store.deleteEntities(["a"]);
  writeFileSync(bench.at(), JSON.stringify({ type: "entity", ...note("a", "1", "2") }));
  await store.checkpoint();
  expect((await store.readGraph()).entities).toEqual([note("a", "1", "2")]);
});

it("keeps back removals that are many, reports them, and still takes the additions", async () => {
  const store = await opened(many(20));
  writeFileSync(
    bench.at(),
    `${[...lines().slice(6)].join("\n")}\n${JSON.stringify({ type: "entity", ...note("new") })}`,
  );
  await store.checkpoint();
  expect(await names(store)).toEqual([...many(20).map(({ name }) => name), "new"]);
  expect(lines()).toHaveLength(21);
  const health = await store.health();
  expect(health.keptBack).toBe(6);
  expect(health.findings.map(({ what }) => what)).toEqual([
    `An edit of ${bench.at()} removed 6 things at once; all of it was kept.`,
  ]);
});

it("lets five removals pass, or one in a hundred", async () => {
  const store = await opened(many(700));
  writeFileSync(bench.at(), lines().slice(7).join("\n"));
  await store.checkpoint();
  expect(await names(store)).toHaveLength(693);
  expect((await store.health()).keptBack).toBe(0);
});

it.each([
  ["emptied", () => writeFileSync(bench.at(), "")],
  ["deleted", () => rmSync(bench.at())],
  ["cut off", () => writeFileSync(bench.at(), readFileSync(bench.at()).subarray(0, 80))],
])("removes nothing when the file was %s", async (_what, harm) => {
  const store = await opened(many(3));
  harm();
  await store.checkpoint();
  expect(await names(store)).toEqual(["e0", "e1", "e2"]);
  expect(lines()).toHaveLength(3);
});

it("removes nothing when the file is an older one of ours", async () => {
  const store = await opened([note("a")]);
  const old = readFileSync(bench.at());
  await store.createEntities([note("b")]);
  await store.deleteObservations([]);
  await store.checkpoint();
  writeFileSync(bench.at(), old);
  await store.checkpoint();
  expect(await names(store)).toEqual(["a", "b"]);
});

it("does not bring back what was deleted after a checkpoint that a crash cut short", async () => {
  const store = await opened([note("a")]);
  const database = new DatabaseSync(bench.at(".memory/memory.jsonl/graph.db"));
  const mark = database.prepare("SELECT done, generation FROM state").get();
  await store.createEntities([note("b")]);
  await store.checkpoint();
  // As if the process had ended between the rename and the note that it is done: the database
  // still says that the file holds the snapshot in which b was not there.
  database.prepare("UPDATE state SET done = ?").run(mark?.done ?? null);
  database
    .prepare("INSERT INTO base_entity (name, generation, line) VALUES ('b', ?, NULL)")
    .run(mark?.generation ?? null);
  database.close();
  await store.deleteEntities(["b"]);
  await store.checkpoint();
  expect(await names(store)).toEqual(["a"]);
  expect(lines()).toHaveLength(1);
});

it("takes in at the start what was edited while nobody ran", async () => {
  await (await opened([note("a")])).close();
  writeFileSync(bench.at(), JSON.stringify({ type: "entity", ...note("b") }));
  const store = await bench.open();
  expect(await names(store)).toEqual(["b"]);
});

it("notices an edit when it is next read, and takes it in a moment later", async () => {
  await (await opened([note("a")])).close();
  const store = await bench.open();
  writeFileSync(bench.at(), JSON.stringify({ type: "entity", ...note("b") }));
  let told = false;
  store.onChange(() => {
    told = true;
  });
  await store.openNodes([]);
  await until(() => told, "the edit is taken in");
  expect(await names(store)).toEqual(["b"]);
});

it("tells listeners about its own changes and about edits it takes in", async () => {
  const store = await opened([note("a")]);
  let told = 0;
  const stop = store.onChange(() => told++);
  await store.createEntities([note("a")]);
  expect(told).toBe(0);
  await store.createEntities([note("b")]);
  expect(told).toBe(1);
  writeFileSync(
    bench.at(),
    `${readFileSync(bench.at(), "utf8")}${JSON.stringify({ type: "entity", ...note("c") })}`,
  );
  await store.checkpoint();
  expect(told).toBe(2);
  stop();
  await store.createEntities([note("d")]);
  expect(told).toBe(2);
});

it("adopts the origins that come with an edit, as after a pull", async () => {
  const store = await opened([note("a")]);
  const at = "2026-01-02T03:04:05.000Z";
  const edited = [note("a", "pulled"), note("b", "x")];
  writeFileSync(
    bench.at(),
    edited.map((entity) => JSON.stringify({ type: "entity", ...entity })).join("\n"),
  );
  writeFileSync(
    bench.at("memory.origins.jsonl"),
    [
      { name: "a", at: CLOCK, by: "coo", observations: { [textKey("pulled")]: { at, by: "cfo" } } },
      { name: "b", at, by: "cfo" },
    ]
      .map((line) => JSON.stringify(line))
      .join("\n"),
  );
  await store.checkpoint();
  expect((await store.readWithOrigins()).entities).toEqual([
    {
      name: "a",
      entityType: "note",
      at: CLOCK.toISOString(),
      observations: [{ text: "pulled", at }],
    },
    { name: "b", entityType: "note", at, observations: [{ text: "x", at }] },
  ]);
});

it("remembers when and by whom each thing was written, also in a fresh clone", async () => {
  writeFileSync(bench.at(), JSON.stringify({ type: "entity", ...note("old", "ancient") }));
  const first = await bench.open(bench.at(), "cfo");
  await first.createEntities([note("a", "with it")]);
  await first.addObservations([
    { entityName: "a", contents: ["later"] },
    { entityName: "old", contents: ["known"] },
  ]);
  await first.close();
  await expect(readFileSync(bench.at("memory.origins.jsonl"), "utf8")).toMatchFileSnapshot(
    "origins.golden.jsonl",
  );
  rmSync(bench.at(".memory"), { recursive: true });
  const clone = await bench.open();
  const at = CLOCK.toISOString();
  expect((await clone.readWithOrigins()).entities).toEqual([
    {
      name: "old",
      entityType: "note",
      at: null,
      observations: [
        { text: "ancient", at: null },
        { text: "known", at },
      ],
    },
    {
      name: "a",
      entityType: "note",
      at,
      observations: [
        { text: "with it", at },
        { text: "later", at },
      ],
    },
  ]);
});
