// .memory/ deleted under a store that has it open, and no call comes that would notice.
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { formatEntity } from "../../../../mcp-memory/jsonl.ts";
import { openMemoryStore } from "../../../../mcp-memory/open.ts";
import { parseSnapshot } from "../../../../mcp-memory/parse-snapshot.ts";
import type { MemoryStore } from "../../../../mcp-memory/store/store.ts";
import { CLOCK, workbench } from "../../workbench.ts";

const bench = workbench();

const note = (name: string, ...observations: string[]) => ({
  name,
  entityType: "note",
  observations,
});
const deleteFolder = () => rmSync(bench.at(".memory"), { recursive: true });
const inFile = () => parseSnapshot(readFileSync(bench.at())).entities;
const origins = () => readFileSync(bench.at("memory.origins.jsonl"), "utf8").split("\n");
const namesIn = async (store: MemoryStore) =>
  (await store.readGraph()).entities.map(({ name }) => name).sort();
const lineOf = (name: string, ...observations: string[]) =>
  `${formatEntity({ ...note(name, ...observations), extra: null })}\n`;

/** A store with one fact in the files and more that only the database knows. */
async function withUnwritten(): Promise<MemoryStore> {
  const store = await bench.open();
  await store.createEntities([note("kept", "old"), note("removed")]);
  await store.checkpoint();
  await store.createEntities([note("new", "fact")]);
  await store.addObservations([{ entityName: "kept", contents: ["later"] }]);
  await store.deleteEntities(["removed"]);
  return store;
}

it("keeps what no file holds yet when the store is closed without another call", async () => {
  const store = await withUnwritten();
  deleteFolder();
  await store.close();
  expect([...inFile().keys()]).toEqual(["kept", "new"]);
  expect(inFile().get("kept")?.observations).toEqual(["old", "later"]);
  expect(origins()).toContain(`{"name":"new","at":"${CLOCK.toISOString()}","by":"coo"}`);
});

it("keeps the log and the archive, which no file holds", async () => {
  const store = await withUnwritten();
  deleteFolder();
  await store.close();
  const again = await bench.open();
  const changes = await again.history.log({ limit: 10 });
  expect(changes.map(({ operation }) => operation)).toContain("delete_entities");
  await again.history.undo(changes[0]?.seq ?? 0, false);
  expect(await namesIn(again)).toEqual(["kept", "new", "removed"]);
});

it("takes in the facts of another memory that was put in the place of the file", async () => {
  const store = await withUnwritten();
  deleteFolder();
  writeFileSync(bench.at(), lineOf("stranger", "theirs"));
  await store.close();
  expect([...inFile().keys()].sort()).toEqual(["kept", "new", "stranger"]);
});

it("keeps the facts beside a file that is no memory, and leaves that alone", async () => {
  const store = await withUnwritten();
  deleteFolder();
  writeFileSync(bench.at(), "# Notes\n- call the bank\n");
  await store.close();
  expect(readFileSync(bench.at(), "utf8")).toBe("# Notes\n- call the bank\n");
  const again = await bench.open();
  expect(await namesIn(again)).toEqual(["kept", "new"]);
});

it("keeps the facts when the file went with the folder", async () => {
  const store = await withUnwritten();
  deleteFolder();
  rmSync(bench.at());
  await store.close();
  expect([...inFile().keys()]).toEqual(["kept", "new"]);
});

it.each(["the file", "no file", "a file that is no memory"])(
  "brings its changes into a database that another process has made meanwhile, from %s",
  async (from) => {
    const store = await withUnwritten();
    bench.now = new Date("2026-12-24T00:00:00.000Z");
    deleteFolder();
    if (from !== "the file") rmSync(bench.at());
    if (from === "a file that is no memory") writeFileSync(bench.at(), "- call the bank\n");
    const other = await bench.open(bench.at(), "cmo");
    if (from !== "a file that is no memory") await other.createEntities([note("from the other")]);
    await store.close();
    const expected = ["from the other", "kept", "new"].slice(
      from === "a file that is no memory" ? 1 : 0,
    );
    expect(await namesIn(other)).toEqual(expected);
    const { entities } = await other.readWithOrigins();
    const at = CLOCK.toISOString();
    expect(entities.find(({ name }) => name === "new")).toMatchObject({ at });
    expect(entities.find(({ name }) => name === "kept")?.observations).toEqual([
      { text: "old", at },
      { text: "later", at },
    ]);
    if (from === "a file that is no memory") return;
    await other.close();
    expect(origins()).toContain(`{"name":"new","at":"${at}","by":"coo"}`);
  },
);

it("lets what was deleted after the move stay deleted, whoever comes later with the old database", async () => {
  const first = await withUnwritten();
  const second = await bench.open(bench.at(), "cmo");
  expect(await namesIn(second)).toEqual(["kept", "new"]);
  deleteFolder();
  await first.deleteEntities(["new"]);
  await first.createEntities([note("after")]);
  expect(await namesIn(second)).toEqual(["after", "kept"]);
  await first.close();
  await second.close();
  expect([...inFile().keys()].sort()).toEqual(["after", "kept"]);
});

it("does not make a folder anew that was deleted with everything in it", async () => {
  const folder = bench.at("company");
  const store = await openMemoryStore({ filePath: path.join(folder, "memory.jsonl") });
  await store.createEntities([note("gone")]);
  rmSync(folder, { recursive: true });
  await store.close();
  expect(existsSync(folder)).toBe(false);
});
