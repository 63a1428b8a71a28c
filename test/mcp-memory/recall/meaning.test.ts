import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { openMemoryStore } from "../../../mcp-memory/open.ts";
import { embeddingSettings } from "../../../mcp-memory/recall/meaning.ts";
import type { MemoryStore } from "../../../mcp-memory/store/store.ts";
import { CLOCK, until, workbench } from "../workbench.ts";

const bench = workbench();
let server: Server | undefined;
let store: MemoryStore | undefined;

afterEach(async () => {
  await store?.close();
  store = undefined;
  server?.closeAllConnections();
  server?.close();
  server = undefined;
});

/** Knows two things: what swims and what flies. */
function vectorOf(text: string): number[] {
  const swims = /fish|boat|sardine|sea/i.test(text) ? 1 : 0;
  const flies = /bird|plane|gull/i.test(text) ? 1 : 0;
  return [swims, flies, 0.1];
}

interface Fake {
  url: string;
  asked: { model: string; input: string[]; key: string | undefined }[];
  answer: (input: string[]) => { status: number; body: string };
}

async function fakeEmbeddings(): Promise<Fake> {
  const fake: Fake = {
    url: "",
    asked: [],
    answer: (input) => ({
      status: 200,
      body: JSON.stringify({
        data: input.map((text, index) => ({ index, embedding: vectorOf(text) })).toReversed(),
      }),
    }),
  };
  server = createServer((request, response) => {
    let said = "";
    request.on("data", (piece: Buffer) => {
      said += piece.toString();
    });
    request.on("end", () => {
      const { model, input } = JSON.parse(said) as { model: string; input: string[] };
      fake.asked.push({ model, input, key: request.headers.authorization });
      const { status, body } = fake.answer(input);
      response.writeHead(status, { "content-type": "application/json" }).end(body);
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`;
  return fake;
}

async function learned(fake: Fake): Promise<MemoryStore> {
  store = await openMemoryStore({
    filePath: bench.at(),
    now: () => CLOCK,
    indexInBackground: true,
    embeddings: embeddingSettings({ HQ_EMBEDDINGS_URL: fake.url, HQ_EMBEDDINGS_KEY: "k" }),
  });
  await store.createEntities([
    { name: "sardines", entityType: "note", observations: ["caught at dawn"] },
    { name: "gulls", entityType: "note", observations: ["loud at dawn"] },
  ]);
  await until(() => fake.asked.some(({ input }) => input.length === 2), "both were learned");
  return store;
}

const names = async (query: string) =>
  (await store?.recall({ query }))?.results.map(({ name }) => name);

describe("search by meaning", () => {
  it("finds what no word finds, and puts the meant one first among those that words find", async () => {
    const fake = await fakeEmbeddings();
    await learned(fake);
    await until(() => fake.asked.length > 0, "asked");
    expect(await names("boats")).toEqual(["sardines"]);
    expect((await names("plane at dawn"))?.[0]).toBe("gulls");
    expect(fake.asked[0]).toMatchObject({ model: "text-embedding-3-small", key: "Bearer k" });
  });

  it.each([
    ["refuses", () => ({ status: 500, body: "no" }), "it answered 500"],
    ["talks nonsense", () => ({ status: 200, body: "{}" }), "no list of 1 embeddings"],
    [
      "gives no numbers",
      () => ({ status: 200, body: '{"data":[{"embedding":["x"]}]}' }),
      "no list of numbers",
    ],
  ])("answers by words and says so when the server %s", async (_, answer, says) => {
    const fake = await fakeEmbeddings();
    await learned(fake);
    fake.answer = answer;
    const found = await store?.recall({ query: "caught" });
    expect(found?.results.map(({ name }) => name)).toEqual(["sardines"]);
    expect(found?.note).toContain("Found by words only");
    expect(found?.note).toContain(says);
    expect(found?.note).not.toContain("Bearer");
  });

  it("answers by words when nobody listens there", async () => {
    const fake = await fakeEmbeddings();
    await learned(fake);
    server?.closeAllConnections();
    server?.close();
    expect((await store?.recall({ query: "caught" }))?.results).toHaveLength(1);
  });

  it("asks nobody when it is not set up", () => {
    expect(embeddingSettings({})).toBeNull();
    expect(embeddingSettings({ HQ_EMBEDDINGS_URL: " " })).toBeNull();
    expect(embeddingSettings({ HQ_EMBEDDINGS_URL: "http://127.0.0.1:1/v1/embeddings" })?.url).toBe(
      "http://127.0.0.1:1/v1/embeddings",
    );
    for (const url of ["localhost", "file:///etc/passwd", "not a url"]) {
      expect(() => embeddingSettings({ HQ_EMBEDDINGS_URL: url })).toThrow("expected one such as");
    }
  });
});
