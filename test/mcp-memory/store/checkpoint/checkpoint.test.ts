import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { checkpoint } from "../../../../mcp-memory/store/checkpoint/checkpoint.ts";
import { placeOf } from "../../../../mcp-memory/store/database/place.ts";
import { inTransaction, openDatabase } from "../../../../mcp-memory/store/database/sqlite.ts";
import type { MemoryStore } from "../../../../mcp-memory/store/store.ts";
import { CLOCK, workbench } from "../../workbench.ts";

const bench = workbench();

const note = (name: string) => ({ name, entityType: "note", observations: [] });
const namesInFile = () =>
  readFileSync(bench.at(), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line).name);

/** Two changes: the first is written before its answer, "a" is left for a checkpoint. */
async function makePending(store: MemoryStore): Promise<void> {
  await store.createEntities([note("first")]);
  await store.createEntities([note("a")]);
}

/** Runs a checkpoint on a connection of its own, with something that happens before its last step. */
async function checkpointWhile(meanwhile: () => Promise<void>): Promise<void> {
  const place = placeOf(bench.at());
  const db = openDatabase(place.database);
  let step = 0;
  await checkpoint({
    place,
    onAbsorbed: () => undefined,
    openReader: async () => openDatabase(place.database),
    now: true,
    wasLookedThrough: () => false,
    onLookedThrough: () => undefined,
    write: async (body) => {
      if (++step === 2) await meanwhile();
      return inTransaction(db, "write", () =>
        body({ db, place, now: CLOCK, log: () => undefined, canWrite: true }),
      );
    },
  });
  db.close();
}

it("never puts an older snapshot over a newer one of another process", async () => {
  const other = await bench.open();
  await makePending(other);
  await checkpointWhile(async () => {
    await other.createEntities([note("b")]);
    await other.checkpoint();
  });
  expect(namesInFile()).toEqual(["first", "a", "b"]);
});

it("takes in an edit that is made while it writes, instead of replacing it", async () => {
  const other = await bench.open();
  await makePending(other);
  await checkpointWhile(async () => {
    writeFileSync(bench.at(), JSON.stringify({ type: "entity", ...note("edited") }));
  });
  expect(namesInFile()).toEqual(["a", "edited"]);
});

it("leaves a change that is made while it writes to the next one", async () => {
  const other = await bench.open();
  await makePending(other);
  await checkpointWhile(async () => {
    await other.createEntities([note("b")]);
  });
  expect(namesInFile()).toEqual(["first", "a"]);
  expect(await other.health()).toMatchObject({ pending: 1 });
  await other.checkpoint();
  expect(namesInFile()).toEqual(["first", "a", "b"]);
});
