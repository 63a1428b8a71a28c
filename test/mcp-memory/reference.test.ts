// Ours and the published reference server, side by side over stdio. What differs on purpose is a
// named exception below, and a line of "Differences from the reference server" in docs/reference.md.
import { readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import type { Entity, Graph, Relation } from "../../mcp-memory/graph.ts";
import { rounds } from "../run/rounds.ts";
import { connectLegacy, type McpClient, REFERENCE, type ToolAnswer } from "./clients.ts";
import { until, workbench } from "./workbench.ts";

const bench = workbench();
const clients: McpClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.close();
});

async function start(file: string, program?: string): Promise<McpClient> {
  const client = await connectLegacy({
    cwd: bench.folder(),
    env: { MEMORY_FILE_PATH: bench.at(file) },
    ...(program === undefined ? {} : { program }),
  });
  clients.push(client);
  return client;
}

const startReference = (file: string) => start(file, REFERENCE);

const NAMES = ["a", "b", "A", "__proto__", "constructor", "é", 'q"uote', "x\u0000y", "line\nend"];
const name = fc.constantFrom(...NAMES);
const text = fc.oneof(
  fc.constantFrom("one", "Two", "Σίσυφος", "İstanbul", "tab\there", "\u2028", "\ud83d"),
  fc.string({ unit: "grapheme", maxLength: 6 }),
);
const some = <T>(item: fc.Arbitrary<T>) => fc.array(item, { maxLength: 3 });
const entity = fc.record({
  name,
  entityType: fc.constantFrom("note", "Lesson", "__proto__"),
  observations: fc.uniqueArray(text, { maxLength: 3 }),
});
const relation = fc.record({ from: name, to: name, relationType: fc.constantFrom("knows", "b") });
const ofEntity = fc.record({ entityName: name, texts: some(text) });

type Call =
  | { tool: "create_entities"; input: { entities: Entity[] } }
  | { tool: "create_relations" | "delete_relations"; input: { relations: Relation[] } }
  | { tool: "add_observations"; input: { observations: Addition[] } }
  | { tool: "delete_entities"; input: { entityNames: string[] } }
  | { tool: "delete_observations"; input: { deletions: Deletion[] } }
  | { tool: "search_nodes" | "open_nodes" | "read_graph"; input: Record<string, unknown> };
interface Addition {
  entityName: string;
  contents: string[];
}
interface Deletion {
  entityName: string;
  observations: string[];
}

const call: fc.Arbitrary<Call> = fc.oneof(
  some(entity).map((entities): Call => ({ tool: "create_entities", input: { entities } })),
  some(relation).map((relations): Call => ({ tool: "create_relations", input: { relations } })),
  some(ofEntity).map((items): Call => {
    const observations = items.map(({ entityName, texts }) => ({ entityName, contents: texts }));
    return { tool: "add_observations", input: { observations } };
  }),
  some(name).map((entityNames): Call => ({ tool: "delete_entities", input: { entityNames } })),
  some(ofEntity).map((items): Call => {
    const deletions = items.map(({ entityName, texts }) => ({ entityName, observations: texts }));
    return { tool: "delete_observations", input: { deletions } };
  }),
  some(relation).map((relations): Call => ({ tool: "delete_relations", input: { relations } })),
  text.map((query): Call => ({ tool: "search_nodes", input: { query } })),
  some(name).map((names): Call => ({ tool: "open_nodes", input: { names } })),
  fc.constant<Call>({ tool: "read_graph", input: {} }),
);

/** The result of a tool as a client uses it: the structured part, or the words of an error. */
function outcome(answer: ToolAnswer): unknown {
  return answer.isError === true ? { refused: answer.content[0]?.text } : answer.structuredContent;
}

const sameRelation = (one: Relation, other: Relation) =>
  one.from === other.from && one.to === other.to && one.relationType === other.relationType;

/**
 * Newer revisions of the reference differ from the one that is published, and we follow them. Each
 * exception says what we answer then: what the published one is asked instead, and how its answer
 * reads in the newer revision. `graph` is the graph before the call.
 */
interface Exception {
  /** What the published server is asked; null when it must not be asked, because it would do harm. */
  ask: Call | null;
  /** What the newest revision answers, from what the published one did. */
  expected: (published: unknown) => unknown;
}

/** Newest: a name, relation or text that comes twice in one call is taken once. Published: twice. */
function once<T>(items: T[], isSame: (one: T, other: T) => boolean): T[] {
  return items.filter((item, index) => items.findIndex((other) => isSame(item, other)) === index);
}

/** Newest: create_entities lists in `skipped` what was there already or came twice. */
function skippedNames({ entities }: { entities: Entity[] }, graph: Graph): Exception {
  const known = new Set(graph.entities.map((item) => item.name));
  const skipped: string[] = [];
  for (const item of entities) {
    if (known.has(item.name)) skipped.push(item.name);
    known.add(item.name);
  }
  const single = once(entities, (one, other) => one.name === other.name);
  return {
    ask: { tool: "create_entities", input: { entities: single } },
    expected: (published) => ({
      ...(published as object),
      ...(skipped.length === 0 ? {} : { skipped }),
    }),
  };
}

/** Newest: a relation between entities that do not exist is refused, and its whole call with it. */
function danglingRelations({ relations }: { relations: Relation[] }, graph: Graph): Exception {
  const known = new Set(graph.entities.map((item) => item.name));
  const missing = relations.flatMap(({ from, to }) => [from, to]).find((end) => !known.has(end));
  if (missing !== undefined) {
    return { ask: null, expected: () => ({ refused: `Entity with name ${missing} not found` }) };
  }
  return {
    ask: { tool: "create_relations", input: { relations: once(relations, sameRelation) } },
    expected: (published) => published,
  };
}

/** Ours: a text that comes twice for one entity in a call is added once. */
function doubledTexts({ observations }: { observations: Addition[] }): Exception {
  const single = observations.map(({ entityName, contents }) => ({
    entityName,
    contents: [...new Set(contents)],
  }));
  return {
    ask: { tool: "add_observations", input: { observations: single } },
    expected: (published) => published,
  };
}

/** Newest: a deletion says how much of what was asked for it found. Published: always the same words. */
function deletionWords(item: Call, graph: Graph): Exception {
  return {
    ask: item,
    expected: (published) => {
      expect(published).toMatchObject({ success: true });
      return { success: true, message: newestMessage(item, graph) };
    },
  };
}

function newestMessage(item: Call, graph: Graph): string {
  const known = new Map(graph.entities.map((node) => [node.name, new Set(node.observations)]));
  if (item.tool === "delete_entities") {
    const { entityNames } = item.input;
    const missing = entityNames.filter((one) => !known.has(one));
    if (missing.length === 0) return "Entities deleted successfully";
    const found = entityNames.length - missing.length;
    return `Deleted ${found} of ${entityNames.length} entities. Not found: ${missing.join(", ")}`;
  }
  if (item.tool === "delete_relations") {
    const { relations } = item.input;
    const found = once(relations, sameRelation).filter((one) =>
      graph.relations.some((other) => sameRelation(one, other)),
    ).length;
    if (found === relations.length) return "Relations deleted successfully";
    return `Deleted ${found} of ${relations.length} relations. The rest matched nothing.`;
  }
  if (item.tool !== "delete_observations") throw new Error("no deletion");
  let asked = 0;
  let found = 0;
  for (const { entityName, observations } of item.input.deletions) {
    asked += observations.length;
    for (const one of observations) if (known.get(entityName)?.delete(one)) found++;
  }
  if (found === asked) return "Observations deleted successfully";
  const unknown = item.input.deletions
    .map(({ entityName }) => entityName)
    .filter((one) => !known.has(one));
  const end = unknown.length > 0 ? ` Entities not found: ${unknown.join(", ")}` : "";
  return `Deleted ${found} of ${asked} observations.${end}`;
}

function exceptionFor(item: Call, graph: Graph): Exception {
  switch (item.tool) {
    case "create_entities":
      return skippedNames(item.input, graph);
    case "create_relations":
      return danglingRelations(item.input, graph);
    case "add_observations":
      return doubledTexts(item.input);
    case "delete_entities":
    case "delete_observations":
    case "delete_relations":
      return deletionWords(item, graph);
    default:
      return { ask: item, expected: (published) => published };
  }
}

it("answers any sequence of calls as the reference does, and leaves the same file", async () => {
  const ours = await start("ours.jsonl");
  const theirs = await startReference("theirs.jsonl");
  const read = async (client: McpClient) => outcome(await client.call("read_graph", {})) as Graph;
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 3, maxLength: 25 }), async (calls) => {
      for (const client of [ours, theirs]) {
        await client.call("delete_entities", { entityNames: NAMES });
      }
      for (const item of calls) {
        const before = await read(theirs);
        const { ask, expected } = exceptionFor(item, before);
        const published =
          ask === null ? null : outcome(await theirs.call(ask.tool, { ...ask.input }));
        expect(outcome(await ours.call(item.tool, { ...item.input }))).toEqual(expected(published));
      }
      expect(await read(ours)).toEqual(await read(theirs));
    }),
    { numRuns: rounds({ few: 40, many: 600 }) },
  );
  // Something to write, whatever the last run was.
  for (const client of [ours, theirs]) {
    await client.call("create_entities", {
      entities: NAMES.map((one) => ({ name: one, entityType: "end", observations: [one] })),
    });
  }
  expect(await ours.readGraphResource()).toEqual(await theirs.readGraphResource());
  const graph = await read(ours);
  await ours.close();
  await theirs.close();
  // The newest revision ends the last line; the published one does not.
  const file = `${readFileSync(bench.at("theirs.jsonl"), "utf8")}\n`;
  expect(readFileSync(bench.at("ours.jsonl"), "utf8")).toBe(file);

  const swapped = await startReference("ours.jsonl");
  expect(await read(swapped)).toEqual(graph);
});

it("the reference reads our file after any checkpoint, and we take in what it writes there", async () => {
  const ours = await start("shared.jsonl");
  const theirs = await startReference("shared.jsonl");
  const names: string[] = [];
  for (let round = 0; round < 3; round++) {
    const mine = { name: `ours ${round}`, entityType: "note", observations: ["café 🧠", "\ud83d"] };
    await ours.call("create_entities", { entities: [mine] });
    names.push(mine.name);
    await until(
      () => readText("shared.jsonl").includes(mine.name),
      "our checkpoint has written the file",
    );
    const seen = outcome(await theirs.call("open_nodes", { names: [mine.name] }));
    expect(seen).toEqual({ entities: [mine], relations: [] });
    const other = { ...mine, name: `theirs ${round}` };
    await theirs.call("create_entities", { entities: [other] });
    names.push(other.name);
    const found = outcome(await ours.call("open_nodes", { names })) as Graph;
    if (found.entities.length < names.length) {
      // A read notices the edit and asks for it to be taken in.
      await untilAsync(async () => {
        const again = outcome(await ours.call("open_nodes", { names })) as Graph;
        return again.entities.length === names.length;
      });
    }
  }
  expect(((await theirs.call("read_graph", {})).structuredContent as Graph).entities).toHaveLength(
    6,
  );
});

it("loads a file that the reference has written, and does not touch it", async () => {
  const theirs = await startReference("theirs.jsonl");
  const entities = NAMES.map((one) => ({ name: one, entityType: one, observations: [one, one] }));
  await theirs.call("create_entities", { entities });
  const relations = NAMES.map((one) => ({ from: one, to: "nobody", relationType: "knows" }));
  await theirs.call("create_relations", { relations });
  await theirs.close();
  const before = readFileSync(bench.at("theirs.jsonl"));
  const ours = await start("theirs.jsonl");
  expect(outcome(await ours.call("read_graph", {}))).toEqual({ entities, relations });
  await ours.close();
  expect(readFileSync(bench.at("theirs.jsonl"))).toEqual(before);
});

describe("what a client is told of the server", () => {
  interface Tool {
    name: string;
    title: string;
    description: string;
    annotations: object;
    inputSchema: object;
    outputSchema: object;
  }
  const both = async (): Promise<[Tool[], Tool[]]> => {
    const ours = (await (await start("ours.jsonl")).listTools()) as Tool[];
    const theirs = (await (await startReference("theirs.jsonl")).listTools()) as Tool[];
    return [theirs.map(({ name }) => ours.find((tool) => tool.name === name) as Tool), theirs];
  };

  it("names, titles and annotations of the nine tools are the reference's", async () => {
    const [ours, theirs] = await both();
    expect(theirs).toHaveLength(9);
    const facts = (tools: Tool[]) =>
      tools.map(({ name, title, annotations }) => ({ name, title, annotations }));
    expect(facts(ours)).toEqual(facts(theirs));
  });

  it("each description begins with the reference's, so that a model knows the tool", async () => {
    const [ours, theirs] = await both();
    const stem = ({ name, description }: Tool) =>
      // Ours says "exact": the published words leave open that case counts.
      name === "open_nodes" ? description.replace("exact ", "") : description;
    for (const [index, tool] of ours.entries()) {
      const words = theirs[index]?.description ?? "";
      expect(stem(tool).startsWith(words)).toBe(true);
    }
  });

  it("schemas are the reference's but for the named exceptions", async () => {
    const [ours, theirs] = await both();
    const expected = new Map(theirs.map(({ name, ...tool }) => [name, tool]));
    for (const { name, inputSchema, outputSchema } of ours) {
      const reference = expected.get(name);
      expect(comparable(inputSchema), name).toEqual(
        comparable(
          name === "search_nodes"
            ? withProperty(reference?.inputSchema, "query", { type: "string", maxLength: 2048 })
            : reference?.inputSchema,
        ),
      );
      expect(comparable(outputSchema), name).toEqual(
        closedOf(
          name === "create_entities"
            ? withProperty(reference?.outputSchema, "skipped", {
                type: "array",
                items: { type: "string" },
              })
            : reference?.outputSchema,
        ),
      );
    }
  });
});

/** A schema without what means nothing to a client: its dialect and its prose. */
function comparable(schema: unknown): unknown {
  if (typeof schema !== "object" || schema === null) return schema;
  if (Array.isArray(schema)) return schema.map(comparable);
  const entries = Object.entries(schema).filter(
    ([key, value]) => key !== "$schema" && !(key === "description" && typeof value === "string"),
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, comparable(value)]));
}

function closedOf(schema: unknown): unknown {
  const plain = comparable(schema);
  if (typeof plain !== "object" || plain === null || Array.isArray(plain)) return plain;
  const entries = Object.entries(plain).map(([key, value]) => [key, closedOf(value)]);
  const copy = Object.fromEntries(entries);
  return copy.type === "object" ? { ...copy, additionalProperties: false } : copy;
}

/** Newest: search_nodes bounds its query, and create_entities says what it skipped, if anything. */
function withProperty(schema: unknown, key: string, value: object): unknown {
  const { properties } = schema as { properties: object };
  return { ...(schema as object), properties: { ...properties, [key]: value } };
}

function readText(file: string): string {
  try {
    return readFileSync(bench.at(file), "utf8");
  } catch {
    return ""; // Not written yet.
  }
}

async function untilAsync(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error("waited too long");
  }
}

it("an update of the resource is sent to a subscriber of either server", async () => {
  for (const client of [await start("ours.jsonl"), await startReference("theirs.jsonl")]) {
    let updates = 0;
    await client.onGraphUpdated(() => updates++);
    await client.call("create_entities", {
      entities: [{ name: "a", entityType: "note", observations: [] }],
    });
    await until(() => updates > 0, "the update has come");
  }
});

it("refuses, as the newest reference does, in the same words", async () => {
  writeFileSync(bench.at("ours.jsonl"), "");
  const ours = await start("ours.jsonl");
  const words = async (tool: string, input: Record<string, unknown>) =>
    outcome(await ours.call(tool, input));
  const refused = { refused: "Entity with name ghost not found" };
  expect(
    await words("add_observations", { observations: [{ entityName: "ghost", contents: ["x"] }] }),
  ).toEqual(refused);
  expect(
    await words("create_relations", {
      relations: [{ from: "ghost", to: "ghost", relationType: "knows" }],
    }),
  ).toEqual(refused);
});
