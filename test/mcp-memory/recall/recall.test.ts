import { writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Entity } from "../../../mcp-memory/graph.ts";
import { openMemoryStore } from "../../../mcp-memory/open.ts";
import type { MemoryPolicy } from "../../../mcp-memory/policy.ts";
import type { MemoryStore } from "../../../mcp-memory/store/store.ts";
import { CLOCK, workbench } from "../workbench.ts";

const bench = workbench();

const entity = (entityType: string, name: string, ...observations: string[]): Entity => ({
  name,
  entityType,
  observations,
});
const days = (count: number) => new Date(CLOCK.getTime() + count * 86_400_000);
const names = async (store: MemoryStore, query: string, more = {}) =>
  (await store.recall({ query, ...more })).results.map(({ name }) => name);

describe("finding", () => {
  it.each([
    "price redeiro",
    "REDEIRO  price?",
    "prices of Redeiro",
    "redeiro pricing",
    "preço do redeiro",
    "redero price",
    "rdeeiro price",
    "redei",
  ])("finds it by %j", async (query) => {
    const store = await bench.open();
    await store.createEntities([
      entity("note", "other", "nothing of the kind"),
      entity("decision", "decision:2026-09-21:redeiro-price", "32 EUR a month"),
    ]);
    expect((await names(store, query))[0]).toBe("decision:2026-09-21:redeiro-price");
  });

  it("puts what holds all words before what holds some, and decisions before notes", async () => {
    const store = await bench.open();
    await store.createEntities([
      entity("note", "a", "backup of the server"),
      entity("note", "b", "backup of the server, encrypted"),
      entity("decision", "c", "backup of the server"),
    ]);
    expect(await names(store, "encrypted server backup")).toEqual(["b", "c", "a"]);
  });

  it.each(["nsurance", "nisurance", "ensurance", "iinsurance", "insurancee", "insurnce"])(
    "reads %j as the word that is known",
    async (query) => {
      const store = await bench.open();
      await store.createEntities([entity("note", "a", "insurance"), entity("note", "b", "other")]);
      expect(await names(store, query)).toEqual(["a"]);
    },
  );

  it("finds what is named so behind hundreds that mention it, of any type", async () => {
    const store = await bench.open();
    const many = Array.from({ length: 400 }, (_, index) =>
      entity("trend-scan", `n${index}`, "the lighthouse tariff was mentioned"),
    );
    await store.createEntities([entity("!?", "lighthouse-tariff", "12 EUR"), ...many]);
    expect((await names(store, "tariff of the lighthouse"))[0]).toBe("lighthouse-tariff");
    expect(await names(store, "lighthouse", { types: ["!?"] })).toEqual(["lighthouse-tariff"]);
    const scans = await names(store, "lighthouse", { types: ["Trend-Scan", "!?"] });
    expect(scans.length).toBeGreaterThan(10);
  });

  it("prefers what was written lately when all else is equal", async () => {
    const store = await bench.open();
    await store.createEntities([entity("metric", "z-old", "visits: many")]);
    bench.now = days(200);
    await store.createEntities([entity("metric", "a-new", "visits: many")]);
    bench.now = days(201);
    expect(await names(store, "visits")).toEqual(["a-new", "z-old"]);
  });

  it("sees every change of any process at once, deletions too", async () => {
    const here = await bench.open();
    const there = await bench.open();
    await here.recall({ query: "x" });
    await there.createEntities([entity("note", "fresh", "lighthouse")]);
    expect(await names(here, "lighthouse")).toEqual(["fresh"]);
    await there.addObservations([{ entityName: "fresh", contents: ["harbour"] }]);
    expect(await names(here, "harbour")).toEqual(["fresh"]);
    await there.deleteObservations([{ entityName: "fresh", observations: ["lighthouse"] }]);
    expect(await names(here, "lighthouse")).toEqual([]);
    await there.deleteEntities(["fresh"]);
    expect(await names(here, "harbour")).toEqual([]);
  });

  it("takes no harm from what a query may hold", async () => {
    const store = await bench.open();
    await store.createEntities([entity("note", "__proto__", 'a "quote" OR NEAR(x)')]);
    for (const query of [
      '"',
      "* OR",
      "NEAR(",
      "a AND",
      "'; DROP TABLE word",
      "\ud83d",
      "__proto__",
      "-",
    ]) {
      await expect(store.recall({ query })).resolves.toBeDefined();
    }
    expect(await names(store, '"quote" OR')).toEqual(["__proto__"]);
    await expect(store.recall({ query: "x".repeat(3_000) })).rejects.toThrow("expected at most");
  });

  it("lists the newest when the question has no words, and says so", async () => {
    const store = await bench.open();
    await store.createEntities([entity("note", "a"), entity("metric", "b")]);
    expect(await names(store, "?", { types: ["Metric"] })).toEqual(["b"]);
    expect((await store.recall({ query: "(" })).note).toBe(
      "The question has no word to look for: these are the newest.",
    );
  });

  it("says what is not known and how a word was read, never that nothing was stored", async () => {
    const store = await bench.open();
    await store.createEntities([entity("note", "insurance", "renewal")]);
    expect((await store.recall({ query: "insurence zebra" })).note).toBe(
      "Read insurence as insurance. No entity holds: zebra.",
    );
    const nothing = await store.recall({ query: "zebra", types: ["metric"] });
    expect(nothing.results).toEqual([]);
    expect(nothing.note).toContain("before you say that it is not known");
    expect(nothing.note).toContain("no filters");
    expect((await store.recall({ query: "insulation" })).note).toBe(
      "No entity holds: insulation. Nothing found; it may be stored in other words. Ask again with a name, a number or another word for it, then memory_overview, before you say that it is not known. Words that are known: insurance.",
    );
  });

  it("is rebuilt with the database, and forgets what is redacted", async () => {
    const store = await bench.open();
    await store.createEntities([entity("note", "a", "the word is hunter2")]);
    expect(await names(store, "hunter2")).toEqual(["a"]);
    await store.history.redact("hunter2");
    expect(await names(store, "hunter2")).toEqual([]);
    expect(await names(store, "redacted")).toEqual(["a"]);
  });
});

describe("filters", () => {
  it("keeps to types, agents and dates", async () => {
    const cfo = await bench.open(bench.at(), "cfo");
    await cfo.createEntities([entity("metric", "m", "visits"), entity("note", "n", "visits")]);
    const coo = await bench.open(bench.at(), "coo");
    bench.now = days(3);
    await coo.addObservations([{ entityName: "n", contents: ["visits again"] }]);
    expect(await names(coo, "visits", { types: ["metric"] })).toEqual(["m"]);
    expect(await names(coo, "visits", { agent: "coo" })).toEqual(["n"]);
    expect((await names(coo, "visits", { agent: "cfo" })).sort()).toEqual(["m", "n"]);
    expect(await names(coo, "visits", { since: "2026-11-22" })).toEqual(["n"]);
    await expect(coo.recall({ query: "x", since: "lately" })).rejects.toThrow("expected a date");
  });

  it("keeps working notes to their author, unless asked for by name", async () => {
    const cfo = await bench.open(bench.at(), "cfo");
    await cfo.createEntities([entity("note", "note:cfo:draft", "visits")]);
    const coo = await bench.open(bench.at(), "coo");
    expect(await names(coo, "visits")).toEqual([]);
    expect(await names(coo, "note:cfo:draft")).toEqual(["note:cfo:draft"]);
    expect(await names(cfo, "visits")).toEqual(["note:cfo:draft"]);
    expect(await names(coo, "visits", { agent: "cfo" })).toEqual(["note:cfo:draft"]);
  });
});

it("shows every note where there are no departments", async () => {
  const store = await openMemoryStore({ filePath: bench.at() });
  await store.createEntities([entity("note", "note:ideas:unicorn plan", "a unicorn farm")]);
  expect(await names(store, "unicorn")).toEqual(["note:ideas:unicorn plan"]);
  await store.close();
});

describe("the answer", () => {
  const policy: MemoryPolicy = {
    freshFor: [{ entityType: "metric", days: 7 }],
    writers: [],
    retention: [],
    timeZone: "UTC",
  };

  it("says who wrote it, when, and whether it is fresh", async () => {
    const store = await openMemoryStore({
      filePath: bench.at(),
      agent: "cfo",
      now: () => bench.now,
      readPolicy: async () => policy,
    });
    await store.createEntities([
      entity("metric", "old", "visits: 3", "As of: 2026-11-12"),
      entity("metric", "new", "visits: 4", "As of: 2026-11-13"),
      entity("metric", "undated", "visits: 5"),
      entity("note", "n", "visits"),
    ]);
    const { results } = await store.recall({ query: "visits" });
    const byName = Object.fromEntries(results.map((one) => [one.name, one]));
    expect(byName.old?.freshness).toBe("verify before restating");
    expect(byName.new).toMatchObject({ freshness: "fresh", by: "cfo", date: "2026-11-20" });
    expect(byName.undated?.freshness).toBe("fresh");
    expect(byName.n).not.toHaveProperty("freshness");
    await store.close();
  });

  it("stays within the budget, goes on with the cursor, and shows each entity once", async () => {
    const store = await bench.open();
    const many = Array.from({ length: 90 }, (_, index) =>
      entity("note", `n${index}`, `visits number ${index}`, "x ".repeat(60)),
    );
    await store.createEntities(many);
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let page = 0; page < 90; page++) {
      const more = cursor === undefined ? {} : { cursor };
      const answer = await store.recall({ query: "visits", budgetTokens: 500, ...more });
      expect(JSON.stringify(answer).length).toBeLessThan(2_000);
      seen.push(...answer.results.map(({ name }) => name));
      if (answer.nextCursor === null) break;
      cursor = answer.nextCursor;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(90);
    await expect(store.recall({ query: "other", cursor: cursor ?? "" })).rejects.toThrow(
      "is not one of this question's",
    );
  });

  it("shows of a long entity what matters, and how much was left out", async () => {
    const store = await bench.open();
    const filler = Array.from({ length: 100 }, (_, index) => `line ${index} ${"y".repeat(50)}`);
    await store.createEntities([entity("note", "long", ...filler, "the lighthouse is white")]);
    const [result] = (await store.recall({ query: "lighthouse" })).results;
    expect(result?.observations).toEqual([filler[0], "the lighthouse is white"]);
    expect(result?.omitted).toBe(99);
  });

  it("shortens a text that is longer than the whole budget", async () => {
    const store = await bench.open();
    await store.createEntities([entity("note", "n", `lighthouse ${"z".repeat(15_000)}`)]);
    const answer = await store.recall({ query: "lighthouse", budgetTokens: 200 });
    expect(answer.results[0]?.observations[0]?.endsWith("…")).toBe(true);
    expect(JSON.stringify(answer).length).toBeLessThan(900);
  });

  it("names a few relations of each entity", async () => {
    const store = await bench.open();
    await store.createEntities([entity("note", "a", "lighthouse"), entity("note", "b")]);
    await store.createRelations([
      { from: "a", to: "b", relationType: "needs" },
      { from: "b", to: "a", relationType: "owns" },
    ]);
    expect((await store.recall({ query: "lighthouse" })).results[0]?.relations).toEqual([
      "needs → b",
      "b → owns",
    ]);
  });

  it.each([0, 199, 20_001, Number.NaN])("refuses a budget of %s", async (budgetTokens) => {
    const store = await bench.open();
    await expect(store.recall({ query: "x", budgetTokens })).rejects.toThrow("budgetTokens is");
  });
});

describe("the overview", () => {
  it("counts types, shows the newest decisions and the next deadlines, a page at a time", async () => {
    const store = await bench.open();
    const decisions = Array.from({ length: 10 }, (_, index) =>
      entity(
        "decision",
        `decision:2026-10-${10 + index}:x`,
        "Reason: r",
        `Decision: number ${index}`,
      ),
    );
    await store.createEntities([
      ...decisions,
      entity(
        "deadline",
        "deadline:late:2026-12-01",
        "Due: 2026-12-01",
        "Owner: cfo",
        "Completed: 2026-11-01",
      ),
      entity("deadline", "deadline:b:2026-12-05", "Due: 2026-12-05", "Owner: cfo"),
      entity("deadline", "deadline:a:2026-12-02", "Owner: cfo"),
    ]);
    const first = await store.overview(1);
    expect(first).toMatchObject({
      entities: 13,
      types: [
        { type: "decision", count: 10 },
        { type: "deadline", count: 3 },
      ],
      openDeadlines: [
        { name: "deadline:a:2026-12-02", due: "2026-12-02", what: "Owner: cfo" },
        { name: "deadline:b:2026-12-05", due: "2026-12-05", what: "Owner: cfo" },
      ],
      nextPage: 2,
    });
    expect(first.decisions[0]).toEqual({ name: "decision:2026-10-19:x", decision: "number 9" });
    expect((await store.overview(2)).decisions).toHaveLength(2);
    expect((await store.overview(2)).nextPage).toBeNull();
    await expect(store.overview(0)).rejects.toThrow("expected a whole number from 1");
  });

  it("keeps a deadline of this week on its first page, however many are late, by its newest date", async () => {
    const store = await bench.open();
    const late = Array.from({ length: 12 }, (_, index) =>
      entity("deadline", `deadline:late-${index}:2026-10-${10 + index}`, "Owner: cfo"),
    );
    const today = bench.now.toISOString().slice(0, 10);
    await store.createEntities([
      ...late,
      entity("deadline", `deadline:today:${today}`, "Owner: cfo"),
      entity("deadline", "deadline:moved:2026-10-01", "Due: 2026-10-01", "Owner: cfo"),
      entity("deadline", "deadline:far:2027-06-30", "Owner: cfo"),
    ]);
    await store.addObservations([
      { entityName: "deadline:moved:2026-10-01", contents: ["Due: 2027-05-01"] },
    ]);
    const names = async (page: number) =>
      (await store.overview(page)).openDeadlines.map(({ name }) => name);
    expect(await names(1)).toEqual([
      `deadline:today:${today}`,
      ...late.slice(0, 7).map(({ name }) => name),
    ]);
    expect((await names(2)).slice(-2)).toEqual([
      "deadline:moved:2026-10-01",
      "deadline:far:2027-06-30",
    ]);
  });

  it("looks at more entities than one slice holds", async () => {
    const lines = Array.from({ length: 11_000 }, (_, index) =>
      JSON.stringify({
        type: "entity",
        ...entity(index % 2 === 0 ? "decision" : "note", `d${String(index).padStart(5, "0")}`),
      }),
    );
    writeFileSync(bench.at(), `${lines.join("\n")}\n`);
    const store = await bench.open();
    const overview = await store.overview(1);
    expect(overview.entities).toBe(11_000);
    expect(overview.types).toEqual([
      { type: "decision", count: 5_500 },
      { type: "note", count: 5_500 },
    ]);
    expect(overview.decisions[0]?.name).toBe("d00000");
    expect((await store.overview(688)).decisions.at(-1)?.name).toBe("d10998");
    expect((await store.overview(688)).nextPage).toBeNull();
  });

  it("and a default recall stay under 2,000 tokens on 1,000 entities", async () => {
    const store = await bench.open();
    const types = ["decision", "deadline", "metric", "lesson", "client"];
    const many = Array.from({ length: 1_000 }, (_, index) =>
      entity(
        types[index % types.length] ?? "note",
        `${types[index % types.length]}:2026-11-${10 + (index % 20)}:topic-${index}`,
        `Decision: observation ${index} about a topic that takes some words, as facts do`,
        "Due: 2026-12-01",
      ),
    );
    await store.createEntities(many);
    // Three characters a token is more than any tokenizer needs for such text.
    expect(JSON.stringify(await store.recall({ query: "topic words" })).length).toBeLessThan(6_000);
    expect(JSON.stringify(await store.overview(1)).length).toBeLessThan(6_000);
  });
});
