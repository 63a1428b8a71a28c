/** The schemas of both servers as clients list them, in both protocol eras: none on which a client stumbles. */
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { copySample } from "../cli/sample.ts";
import { connectLegacy, connectModern, PROGRAM } from "../mcp-memory/clients.ts";
import { fieldsOf, type ListedTool, schemaFaults } from "../mcp-memory/listed-schemas.ts";
import { builtProgram } from "../run/built-program.ts";

const COMPANY = await builtProgram(path.join(import.meta.dirname, "../../mcp-company/main.ts"));

let company: Awaited<ReturnType<typeof copySample>>;
beforeAll(async () => {
  company = await copySample();
});
afterAll(() => company?.remove());

describe.each([
  { era: "2026", connect: connectModern },
  { era: "2025", connect: connectLegacy },
])("what is listed to a client of $era", ({ connect }) => {
  it.each([
    { server: "memory", program: PROGRAM, least: 15 },
    { server: "company", program: COMPANY, least: 10 },
  ])("by $server is taken by every client", async ({ program, least }) => {
    const client = await connect({ cwd: company.root, program });
    const tools = (await client.listTools()) as ListedTool[];
    await client.close();
    expect(tools.length).toBeGreaterThanOrEqual(least);
    // Arguments and answers: a client may look at both.
    expect(tools.flatMap((tool) => schemaFaults(tool, tool.name))).toEqual([]);
    // Every argument is of one plain type, for which a null has one conversion; a test of each server
    // calls every tool with it (converted-arguments.test.ts).
    expect(tools.flatMap(fieldsOf).length).toBeGreaterThan(least);
  });
});

describe("a schema that some client stumbles on is found", () => {
  const inputOf = (schema: object) =>
    schemaFaults({ name: "t", inputSchema: { type: "object", properties: { a: schema } } }, "t");

  it.each([
    ["a list of anything", { type: "array" }, "does not say what is in it"],
    ["a list of anything, or null", { type: ["array", "null"] }, "does not say what is in it"],
    ["a list in a list", { type: "array", items: { type: "array" } }, "does not say what is in it"],
    ["a list in one of two", { anyOf: [{ type: "array" }, { type: "null" }] }, "does not say"],
    ["a pair", { type: "array", prefixItems: [{ type: "string" }], items: false }, "prefixItems"],
    ["a date", { type: "string", format: "date" }, "a format"],
    ["a date in a list", { type: "array", items: { format: "date" } }, "a format"],
    ["a word of no dialect", { type: "string", widget: "textarea" }, '"widget"'],
    ["a reference", { $ref: "#/$defs/a" }, '"$ref"'],
    ["two types without null", { type: ["string", "number"] }, "several types"],
  ])("%s", (_, schema, words) => {
    expect(inputOf(schema).join("\n")).toContain(words);
  });

  it("and a field may be named like a keyword", () => {
    expect(inputOf({ type: "object", properties: { format: { type: "string" } } })).toEqual([]);
  });
});
