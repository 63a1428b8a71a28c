import { rmSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { MemoryStore } from "../../../mcp-memory/store/store.ts";
import { createOracle } from "../memory-oracle.ts";
import { workbench } from "../workbench.ts";
import { type Call, call } from "./commands.ts";

const bench = workbench();

type Step =
  | { kind: "call"; call: Call; by: 0 | 1 }
  | { kind: "reopen" | "checkpoint"; by: 0 | 1 }
  | { kind: "forget" };

const by = fc.constantFrom<0 | 1>(0, 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant("call" as const), call, by }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("reopen" as const), by }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("checkpoint" as const), by }) },
  { weight: 1, arbitrary: fc.constant({ kind: "forget" as const }) },
);

/** The answer of a call, or the code it was refused with. */
async function outcome(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    return { refused: (error as { code: string }).code };
  }
}

it("two stores on one file, reopened and rebuilt at any time, answer like the oracle", async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const file = bench.at(`run-${run++}.jsonl`);
      const oracle = createOracle();
      const stores: [MemoryStore, MemoryStore] = [await bench.open(file), await bench.open(file)];
      for (const item of steps) {
        if (item.kind === "call") {
          expect(await outcome(item.call(stores[item.by]))).toEqual(
            await outcome(item.call(oracle)),
          );
        } else if (item.kind === "checkpoint") await stores[item.by].checkpoint();
        else if (item.kind === "reopen") {
          await stores[item.by].close();
          stores[item.by] = await bench.open(file);
        } else {
          // The database goes while nobody runs: the two committed files must hold everything.
          for (const store of stores) await store.close();
          rmSync(bench.at(`.memory/run-${run - 1}.jsonl`), { recursive: true });
          stores[0] = await bench.open(file);
          stores[1] = await bench.open(file);
        }
      }
      for (const store of stores) expect(await store.readGraph()).toEqual(await oracle.readGraph());
      for (const store of stores) await store.close();
      expect(bench.log).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
