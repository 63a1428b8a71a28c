import { rmSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { MemoryError } from "../../../../mcp-memory/error.ts";
import type { Entity, Graph } from "../../../../mcp-memory/graph.ts";
import { placeOf } from "../../../../mcp-memory/store/database/place.ts";
import { openDatabase } from "../../../../mcp-memory/store/database/sqlite.ts";
import { CLOCK, workbench } from "../../workbench.ts";
import { call } from "../commands.ts";

const bench = workbench();

const note = (name: string, ...observations: string[]): Entity => ({
  name,
  entityType: "note",
  observations,
});
const minutes = (count: number) => new Date(CLOCK.getTime() + count * 60_000);
const newest = async (store: Awaited<ReturnType<typeof bench.open>>) =>
  (await store.history.log({ limit: 1 }))[0]?.seq ?? 0;

it("says who changed what and when, newest first", async () => {
  const store = await bench.open(bench.at(), "cfo");
  await store.createEntities([note("a", "1")]);
  bench.now = minutes(5);
  await store.addObservations([{ entityName: "a", contents: ["2"] }]);
  expect(await store.history.log({ limit: 10 })).toMatchObject([
    {
      seq: 2,
      at: "2026-11-20T08:35:00.000Z",
      by: "cfo",
      operation: "add_observations",
      effects: [{ kind: "entity", key: "a", form: "added", data: ["2"] }],
    },
    { seq: 1, by: "cfo", operation: "create_entities", effects: [{ key: "a", form: "created" }] },
  ]);
});

it("shows the log of one entity with its relations, a page at a time", async () => {
  const store = await bench.open();
  await store.createEntities([note("a"), note("b")]);
  await store.createEntities([note("other")]);
  await store.createRelations([{ from: "b", to: "a", relationType: "needs" }]);
  await store.deleteEntities(["a"]);
  const all = await store.history.log({ name: "a", limit: 10 });
  expect(all.map(({ seq }) => seq)).toEqual([4, 3, 1]);
  const older = await store.history.log({ name: "a", limit: 1, before: 4 });
  expect(older.map(({ seq }) => seq)).toEqual([3]);
});

it("leaves no trace of a call that was refused or changed nothing", async () => {
  const store = await bench.open();
  await store.createEntities([note("a", "1")]);
  await store.createEntities([note("a", "2")]);
  await store.addObservations([{ entityName: "a", contents: ["1"] }]);
  await expect(
    store.createRelations([{ from: "a", to: "nobody", relationType: "knows" }]),
  ).rejects.toMatchObject({ code: "not-found" });
  expect(await store.history.log({ limit: 10 })).toHaveLength(1);
});

it("keeps an edit from outside as one change", async () => {
  const store = await bench.open();
  await store.createEntities([note("a", "1")]);
  await store.checkpoint();
  const fs = await import("node:fs");
  fs.appendFileSync(bench.at(), `${JSON.stringify({ type: "entity", ...note("b") })}\n`);
  await store.checkpoint();
  expect((await store.history.log({ limit: 1 }))[0]).toMatchObject({
    by: "edit",
    operation: "edit",
    effects: [{ key: "b", form: "created" }],
  });
});

it("says that the log begins later when asked for a time before it", async () => {
  const store = await bench.open();
  expect(await store.history.graphAt("2026-01-01T00:00:00.000Z")).toEqual({
    kind: "before-history",
    first: null,
  });
  await store.createEntities([note("a")]);
  expect(await store.history.graphAt("2026-01-01T00:00:00.000Z")).toEqual({
    kind: "before-history",
    first: { seq: 1, at: CLOCK.toISOString() },
  });
});

it("takes a fact back that others did not build on, and leaves what came after", async () => {
  const store = await bench.open();
  await store.createEntities([note("a", "1")]);
  await store.addObservations([{ entityName: "a", contents: ["wrong"] }]);
  const wrong = await newest(store);
  await store.addObservations([{ entityName: "a", contents: ["right"] }]);
  expect(await store.history.undo(wrong, false)).toEqual({ kind: "undone", undone: [wrong] });
  expect((await store.openNodes(["a"])).entities[0]?.observations).toEqual(["1", "right"]);
  expect(await store.history.undo(wrong, false)).toEqual({ kind: "nothing-left" });
});

it("takes an undo back as well", async () => {
  const store = await bench.open();
  await store.createEntities([note("a", "1")]);
  const before = await store.readGraph();
  await store.history.undo(1, false);
  expect((await store.readGraph()).entities).toEqual([]);
  expect(await store.history.undo(2, false)).toEqual({ kind: "undone", undone: [2] });
  expect(await store.readGraph()).toEqual(before);
  expect((await store.history.undo(1, false)).kind).toBe("undone");
});

it("brings a deleted entity back with its relations, its place and its age", async () => {
  const store = await bench.open();
  await store.createEntities([note("a", "1"), note("b")]);
  await store.createRelations([{ from: "b", to: "a", relationType: "needs" }]);
  const before = await store.readGraph();
  const dated = await store.readWithOrigins();
  bench.now = minutes(9);
  await store.deleteEntities(["a"]);
  await store.history.undo(await newest(store), false);
  expect(await store.readGraph()).toEqual(before);
  expect(await store.readWithOrigins()).toEqual(dated);
});

it("refuses to take back what later changes build on, and names them", async () => {
  const store = await bench.open();
  await store.createEntities([note("a"), note("b")]);
  await store.addObservations([{ entityName: "a", contents: ["1"] }]);
  await store.createRelations([{ from: "b", to: "a", relationType: "needs" }]);
  await store.createEntities([note("c")]);
  const before = await store.readGraph();
  expect(await store.history.undo(1, false)).toEqual({
    kind: "has-dependents",
    dependents: [3, 2],
  });
  expect(await store.readGraph()).toEqual(before);
  expect(await store.history.undo(1, true)).toEqual({ kind: "undone", undone: [3, 2, 1] });
  expect((await store.readGraph()).entities).toEqual([note("c")]);
});

it("says so when the log has no such change, or it is the first reading of the files", async () => {
  const fs = await import("node:fs");
  fs.writeFileSync(bench.at(), `${JSON.stringify({ type: "entity", ...note("a") })}\n`);
  const store = await bench.open();
  await expect(store.history.undo(99, false)).rejects.toThrow("Cannot undo change 99");
  await expect(store.history.undo(1, false)).rejects.toThrow("first reading of the files");
});

it("knows what the graph was after every change, and can take all of them back", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 25 }), async (calls) => {
      rmSync(bench.folder(), { recursive: true, force: true });
      const { mkdirSync } = await import("node:fs");
      mkdirSync(bench.folder());
      const store = await bench.open();
      const states: Graph[] = [];
      const seqs: number[] = [];
      for (const [index, run] of calls.entries()) {
        bench.now = minutes(index);
        await run(store).catch((error: unknown) => {
          if (!(error instanceof MemoryError)) throw error;
        });
        states.push(await store.readGraph());
        const seq = await newest(store);
        if (seq > (seqs.at(-1) ?? 0)) seqs.push(seq);
      }
      for (const [index, state] of states.entries()) {
        const then = await store.history.graphAt(minutes(index).toISOString());
        if (then.kind === "graph") expect(then.graph).toEqual(state);
        else expect(state).toEqual({ entities: [], relations: [] });
      }
      for (const seq of seqs.toReversed()) {
        const outcome = await store.history.undo(seq, false);
        expect(outcome.kind).not.toBe("has-dependents");
      }
      expect(await store.readGraph()).toEqual({ entities: [], relations: [] });
      await store.close();
    }),
    { numRuns: 80 },
  );
});

it("takes nothing back by a log that the disk has changed, and leaves the memory as it is", async () => {
  const store = await bench.open();
  await store.createEntities([{ name: "a", entityType: "note", observations: ["149 euros"] }]);
  await store.deleteEntities(["a"]);
  const db = openDatabase(placeOf(bench.at()).database);
  // As a disk does it: nobody is told.
  db.exec("DROP TRIGGER effect_unseals");
  db.run("UPDATE effect SET data = replace(data, '149', '949') WHERE seq = 2");
  db.close();
  await expect(store.history.undo(2, true)).rejects.toMatchObject({ code: "unreadable" });
  await expect(store.history.graphAt(1)).rejects.toMatchObject({ code: "unreadable" });
  expect(await store.readGraph()).toEqual({ entities: [], relations: [] });
  expect(await store.history.log({ limit: 5 })).toHaveLength(2);
});
