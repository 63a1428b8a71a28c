/**
 * VS Code converts a model's null before the server sees it: 0, "" or false. For no field of any tool
 * may that do more than leaving the field out, least of all delete.
 */
import { beforeAll, describe, expect, it } from "vitest";
import {
  type Field,
  fieldsOf,
  type ListedTool,
  withoutField,
  withValue,
} from "./listed-schemas.ts";
import { openMemoryDesk, type Told } from "./memory-desk.ts";
import { workbench } from "./workbench.ts";

const bench = workbench();

const LESSON = {
  category: "bug",
  summary: "It broke",
  detail: "At night.",
  action: "cto tests it",
};

/** Right calls of each tool. */
const CALLS: Record<string, object[]> = {
  create_entities: [{ entities: [{ name: "n", entityType: "note", observations: ["new"] }] }],
  create_relations: [{ relations: [{ from: "a", to: "b", relationType: "needs" }] }],
  add_observations: [{ observations: [{ entityName: "a", contents: ["more"] }] }],
  delete_entities: [{ entityNames: ["a"] }],
  delete_observations: [{ deletions: [{ entityName: "a", observations: ["one"] }] }],
  delete_relations: [{ relations: [{ from: "a", to: "b", relationType: "knows" }] }],
  read_graph: [{}],
  search_nodes: [{ query: "one" }],
  open_nodes: [{ names: ["a"] }],
  recall: [{ query: "one" }, { query: "one", types: ["note"], budgetTokens: 500 }],
  read_entities: [{ names: ["a"] }, { type: "note" }],
  memory_overview: [{}],
  log_lesson: [LESSON],
  record_prompt_run: [{ prompt: "weekly-review", result: "nothing new" }],
  memory_health: [{}],
  apply_retention: [{}, { apply: true }],
};

/** The reference server takes these too, and they change nothing: what is not there is not found. */
const AS_THE_REFERENCE = [
  "delete_entities.entityNames[]",
  "delete_observations.deletions[].entityName",
  "delete_observations.deletions[].observations[]",
  "delete_relations.relations[].from",
  "delete_relations.relations[].to",
  "delete_relations.relations[].relationType",
  "search_nodes.query",
  "open_nodes.names[]",
];

let file = 0;

/** One call on a memory of its own. What the answer says beside the facts is not compared. */
async function outcomeOf(tool: string, args: object): Promise<Told & { graph: unknown }> {
  const memory = await openMemoryDesk(bench, `memory-${file++}.jsonl`);
  await memory.call("create_entities", {
    entities: [
      { name: "a", entityType: "note", observations: ["one", "two"] },
      { name: "b", entityType: "note", observations: ["one"] },
      { name: "scan:2026-01-01", entityType: "scan", observations: ["old"] },
    ],
  });
  const knows = { from: "a", to: "b", relationType: "knows" };
  await memory.call("create_relations", { relations: [knows] });
  const { isError, text, value } = await memory.call(tool, args);
  const { note: _note, ...facts } = value;
  return { isError, text: isError ? text : "", value: facts, graph: await memory.graph() };
}

const nameOf = ({ tool, path }: Field) => [tool, ...path].join(".").replaceAll(".0", "[]");

let tools: ListedTool[];
let fields: Field[];

beforeAll(async () => {
  tools = await (await openMemoryDesk(bench)).listTools();
  fields = tools.flatMap(fieldsOf);
});

it("looks at every tool that is offered, and its lists", () => {
  expect(Object.keys(CALLS).sort()).toEqual(tools.map(({ name }) => name).sort());
  expect(fields.map(nameOf)).toContain("add_observations.observations[].contents[]");
});

describe("an optional field that was null", () => {
  it("does no more than one that was left out", async () => {
    const optional = fields.filter(({ isOptional }) => isOptional);
    expect(optional.length).toBeGreaterThan(8);
    for (const field of optional) {
      for (const call of CALLS[field.tool] ?? []) {
        const bare = withoutField(call, field.path);
        const without = await outcomeOf(field.tool, bare);
        const args = withValue(bare, field.path, field.converted) as object;
        expect(await outcomeOf(field.tool, args), nameOf(field)).toEqual(without);
      }
    }
  });
});

describe("a required field that was null", () => {
  it("is refused in words, or finds nothing", async () => {
    const untouched = (await outcomeOf("memory_health", {})).graph;
    for (const field of fields.filter(({ isOptional }) => !isOptional)) {
      const [call = {}] = CALLS[field.tool] ?? [];
      const args = withValue(call, field.path, field.converted) as object;
      const { isError, text, graph } = await outcomeOf(field.tool, args);
      expect(graph, nameOf(field)).toEqual(untouched);
      expect(isError, nameOf(field)).toBe(!AS_THE_REFERENCE.includes(nameOf(field)));
      if (isError) expect(text, nameOf(field)).toMatch(/empty|expected|not found/);
    }
  });
});
