import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import {
  connectLegacy,
  connectModern,
  type McpClient,
  PROGRAM,
  type ServerSetting,
  type ToolAnswer,
} from "./clients.ts";
import { until, workbench } from "./workbench.ts";

const bench = workbench();
const clients: McpClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

type Connect = (setting: ServerSetting) => Promise<McpClient>;

async function connected(connect: Connect, env: Record<string, string> = {}): Promise<McpClient> {
  const client = await connect({ cwd: bench.folder(), env });
  clients.push(client);
  return client;
}

const a = { name: "a", entityType: "note", observations: ["one"] };
const b = { name: "b", entityType: "note", observations: [] };
const knows = { from: "a", to: "b", relationType: "knows" };

/** The structured answer, after a check that the text is its compact JSON. */
function structured(answer: ToolAnswer): unknown {
  expect(answer.isError).not.toBe(true);
  expect(answer.content).toEqual([
    { type: "text", text: JSON.stringify(answer.structuredContent) },
  ]);
  return answer.structuredContent;
}

function inOrder(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(inOrder);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, inOrder(inner)]));
}

const refusal = (answer: ToolAnswer) => {
  expect(answer.isError).toBe(true);
  return answer.content[0]?.text;
};

describe.each<[string, string, Connect]>([
  ["2026", "2026-07-28", connectModern],
  ["2025", "2025-11-25", connectLegacy],
])("the memory server, spoken to by a client of %s", (_era, version, connect) => {
  it("does what the reference server's nine tools do", async () => {
    const client = await connected(connect);
    expect(client.protocolVersion()).toBe(version);
    const call = async (name: string, input: Record<string, unknown>) =>
      structured(await client.call(name, input));

    expect(await call("create_entities", { entities: [a, b] })).toEqual({ entities: [a, b] });
    const skipping = await client.call("create_entities", { entities: [a] });
    expect(skipping.structuredContent).toEqual({ entities: [], skipped: ["a"] });
    expect(skipping.content.map(({ text }) => text)).toEqual([
      '{"entities":[],"skipped":["a"]}',
      expect.stringMatching(/^Skipped 1 entity that already exists: a\. .*add_observations/),
    ]);
    expect(await call("create_relations", { relations: [knows] })).toEqual({ relations: [knows] });
    expect(
      await call("add_observations", {
        observations: [{ entityName: "a", contents: ["one", "two"] }],
      }),
    ).toEqual({ results: [{ entityName: "a", addedObservations: ["two"] }] });
    const full = { ...a, observations: ["one", "two"] };
    expect(await call("read_graph", {})).toEqual({ entities: [full, b], relations: [knows] });
    expect(await call("search_nodes", { query: "TWO" })).toEqual({
      entities: [full],
      relations: [knows],
    });
    expect(await call("open_nodes", { names: ["b"] })).toEqual({
      entities: [b],
      relations: [knows],
    });
    expect(await client.readGraphResource()).toEqual({ entities: [full, b], relations: [knows] });

    const deletions = [{ entityName: "a", observations: ["two", "three"] }];
    expect(await call("delete_observations", { deletions })).toEqual({
      success: true,
      message: "Deleted 1 of 2 observations.",
    });
    expect(await call("delete_relations", { relations: [knows, knows] })).toEqual({
      success: true,
      message: "Deleted 1 of 2 relations. The rest matched nothing.",
    });
    expect(await call("delete_entities", { entityNames: ["b", "ghost"] })).toEqual({
      success: true,
      message: "Deleted 1 of 2 entities. Not found: ghost",
    });
    expect(await call("delete_entities", { entityNames: ["a"] })).toEqual({
      success: true,
      message: "Entities deleted successfully",
    });
    expect(await call("read_graph", {})).toEqual({ entities: [], relations: [] });
  });

  it("answers what it refuses in words, as the result of the tool", async () => {
    const client = await connected(connect);
    expect(
      refusal(
        await client.call("add_observations", {
          observations: [{ entityName: "ghost", contents: ["x"] }],
        }),
      ),
    ).toBe("Entity with name ghost not found");
    expect(refusal(await client.call("create_relations", { relations: [knows] }))).toBe(
      "Entity with name a not found",
    );
    expect(refusal(await client.call("create_entities", { entities: [{ name: 1 }] }))).toContain(
      "Input validation error",
    );
    expect(refusal(await client.call("search_nodes", { query: "q".repeat(2_049) }))).toContain(
      "2048",
    );
    expect(refusal(await client.call("create_entities", { entities: [{ ...a, name: "" }] }))).toBe(
      "Cannot use these arguments: the name of an entity is empty, expected a text. Give it a name. Nothing was changed.",
    );
  });

  it("tells a subscribed client that the graph has changed", async () => {
    const client = await connected(connect);
    let updates = 0;
    await client.call("create_entities", { entities: [a] });
    await client.onGraphUpdated(() => updates++);
    await client.call("create_entities", { entities: [b] });
    await until(() => updates > 0, "the update has come");
    await client.call("read_graph", {});
    expect(updates).toBe(1);
  });

  it("lists its tools exactly so", async () => {
    const client = await connected(connect);
    const tools = await client.listTools();
    // The two eras differ in the order of a schema's keys, which means nothing.
    await expect(`${JSON.stringify(inOrder(tools), null, 2)}\n`).toMatchFileSnapshot(
      "tools.golden.json",
    );
    expect(JSON.stringify(tools).length).toBeLessThan(15_500);
  });
});

it("two servers on one memory see each other's calls at once", async () => {
  const one = await connected(connectModern);
  const two = await connected(connectLegacy);
  await one.call("create_entities", { entities: [a] });
  expect(structured(await two.call("open_nodes", { names: ["a"] }))).toMatchObject({
    entities: [a],
  });
});

it("finds memory.jsonl in the company's root, and writes down who it serves", async () => {
  mkdirSync(bench.at(".github"));
  mkdirSync(bench.at("Marketing/drafts"), { recursive: true });
  writeFileSync(bench.at(".github/copilot-instructions.md"), "# Constitution\n");
  const client = await connectModern({
    cwd: bench.at("Marketing/drafts"),
    env: { HQ_AGENT: "marketing" },
  });
  clients.push(client);
  await client.call("create_entities", { entities: [a] });
  await until(() => existsSync(bench.at()), "the checkpoint is done");
  expect(readFileSync(bench.at("memory.origins.jsonl"), "utf8")).toContain('"by":"marketing"');
});

it("says in every answer why the memory cannot be opened, instead of dying", async () => {
  mkdirSync(bench.at());
  const client = await connected(connectModern);
  const words = `Cannot read ${bench.at()}: it is no file, expected a file. Put it right or set MEMORY_FILE_PATH to another file.`;
  expect(refusal(await client.call("read_graph", {}))).toBe(words);
  expect(refusal(await client.call("read_graph", {}))).toBe(words);
});

describe("the process", () => {
  const start = () =>
    spawn(process.execPath, [PROGRAM], { cwd: bench.folder(), stdio: ["pipe", "pipe", "pipe"] });
  const messages = [
    {
      id: 1,
      method: "initialize",
      params: {
        protocolVersion: "2025-06-18",
        capabilities: {},
        clientInfo: { name: "t", version: "1" },
      },
    },
    { method: "notifications/initialized" },
    {
      id: 2,
      method: "tools/call",
      params: { name: "create_entities", arguments: { entities: [a] } },
    },
  ];
  const text = messages
    .map((message) => `${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`)
    .join("");

  it.each([
    ["stdin closes", (child: ReturnType<typeof start>) => child.stdin.end()],
    ["it gets SIGTERM", (child: ReturnType<typeof start>) => child.kill("SIGTERM")],
    ["it gets SIGINT", (child: ReturnType<typeof start>) => child.kill("SIGINT")],
  ])("leaves at once, after a checkpoint, when %s", async (_what, end) => {
    const child = start();
    let out = "";
    let wrong = "";
    child.stdout.on("data", (data: Buffer) => (out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (wrong += data.toString()));
    child.stdin.write(text);
    await until(() => out.includes('"id":2'), "the call is answered");
    end(child);
    const [code] = await once(child, "close");
    expect(code).toBe(0);
    expect(readFileSync(bench.at(), "utf8")).toBe(`${JSON.stringify({ type: "entity", ...a })}\n`);
    expect(wrong).toBe("");
    const lines = out.trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line)).map(({ jsonrpc, id }) => [jsonrpc, id])).toEqual([
      ["2.0", 1],
      ["2.0", 2],
    ]);
    expect(lines[0]).toContain(`"version":"${manifest.version}"`);
  });
});
