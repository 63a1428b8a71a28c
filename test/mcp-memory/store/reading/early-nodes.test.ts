import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { earlyNodes, isEarly } from "../../../../mcp-memory/store/reading/early-nodes.ts";
import { startRaw } from "../../raw-server.ts";
import { workbench } from "../../workbench.ts";

const bench = workbench();

const entity = (name: string, ...observations: string[]) =>
  JSON.stringify({ type: "entity", name, entityType: "note", observations });
const relation = (from: string, to: string) =>
  JSON.stringify({ type: "relation", from, to, relationType: "knows" });

const FACTS = [
  entity("Ana", "asked for a refund"),
  entity("Bruno", 'named after "Ana"', '{"name":"Ana"}'),
  entity('say "x" \\ y\n', "odd"),
  entity("café ☕", "não"),
];
const LINKS = [relation("Ana", "Bruno"), relation("Bruno", "café ☕"), relation("gone", "Ana")];
const PADDING = Array.from({ length: 25_000 }, (_, at) => entity(`padding ${at}`, "x".repeat(60)));
const NAMES = ["Bruno", "Ana", 'say "x" \\ y\n', "café ☕", "padding 777", "nobody", "gone"];

function written(lines: readonly string[]): string {
  const file = bench.at();
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}
const plain = () => written([...PADDING, ...FACTS, ...LINKS]);

it("answers as the store will, one name or several", async () => {
  const file = plain();
  expect(isEarly(file)).toBe(true);
  const early = [...NAMES.map((name) => [name]), NAMES, []].map((names) => ({
    names,
    graph: earlyNodes(file, names),
  }));
  const store = await bench.open(file);
  for (const { names, graph } of early) expect(graph).toEqual(await store.openNodes(names));
  expect(early[0]?.graph?.relations).toHaveLength(2);
});

it.each([
  ["a torn line", [...PADDING, ...FACTS, entity("Ana").slice(0, 30)]],
  ["two records on a line", [...PADDING, ...FACTS, entity("x") + entity("Ana")]],
  ["an entity that comes twice", [...PADDING, ...FACTS, entity("Ana", "more")]],
  ["a relation that comes twice", [...PADDING, ...FACTS, ...LINKS, ...LINKS]],
  ["a name that is escaped", [...PADDING, entity("x").replace('"x"', '"\\u0041na"')]],
  ["a field of another program", [...PADDING, entity("Ana").replace("}", ',"tags":[]}')]],
  ["a file that is no memory", ["# Notes", ...PADDING, ...FACTS]],
  ["a small file", FACTS],
])("leaves %s to the database", (_, lines) => {
  expect(earlyNodes(written(lines), ["Ana"])).toBeNull();
});

it("leaves it to the database where there is one, and where anything was deleted", () => {
  const file = plain();
  writeFileSync(
    bench.at("memory.origins.jsonl"),
    '{"deleted":"ab","salt":"c","at":"2026-01-01"}\n',
  );
  expect(earlyNodes(file, ["Ana"])).toBeNull();
  writeFileSync(bench.at("memory.origins.jsonl"), "");
  expect(earlyNodes(file, ["Ana"])).not.toBeNull();
  const folder = bench.at(".memory/memory.jsonl");
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "graph.db"), "");
  expect(earlyNodes(file, ["Ana"])).toBeNull();
});

it("is what a server answers first, and makes the database behind it", async () => {
  const file = plain();
  const server = await startRaw(bench.folder(), { MEMORY_FILE_PATH: file });
  const first = await server.call("open_nodes", { names: ["Ana"] });
  await server.call("create_entities", {
    entities: [{ name: "Clara", entityType: "note", observations: ["new"] }],
  });
  const again = await server.call("open_nodes", { names: ["Ana"] });
  expect(again.structuredContent).toEqual(first.structuredContent);
  const clara = await server.call("open_nodes", { names: ["Clara"] });
  expect(clara.structuredContent).toMatchObject({ entities: [{ name: "Clara" }] });
  server.child.stdin?.end();
  expect(await server.ended).toBe(0);
  expect(existsSync(bench.at(".memory/memory.jsonl/graph.db"))).toBe(true);
});
