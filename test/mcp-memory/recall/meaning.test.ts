import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Entity } from "../../../mcp-memory/graph.ts";
import { openMemoryStore } from "../../../mcp-memory/open.ts";
import { createEmbeddings, embeddingsSetting } from "../../../mcp-memory/recall/embeddings.ts";
import { nearest } from "../../../mcp-memory/recall/meaning.ts";
import type { MemoryStore } from "../../../mcp-memory/store/store.ts";
import { until, workbench } from "../workbench.ts";
import { type EmbeddingServer, embeddingServer } from "./embedding-server.ts";

const bench = workbench();
const stores: MemoryStore[] = [];
let service: EmbeddingServer;

beforeEach(async () => {
  service = await embeddingServer();
});
afterEach(async () => {
  for (const store of stores.splice(0)) await store.close();
  await service.close();
});

const KEY = "the-key-of-the-service";

async function open(more: { timeoutMs?: number; server?: boolean; url?: string } = {}) {
  const store = await openMemoryStore({
    filePath: bench.at(),
    now: () => bench.now,
    indexInBackground: more.server ?? false,
    log: (line) => bench.log.push(line),
    embeddings: {
      url: more.url ?? service.url,
      model: "words",
      key: KEY,
      // A busy machine is no slow service.
      timeoutMs: more.timeoutMs ?? 60_000,
    },
  });
  stores.push(store);
  return store;
}

const note = (name: string, ...observations: string[]): Entity => ({
  name,
  entityType: "note",
  observations,
});
const names = async (store: MemoryStore, query: string, more = {}) =>
  (await store.recall({ query, ...more })).results.map(({ name }) => name);
const isQuestion = ({ input }: { input: string[] }) => input[0]?.startsWith("umiak") ?? false;
const texts = () =>
  service.requests.filter((one) => !isQuestion(one)).flatMap(({ input }) => input);

const VECTOR = { embedding: [1, 0, 0, 0.1] };
const SAMPLE = [note("a", "a boat in the harbour"), note("b", "euro"), note("c", "the beach")];

describe("with a service of embeddings", () => {
  it("finds what means the same in other words, and says nothing more", async () => {
    const store = await open();
    await store.createEntities(SAMPLE);
    const answer = await store.recall({ query: "umiak" });
    expect(answer.results.map(({ name }) => name)).toEqual(["a"]);
    expect(answer.note).toBe("No entity holds: umiak.");
  });

  it("puts what both rankings know before what one knows", async () => {
    const store = await open();
    await store.createEntities([
      note("words", "umiak"),
      note("meaning", "ship"),
      note("x both", "umiak umiak"),
      note("neither", "euro"),
    ]);
    const found = await names(store, "umiak ship");
    expect(found.slice(0, 3).sort()).toEqual(["meaning", "words", "x both"]);
    expect(found).not.toContain("neither");
  });

  it("asks with model and key, and only once for each text", async () => {
    const store = await open();
    await store.createEntities(SAMPLE);
    await store.recall({ query: "umiak" });
    await store.recall({ query: "umiak" });
    expect(texts()).toHaveLength(3);
    expect(texts()[0]).toBe("c (note)\nthe beach");
    for (const request of service.requests) {
      expect(request).toMatchObject({
        path: "/v1/embeddings",
        model: "words",
        authorization: `Bearer ${KEY}`,
      });
    }
  });

  it("asks again for a text that changed, and forgets one that is gone", async () => {
    const store = await open();
    await store.createEntities(SAMPLE);
    expect(await names(store, "umiak")).toEqual(["a"]);
    await store.deleteObservations([{ entityName: "a", observations: ["a boat in the harbour"] }]);
    await store.addObservations([{ entityName: "b", contents: ["ship ship ship"] }]);
    expect(await names(store, "umiak")).toEqual(["b"]);
    await store.deleteEntities(["a", "b", "c"]);
    const db = new DatabaseSync(`${bench.folder()}/.memory/memory.jsonl/graph.db`);
    expect(db.prepare("SELECT count(*) AS n FROM text_vector").get()?.n).toBe(0);
    db.close();
  });

  it("forgets the vector of a text that was redacted", async () => {
    const store = await open();
    await store.createEntities(SAMPLE);
    await store.recall({ query: "umiak" });
    await store.history.redact("boat");
    const db = new DatabaseSync(`${bench.folder()}/.memory/memory.jsonl/graph.db`);
    expect(db.prepare("SELECT count(*) AS n FROM text_vector").get()?.n).toBe(2);
    db.close();
  });

  it("makes nothing in the database where it is not set up", async () => {
    const store = await bench.open();
    await store.createEntities(SAMPLE);
    expect((await store.recall({ query: "umiak" })).note).not.toContain("meaning");
    const db = new DatabaseSync(`${bench.folder()}/.memory/memory.jsonl/graph.db`);
    expect(db.prepare("SELECT 1 FROM sqlite_master WHERE name LIKE '%vector%'").all()).toEqual([]);
    db.close();
  });

  it("keeps to the filters and to what the caller may see", async () => {
    const store = await open();
    const boats = Array.from({ length: 30 }, (_, index) => note(`n${index}`, "boat"));
    await store.createEntities([
      { name: "m", entityType: "metric", observations: ["boat and euro"] },
      note("note:cfo:mine", "boat"),
      ...boats,
      ...Array.from({ length: 60 }, (_, index) => note(`other${index}`, "beach")),
    ]);
    expect(await names(store, "umiak", { types: ["metric"] })).toEqual(["m"]);
    expect(await names(store, "umiak", { budgetTokens: 20_000 })).not.toContain("note:cfo:mine");
  });

  it("keeps the entity that was asked for by name in the first place", async () => {
    const store = await open();
    await store.createEntities([
      note("ship", "money, money, euro, salary, money"),
      note("b", "ship, umiak, boat"),
    ]);
    expect(await names(store, "ship")).toEqual(["ship", "b"]);
  });

  it("learns in the background of a server, without a write waiting for it", async () => {
    const held: (() => void)[] = [];
    service.answer = (response) => {
      held.push(() => response.end(JSON.stringify({ data: SAMPLE.map(() => VECTOR) })));
    };
    const store = await open({ server: true, timeoutMs: 60_000 });
    await store.createEntities(SAMPLE);
    await until(() => held.length > 0, "the server asked for vectors");
    // The service has the question and does not answer; writes and reads go on.
    await store.addObservations([{ entityName: "a", contents: ["two"] }]);
    expect((await store.openNodes(["a"])).entities[0]?.observations).toHaveLength(2);
    // The vector of the text as it was is not kept: it is asked for once more.
    service.answer = null;
    for (const release of held) release();
    await until(() => texts().at(-1) === "a (note)\na boat in the harbour\ntwo", "asked again");
    expect(texts()).toHaveLength(SAMPLE.length + 1);
  });

  it("several servers ask for a text only once", async () => {
    const [one, other] = [await open({ server: true }), await open({ server: true })];
    const held: (() => void)[] = [];
    service.answer = (response, input) => {
      const answer = () => response.end(JSON.stringify({ data: input.map(() => VECTOR) }));
      if (isQuestion({ input })) answer();
      else held.push(answer);
    };
    await one.createEntities(
      Array.from({ length: 70 }, (_, index) => note(`n${index}`, `boat ${index}`)),
    );
    await until(() => held.length > 0, "one of them asked");
    // What is not known yet makes the other want to learn it too.
    for (let time = 0; time < 3; time++) {
      const { note: said } = await other.recall({ query: "umiak" });
      expect(said).toContain("The meaning of 0 of 70 entities is known so far");
    }
    service.answer = null;
    for (const release of held) release();
    await until(() => new Set(texts()).size === 70, "all were asked for");
    expect(texts()).toHaveLength(70);
  });
});

describe("when the service does not work", () => {
  const FAILURES: [string, EmbeddingServer["answer"], string][] = [
    ["a status", (r) => r.writeHead(500).end("secret"), "answered with status 500"],
    ["no JSON", (r) => r.end("<html>"), "something else than JSON"],
    ["other JSON", (r) => r.end('{"error":"x"}'), "something else than embeddings"],
    ["too few", (r) => r.end('{"data":[]}'), "one vector for each text"],
    ["no direction", (r) => r.end('{"data":[{"embedding":[0,0]}]}'), "one vector for each text"],
    ["a redirect", (r) => r.writeHead(302, { location: "/x" }).end(), "cannot be reached"],
    ["a broken line", (r) => r.destroy(), "cannot be reached"],
    ["silence", () => undefined, "did not answer within 0.05 s"],
  ];

  it.each(FAILURES)("by %s, words still answer and the answer says so", async (_, how, said) => {
    const store = await open({ timeoutMs: said.includes("0.05") ? 50 : 5_000 });
    await store.createEntities([note("a", "umiak")]);
    service.answer = how;
    const answer = await store.recall({ query: "umiak" });
    expect(answer.results.map(({ name }) => name)).toEqual(["a"]);
    expect(answer.note).toContain("Searched by words only");
    expect(answer.note).toContain(said);
    expect(JSON.stringify([answer, bench.log])).not.toMatch(/the-key|secret/);
  });

  it("it is left alone for half a minute, then asked again", async () => {
    const store = await open();
    await store.createEntities(SAMPLE);
    service.answer = (response) => void response.writeHead(503).end();
    await store.recall({ query: "umiak" });
    const asked = service.requests.length;
    service.answer = null;
    expect((await store.recall({ query: "umiak" })).note).toContain("status 503");
    expect(service.requests).toHaveLength(asked);
    bench.now = new Date(bench.now.getTime() + 31_000);
    expect(await names(store, "umiak")).toEqual(["a"]);
  });

  it("an address that is none is named", async () => {
    const store = await open({ url: "file:///etc/passwd" });
    expect((await store.recall({ query: "x" })).note).toContain("no http or https address");
  });
});

describe("the setting", () => {
  it("is off without a URL and has a model when none is named", () => {
    expect(embeddingsSetting({ HQ_EMBEDDINGS_KEY: "k" })).toBeNull();
    expect(embeddingsSetting({ HQ_EMBEDDINGS_URL: " " })).toBeNull();
    expect(embeddingsSetting({ HQ_EMBEDDINGS_URL: "http://localhost/v1" })).toEqual({
      url: "http://localhost/v1",
      model: "text-embedding-3-small",
      key: null,
    });
  });

  it("takes the base or the whole address, and sends no password in it", async () => {
    const url = service.url.replace("//", "//user:pass@");
    for (const one of [service.url, `${service.url}/`, `${service.url}/embeddings`, url]) {
      const embeddings = createEmbeddings({ url: one, model: "m", key: null });
      expect(await embeddings.embed(["boat"])).toMatchObject({ kind: "vectors" });
    }
    expect(new Set(service.requests.map(({ path }) => path))).toEqual(new Set(["/v1/embeddings"]));
    expect(service.requests.map(({ authorization }) => authorization)).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });
});

it("what is nearer than the mean is near, whatever the model's scale", () => {
  const scores = Array.from({ length: 9 }, (_, id) => ({ id, cosine: 0.7 }));
  scores.push({ id: 98, cosine: 0.8 }, { id: 99, cosine: 0.9 });
  expect(nearest(scores, 20)).toEqual([99, 98]);
  expect(nearest(scores, 1)).toEqual([99]);
  expect(nearest([], 20)).toEqual([]);
});
