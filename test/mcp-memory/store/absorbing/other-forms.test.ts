// A memory in another form than a record on each line: it is read as what it is, a read leaves it as
// it is, and the first change writes lines, after the whole of it was kept.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatEntity, formatRelation } from "../../../../mcp-memory/jsonl.ts";
import { workbench } from "../../workbench.ts";

const bench = workbench();

const alice = { type: "entity", name: "Alice", entityType: "person", observations: ["likes tea"] };
const bob = { ...alice, name: "Bob" };
const knows = { type: "relation", from: "Alice", to: "Bob", relationType: "knows" };
const pretty = (value: unknown) => JSON.stringify(value, null, 2);
const line = (value: typeof alice) => `${formatEntity({ ...value, extra: null })}\n`;

const FORMS: [string, string][] = [
  ["objects over several lines", `${pretty(alice)}\n${pretty(bob)}\n${pretty(knows)}\n`],
  ["the same with commas", `${pretty(alice)},\n${pretty(bob)},\n${pretty(knows)}\n`],
  [
    "the same with a tab and CRLF",
    [alice, bob, knows]
      .map((one) => JSON.stringify(one, null, "\t").replaceAll("\n", "\r\n"))
      .join("\r\n"),
  ],
  ["objects glued together", pretty(alice) + pretty(bob) + pretty(knows)],
  ["lines and one object over several", `${line(alice)}${pretty(bob)}\n${JSON.stringify(knows)}\n`],
  ["a document", pretty({ entities: [alice, bob], relations: [knows] })],
  ["a document on one line", JSON.stringify({ entities: [alice, bob], relations: [knows] })],
  [
    "a document with a byte order mark",
    `\ufeff${pretty({ entities: [alice, bob], relations: [knows] })}`,
  ],
  ["a list", pretty([alice, bob, knows])],
  [
    "a list with a record on each line",
    `[\n${[alice, bob, knows].map((one) => JSON.stringify(one)).join(",\n")}\n]\n`,
  ],
  ["a document by name", pretty({ entities: { Alice: alice, Bob: bob }, relations: [knows] })],
  [
    "entities by name alone, the relation on a line",
    `${pretty({ Alice: alice, Bob: bob })}\n${JSON.stringify(knows)}\n`,
  ],
  [
    "nodes and edges",
    pretty({
      nodes: [alice, bob].map(({ name, entityType, observations }) => ({
        name,
        type: entityType,
        observations,
      })),
      edges: [{ source: "Alice", target: "Bob", type: "knows" }],
    }),
  ],
];

const copies = () =>
  readdirSync(bench.at(".memory/memory.jsonl")).filter((name) => name.includes("as-found-"));

describe.each(FORMS)("%s", (_form, content) => {
  it("is read, left as it is by a read, and kept whole before it becomes lines", async () => {
    writeFileSync(bench.at(), content);
    for (let start = 0; start < 2; start++) {
      const store = await bench.open();
      const { entities, relations } = await store.readGraph();
      expect(entities.map(({ name, observations }) => [name, observations])).toEqual([
        ["Alice", ["likes tea"]],
        ["Bob", ["likes tea"]],
      ]);
      expect(relations).toEqual([{ from: "Alice", to: "Bob", relationType: "knows" }]);
      await store.checkpoint();
      expect(await store.health()).toMatchObject({ readOnly: false, quarantined: 0, pending: 0 });
      await store.close();
      expect(readFileSync(bench.at(), "utf8")).toBe(content);
    }
    expect(existsSync(bench.at("memory.origins.jsonl"))).toBe(false);
    const store = await bench.open();
    await store.addObservations([{ entityName: "Bob", contents: ["and coffee"] }]);
    await store.close();
    const [first, second, third] = readFileSync(bench.at(), "utf8").split("\n");
    expect(`${first}\n`).toBe(line(alice));
    expect(second).toContain('"likes tea","and coffee"');
    expect(third).toBe(
      formatRelation({ from: "Alice", to: "Bob", relationType: "knows", extra: null }),
    );
    expect(
      copies().map((name) => readFileSync(bench.at(`.memory/memory.jsonl/${name}`), "utf8")),
    ).toEqual([content]);
  });

  it("put there under a running server is an edit like any", async () => {
    const store = await bench.open();
    await store.createEntities([{ name: "kept", entityType: "note", observations: ["x"] }]);
    await store.checkpoint();
    writeFileSync(bench.at(), content);
    const names = async () => (await store.readGraph()).entities.map(({ name }) => name).sort();
    await store.createEntities([{ name: "new", entityType: "note", observations: [] }]);
    await store.checkpoint();
    // One entity is missing from the edited file: few, so that it was removed on purpose.
    expect(await names()).toEqual(["Alice", "Bob", "new"]);
  });
});

it("every one of equal damaged lines is kept, once however often it is seen", async () => {
  const damaged = `  "likes tea",\n  "likes tea",\n\n  ]\n  "likes tea",\n  ]\n${line(alice)}`;
  for (let round = 0; round < 2; round++) {
    writeFileSync(bench.at(), damaged);
    const store = await bench.open();
    await store.readGraph();
    expect(await store.health()).toMatchObject({ entities: 1, quarantined: 5 });
    const items = (await store.upkeep.repairs()).filter(({ kind }) => kind === "damaged-piece");
    expect(new Set(items.map(({ id }) => id)).size).toBe(5);
    await store.close();
  }
  const store = await bench.open();
  const before = (await store.upkeep.repairs()).filter(({ kind }) => kind === "damaged-piece");
  await store.upkeep.repair([before[1]?.id ?? ""]);
  expect(await store.health()).toMatchObject({ quarantined: 4 });
});

it("lines of other programs keep their places, counted from the start", async () => {
  const mark = '{"type":"_aim","source":"mcp-knowledge-graph"}';
  const comment = '{"type":"comment","text":"Bob is next"}';
  const last = '{"type":"end"}';
  writeFileSync(bench.at(), `${mark}\n${line(alice)}${comment}\n${line(bob)}${last}\n`);
  let store = await bench.open();
  await store.createEntities([{ name: "new", entityType: "note", observations: [] }]);
  await store.createRelations([knows]);
  await store.close();
  const kinds = () =>
    readFileSync(bench.at(), "utf8")
      .trimEnd()
      .split("\n")
      .map((text) => JSON.parse(text).name ?? JSON.parse(text).type);
  expect(kinds()).toEqual(["_aim", "Alice", "comment", "Bob", "end", "new", "relation"]);
  // A place that the file gives anew counts.
  writeFileSync(
    bench.at(),
    `${mark}\n${last}\n${readFileSync(bench.at(), "utf8").replace(`${mark}\n`, "").replace(`${last}\n`, "")}`,
  );
  store = await bench.open();
  await store.deleteEntities(["Alice"]);
  await store.close();
  expect(kinds()).toEqual(["_aim", "end", "Bob", "comment", "new"]);
  store = await bench.open();
  const [deletion] = await store.history.log({ limit: 1 });
  await store.history.undo(deletion?.seq ?? 0, false);
  await store.close();
  expect(kinds().slice(0, 2)).toEqual(["_aim", "end"]);
});
