/** The substring search over an index: always what reading everything would find. */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Entity } from "../../../../mcp-memory/graph.ts";
import type { MemoryStore } from "../../../../mcp-memory/store/store.ts";
import { workbench } from "../../workbench.ts";

const bench = workbench();

/** Pieces that fold, split, join and change their length in odd ways. */
const PIECES = [
  ...["lighthouse", "house", "hous", "light", "2,400", "400", "T-018", "KV2207", "ab", "a", "x_y"],
  ...[
    "Preço",
    "PREÇO",
    "pre\u0327co",
    "Straße",
    "STRASSE",
    "Łódź",
    "İstanbul",
    "\u212aelvin",
    "ﬁn",
  ],
  ...["腾讯云", "しりとり", "끝말", "foo™bar", "½", "²", "naïve", "e\u0301e", "%", "!", '"', "\\"],
];
const text = fc
  .array(
    fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom("", " ", "-", ".", ", ", "/", "\n")),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((parts) => parts.flat().join(""));

function naive(entities: readonly Entity[], query: string): string[] {
  const wanted = query.toLowerCase();
  return entities
    .filter(({ name, entityType, observations }) =>
      [name, entityType, ...observations].some((one) => one.toLowerCase().includes(wanted)),
    )
    .map(({ name }) => name);
}

const found = async (store: MemoryStore, query: string) =>
  (await store.searchNodes(query)).entities.map(({ name }) => name);

it("finds what reading everything finds, indexed, half indexed and changed", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(text, { minLength: 1, maxLength: 3 }), { minLength: 2, maxLength: 12 }),
      fc.array(fc.tuple(fc.nat(11), fc.nat(2), fc.nat(30), fc.nat(12)), {
        minLength: 4,
        maxLength: 8,
      }),
      async (facts, pieces) => {
        const store = await bench.open(bench.at(`${Math.random()}.jsonl`));
        const entities = facts.map((observations, at) => ({
          name: `n${at}`,
          entityType: "fact",
          observations: [...new Set(observations)],
        }));
        await store.createEntities(entities.slice(0, -1));
        await store.recall({ query: "anything, to have all indexed" });
        await store.createEntities(entities.slice(-1));
        const queries = pieces.map(([which, where, from, length]) => {
          const texts = entities[which % entities.length]?.observations ?? [];
          return (texts[where % texts.length] ?? "").slice(from, from + length);
        });
        const check = async () => {
          for (const query of [...queries, ...PIECES, "n1", "fact", "light hou"]) {
            expect(await found(store, query), JSON.stringify(query)).toEqual(
              naive(entities, query),
            );
          }
        };
        await check();
        await store.recall({ query: "anything" });
        await check();
        await store.addObservations([{ entityName: "n0", contents: ["a lighthousekeeper"] }]);
        entities[0]?.observations.push("a lighthousekeeper");
        expect(await found(store, "sekeep")).toEqual(["n0"]);
        await store.recall({ query: "anything" });
        expect(await found(store, "sekeep")).toEqual(["n0"]);
        await check();
        await store.deleteEntities(["n0"]);
        expect(await found(store, "sekeep")).toEqual([]);
        await store.close();
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);

it("knows a part of a word after the index was dropped and made anew, in every process", async () => {
  const here = await bench.open();
  const there = await bench.open();
  await here.createEntities([
    { name: "a", entityType: "t", observations: ["the lighthouse, hunter2"] },
  ]);
  await here.recall({ query: "lighthouse" });
  await there.recall({ query: "lighthouse" });
  await here.history.redact("hunter2");
  await there.createEntities([{ name: "b", entityType: "t", observations: ["a lighthouse too"] }]);
  await there.recall({ query: "lighthouse" });
  expect(await found(here, "ghthous")).toEqual(["a", "b"]);
  expect(await found(there, "ghthous")).toEqual(["a", "b"]);
  expect(await found(there, "unter2")).toEqual([]);
});
