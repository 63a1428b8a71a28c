// A process of its own for the tests: writes groups of three entities that are out of date, and in
// between prunes, repairs and decides on removals, until it is killed. Says on stdout what was
// acknowledged.
import { openMemoryStore } from "../../../mcp-memory/open.ts";
import type { MemoryPolicy } from "../../../mcp-memory/policy.ts";

const [filePath = "", label = ""] = process.argv.slice(2);
const policy: MemoryPolicy = {
  freshFor: [],
  writers: [],
  retention: [{ entityType: "scan", keep: { kind: "days", days: 7 } }],
  timeZone: "UTC",
};
const store = await openMemoryStore({ filePath, checkpointEveryMs: 20 });
for (let i = 0; ; i++) {
  const group = `scan:2020-01-01:${label}.${i}`;
  const entities = ["a", "b", "c"].map((part) => ({
    name: `${group}.${part}`,
    entityType: i % 2 === 0 ? "scan" : "note",
    observations: ["v".repeat(200)],
  }));
  try {
    await store.createEntities(entities);
    process.stdout.write(`${group}\n`);
    if (i % 3 === 2) await store.upkeep.prune(policy);
    if (i % 5 === 4) await store.upkeep.repair();
    if (i % 7 === 6) await store.upkeep.keepAll();
  } catch (error) {
    // The other process holds the lock; nothing was changed.
    if ((error as { code?: string }).code !== "busy") throw error;
  }
}
