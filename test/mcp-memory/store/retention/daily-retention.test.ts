import { expect, it, vi } from "vitest";
import { openMemoryStore } from "../../../../mcp-memory/open.ts";
import type { MemoryPolicy } from "../../../../mcp-memory/policy.ts";
import { until, workbench } from "../../workbench.ts";

const bench = workbench();

const policy: MemoryPolicy = {
  freshFor: [],
  writers: [],
  retention: [{ entityType: "scan", keep: { kind: "days", days: 7 } }],
  timeZone: "UTC",
};
const scan = (date: string) => ({ name: `scan:${date}`, entityType: "scan", observations: [] });

it("prunes once a day after a write, and not after a read", async () => {
  const readPolicy = vi.fn(async () => policy);
  const log: string[] = [];
  const settings = {
    filePath: bench.at(),
    now: () => bench.now,
    log: (line: string) => log.push(line),
    readPolicy,
  };
  const store = await openMemoryStore(settings);
  await store.readGraph();
  expect(readPolicy).not.toHaveBeenCalled();
  await store.createEntities([scan("2026-11-01"), scan("2026-11-19")]);
  await until(() => log.length > 0, "retention has run");
  expect(log[0]).toBe(
    "Retention moved 1 entities into the archive: scan:2026-11-01. hq memory restore brings them back.",
  );
  await store.createEntities([scan("2026-11-02")]);
  expect(readPolicy).toHaveBeenCalledTimes(1);
  await store.close();

  // Another server on the same day finds it done.
  const other = await openMemoryStore(settings);
  await other.createEntities([scan("2026-11-03")]);
  await until(() => readPolicy.mock.calls.length === 2, "the other has looked");
  await other.close();
  const names = (await (await bench.open()).readGraph()).entities.map(({ name }) => name);
  expect(names).toEqual(["scan:2026-11-19", "scan:2026-11-02", "scan:2026-11-03"]);
});

it("tells of what another process changed", async () => {
  const here = await bench.open();
  const there = await bench.open();
  let told = 0;
  here.onChange(() => {
    told += 1;
  });
  await here.readGraph();
  await there.createEntities([scan("2026-11-19")]);
  await until(() => told === 1, "the change was noticed");
  await here.createEntities([scan("2026-11-20")]);
  expect(told).toBe(2);
});
