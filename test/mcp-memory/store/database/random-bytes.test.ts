// A disk that rots: random bytes of graph.db are changed while nobody runs. What comes into
// memory.jsonl is what was there, or it is said that something was wrong.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { MemoryStore } from "../../../../mcp-memory/store/store.ts";
import { type Random, randomOf } from "../../../run/random.ts";
import { rounds } from "../../../run/rounds.ts";
import { workbench } from "../../workbench.ts";

const bench = workbench();
const RUNS = rounds({ few: 20, many: 300 });

async function fill(store: MemoryStore): Promise<void> {
  const entities = Array.from({ length: 40 }, (_, n) => ({
    name: `product:${n}`,
    entityType: n % 3 === 0 ? "decision" : "product",
    observations: [`Value: ${100 + n} euros`, `The ${n}th thing that we sell, since 2024`],
  }));
  await store.createEntities(entities);
  await store.createRelations(
    entities
      .slice(1)
      .map(({ name }) => ({ from: name, to: "product:0", relationType: "replaces" })),
  );
  await store.checkpoint();
}

/** Copies the memory and changes some bytes of the database; the folder of the copy. */
function rotten(from: string, to: string, random: Random): void {
  const database = path.join(".memory", "memory.jsonl", "graph.db");
  mkdirSync(path.join(to, path.dirname(database)), { recursive: true });
  for (const name of ["memory.jsonl", "memory.origins.jsonl", database]) {
    copyFileSync(path.join(from, name), path.join(to, name));
  }
  const bytes = readFileSync(path.join(to, database));
  for (let left = 1 + random(40); left > 0; left--) {
    const at = (random(1 << 15) * (1 << 15) + random(1 << 15)) % bytes.length;
    bytes[at] = random(256);
  }
  writeFileSync(path.join(to, database), bytes);
}

const linesOf = (folder: string) =>
  readFileSync(path.join(folder, "memory.jsonl"), "utf8").split("\n").filter(Boolean).toSorted();

it(`changes nothing silently in ${RUNS} databases with random bytes`, async () => {
  const whole = bench.at("whole");
  mkdirSync(whole);
  const first = await bench.open(path.join(whole, "memory.jsonl"));
  await fill(first);
  await first.close();
  const before = linesOf(whole);
  const silent: number[] = [];
  const lost: number[] = [];
  for (let run = 0; run < RUNS; run++) {
    const folder = bench.at(`run${run}`);
    rotten(whole, folder, randomOf(run));
    bench.log.length = 0;
    const store = await bench.open(path.join(folder, "memory.jsonl"));
    // Every other run reads all of it first, as a plan does.
    if (run % 2 === 1) await store.readAndLookThrough().catch(() => undefined);
    const isAcknowledged = await store
      .createEntities([{ name: "probe", entityType: "note", observations: ["new"] }])
      .then(
        () => true,
        () => false,
      );
    await store.checkpoint().catch(() => undefined);
    await store.close();
    const after = linesOf(folder).filter((line) => !line.includes('"probe"'));
    const isSame = JSON.stringify(after) === JSON.stringify(before);
    if (!isSame && bench.log.length === 0) silent.push(run);
    if (isAcknowledged && isSame) {
      const again = await bench.open(path.join(folder, "memory.jsonl"));
      const { entities } = await again.openNodes(["probe"]);
      await again.close();
      if (entities.length === 0) lost.push(run);
    }
  }
  expect({ silent, lost }).toEqual({ silent: [], lost: [] });
}, 600_000);
