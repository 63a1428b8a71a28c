import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { formatEntity, formatRelation } from "../../../../mcp-memory/jsonl.ts";
import { workbench } from "../../workbench.ts";

const bench = workbench();

const entityLine = (name: string, ...observations: string[]) =>
  formatEntity({ name, entityType: "note", observations, extra: null });
const relationLine = (from: string, to: string) =>
  formatRelation({ from, to, relationType: "knows", extra: null });

interface Loaded {
  names: string[];
  observations: string[][];
  relations: number;
  file: string;
  /** What was set aside, in order. */
  quarantine: { text: string; base64?: string; reason: string; line: number }[];
}

let serial = 0;

/** Loads bytes as a memory, checkpoints, loads again, and checks that nothing was left to do. */
async function load(bytes: string | Uint8Array): Promise<Loaded> {
  const file = bench.at(`m${serial++}.jsonl`);
  writeFileSync(file, bytes);
  const store = await bench.open(file);
  const graph = await store.readGraph();
  await store.checkpoint();
  await store.close();
  const after = readFileSync(file);
  const quarantine = readQuarantine(file);

  const again = await bench.open(file);
  expect(await again.readGraph()).toEqual(graph);
  expect(await again.health()).toMatchObject({ pending: 0, quarantined: quarantine.length });
  await again.close();
  expect(readFileSync(file)).toEqual(after);
  return {
    names: graph.entities.map(({ name }) => name),
    observations: graph.entities.map(({ observations }) => observations),
    relations: graph.relations.length,
    file: after.toString(),
    quarantine,
  };
}

function readQuarantine(file: string): Loaded["quarantine"] {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const quarantine = bench.at(`.memory/${name}/quarantine.jsonl`);
  if (!existsSync(quarantine)) return [];
  const lines = readFileSync(quarantine, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line));
}

describe("a damaged memory.jsonl", () => {
  const whole = [
    entityLine("café", "um café"),
    entityLine("b", 'says "}{"'),
    relationLine("café", "b"),
    '{"type":"note","n":1}',
  ];

  it("cut at any byte keeps every whole record and every other byte", async () => {
    const bytes = Buffer.from(`${whole.join("\n")}\n`);
    // Cut within its first record it holds none, and is left alone (foreign-file.test.ts).
    for (let cut = Buffer.byteLength(whole[0] ?? ""); cut < bytes.length; cut++) {
      const part = bytes.subarray(0, cut);
      const { names, relations, quarantine } = await load(part);
      const lines = part.toString("latin1").split("\n");
      const wholeLines = lines.filter((line) =>
        whole.some((one) => Buffer.from(one).toString("latin1") === line),
      );
      expect(names.length + relations).toBe(Math.min(wholeLines.length, 3));
      const torn = lines.at(-1) ?? "";
      const setAside = quarantine.map(({ text, base64 }) =>
        base64 === undefined
          ? Buffer.from(text).toString("latin1")
          : Buffer.from(base64, "base64").toString("latin1"),
      );
      expect(setAside).toEqual(torn === "" || wholeLines.includes(torn) ? [] : [torn]);
    }
  }, 60_000);

  it.each([
    ["two records on one line", entityLine("a") + entityLine("b"), ["a", "b"], []],
    [
      "two records with quotes and braces in their texts on one line",
      entityLine("a", 'says "}{" \\') + entityLine("b", '\\"{'),
      ["a", "b"],
      [],
    ],
    [
      "a record glued to the torn end of another",
      `{"type":"entity","name":"torn","entit${entityLine("b")}`,
      ["b"],
      ['{"type":"entity","name":"torn","entit'],
    ],
    [
      "records with rubbish before, between and after",
      `x${entityLine("a", "{")}, ${relationLine("a", "a")}}`,
      ["a"],
      ["x", ", ", "}"],
    ],
    ["a byte order mark", `\ufeff${entityLine("a")}\n`, ["a"], []],
    ["CRLF line ends", `${entityLine("a")}\r\n${entityLine("b")}\r\n`, ["a", "b"], []],
    ["zeros after a power cut", `${entityLine("a")}\n\0\0\0\0`, ["a"], ["\0\0\0\0"]],
    ["JSON that is no object", `[1]\n"x"\nnull\n${entityLine("a")}`, ["a"], ["[1]", '"x"', "null"]],
    [
      "an entity without a name",
      `{"type":"entity","entityType":"note","observations":["x"]}\n${entityLine("a")}`,
      ["a"],
      ['{"type":"entity","entityType":"note","observations":["x"]}'],
    ],
    [
      "a relation without an end",
      `{"type":"relation","from":"a","relationType":"knows"}\n${entityLine("a")}`,
      ["a"],
      ['{"type":"relation","from":"a","relationType":"knows"}'],
    ],
    [
      "ten thousand braces",
      `${"{".repeat(10_000)}\n${entityLine("a")}`,
      ["a"],
      ["{".repeat(10_000)],
    ],
  ])("with %s is saved as far as possible", async (...[, text, names, setAside]) => {
    const loaded = await load(text);
    expect(loaded.names).toEqual(names);
    expect(loaded.quarantine.map(({ text }) => text)).toEqual(setAside);
  });

  it("with fields of wrong types keeps the texts, and the line as it was", async () => {
    const line =
      '{"type":"entity","name":"a","entityType":7,"observations":["x",1,null,"y"],"more":[1]}';
    const { observations, file, quarantine } = await load(line);
    expect(observations).toEqual([["x", "y"]]);
    expect(file).toBe(
      '{"type":"entity","name":"a","entityType":"unknown","observations":["x","y"],"more":[1]}\n',
    );
    expect(quarantine.map(({ text }) => text)).toEqual([line]);
  });

  it("with records twice has them once, observations in order", async () => {
    const { observations, relations, file, quarantine } = await load(
      [
        entityLine("a", "1", "2"),
        entityLine("b"),
        entityLine("a", "2", "3"),
        relationLine("a", "b"),
        relationLine("a", "b"),
        '{"type":"entity","name":"b","entityType":"lesson","observations":["4"]}',
      ].join("\n"),
    );
    expect(observations).toEqual([["1", "2", "3"], ["4"]]);
    expect(relations).toBe(1);
    expect(file.split("\n")).toHaveLength(4);
    expect(quarantine.map(({ reason }) => reason)).toEqual(["a second record of one entity"]);
  });

  it("in Latin-1 is read as such, and the bytes are kept", async () => {
    const line = Buffer.from(entityLine("a", "preço"), "latin1");
    const { observations, quarantine } = await load(Buffer.concat([line, Buffer.from("\n")]));
    expect(observations).toEqual([["preço"]]);
    expect(quarantine.map(({ base64 }) => base64)).toEqual([line.toString("base64")]);
  });

  it("in UTF-16 is read whole", async () => {
    const text = `\ufeff${entityLine("a", "preço 🧠")}\r\n${relationLine("a", "a")}\r\n`;
    const { observations, relations, quarantine, file } = await load(Buffer.from(text, "utf16le"));
    expect({ observations, relations, quarantine }).toEqual({
      observations: [["preço 🧠"]],
      relations: 1,
      quarantine: [],
    });
    expect(file).toContain("preço");
  });

  it("with an unfinished git merge has both sides", async () => {
    const { observations, quarantine, file } = await load(
      [
        "<<<<<<< HEAD",
        entityLine("a", "1", "ours"),
        "=======",
        entityLine("a", "1", "theirs"),
        ">>>>>>> branch",
      ].join("\n"),
    );
    expect(observations).toEqual([["1", "ours", "theirs"]]);
    // Marks of a merge say nothing of their own: they are no damage, and go.
    expect(quarantine).toEqual([]);
    expect(file).toBe(`${entityLine("a", "1", "ours", "theirs")}\n`);
  });

  it("does not set the same bytes aside twice", async () => {
    const file = bench.at("twice.jsonl");
    const quarantine = bench.at(".memory/twice.jsonl/quarantine.jsonl");
    for (const name of ["a", "b"]) {
      writeFileSync(file, `torn {\n${entityLine(name)}\n`);
      await (await bench.open(file)).close();
      expect(readFileSync(quarantine, "utf8").trimEnd().split("\n")).toHaveLength(1);
    }
  });
});

it("a quarantine whose last line was torn by a crash keeps it apart from the next", async () => {
  mkdirSync(bench.at(".memory/memory.jsonl"), { recursive: true });
  writeFileSync(bench.at(".memory/memory.jsonl/quarantine.jsonl"), '{"at":"20');
  writeFileSync(bench.at(), `torn {\n${entityLine("a")}\n`);
  await (await bench.open()).close();
  const quarantine = readFileSync(bench.at(".memory/memory.jsonl/quarantine.jsonl"), "utf8");
  expect(quarantine.split("\n").map((line) => line.slice(0, 9))).toEqual([
    '{"at":"20',
    '{"at":"20',
    "",
  ]);
});

describe("a memory.jsonl of another program", () => {
  it("keeps lines of unknown types and unknown fields through a write", async () => {
    const entity =
      '{"type":"entity","name":"a","entityType":"note","observations":[],"__proto__":{"x":1},"tags":["t"]}';
    const relation =
      '{"type":"relation","from":"a","to":"gone","relationType":"knows","weight":0.5}';
    const other = '{"type":"comment",  "text":"as it was"}';
    writeFileSync(bench.at(), [other, relation, entity].join("\n"));
    const store = await bench.open();
    await store.addObservations([{ entityName: "a", contents: ["new"] }]);
    await store.close();
    expect(readFileSync(bench.at(), "utf8").split("\n")).toEqual([
      other,
      entity.replace("[]", '["new"]'),
      relation,
      "",
    ]);
  });

  it("is not rewritten by reading when it is whole", async () => {
    const text = `${entityLine("a", "x", "x")}\n${relationLine("a", "b")}`;
    const { file } = await load(text);
    expect(file).toBe(text);
  });
});

it("a damaged memory.origins.jsonl loses no origin that can be read, and no byte", async () => {
  writeFileSync(bench.at(), `${entityLine("a", "x")}\n${entityLine("b")}\n`);
  const good = '{"name":"a","at":"2026-01-02T03:04:05.000Z","by":"cfo"}';
  writeFileSync(bench.at("memory.origins.jsonl"), `{"name":"b","at"\n${good}\n`);
  const store = await bench.open();
  expect((await store.readWithOrigins()).entities.map(({ at }) => at)).toEqual([
    "2026-01-02T03:04:05.000Z",
    null,
  ]);
  await store.close();
  expect(readFileSync(bench.at("memory.origins.jsonl"), "utf8")).toBe(`${good}\n`);
  expect(readQuarantine(bench.at()).map(({ text }) => text)).toEqual(['{"name":"b","at"']);
});

it("writes a file anew whose records other readers could not take for their marks", async () => {
  for (const bytes of [`\ufeff${entityLine("a")}\n`, `${entityLine("a")}\ufeff\n`]) {
    const { file } = await load(bytes);
    expect(file).toBe(`${entityLine("a")}\n`);
  }
});
