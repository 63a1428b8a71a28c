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

it("archives nothing when the clock leaps, until a person says that it is right", async () => {
  const log: string[] = [];
  const readPolicy = vi.fn(async () => policy);
  const settings = {
    filePath: bench.at(),
    now: () => bench.now,
    log: (line: string) => log.push(line),
    readPolicy,
  };
  const looks = async (at: string) => {
    bench.now = new Date(at);
    const calls = readPolicy.mock.calls.length;
    const store = await openMemoryStore(settings);
    await store.createEntities([{ name: `at ${at}`, entityType: "note", observations: ["x"] }]);
    await until(() => readPolicy.mock.calls.length > calls, "it has looked");
    // The pass itself is one write after the look.
    await until(() => log.length > 0 || !at.startsWith("20"), "it is told");
    await store.close();
  };
  const names = async () =>
    (await (await bench.open()).readGraph()).entities
      .map(({ name }) => name)
      .filter((name) => name.startsWith("scan:"));
  const first = await openMemoryStore(settings);
  await first.createEntities([scan("2026-11-01"), scan("2026-11-13"), scan("2026-11-19")]);
  await until(() => log.length > 0, "retention has run");
  await first.close();
  expect(await names()).toEqual(["scan:2026-11-13", "scan:2026-11-19"]);
  log.length = 0;

  // What the next day made due goes; what only the leap did waits, however often it is looked at.
  for (const at of ["2038-01-19T03:14:07Z", "2038-01-20T08:00:00Z"]) {
    await looks(at);
    expect(log.join(" ")).toContain("last day that is known is 2026-11-20: 1 entities");
    expect(await names()).toEqual(["scan:2026-11-19"]);
  }
  const store = await bench.open();
  expect(await store.upkeep.prune(policy, { isAsked: false })).toEqual([]);
  expect(
    (await store.health()).findings.map(({ what, fix }) => `${what} ${fix}`).join("\n"),
  ).toContain("hq memory accept");

  // The clock is set right: the facts of the leap are told, and nothing waits any more.
  bench.now = new Date("2026-11-21T09:00:00Z");
  expect(await store.upkeep.prune(policy, { isAsked: false })).toEqual([]);
  const told = (await store.health()).findings.map(({ what }) => what).join("\n");
  expect(told).toContain("2 entities are dated in the future");
  expect(told).not.toContain("last day that is known");
  // A person who asks gets all of it.
  bench.now = new Date("2038-01-21T09:00:00Z");
  expect((await store.upkeep.prune(policy)).map(({ name }) => name)).toEqual(["scan:2026-11-19"]);
});
