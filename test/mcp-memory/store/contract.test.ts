import { describe, expect, it } from "vitest";
import type { Entity } from "../../../mcp-memory/graph.ts";
import { createOracle, type GraphCalls } from "../memory-oracle.ts";
import { workbench } from "../workbench.ts";

const bench = workbench();

const implementations: [string, () => Promise<GraphCalls>][] = [
  ["the SQLite store", () => bench.open()],
  ["the oracle", async () => createOracle()],
];

const note = (name: string, ...observations: string[]): Entity => ({
  name,
  entityType: "note",
  observations,
});
const knows = (from: string, to: string) => ({ from, to, relationType: "knows" });

describe.each(implementations)("the contract of a memory, kept by %s", (_name, open) => {
  it("returns created entities and skips names that exist or come twice in a call", async () => {
    const memory = await open();
    await memory.createEntities([note("a", "first")]);
    const result = await memory.createEntities([note("a", "second"), note("b"), note("b", "x")]);
    expect(result).toEqual({ created: [note("b")], skipped: ["a", "b"] });
    expect(await memory.readGraph()).toEqual({
      entities: [note("a", "first"), note("b")],
      relations: [],
    });
  });

  it("returns created relations and skips those that exist", async () => {
    const memory = await open();
    await memory.createEntities([note("a"), note("b")]);
    expect(await memory.createRelations([knows("a", "b"), knows("a", "b")])).toEqual({
      created: [knows("a", "b")],
    });
    expect(await memory.createRelations([knows("a", "b"), knows("b", "a")])).toEqual({
      created: [knows("b", "a")],
    });
  });

  it("refuses a whole batch of relations when one end is no entity", async () => {
    const memory = await open();
    await memory.createEntities([note("a")]);
    await expect(
      memory.createRelations([knows("a", "a"), knows("a", "ghost")]),
    ).rejects.toMatchObject({ code: "not-found", message: "Entity with name ghost not found" });
    expect((await memory.readGraph()).relations).toEqual([]);
  });

  it("adds each observation once", async () => {
    const memory = await open();
    await memory.createEntities([note("a", "one")]);
    const additions = [{ entityName: "a", contents: ["one", "two", "two"] }];
    expect(await memory.addObservations(additions)).toEqual([
      { entityName: "a", addedObservations: ["two"] },
    ]);
    expect((await memory.openNodes(["a"])).entities).toEqual([note("a", "one", "two")]);
  });

  it("adds nothing at all when one of the entities is unknown", async () => {
    const memory = await open();
    await memory.createEntities([note("a")]);
    await expect(
      memory.addObservations([
        { entityName: "a", contents: ["one"] },
        { entityName: "ghost", contents: ["two"] },
      ]),
    ).rejects.toMatchObject({ code: "not-found" });
    expect((await memory.openNodes(["a"])).entities).toEqual([note("a")]);
  });

  it("deletes entities with their relations and names those it did not find", async () => {
    const memory = await open();
    await memory.createEntities([note("a"), note("b"), note("c")]);
    await memory.createRelations([knows("a", "b"), knows("b", "c"), knows("c", "c")]);
    expect(await memory.deleteEntities(["b", "ghost", "b"])).toEqual({
      deleted: ["b"],
      notFound: ["ghost"],
    });
    expect(await memory.readGraph()).toEqual({
      entities: [note("a"), note("c")],
      relations: [knows("c", "c")],
    });
  });

  it("deletes observations and relations and tells what was not there", async () => {
    const memory = await open();
    await memory.createEntities([note("a", "one", "two", "one")]);
    await memory.createRelations([knows("a", "a")]);
    expect(
      await memory.deleteObservations([
        { entityName: "a", observations: ["one", "three"] },
        { entityName: "ghost", observations: ["x"] },
      ]),
    ).toEqual({
      deleted: [{ entityName: "a", observations: ["one"] }],
      notFound: [
        { entityName: "a", observations: ["three"] },
        { entityName: "ghost", observations: ["x"] },
      ],
    });
    expect(await memory.deleteRelations([knows("a", "a"), knows("a", "b")])).toEqual({
      deleted: [knows("a", "a")],
      notFound: [knows("a", "b")],
    });
    expect(await memory.readGraph()).toEqual({ entities: [note("a", "two")], relations: [] });
  });

  it("revises entities: owned lines are renewed, what others wrote stays, new ones go to the end", async () => {
    const memory = await open();
    await memory.createEntities([note("a", "Ran: 1", "Decided: x"), note("b")]);
    await memory.reviseEntities([
      { name: "a", entityType: "standup", observations: ["Ran: 2"], replaces: ["Ran: "] },
      { ...note("c", "x"), replaces: [] },
    ]);
    expect((await memory.readGraph()).entities).toEqual([
      { name: "a", entityType: "standup", observations: ["Decided: x", "Ran: 2"] },
      note("b"),
      note("c", "x"),
    ]);
  });

  it("finds one substring in name, type and observations, whatever its case", async () => {
    const memory = await open();
    await memory.createEntities([
      note("Preço"),
      { name: "b", entityType: "PREÇO list", observations: [] },
      note("c", "x", 'o "preço" é 49\n€'),
      note("d", "pre", "ço"),
    ]);
    await memory.createRelations([knows("d", "c"), knows("d", "d")]);
    const found = await memory.searchNodes("PREço");
    expect(found.entities.map(({ name }) => name)).toEqual(["Preço", "b", "c"]);
    expect(found.relations).toEqual([knows("d", "c")]);
    expect((await memory.searchNodes('"PREÇO"')).entities.map(({ name }) => name)).toEqual(["c"]);
    expect((await memory.searchNodes("49\n")).entities.map(({ name }) => name)).toEqual(["c"]);
    expect((await memory.searchNodes('","')).entities).toEqual([]);
    expect((await memory.searchNodes("")).entities).toHaveLength(4);
  });

  it("opens nodes by exact name, in the order of the file, with relations of either end", async () => {
    const memory = await open();
    await memory.createEntities([note("a"), note("b"), note("A")]);
    await memory.createRelations([knows("b", "a"), knows("a", "b"), knows("b", "b")]);
    expect(await memory.openNodes(["A", "a", "ghost", "a"])).toEqual({
      entities: [note("a"), note("A")],
      relations: [knows("b", "a"), knows("a", "b")],
    });
  });

  it("takes names that JavaScript objects have for ordinary names", async () => {
    const memory = await open();
    const names = ["__proto__", "constructor", "toString", "a\u0000b", "🧠", "null"];
    await memory.createEntities(
      names.map((name) => ({ name, entityType: name, observations: [name] })),
    );
    await memory.createRelations([knows("__proto__", "constructor")]);
    expect((await memory.openNodes(names)).entities.map(({ name }) => name)).toEqual(names);
    const counts = await memory.countsByType();
    expect(Object.keys(counts).sort()).toEqual([...names].sort());
    expect(Object.values(counts)).toEqual(names.map(() => 1));
    expect(await memory.deleteEntities(["constructor"])).toMatchObject({
      deleted: ["constructor"],
    });
    expect((await memory.readGraph()).relations).toEqual([]);
  });

  it("keeps an observation that holds half of a character", async () => {
    const memory = await open();
    await memory.createEntities([note("a", "torn \ud83d emoji")]);
    expect((await memory.openNodes(["a"])).entities).toEqual([note("a", "torn \ud83d emoji")]);
    expect(await memory.deleteEntities(["a\ud83d"])).toEqual({
      deleted: [],
      notFound: ["a\ud83d"],
    });
  });
});
