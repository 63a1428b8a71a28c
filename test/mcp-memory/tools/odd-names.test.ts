import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import { connectModern, type McpClient, type ToolAnswer } from "../clients.ts";
import { workbench } from "../workbench.ts";

const bench = workbench();
const clients: McpClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

/** A client whose memory has a company around it, so that every rule is at work. */
async function connected(): Promise<McpClient> {
  mkdirSync(bench.at(".github"), { recursive: true });
  writeFileSync(bench.at(".github/copilot-instructions.md"), "# Constitution\n");
  const client = await connectModern({ cwd: bench.folder() });
  clients.push(client);
  return client;
}

const structured = (answer: ToolAnswer) => {
  expect(answer.isError, answer.content[0]?.text).not.toBe(true);
  return answer.structuredContent;
};

describe.each([
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "../../etc/passwd",
  "C:\\x",
  "a\u0000b",
])("a name like any other: %j", (odd) => {
  it("goes through every tool as a name, a type, an observation, a relation and a query", async () => {
    const client = await connected();
    const call = async (name: string, input: Record<string, unknown>) =>
      structured(await client.call(name, input));
    const entity = { name: odd, entityType: odd, observations: [odd] };
    const loop = { from: odd, to: odd, relationType: odd };
    expect(await call("create_entities", { entities: [entity] })).toEqual({
      entities: [entity],
    });
    expect(await call("create_entities", { entities: [entity] })).toEqual({
      entities: [],
      skipped: [odd],
    });
    expect(await call("create_relations", { relations: [loop] })).toEqual({ relations: [loop] });
    expect(
      await call("add_observations", {
        observations: [{ entityName: odd, contents: [odd, "more"] }],
      }),
    ).toEqual({ results: [{ entityName: odd, addedObservations: ["more"] }] });
    const graph = { entities: [{ ...entity, observations: [odd, "more"] }], relations: [loop] };
    expect(await call("read_graph", {})).toEqual(graph);
    expect(await call("open_nodes", { names: [odd] })).toEqual(graph);
    expect(await call("search_nodes", { query: odd })).toEqual(graph);
    await call("delete_observations", {
      deletions: [{ entityName: odd, observations: [odd, "more"] }],
    });
    await call("delete_relations", { relations: [loop] });
    expect(await call("read_graph", {})).toEqual({
      entities: [{ ...entity, observations: [] }],
      relations: [],
    });
    await call("delete_entities", { entityNames: [odd] });
    expect(await call("read_graph", {})).toEqual({ entities: [], relations: [] });
    const lesson = { agent: "cto", category: "bug", summary: `${odd} x`, detail: odd, action: odd };
    expect(await call("log_lesson", lesson)).toMatchObject({ created: true });
    expect(await call("record_prompt_run", { prompt: `${odd} x`, result: odd })).toHaveProperty(
      "name",
    );
    // No name becomes a path.
    expect(
      readdirSync(bench.folder()).filter((file) => !/^(\.memory|\.github|memory\.)/.test(file)),
    ).toEqual([]);
  });
});

it("drops fields that a tool does not know, as the reference server does", async () => {
  const client = await connected();
  const entity = { name: "a", entityType: "note", observations: ["x"] };
  const input = { entities: [{ ...entity, tags: ["y"] }], dryRun: true };
  expect(structured(await client.call("create_entities", input))).toEqual({
    entities: [entity],
  });
});
