import { describe, expect, it } from "vitest";
import { readImportFile } from "../../mcp-memory/import-file.ts";
import { inBatches, planImport } from "../../mcp-memory/import-plan.ts";

const ANA = { name: "Ana", entityType: "person", observations: ["founder"] };
const FAROL = { name: "Farol", entityType: "product", observations: [] };
const OWNS = { from: "Ana", to: "Farol", relationType: "owns" };
const read = (value: unknown) =>
  readImportFile(Buffer.from(typeof value === "string" ? value : JSON.stringify(value)));

describe("reading a memory's file", () => {
  it.each<[string, unknown]>([
    [
      "lines of the reference server",
      [
        { type: "entity", ...ANA },
        { type: "entity", ...FAROL },
        { type: "relation", ...OWNS },
      ]
        .map((record) => JSON.stringify(record))
        .join("\r\n"),
    ],
    ["a document as read_graph answers", { entities: [ANA, FAROL], relations: [OWNS] }],
    ["an array of records", [{ type: "entity", ...ANA }, FAROL, { type: "relation", ...OWNS }]],
    ["an array of documents", [{ entities: [ANA] }, { entities: [FAROL], relations: [OWNS] }]],
    [
      "other servers' names of the fields",
      {
        entities: [
          { name: "Ana", type: "person", observations: [{ content: "founder" }] },
          { name: "Farol", type: "product" },
        ],
        relations: [{ source: "Ana", target: "Farol", type: "owns" }],
      },
    ],
  ])("takes %s", (_what, value) => {
    expect(read(value)).toMatchObject({ entities: [ANA, FAROL], relations: [OWNS], leftOut: [] });
  });

  it("names what it could not take, by line", () => {
    const file = `{"type":"entity","name":"a","entityType":"t","observations":["1"],"seen":3}\n{torn\n{"type":"_aim"}\n42\n`;
    const { entities, leftOut } = read(file);
    expect(entities).toEqual([{ name: "a", entityType: "t", observations: ["1"] }]);
    expect(leftOut).toEqual([
      { place: "line 2", reason: "not JSON", text: "{torn" },
      { place: "line 3", reason: "neither an entity nor a relation", text: '{"type":"_aim"}' },
      { place: "line 4", reason: "neither an entity nor a relation", text: "42" },
      { place: "a", reason: "fields that a memory has no place for", text: '{"seen":3}' },
    ]);
  });

  it("names what it could not take, by its place in a document", () => {
    const { leftOut } = read({
      entities: [ANA, 7, { observations: [] }],
      relations: [{ from: 1 }],
    });
    expect(leftOut.map(({ place }) => place)).toEqual([
      "entities[1]",
      "entities[2]",
      "relations[0]",
    ]);
  });

  it("takes hostile names like any other", () => {
    const names = ["__proto__", "constructor", "</script>", "\u2028"];
    const entities = names.map((name) => ({ name, entityType: name, observations: [name] }));
    expect(read({ entities })).toMatchObject({ entities, relations: [], leftOut: [] });
  });
});

describe("what an import would write", () => {
  const memory = { entities: [{ ...ANA, observations: ["founder", "ours"] }], relations: [OWNS] };

  it("adds only what is new, and leaves a type that differs as it is", () => {
    const file = read({
      entities: [{ ...ANA, entityType: "human", observations: ["founder", "theirs"] }, FAROL],
      relations: [OWNS, { ...OWNS, relationType: "made" }, { ...OWNS, to: "nobody" }],
    });
    const plan = planImport(file, memory);
    expect(plan.entities).toEqual([{ ...FAROL, origin: null }]);
    expect(plan.additions).toEqual([{ entityName: "Ana", contents: ["theirs"], origin: null }]);
    expect(plan.relations).toEqual([
      { ...OWNS, relationType: "made" },
      { ...OWNS, to: "nobody" },
    ]);
    expect(plan.leftOut.map(({ reason }) => reason)).toEqual(['another type; it stays "person"']);
  });

  it("leaves out what breaks a limit, and takes the rest", () => {
    const long = "x".repeat(20_001);
    const file = read({
      entities: [
        { name: "", entityType: "t", observations: [] },
        { name: "a", entityType: "t", observations: [long, "short"] },
      ],
    });
    const plan = planImport(file, { entities: [], relations: [] });
    expect(plan.entities).toMatchObject([{ name: "a", entityType: "t", observations: ["short"] }]);
    expect(plan.leftOut).toHaveLength(2);
  });

  it("goes in batches that one call takes", () => {
    const items = Array.from({ length: 2_500 }, (_, index) => index);
    expect(inBatches(items, () => 0).map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
    expect(inBatches(items, () => 4_000).every(({ length }) => length <= 2)).toBe(true);
    expect(inBatches(items, () => 4_000).flat()).toEqual(items);
    expect(inBatches([1], () => 10_000)).toEqual([[1]]);
  });
});
