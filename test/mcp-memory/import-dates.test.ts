// An imported fact is as old as its file says, or of unknown age; what we export comes back whole.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readImportFile } from "../../mcp-memory/import-file.ts";
import { planImport } from "../../mcp-memory/import-plan.ts";
import { formatEntity, formatRelation } from "../../mcp-memory/jsonl.ts";
import type { MemoryPolicy } from "../../mcp-memory/policy.ts";
import { exportMemory } from "../../office/memory/export-memory.ts";
import { importMemory } from "../../office/memory/import-memory.ts";
import { rounds } from "../run/rounds.ts";
import { workbench } from "./workbench.ts";

const bench = workbench();

const founder = (root: string) => ({ root, now: () => bench.now, env: {}, warn: () => undefined });

it("recall tells an imported fact's own date and author, and of none that it is to be verified", async () => {
  writeFileSync(
    bench.at("old.jsonl"),
    [
      {
        type: "entity",
        name: "client:velho",
        entityType: "client",
        observations: ["pays late"],
        updatedAt: "2024-01-02T00:00:00Z",
        createdBy: "ana",
      },
      { type: "entity", name: "client:novo", entityType: "client", observations: ["pays late"] },
    ]
      .map((record) => `${JSON.stringify(record)}\n`)
      .join(""),
  );
  const wanted = { file: bench.at("old.jsonl"), origins: null, isDry: false };
  const { plan } = await importMemory(founder(bench.folder()), wanted);
  expect(plan.leftOut).toEqual([]);
  const policy: MemoryPolicy = {
    freshFor: [{ entityType: "client", days: 5_000 }],
    writers: [],
    retention: [],
    timeZone: "UTC",
  };
  const { openMemoryStore } = await import("../../mcp-memory/open.ts");
  const store = await openMemoryStore({
    filePath: bench.at(),
    now: () => bench.now,
    readPolicy: async () => policy,
  });
  const ask = async () =>
    Object.fromEntries(
      (await store.recall({ query: "pays late" })).results.map(({ name, by, date, freshness }) => [
        name,
        { by, date, freshness },
      ]),
    );
  expect(await ask()).toEqual({
    "client:velho": { by: "ana", date: "2024-01-02", freshness: "fresh" },
    "client:novo": { by: "unknown", date: null, freshness: "verify before restating" },
  });
  // A fact of unknown age makes an entity of known age one to be verified.
  await store.upkeep.takeIn({
    entities: [],
    additions: [{ entityName: "client:velho", contents: ["owes 300"], origin: null }],
    relations: [],
  });
  expect((await ask())["client:velho"]).toMatchObject({ freshness: "verify before restating" });
  await store.close();
});

const text = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((one) => one.trim() !== "" && one.isWellFormed());
const origin = fc.record({
  at: fc.option(
    fc
      .date({ min: new Date("2001-01-01"), max: new Date("2026-01-01"), noInvalidDate: true })
      .map((at) => at.toISOString()),
  ),
  by: fc.constantFrom("ana", "cfo", "unknown"),
});
const graph = fc.uniqueArray(text, { minLength: 1, maxLength: 6 }).chain((names) =>
  fc.record({
    entities: fc.tuple(
      ...names.map((name) =>
        fc.record({
          name: fc.constant(name),
          entityType: fc.constantFrom("note", "person"),
          observations: fc.uniqueArray(text, { maxLength: 4 }),
          origin: fc.option(origin),
        }),
      ),
    ),
    additions: fc.array(
      fc.record({
        entityName: fc.constantFrom(...names),
        contents: fc.uniqueArray(text, { maxLength: 3 }),
        origin: fc.option(origin),
      }),
      { maxLength: 4 },
    ),
    relations: fc.array(
      fc.record({
        from: fc.constantFrom(...names),
        to: fc.oneof(fc.constantFrom(...names), text),
        relationType: fc.constantFrom("knows", "uses"),
      }),
      { maxLength: 5 },
    ),
  }),
);

let serial = 0;

it("what is exported with its origins comes back from an import: facts, relations, dates, authors", async () => {
  await fc.assert(
    fc.asyncProperty(graph, async ({ entities, additions, relations }) => {
      const said = <T extends { origin: { at: string | null; by: string } | null }>(one: T) => ({
        ...one,
        origin: one.origin && { ...one.origin, observations: new Map() },
      });
      const [from, to] = [`from${serial}`, `to${serial++}`].map((name) => bench.at(name)) as [
        string,
        string,
      ];
      const store = await bench.open(path.join(from, "memory.jsonl"));
      await store.upkeep.takeIn({
        entities: entities.map(said),
        additions: additions.map(said),
        relations,
      });
      const before = { graph: await store.readGraph(), origins: await store.readOrigins() };
      const dated = await store.readWithOrigins();
      await store.close();
      const file = bench.at("out.jsonl");
      await exportMemory(founder(from), { format: "jsonl", file, withOrigins: true });
      const imported = await importMemory(founder(to), { file, origins: null, isDry: false });
      expect(imported.plan.leftOut).toEqual([]);
      const back = await bench.open(path.join(to, "memory.jsonl"));
      expect({ graph: await back.readGraph(), origins: await back.readOrigins() }).toEqual(before);
      expect(await back.readWithOrigins()).toEqual(dated);
      await back.close();
      for (const folder of [from, to]) rmSync(folder, { recursive: true, force: true });
    }),
    { numRuns: rounds({ few: 25, many: 100 }) },
  );
}, 120_000);

/** Fields and lines of other programs, among them some that an import of another's file would sort out. */
const fields = fc.dictionary(
  fc.constantFrom("id", "tags", "createdAt", "ünknown", "__proto__", "score"),
  fc.oneof(text, fc.integer(), fc.constant(null), fc.array(text, { maxLength: 2 })),
  { maxKeys: 3, noNullPrototype: true },
);
const withFields = (record: object, extra: object) =>
  `{${[...Object.entries(record), ...Object.entries(extra)].map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join(",")}}`;
const fileOfOurs = fc.uniqueArray(text, { minLength: 1, maxLength: 5 }).chain((names) =>
  fc.record({
    entities: fc.tuple(
      ...names.map((name) =>
        fc
          .record({ observations: fc.array(text, { maxLength: 4 }), extra: fields })
          .map((one) =>
            withFields(
              { type: "entity", name, entityType: "note", observations: one.observations },
              one.extra,
            ),
          ),
      ),
    ),
    relations: fc.uniqueArray(
      fc.tuple(fc.constantFrom(...names), text, fields).map(([from, to, extra]) => ({
        key: JSON.stringify([from, to]),
        line: withFields({ type: "relation", from, to, relationType: "knows" }, extra),
      })),
      { maxLength: 4, selector: ({ key }) => key },
    ),
    lines: fc.uniqueArray(
      fc.record({
        line: text.map((value) => JSON.stringify({ type: "_mark", value })),
        at: fc.nat({ max: 8 }),
      }),
      { maxLength: 3, selector: ({ line }) => line },
    ),
  }),
);

it(
  "so do unknown fields and lines, in their places, and texts that stand there twice",
  async () => {
    await fc.assert(
      fc.asyncProperty(fileOfOurs, async ({ entities, relations, lines }) => {
        const [from, to] = [`whole${serial}`, `back${serial++}`].map((name) => bench.at(name)) as [
          string,
          string,
        ];
        const all = [...entities, ...relations.map(({ line }) => line)];
        for (const { line, at } of lines) all.splice(Math.min(at, all.length), 0, line);
        mkdirSync(from);
        writeFileSync(path.join(from, "memory.jsonl"), all.map((line) => `${line}\n`).join(""));
        const file = bench.at("out.jsonl");
        await exportMemory(founder(from), { format: "jsonl", file, withOrigins: true });
        const imported = await importMemory(founder(to), { file, origins: null, isDry: false });
        expect(imported.plan.leftOut).toEqual([]);
        const stores = [
          await bench.open(path.join(from, "memory.jsonl")),
          await bench.open(path.join(to, "memory.jsonl")),
        ] as const;
        const [whole, back] = await Promise.all(
          stores.map(async (store) => ({
            lines: await store.readLines(),
            origins: await store.readOrigins(),
          })),
        );
        expect(back).toEqual(whole);
        for (const store of stores) await store.close();
        for (const folder of [from, to]) rmSync(folder, { recursive: true, force: true });
      }),
      { numRuns: rounds({ few: 40, many: 400 }) },
    );
  },
  rounds({ few: 120_000, many: 600_000 }),
);

it("a relation whose end is no entity there is taken as it is, as opening the file does", () => {
  const lines = [
    formatEntity({ name: "a", entityType: "note", observations: [], extra: null }),
    formatRelation({ from: "a", to: "gone", relationType: "knows", extra: null }),
  ].join("\n");
  const plan = planImport(readImportFile(Buffer.from(lines)), { entities: [], relations: [] });
  expect(plan.relations).toHaveLength(1);
  expect(plan.leftOut).toEqual([]);
});
