// Files that were made from those in place are, byte for byte, what every row would have given.
import { appendFileSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import {
  memoryLines,
  originsLines,
} from "../../../../mcp-memory/store/checkpoint/snapshot-lines.ts";
import { placeOf, statOf } from "../../../../mcp-memory/store/database/place.ts";
import { openDatabase } from "../../../../mcp-memory/store/database/sqlite.ts";
import { readState, setDone } from "../../../../mcp-memory/store/database/state.ts";
import type { MemoryStore } from "../../../../mcp-memory/store/store.ts";
import { rounds } from "../../../run/rounds.ts";
import { workbench } from "../../workbench.ts";
import { type Call, call } from "../commands.ts";

const bench = workbench();

type Step =
  | { kind: "call"; call: Call; by: 0 | 1 }
  | { kind: "checkpoint" | "look"; by: 0 | 1 }
  | { kind: "undo" | "edit" | "line" };

const by = fc.constantFrom<0 | 1>(0, 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 20, arbitrary: fc.record({ kind: fc.constant("call" as const), call, by }) },
  { weight: 10, arbitrary: fc.record({ kind: fc.constant("checkpoint" as const), by }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("look" as const), by }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constantFrom("undo" as const, "edit" as const) }),
  },
);

/** What the files should hold, from every row. */
function fromRows(file: string): { memory: string; origins: string } {
  const db = openDatabase(placeOf(file).database, { readOnly: true });
  try {
    return { memory: [...memoryLines(db)].join(""), origins: [...originsLines(db)].join("") };
  } finally {
    db.close();
  }
}

function inPlace(file: string): { memory: string; origins: string } {
  const { origins } = placeOf(file);
  const read = (at: string) => (existsSync(at) ? readFileSync(at, "utf8") : "");
  return { memory: read(file), origins: read(origins) };
}

async function undoLast(store: MemoryStore): Promise<void> {
  const [last] = await store.history.log({ limit: 1 });
  if (last !== undefined) await store.history.undo(last.seq, true).catch(() => undefined);
}

let edits = 0;

/** What is edited by hand is written anew only with the next change. */
async function edit(store: MemoryStore, file: string): Promise<void> {
  if (!existsSync(file)) return;
  const name = `edited${edits++}`;
  appendFileSync(
    file,
    `{"type":"entity","name":"${name}","entityType":"note","observations":["by hand"]}\n`,
  );
  await store.checkpoint();
  await store.addObservations([{ entityName: name, contents: ["by a tool"] }]);
}

async function take(item: Step, stores: readonly MemoryStore[], file: string): Promise<void> {
  const [first] = stores as [MemoryStore];
  if (item.kind === "undo") await undoLast(first);
  if (item.kind === "edit") await edit(first, file);
  if (item.kind === "look") await (stores[item.by] ?? first).readAndLookThrough();
  // Some are refused.
  if (item.kind === "call") await item.call(stores[item.by] ?? first).catch(() => undefined);
}

it(
  "gives what every row would give, whatever the calls of two processes, an edit and an undo did",
  async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60 }), async (steps) => {
        const file = bench.at(`amend-${run++}.jsonl`);
        const stores = [await bench.open(file), await bench.open(file)] as const;
        for (const item of steps) {
          await take(item, stores, file);
          if (item.kind !== "checkpoint") continue;
          await stores[item.by].checkpoint();
          expect(inPlace(file)).toEqual(fromRows(file));
        }
        for (const store of stores) await store.close();
        expect(inPlace(file)).toEqual(fromRows(file));
      }),
      { numRuns: rounds({ few: 100, many: 2_000 }) },
    );
  },
  rounds({ few: 120_000, many: 1_200_000 }),
);

it("copies what no change touched from the file, and never believes the database over it", async () => {
  const store = await bench.open();
  await store.createEntities([
    { name: "a", entityType: "note", observations: ["as it was"] },
    { name: "b", entityType: "note", observations: [] },
  ]);
  await store.checkpoint();
  const db = openDatabase(placeOf(bench.at()).database);
  // Without a sum nobody can tell that this is not what was written.
  db.run("UPDATE entity SET observations = ? WHERE name = 'a'", '["changed"]');
  db.close();
  await store.addObservations([{ entityName: "b", contents: ["new"] }]);
  await store.checkpoint();
  const text = readFileSync(bench.at(), "utf8");
  expect(text).toContain('"name":"a","entityType":"note","observations":["as it was"]');
  expect(text).toContain('"name":"b","entityType":"note","observations":["new"]');
});

it("copies also for who looked at every row while reading them", async () => {
  const first = await bench.open();
  await first.createEntities([{ name: "a", entityType: "note", observations: ["as it was"] }]);
  await first.close();
  const store = await bench.open();
  const { entities } = await store.readAndLookThrough();
  expect(entities).toEqual((await store.readWithOrigins()).entities);
  const db = openDatabase(placeOf(bench.at()).database);
  db.run("UPDATE entity SET observations = ? WHERE name = 'a'", '["changed"]');
  db.close();
  await store.createEntities([{ name: "b", entityType: "note", observations: [] }]);
  await store.checkpoint();
  expect(readFileSync(bench.at(), "utf8")).toContain("as it was");
});

it.each([
  ["entity", "UPDATE entity SET observations = '[\"as it wos\"]' WHERE name = 'a'"],
  ["relation", "UPDATE relation SET type = 'nobody' WHERE source = 'a'"],
])("gives what was written in place of a damaged row of the table %s", async (table, damage) => {
  const first = await bench.open();
  await first.createEntities([
    { name: "a", entityType: "note", observations: ["as it was"] },
    { name: "b", entityType: "note", observations: [] },
  ]);
  await first.createRelations([{ from: "a", to: "b", relationType: "knows" }]);
  await first.close();
  const db = openDatabase(placeOf(bench.at()).database);
  db.run(damage);
  // As a disk does it: the sum stays.
  db.run(`UPDATE ${table} SET sum = 1 WHERE sum IS NULL`);
  db.close();
  const store = await bench.open();
  const { entities } = await store.readAndLookThrough();
  expect(entities[0]?.observations.map(({ text }) => text)).toEqual(["as it was"]);
  expect((await store.readGraph()).relations[0]?.relationType).toBe("knows");
  expect(bench.log.join("\n")).toContain("is damaged");
});

it("reads every row again when what it copied is not what was written", async () => {
  const store = await bench.open();
  await store.createEntities([{ name: "a", entityType: "note", observations: ["as it was"] }]);
  await store.checkpoint();
  const rotten = readFileSync(bench.at(), "utf8").replace("as it was", "as it wos");
  writeFileSync(bench.at(), rotten);
  // As a disk does it: nothing tells that the file is another.
  markAsKnown(bench.at());
  await store.createEntities([{ name: "b", entityType: "note", observations: [] }]);
  await store.checkpoint();
  expect(readFileSync(bench.at(), "utf8")).toContain("as it was");
});

function markAsKnown(file: string): void {
  const db = openDatabase(placeOf(file).database);
  const done = readState(db).done;
  if (done?.memory == null) throw new Error("nothing was written yet");
  const stamp = statOf(file) ?? done.memory.stamp;
  setDone(db, { ...done, memory: { ...done.memory, stamp } });
  db.close();
}
