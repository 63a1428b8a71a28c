/** Entities whole, whatever their size: every text on exactly one page, the newest on the first ones. */
import { writeFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ANSWER_BYTES, bytesOf } from "../../../mcp-memory/tools/answer-size.ts";
import { type EntitiesPage, entitiesPage } from "../../../mcp-memory/tools/entity-pages.ts";
import { type MemoryDesk, openMemoryDesk } from "../memory-desk.ts";
import { workbench } from "../workbench.ts";

const bench = workbench();

const note = (name: string, ...observations: string[]) => ({
  name,
  entityType: "note",
  observations,
});

/** A memory that holds these, by whatever way they came: what an agent writes is shorter. */
function memoryOf(entities: object[]): Promise<MemoryDesk> {
  const lines = entities.map((entity) => JSON.stringify({ type: "entity", ...entity }));
  writeFileSync(bench.at("memory.jsonl"), `${lines.join("\n")}\n`);
  return openMemoryDesk(bench);
}

async function read(memory: MemoryDesk, args: object): Promise<EntitiesPage> {
  const { isError, text, value } = await memory.call("read_entities", args);
  expect(isError, text.slice(0, 300)).toBe(false);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(ANSWER_BYTES);
  return value as unknown as EntitiesPage;
}

async function allPages(memory: MemoryDesk, args: object): Promise<EntitiesPage[]> {
  const pages = [await read(memory, args)];
  for (let next = pages[0]?.nextPage ?? null; next !== null; ) {
    const page = await read(memory, { ...args, page: next });
    expect(page.page).toBe(next);
    pages.push(page);
    next = page.nextPage;
  }
  return pages;
}

const textsOf = (pages: EntitiesPage[], name: string) =>
  pages.flatMap(({ entities }) =>
    entities.filter((entity) => entity.name === name).flatMap(({ observations }) => observations),
  );

describe("read_entities", () => {
  it("gives named ones in the order asked for, with their relations, and says which are not there", async () => {
    const memory = await memoryOf([note("a", "one", "two"), note("b")]);
    await memory.call("create_relations", {
      relations: [
        { from: "a", to: "b", relationType: "needs" },
        { from: "a", to: "a", relationType: "knows" },
      ],
    });
    expect(await read(memory, { names: ["b", "ghost", "a", "a"] })).toEqual({
      entities: [
        { ...note("b"), relations: ["a → needs"] },
        { ...note("a", "one", "two"), relations: ["needs → b", "knows → a"] },
      ],
      notFound: ["ghost"],
      page: 1,
      nextPage: null,
      more: null,
    });
  });

  it("gives a type newest first, and the whole memory without arguments", async () => {
    const lesson = { ...note("lesson:1", "It broke"), entityType: "lesson" };
    const memory = await memoryOf([note("a"), lesson, { ...lesson, name: "lesson:2" }]);
    await memory.call("create_entities", { entities: [note("b", "x")] });
    const names = async (args: object) =>
      (await read(memory, args)).entities.map(({ name }) => name);
    expect(await names({ type: " Lesson" })).toEqual(["lesson:2", "lesson:1"]);
    expect(await names({})).toEqual(["b", "lesson:2", "lesson:1", "a"]);
    expect(await names({ names: ["a", "lesson:1"], type: "note" })).toEqual(["a"]);
    expect(await names({ type: "nothing" })).toEqual([]);
  });

  it("has the newest facts of each on the first page, beside one with years of values", async () => {
    const values = Array.from({ length: 9_000 }, (_, at) => `Value: ${at} (day ${at})`);
    const cash = note("metric:cash", "Value: 7", "As of: today");
    const memory = await memoryOf([note("metric:mrr", ...values), cash]);
    const pages = await allPages(memory, { names: ["metric:mrr", "metric:cash"] });
    expect(pages.length).toBeGreaterThan(20);
    const [first] = pages;
    expect(first?.entities[0]?.observations.at(-1)).toBe("Value: 8999 (day 8999)");
    expect(first?.entities[1]?.observations).toEqual(["Value: 7", "As of: today"]);
    expect(first?.more).toMatch(
      /^Page 1 of \d+; left out here: \d+ observations\. Call read_entities again with page 2, other arguments as now\.$/,
    );
    expect(textsOf(pages, "metric:mrr").toSorted()).toEqual(values.toSorted());
  });

  it("gives a text that is longer than an answer in pieces, to the last letter", async () => {
    const long = Array.from({ length: 700 }, (_, at) => `line ${at} às ${"ção".repeat(5)}`).join(
      "\n",
    );
    const memory = await memoryOf([note("a", "first", long, "貸".repeat(6_000))]);
    const pages = await allPages(memory, { names: ["a"] });
    const texts = textsOf(pages, "a");
    const pieces = texts.filter((text) => text.includes("line "));
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces[0]).toMatch(/…$/);
    expect(pieces.map((text) => text.replaceAll(/^…|…$/g, "")).join("")).toBe(long);
    expect(texts.join("").match(/貸/g)).toHaveLength(6_000);
    expect(texts).toContain("first");
  });

  it("refuses a page that there is not", async () => {
    const memory = await openMemoryDesk(bench);
    const { isError, text } = await memory.call("read_entities", { page: 7 });
    expect(isError).toBe(true);
    expect(text).toContain("Cannot show page 7 of read_entities: there are 1");
  });

  it("has each text and relation of any graph on exactly one page that fits", () => {
    const word = fc.string({ unit: "binary", maxLength: 300 });
    const entity = fc.record({
      name: fc.string({ unit: "binary", minLength: 1, maxLength: 1_000 }),
      entityType: fc.string({ unit: "binary", maxLength: 200 }),
      observations: fc.array(word, { maxLength: 40 }),
    });
    const entities = fc.uniqueArray(entity, { selector: ({ name }) => name, maxLength: 20 });
    fc.assert(
      fc.property(entities, fc.nat(), (graph, seed) => {
        const at = (n: number) => graph[n % graph.length]?.name ?? "";
        const relations = graph.map((_, n) => ({
          from: at(n),
          to: at(n + seed),
          relationType: "x",
        }));
        const pages: EntitiesPage[] = [];
        for (let page: number | null = 1; page !== null; ) {
          const paging = { tool: "read_entities", page };
          const shown = entitiesPage({ entities: graph, relations }, ["ghost"], paging);
          expect(bytesOf(shown)).toBeLessThanOrEqual(ANSWER_BYTES);
          pages.push(shown);
          page = shown.nextPage;
        }
        const seen = pages.flatMap((page) => page.entities);
        const count = (list: "observations" | "relations") =>
          seen.reduce((sum, one) => sum + one[list].length, 0);
        expect(seen.flatMap(({ observations }) => observations).toSorted()).toEqual(
          graph.flatMap(({ observations }) => observations).toSorted(),
        );
        const loops = relations.filter(({ from, to }) => from === to).length;
        expect(count("relations")).toBe(relations.length * 2 - loops);
        if (graph.length > 0) expect(seen.length).toBeGreaterThanOrEqual(graph.length);
      }),
      { numRuns: 60 },
    );
  });
});
