import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { MemoryError } from "../../../../mcp-memory/error.ts";
import type { Entity } from "../../../../mcp-memory/graph.ts";
import { openMemoryStore } from "../../../../mcp-memory/open.ts";
import { CLOCK, workbench } from "../../workbench.ts";
import { type Call, call } from "../commands.ts";

const bench = workbench();

/** What an edit does to the lines of a file. */
type Edit =
  | { kind: "drop" | "swap"; at: number; count: number }
  | { kind: "change"; at: number; text: string }
  | { kind: "add"; entity: Entity };

const at = fc.nat({ max: 40 });
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant("drop" as const), at, count: fc.integer({ min: 1, max: 12 }) }),
  fc.record({ kind: fc.constant("swap" as const), at, count: fc.constant(1) }),
  fc.record({ kind: fc.constant("change" as const), at, text: fc.constantFrom("x", "y", "one") }),
  fc.record({
    kind: fc.constant("add" as const),
    entity: fc.record({
      name: fc.constantFrom("a", "b", "new", "seed3"),
      entityType: fc.constantFrom("note", "Lesson"),
      observations: fc.array(fc.constantFrom("one", "x"), { maxLength: 2 }),
    }),
  }),
);

function edited(file: string, edits: readonly Edit[]): string {
  const lines = file.split("\n").filter(Boolean);
  for (const one of edits) {
    if (one.kind === "add") lines.push(JSON.stringify({ type: "entity", ...one.entity }));
    else if (lines.length === 0) continue;
    else {
      const index = one.at % lines.length;
      if (one.kind === "drop") lines.splice(index, one.count);
      if (one.kind === "swap") lines.push(...lines.splice(index, 1));
      else if (one.kind === "change") {
        const record = JSON.parse(lines[index] ?? "{}") as { observations?: string[] };
        record.observations?.push(one.text);
        lines[index] = JSON.stringify(record);
      }
    }
  }
  return lines.map((line) => `${line}\n`).join("");
}

interface Story {
  before: Call[];
  /** Between the last checkpoint and the edit. */
  after: Call[];
  edits: Edit[];
}

/** What a memory is after the calls and the edit; `end` is put behind the edited file. */
async function told({ before, after, edits }: Story, end: string) {
  rmSync(bench.folder(), { recursive: true, force: true });
  mkdirSync(bench.folder());
  const filePath = bench.at();
  const seeds = Array.from({ length: 20 }, (_, seed) =>
    JSON.stringify({
      type: "entity",
      name: `seed${seed}`,
      entityType: "note",
      observations: ["1"],
    }),
  );
  // Without an end of its last line, so that no edit makes this very file again: an old file of ours
  // says nothing about removals, and only one of the two would be known as it.
  writeFileSync(filePath, seeds.join("\n"));
  const store = await openMemoryStore({ filePath, now: () => CLOCK });
  const run = async (calls: Call[]) => {
    for (const one of calls) {
      await one(store).catch((error: unknown) => {
        if (!(error instanceof MemoryError)) throw error;
      });
    }
  };
  await run(before);
  await store.checkpoint();
  const file = readFileSync(filePath, "utf8");
  await run(after);
  writeFileSync(filePath, edited(file, edits) + end);
  await store.checkpoint();
  const state = {
    graph: await store.readGraph(),
    keptBack: await store.upkeep.keptBack(),
    log: await store.history.log({ limit: 50 }),
    file: readFileSync(filePath, "utf8").trim(),
  };
  await store.close();
  return state;
}

it("merges a part of an edited file as it would merge all of it", async () => {
  const story = fc.record({
    before: fc.array(call, { maxLength: 8 }),
    after: fc.array(call, { maxLength: 4 }),
    edits: fc.array(edit, { minLength: 1, maxLength: 5 }),
  });
  await fc.assert(
    fc.asyncProperty(story, async (one) => {
      const quick = await told(one, "");
      // A blank line is nothing that a record could be, so this file is read whole.
      expect(quick).toEqual(await told(one, "\n"));
    }),
    { numRuns: 60 },
  );
});
