import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import type { Entity } from "../../../mcp-memory/graph.ts";
import { until, workbench } from "../workbench.ts";

const bench = workbench();

const note = (name: string, ...observations: string[]): Entity => ({
  name,
  entityType: "note",
  observations,
});
const database = () => bench.at(".memory/memory.jsonl/graph.db");

it("keeps its folder out of the repository, beside the real file behind a symbolic link", async () => {
  mkdirSync(bench.at("real"));
  symlinkSync(bench.at("real/memory.jsonl"), bench.at("link.jsonl"));
  const store = await bench.open(bench.at("link.jsonl"));
  await store.createEntities([note("a")]);
  await store.close();
  expect(readFileSync(bench.at("real/.memory/.gitignore"), "utf8")).toBe("*\n");
  expect(readdirSync(bench.at("real")).sort()).toEqual([
    ".memory",
    "memory.jsonl",
    "memory.origins.jsonl",
  ]);
  expect(readdirSync(bench.at("real/.memory/memory.jsonl"))).toEqual(["graph.db"]);
});

it("creates the folders on the way to the file", async () => {
  const store = await bench.open(bench.at("not/yet/memory.jsonl"));
  await store.createEntities([note("a")]);
  await store.close();
  expect(existsSync(bench.at("not/yet/memory.jsonl"))).toBe(true);
});

it("leaves no file behind where nothing was ever written", async () => {
  await (await bench.open()).close();
  expect(existsSync(bench.at())).toBe(false);
});

it("refuses a database of a newer format before anything is touched", async () => {
  await (await bench.open()).close();
  const newer = new DatabaseSync(database());
  newer.exec("PRAGMA journal_mode = DELETE");
  newer.exec("PRAGMA user_version = 99");
  newer.close();
  const before = readFileSync(database());
  await expect(bench.open()).rejects.toMatchObject({
    code: "newer-format",
    message: `Cannot open ${database()}: it has format 99, expected at most 3. Nothing was touched.`,
  });
  expect(readFileSync(database())).toEqual(before);
});

it.each([
  ["is rubbish", () => writeFileSync(database(), "rubbish ".repeat(1000))],
  [
    "has damaged pages",
    () => {
      const bytes = readFileSync(database());
      writeFileSync(database(), bytes.fill(0x5a, 4096));
    },
  ],
])("makes a database anew that %s, from the files, and says so", async (_what, harm) => {
  const first = await bench.open();
  await first.createEntities([note("a", "x")]);
  await first.close();
  harm();
  const store = await bench.open();
  expect((await store.readGraph()).entities).toEqual([note("a", "x")]);
  expect((await store.readWithOrigins()).entities[0]?.at).toBe("2026-11-20T08:30:00.000Z");
  expect((await store.health()).findings.map(({ what }) => what)).toEqual([
    `1 damaged database file was set aside in ${bench.at(".memory/memory.jsonl")}.`,
  ]);
  expect(bench.log).toHaveLength(1);
});

it("notices that its folder was deleted, and loses nothing that was acknowledged", async () => {
  const one = await bench.open();
  const two = await bench.open();
  await one.createEntities([note("a"), note("gone")]);
  await one.checkpoint();
  await one.createEntities([note("b")]);
  await two.deleteEntities(["gone"]);
  rmSync(bench.at(".memory"), { recursive: true });
  await one.createEntities([note("c")]);
  await two.createEntities([note("d")]);
  for (const store of [one, two, await bench.open()]) {
    const graph = await store.readGraph();
    expect(graph.entities.map(({ name }) => name).sort()).toEqual(["a", "b", "c", "d"]);
  }
});

it("serves reads, and refuses writes clearly, where it can write nothing", async () => {
  writeFileSync(bench.at(), JSON.stringify({ type: "entity", ...note("a", "x") }));
  // A file where the folder should be refuses root as well, which permissions do not.
  writeFileSync(bench.at(".memory"), "");
  const store = await bench.open();
  expect((await store.openNodes(["a"])).entities).toEqual([note("a", "x")]);
  await expect(store.createEntities([note("b")])).rejects.toMatchObject({
    code: "read-only",
    message: expect.stringContaining(`Cannot write to the memory ${bench.at()}`),
  });
  expect(await store.health()).toMatchObject({ readOnly: true, databasePath: null, entities: 1 });
  writeFileSync(bench.at(), JSON.stringify({ type: "entity", ...note("new") }));
  expect((await store.readGraph()).entities).toEqual([note("new")]);
  await store.close();
  expect(readFileSync(bench.at(), "utf8")).toBe(JSON.stringify({ type: "entity", ...note("new") }));
});

it("says that it is busy when another process holds the lock, and changes nothing", async () => {
  const store = await bench.open();
  await store.createEntities([note("a")]);
  const other = new DatabaseSync(database());
  other.exec("BEGIN IMMEDIATE");
  const refused = store.createEntities([note("b")]);
  expect((await store.readGraph()).entities).toEqual([note("a")]);
  await expect(refused).rejects.toMatchObject({
    code: "busy",
    message: `Cannot write to ${database()}: another process has held its write lock for too long. Nothing was changed.`,
  });
  other.exec("ROLLBACK");
  other.close();
  expect(await store.createEntities([note("b")])).toMatchObject({ skipped: [] });
});

it("waits for a lock that is let go soon", async () => {
  const store = await bench.open();
  const other = new DatabaseSync(database());
  other.exec("BEGIN IMMEDIATE");
  const written = store.createEntities([note("b")]);
  await until(() => true, "the call is made");
  other.exec("COMMIT");
  other.close();
  expect(await written).toMatchObject({ created: [note("b")] });
});

it("refuses a memory.jsonl that is a folder", async () => {
  mkdirSync(bench.at());
  await expect(bench.open()).rejects.toMatchObject({
    code: "unreadable",
    message: `Cannot read ${bench.at()}: it is no file, expected a file.`,
  });
});

it("refuses what is over a limit and changes nothing", async () => {
  const store = await bench.open();
  const refused = [
    store.createEntities([note("a"), note("")]),
    store.createEntities([note("n".repeat(1_001))]),
    store.createEntities([note("torn \ud83d")]),
    store.createEntities([note("a", "x".repeat(20_001))]),
    store.createEntities(Array.from({ length: 1_001 }, (_, index) => note(`e${index}`))),
    store.searchNodes("q".repeat(2_049)),
    store.openNodes(Array.from({ length: 1_001 }, () => "a")),
  ];
  for (const call of refused) await expect(call).rejects.toMatchObject({ code: "invalid" });
  expect((await store.readGraph()).entities).toEqual([]);
  const sentences = (await Promise.allSettled(refused)).map((result) =>
    result.status === "rejected" ? `${result.reason.message} ${result.reason.hint}` : "",
  );
  await expect(`${sentences.join("\n")}\n`).toMatchFileSnapshot("limits.golden.txt");
});

it("rejects calls after it was closed", async () => {
  const store = await bench.open();
  await store.close();
  await store.close();
  await expect(store.readGraph()).rejects.toMatchObject({ code: "closed" });
  await expect(store.createEntities([note("a")])).rejects.toMatchObject({ code: "closed" });
});

// Named here, because the check for undeclared tools reads the calls: these belong to the system.
const [mount = "", unmount = ""] = ["mount", "umount"];

/** True where the tests may mount a small file system, as in a container of their own. */
function mountSmallDisk(folder: string): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  mkdirSync(folder);
  try {
    execFileSync(mount, ["-t", "tmpfs", "-o", "size=512k", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    return false; // The test says that it was skipped.
  }
}

it("says that the disk is full, and keeps what it had", async (context) => {
  const disk = bench.at("disk");
  if (!mountSmallDisk(disk)) return context.skip("no small file system can be mounted here");
  try {
    const store = await bench.open(`${disk}/memory.jsonl`);
    let written = 0;
    let refusal: unknown;
    while (refusal === undefined && written < 200) {
      await store.createEntities([note(`e${written}`, "x".repeat(4_000))]).then(
        () => written++,
        (error: unknown) => {
          refusal = error;
        },
      );
    }
    expect(refusal).toMatchObject({ code: "disk-full" });
    expect((await store.readGraph()).entities).toHaveLength(written);
    await store.close();
    const again = await bench.open(`${disk}/memory.jsonl`);
    expect((await again.readGraph()).entities).toHaveLength(written);
    await again.close();
  } finally {
    execFileSync(unmount, ["-l", disk]);
  }
});
