import { expect, it } from "vitest";
import { openMemoryDesk } from "../memory-desk.ts";
import { workbench } from "../workbench.ts";

const bench = workbench();

async function withAnOldScan() {
  const memory = await openMemoryDesk(bench);
  const old = { name: "scan:2026-01-01", entityType: "scan", observations: ["old"] };
  await memory.call("create_entities", { entities: [old] });
  const left = async () => (await memory.graph()).entities.map(({ name }) => name);
  return { ...memory, left };
}

it.each([
  [{}, "Nothing was moved. Call it with apply: true to move them."],
  [{ dryRun: true }, "Nothing was moved. Call it with apply: true to move them."],
  [
    { dryRun: false },
    "Nothing was moved. dryRun: false alone no longer moves anything. Call it with apply: true to move them.",
  ],
  [{ apply: false }, "Nothing was moved. Call it with apply: true to move them."],
  [
    { apply: true, dryRun: true },
    "Nothing was moved, because dryRun is true. Leave dryRun out to move them.",
  ],
])("only says what would go, and how to move it: %j", async (args, note) => {
  const memory = await withAnOldScan();
  const { value } = await memory.call("apply_retention", args);
  expect(value).toMatchObject({ dryRun: true, count: 1, note });
  expect(await memory.left()).toEqual(["scan:2026-01-01"]);
});

it.each([{ apply: true }, { apply: true, dryRun: false }])(
  "moves what is asked for in so many words: %j",
  async (args) => {
    const memory = await withAnOldScan();
    const { value } = await memory.call("apply_retention", args);
    expect(value).toMatchObject({ dryRun: false, count: 1, note: "Moved into the archive." });
    expect(await memory.left()).toEqual([]);
  },
);
