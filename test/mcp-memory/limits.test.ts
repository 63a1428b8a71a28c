import { closeSync, ftruncateSync, openSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Entity } from "../../mcp-memory/graph.ts";
import * as limits from "../../mcp-memory/limits.ts";
import { withRules } from "../../mcp-memory/rules/guarded-store.ts";
import { readBytes } from "../../mcp-memory/store/database/place.ts";
import type { MemoryStore } from "../../mcp-memory/store/store.ts";
import { workbench } from "./workbench.ts";

const bench = workbench();
const POLICY = { freshFor: [], writers: [], retention: [], timeZone: "UTC" };

const entity = (name: string, observations: string[] = [], entityType = "note"): Entity => ({
  name,
  entityType,
  observations,
});
const many = <T>(count: number, make: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => make(index));

type Call = (store: MemoryStore, size: number) => Promise<unknown>;

const LIMITS: [string, number, Call][] = [
  [
    "characters of a name",
    limits.NAME_CHARS,
    (store, size) => store.createEntities([entity("n".repeat(size))]),
  ],
  [
    "characters of a type",
    limits.TYPE_CHARS,
    (store, size) => store.createEntities([entity("a", [], "t".repeat(size))]),
  ],
  [
    "characters of a relation's type",
    limits.TYPE_CHARS,
    async (store, size) => {
      await store.createEntities([entity("a")]);
      return store.createRelations([{ from: "a", to: "a", relationType: "r".repeat(size) }]);
    },
  ],
  [
    "characters of a new entity's observation",
    limits.OBSERVATION_CHARS,
    (store, size) => store.createEntities([entity("a", ["x".repeat(size)])]),
  ],
  [
    "characters of an added observation",
    limits.OBSERVATION_CHARS,
    async (store, size) => {
      await store.createEntities([entity("a")]);
      return store.addObservations([{ entityName: "a", contents: ["x".repeat(size)] }]);
    },
  ],
  [
    "characters of a query",
    limits.QUERY_CHARS,
    (store, size) => store.searchNodes("q".repeat(size)),
  ],
  [
    "entities of a call",
    limits.BATCH_ITEMS,
    (store, size) => store.createEntities(many(size, (index) => entity(`e${index}`))),
  ],
  [
    "relations of a call",
    limits.BATCH_ITEMS,
    async (store, size) => {
      await store.createEntities([entity("a")]);
      return store.createRelations(
        many(size, (index) => ({ from: "a", to: "a", relationType: `r${index}` })),
      );
    },
  ],
  [
    "entities added to in a call",
    limits.BATCH_ITEMS,
    async (store, size) => {
      await store.createEntities([entity("a")]);
      return store.addObservations(
        many(size, (index) => ({ entityName: "a", contents: [`${index}`] })),
      );
    },
  ],
  [
    "entities deleted in a call",
    limits.BATCH_ITEMS,
    (store, size) => store.deleteEntities(many(size, String)),
  ],
  [
    "entities of a call that deletes observations",
    limits.BATCH_ITEMS,
    (store, size) =>
      store.deleteObservations(
        many(size, (index) => ({ entityName: `${index}`, observations: [] })),
      ),
  ],
  [
    "relations deleted in a call",
    limits.BATCH_ITEMS,
    (store, size) =>
      store.deleteRelations(
        many(size, (index) => ({ from: `${index}`, to: "b", relationType: "r" })),
      ),
  ],
  [
    "names opened in a call",
    limits.BATCH_ITEMS,
    (store, size) => store.openNodes(many(size, String)),
  ],
  [
    "observations of a call",
    limits.BATCH_OBSERVATIONS,
    (store, size) =>
      store.createEntities([entity("a", many(size - 1, String)), entity("b", ["x"])]),
  ],
  [
    "observations of an entity",
    limits.ENTITY_OBSERVATIONS,
    async (store, size) => {
      await store.createEntities([entity("a", many(limits.ENTITY_OBSERVATIONS - 1, String))]);
      return store.addObservations([
        {
          entityName: "a",
          contents: many(size - limits.ENTITY_OBSERVATIONS + 1, (index) => `more ${index}`),
        },
      ]);
    },
  ],
];

describe.each([
  ["a store", (store: MemoryStore) => store],
  [
    "a store with the company's rules",
    (store: MemoryStore) =>
      withRules(store, { readPolicy: async () => POLICY, author: { agent: "coo", session: null } }),
  ],
])("%s", (_kind, wrap) => {
  it.each(LIMITS)(
    "takes as many %s as the limit %i, and not one more",
    async (_what, limit, call) => {
      const store = wrap(await bench.open());
      await call(store, limit);
      const before = await store.readGraph();
      const found = String(limit + 1);
      const error: unknown = await call(store, limit + 1).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: "invalid", message: expect.stringContaining(found) });
      expect((error as Error).message).toContain(`at most ${limit}`);
      expect(await store.readGraph()).toEqual(before);
    },
  );
});

it("reads a file of as many bytes as the limit, and refuses one byte more unread", () => {
  const file = openSync(bench.at(), "w");
  ftruncateSync(file, limits.FILE_BYTES);
  expect(readBytes(bench.at())?.length).toBe(limits.FILE_BYTES);
  ftruncateSync(file, limits.FILE_BYTES + 1);
  closeSync(file);
  expect(() => readBytes(bench.at())).toThrow(
    `it has ${limits.FILE_BYTES + 1} bytes, expected at most ${limits.FILE_BYTES}`,
  );
});
