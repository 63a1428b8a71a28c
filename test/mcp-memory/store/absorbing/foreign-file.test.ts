// A file at the memory's path that holds no record is somebody's: it is read-only, to the byte, and
// what the database knows is kept. One of which something is set aside is kept whole before.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { formatEntity } from "../../../../mcp-memory/jsonl.ts";
import type { MemoryStore } from "../../../../mcp-memory/store/store.ts";
import { workbench } from "../../workbench.ts";

const bench = workbench();

const entityLine = (name: string, ...observations: string[]) =>
  formatEntity({ name, entityType: "note", observations, extra: null });
const entity = (name: string) => ({ name, entityType: "note", observations: ["x"] });
const pretty = (value: unknown) => JSON.stringify(value, null, 2);

const FOREIGN: [string, string | Buffer, string][] = [
  [
    "documents without a type, one a line",
    '{"name":"A"}\n{"name":"B"}\n',
    "JSON that is not one record",
  ],
  [
    "a program's own document",
    pretty({ name: "kit", type: "module", scripts: { test: "vitest" }, files: ["dist"] }),
    "a JSON document",
  ],
  [
    "a game that calls its figures entities",
    pretty({ level: 3, entities: [{ name: "goblin", type: "mob", hp: 7 }] }),
    "a JSON document",
  ],
  ["a list of anything", pretty([{ name: "A", email: "a@example.org" }, 7]), "a JSON list"],
  [
    "a page of notes",
    "# Notes\n\n- call the bank\n- call the bank\n",
    'text that is no record ("# Notes")',
  ],
  ["a table", "name,type\nA,person\nA,person\n", "text that is no record"],
  ["a number", "42", "a JSON document"],
  ["bytes", Buffer.from([0, 1, 2, 255, 254, 10, 0, 200, 10]), "bytes that are no text"],
  ["text in UTF-16", Buffer.from("\ufeff# Notas\r\n- ligar ao banco\r\n", "utf16le"), ""],
  ["a first record that was torn", '{"type":"entity","name":"A', "JSON that is not one record"],
  [
    "text between marks of a merge",
    "<<<<<<< HEAD\n# Notes\n=======\n# Notas\n>>>>>>> b\n",
    "text that is no record",
  ],
];

async function refusals(store: MemoryStore): Promise<unknown[]> {
  const calls = [
    () => store.createEntities([entity("new")]),
    () => store.deleteEntities(["A"]),
    () => store.checkpoint(),
    () => store.history.redact("likes tea"),
    () => store.upkeep.repair(),
  ];
  const codes: unknown[] = [];
  for (const call of calls) {
    codes.push(
      await call().then(
        () => "done",
        (error: { code?: string }) => error.code,
      ),
    );
  }
  return codes;
}

describe("a file without one record", () => {
  it.each(FOREIGN)(
    "(%s) is served read-only and stays to the byte",
    async (...[, content, words]) => {
      writeFileSync(bench.at(), content);
      const before = readFileSync(bench.at());
      for (let start = 0; start < 2; start++) {
        const store = await bench.open();
        expect(await store.readGraph()).toEqual({ entities: [], relations: [] });
        expect((await store.openNodes(["A"])).entities).toEqual([]);
        await expect(store.createEntities([entity("new")])).rejects.toMatchObject({
          code: "read-only",
          message: expect.stringContaining(words),
          hint: expect.stringContaining("hq memory import"),
        });
        // Repair has nothing to change, so that it is refused like the others or does nothing.
        expect(new Set(await refusals(store))).toEqual(new Set(["read-only"]));
        const { readOnly, findings, quarantined } = await store.health();
        expect({ readOnly, quarantined }).toEqual({ readOnly: true, quarantined: 0 });
        expect(findings).toMatchObject([
          { severity: "error", what: expect.stringContaining(words) },
        ]);
        const second = await bench.open();
        expect(await second.readGraph()).toEqual({ entities: [], relations: [] });
        await second.close();
        await store.close();
        expect(readFileSync(bench.at())).toEqual(before);
      }
      expect(readdirSync(bench.folder()).sort()).toEqual([".memory", "memory.jsonl"]);
      // Moved away, the memory works.
      rmSync(bench.at());
      const store = await bench.open();
      await store.createEntities([entity("new")]);
      await store.close();
      expect(readFileSync(bench.at(), "utf8")).toBe(`${entityLine("new", "x")}\n`);
    },
  );

  it.each(FOREIGN)(
    "(%s) put there under a running server costs no fact of it",
    async (...[, content]) => {
      const store = await bench.open();
      await store.createEntities([entity("kept")]);
      await store.checkpoint();
      await store.createEntities([entity("not yet in the file")]);
      writeFileSync(bench.at(), content);
      const before = readFileSync(bench.at());
      expect(new Set(await refusals(store))).toEqual(new Set(["read-only"]));
      const names = async (from: MemoryStore) =>
        (await from.readGraph()).entities.map(({ name }) => name);
      expect(await names(store)).toEqual(["kept", "not yet in the file"]);
      await store.close();
      const next = await bench.open();
      expect(await names(next)).toEqual(["kept", "not yet in the file"]);
      expect(readFileSync(bench.at())).toEqual(before);
      // Taken away again under the running server: writes work, and the file has everything.
      rmSync(bench.at());
      await next.createEntities([entity("after")]);
      await next.close();
      const text = readFileSync(bench.at(), "utf8");
      for (const name of ["kept", "not yet in the file", "after"])
        expect(text).toContain(`"${name}"`);
    },
  );
});

describe("a file that is a memory", () => {
  it.each([
    ["empty", ""],
    ["blank", "\n \r\n"],
    ["zeros of a power cut", "\0\0\0\0"],
    ["the mark of a fork", '{"type":"_aim","source":"mcp-knowledge-graph"}\n'],
    [
      "comments and marks, one twice",
      '{"type":"comment","text":"x"}\n{"type":"_aim"}\n{"type":"_aim"}\n',
    ],
    ["marks of a merge of nothing", "<<<<<<< HEAD\n=======\n>>>>>>> b\n"],
    ["records in UTF-16", Buffer.from(`\ufeff${entityLine("a")}\r\n`, "utf16le")],
  ])("(%s) is written to", async (...[, content]) => {
    writeFileSync(bench.at(), content);
    const store = await bench.open();
    await store.createEntities([entity("new")]);
    await store.close();
    const text = readFileSync(bench.at(), "utf8");
    expect(text).toContain(entityLine("new", "x"));
    for (const mark of ["_aim", "comment"]) {
      expect(text.includes(mark)).toBe(String(content).includes(mark));
    }
  });
});

describe("the whole copy of a file of which something is set aside", () => {
  const copies = () =>
    readdirSync(bench.at(".memory/memory.jsonl")).filter((name) => name.includes("as-found-"));
  const bad = Array.from({ length: 20 }, (_, i) => `  "the same line ${i % 3}",`).join("\n");
  const damaged = `${bad}\n\n${entityLine("good")}\n`;

  it("is kept before the file is rewritten, once, and told until it is settled", async () => {
    for (const content of [damaged, damaged, `${damaged}more {\n`]) {
      writeFileSync(bench.at(), content);
      const store = await bench.open();
      expect((await store.openNodes(["good"])).entities).toHaveLength(1);
      await store.createEntities([entity("new")]);
      await store.close();
      expect(readFileSync(bench.at(), "utf8")).not.toContain("same line");
    }
    const kept = copies();
    expect(
      kept
        .map((name) => readFileSync(bench.at(path.join(".memory/memory.jsonl", name)), "utf8"))
        .sort(),
    ).toEqual([damaged, `${damaged}more {\n`].sort());
    expect(kept[0]).toMatch(/^as-found-20261120T083000Z-[0-9a-f]{16}-memory\.jsonl$/);
    const store = await bench.open();
    const told = (await store.health()).findings.map(({ what }) => what).join("\n");
    for (const name of kept) expect(told).toContain(path.join(".memory", "memory.jsonl", name));
    const items = (await store.upkeep.repairs()).filter(({ kind }) => kind === "whole-copy");
    expect(items).toHaveLength(2);
    await store.upkeep.repair(items.map(({ id }) => id));
    expect((await store.health()).findings.map(({ what }) => what).join("\n")).not.toContain(
      "as-found",
    );
    await store.close();
    expect(copies().sort()).toEqual(kept.map((name) => `settled-${name}`).sort());
    // The same bytes are still there, so they are not kept again.
    writeFileSync(bench.at(), damaged);
    await (await bench.open()).close();
    expect(copies()).toHaveLength(2);
  });

  it("is kept of a file that only repeats lines of other programs, and of none that is whole", async () => {
    const repeated = `{"type":"event"}\n{"type":"event"}\n${entityLine("a")}\n`;
    writeFileSync(bench.at(), entityLine("a"));
    await (await bench.open()).close();
    expect(existsSync(bench.at(".memory/memory.jsonl")) ? copies() : []).toEqual([]);
    writeFileSync(bench.at(), repeated);
    await (await bench.open()).close();
    expect(
      copies().map((name) =>
        readFileSync(bench.at(path.join(".memory/memory.jsonl", name)), "utf8"),
      ),
    ).toEqual([repeated]);
  });
});
