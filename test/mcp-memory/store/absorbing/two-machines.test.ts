// Two machines and what git puts between them: a read leaves the files as git wrote them, and the
// next write changes nothing but what it says.
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { mergeMemoryFiles } from "../../../../mcp-memory/merge-files.ts";
import { mergeOriginsFiles } from "../../../../mcp-memory/merge-origins.ts";
import type { MemoryStore } from "../../../../mcp-memory/store/store.ts";
import { workbench } from "../../workbench.ts";

const bench = workbench();
const FILES = ["memory.jsonl", "memory.origins.jsonl"] as const;
type Sides = Record<"base" | "ours" | "theirs", Buffer>;
type Merge = (of: Sides & { name: string }) => Buffer;

const driver: Merge = ({ name, ...files }) =>
  name === "memory.jsonl" ? mergeMemoryFiles(files) : mergeOriginsFiles(files);
/** A server that merges by text: both sides' new lines, theirs first. */
const byText: Merge = ({ base, ours, theirs }) => {
  const known = new Set(String(base).split("\n"));
  const added = (side: Buffer) =>
    String(side)
      .split("\n")
      .filter((line) => !known.has(line));
  const lines = [...String(base).split("\n").filter(Boolean), ...added(theirs), ...added(ours)];
  return Buffer.from(lines.map((line) => `${line}\n`).join(""));
};

const read = (folder: string) => FILES.map((name) => readFileSync(path.join(folder, name)));
const entity = (name: string) => ({ name, entityType: "note", observations: [`about ${name}`] });

async function on<T>(folder: string, work: (store: MemoryStore) => Promise<T>): Promise<T> {
  const store = await bench.open(path.join(folder, "memory.jsonl"));
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

it.each([
  ["the driver", driver],
  ["a server by text", byText],
])("%s merges, ten days long: no read dirties a file, nothing is lost", async (_who, merge) => {
  const [a, b] = ["a", "b"].map((name) => bench.at(name)) as [string, string];
  for (const folder of [a, b]) mkdirSync(folder);
  await on(a, (store) => store.createEntities([entity("first"), entity("second")]));
  for (const name of FILES) copyFileSync(path.join(a, name), path.join(b, name));
  for (let day = 1; day <= 10; day++) {
    bench.now = new Date(Date.parse("2026-11-20T08:00:00Z") + day * 86_400_000);
    const base = read(a);
    await on(a, async (store) => {
      await store.createEntities([entity(`a${day}`)]);
      await store.createRelations([{ from: `a${day}`, to: "first", relationType: "knows" }]);
    });
    await on(b, (store) => store.createEntities([entity(`b${day}`), entity(`c${day}`)]));
    const [theirs, ours] = [read(a), read(b)];
    for (const [index, name] of FILES.entries()) {
      const sides = { base: base[index], ours: ours[index], theirs: theirs[index] } as Sides;
      const merged = merge({ ...sides, name });
      for (const folder of [a, b]) writeFileSync(path.join(folder, name), merged);
    }
    const pulled = read(a);
    for (const folder of [a, b]) {
      await on(folder, async (store) => {
        await store.readGraph();
        await store.recall({ query: "about" });
        await store.checkpoint();
        expect(await store.health()).toMatchObject({
          entities: 2 + 3 * day,
          relations: day,
          pending: 0,
        });
      });
      expect(read(folder).map(String)).toEqual(pulled.map(String));
    }
    // A fresh clone has the same.
    rmSync(path.join(b, ".memory"), { recursive: true });
  }
  // Entities stand before relations in what we write; a server knows nothing of that.
  const linesOf = (bytes: Buffer) =>
    String(bytes)
      .split("\n")
      .filter((line) => !line.includes('"last"') && !line.includes('"relation"'));
  const before = read(a).map(linesOf);
  await on(a, (store) => store.createEntities([entity("last")]));
  expect(read(a).map(linesOf)).toEqual(before);
});

it("what is deleted on one machine stays deleted on the other, however much it is, and no name is kept", async () => {
  const [a, b] = ["a", "b"].map((name) => bench.at(name)) as [string, string];
  for (const folder of [a, b]) mkdirSync(folder);
  const names = Array.from({ length: 12 }, (_, index) => `client:personal-${index}`);
  await on(a, (store) => store.createEntities([...names, "kept", "other"].map(entity)));
  const hand = (from: string, to: string) => {
    for (const name of FILES) copyFileSync(path.join(from, name), path.join(to, name));
  };
  const shown = (folder: string) =>
    on(folder, async (store) => {
      const graph = await store.readGraph();
      await store.checkpoint();
      expect((await store.health()).keptBack).toBe(0);
      return graph.entities.map(({ name }) => name).sort();
    });
  hand(a, b);
  expect(await shown(b)).toHaveLength(14);
  const old = read(b);
  bench.now = new Date("2026-11-21T08:00:00Z");
  // One of them is written to on b after that, so that it stays.
  await on(a, (store) => store.deleteEntities(names));
  expect(read(a).join("\n")).not.toContain("personal");
  bench.now = new Date("2026-11-22T08:00:00Z");
  await on(b, (store) =>
    store.addObservations([{ entityName: "client:personal-7", contents: ["new"] }]),
  );
  const [theirs, ours] = [read(a), read(b)];
  for (const [index, name] of FILES.entries()) {
    const sides = { base: old[index], ours: ours[index], theirs: theirs[index] } as Sides;
    writeFileSync(path.join(b, name), driver({ ...sides, name }));
  }
  expect(await shown(b)).toEqual(["client:personal-7", "kept", "other"]);
  await on(b, (store) => store.createEntities([entity("from b")]));
  hand(b, a);
  expect(await shown(a)).toEqual(["client:personal-7", "from b", "kept", "other"]);

  // A merge by text puts the old lines back; so does a machine that had been off.
  const [memory, origins] = read(a);
  writeFileSync(path.join(a, FILES[0]), `${old[0]}${memory}`);
  writeFileSync(path.join(a, FILES[1]), `${old[1]}${origins}`);
  expect(await shown(a)).toEqual(["client:personal-7", "from b", "kept", "other"]);
  rmSync(path.join(a, ".memory"), { recursive: true });
  writeFileSync(path.join(a, FILES[0]), `${old[0]}${memory}`);
  writeFileSync(path.join(a, FILES[1]), `${old[1]}${origins}`);
  expect(await shown(a)).toEqual(["client:personal-7", "from b", "kept", "other"]);

  // Written again, it is there again, on both.
  bench.now = new Date("2026-11-23T08:00:00Z");
  await on(a, (store) => store.createEntities([entity("client:personal-1")]));
  hand(a, b);
  expect(await shown(b)).toContain("client:personal-1");
});
