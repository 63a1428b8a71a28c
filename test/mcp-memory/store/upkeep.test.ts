import { readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { Entity } from "../../../mcp-memory/graph.ts";
import type { MemoryPolicy } from "../../../mcp-memory/policy.ts";
import type { MemoryStore } from "../../../mcp-memory/store/store.ts";
import { CLOCK, workbench } from "../workbench.ts";

const bench = workbench();

const entity = (entityType: string, name: string, ...observations: string[]): Entity => ({
  name,
  entityType,
  observations,
});
const names = async (store: MemoryStore) =>
  (await store.readGraph()).entities.map(({ name }) => name);
const days = (count: number) => new Date(CLOCK.getTime() + count * 86_400_000);
const policy: MemoryPolicy = {
  freshFor: [],
  writers: [],
  retention: [
    { entityType: "standup", keep: { kind: "days", days: 7 } },
    { entityType: "Scan", keep: { kind: "days", days: 7 } },
    { entityType: "campaign", keep: { kind: "days-after-completed", days: 30 } },
    { entityType: "decision", keep: { kind: "forever" } },
  ],
  timeZone: "Europe/Lisbon",
};

describe("retention", () => {
  it("lets go what is older than its rule by the date in its name", async () => {
    const store = await bench.open();
    await store.createEntities([
      entity("scan", "scan:2026-11-12"),
      entity("scan", "scan:2026-11-13"),
      entity("decision", "decision:2020-01-01:kept"),
      entity("note", "note:2020-01-01"),
    ]);
    expect(await store.upkeep.expired(policy)).toEqual([
      {
        name: "scan:2026-11-12",
        entityType: "scan",
        from: "2026-11-12",
        until: "2026-11-19",
        rule: { kind: "days", days: 7 },
      },
    ]);
    expect(await names(store)).toHaveLength(4);
    await store.upkeep.prune(policy);
    expect(await names(store)).not.toContain("scan:2026-11-12");
    expect(await store.upkeep.prune(policy)).toEqual([]);
  });

  it("counts from the day an entity was first written when its name has no date", async () => {
    const store = await bench.open();
    await store.createEntities([entity("scan", "topics", "one")]);
    bench.now = days(7);
    await store.addObservations([{ entityName: "topics", contents: ["two"] }]);
    expect(await store.upkeep.expired(policy)).toEqual([]);
    bench.now = days(8);
    await store.openNodes(["topics"]);
    expect(await store.upkeep.expired(policy)).toMatchObject([{ until: "2026-11-27" }]);
  });

  it("counts thirty days from the newest Completed, and keeps what is not completed", async () => {
    const store = await bench.open();
    await store.createEntities([
      entity("campaign", "campaign:open", "Started: 2020-01-01", "Completed: soon"),
      entity("campaign", "campaign:old", "Completed: 2026-01-31", "Completed: 2026-10-20"),
      entity("campaign", "campaign:late", "Completed: 2026-10-21"),
    ]);
    const expired = await store.upkeep.prune(policy);
    expect(expired.map(({ name }) => name)).toEqual(["campaign:old"]);
  });

  it("keeps what has no date at all", async () => {
    writeFileSync(bench.at(), `${JSON.stringify({ type: "entity", ...entity("scan", "old") })}\n`);
    const store = await bench.open();
    bench.now = days(1_000);
    expect(await store.upkeep.prune(policy)).toEqual([]);
  });

  it("counts days in the company's time zone", async () => {
    const store = await bench.open();
    await store.createEntities([entity("scan", "scan:2026-11-12")]);
    const inAuckland = { ...policy, timeZone: "Pacific/Auckland" };
    bench.now = new Date("2026-11-19T11:30:00Z");
    expect(await store.upkeep.expired(policy)).toEqual([]);
    expect(await store.upkeep.expired(inAuckland)).toHaveLength(1);
  });

  it("folds standups that leave into one line of their week, however often it runs", async () => {
    const store = await bench.open();
    await store.createEntities([
      entity("standup", "standup:2026-11-02", "Overdue: 1 (T-018)", "Decided: no discount; ever"),
      entity("standup", "standup:2026-11-04", "Chronic: 2 (T-018, T-027)"),
      entity("standup", "standup:2026-11-16", "Decided: too young"),
      entity("decision", "decision:2026-11-03:price-rise"),
      entity("decision", "decision:2026-11-10:another-week"),
    ]);
    bench.now = new Date("2026-11-10T09:00:00Z");
    await store.upkeep.prune(policy);
    const first = (await store.openNodes(["digest:2026-W45"])).entities[0];
    expect(first?.observations).toEqual([
      "Standups: 1 (2026-11-02) · Decided: 1 (no discount, ever) · Decisions: 1 (decision:2026-11-03:price-rise) · Missed: 1 (T-018)",
    ]);
    bench.now = CLOCK;
    await store.upkeep.prune(policy);
    await store.upkeep.prune(policy);
    expect((await store.openNodes(["digest:2026-W45"])).entities[0]?.observations).toEqual([
      "Standups: 2 (2026-11-02; 2026-11-04) · Decided: 1 (no discount, ever) · Decisions: 1 (decision:2026-11-03:price-rise) · Missed: 2 (T-018; T-027)",
    ]);
    expect(await names(store)).toContain("standup:2026-11-16");
  });

  it("brings back what it archived, with relations, place and age", async () => {
    const store = await bench.open();
    await store.createEntities([entity("scan", "scan:2026-10-01", "x"), entity("note", "n")]);
    await store.createRelations([{ from: "n", to: "scan:2026-10-01", relationType: "cites" }]);
    const before = await store.readGraph();
    await store.upkeep.prune(policy);
    expect(await store.upkeep.archive()).toMatchObject([{ name: "scan:2026-10-01", seq: 3 }]);
    await store.upkeep.restore(["scan:2026-10-01"]);
    expect(await store.readGraph()).toEqual(before);
    expect(await store.upkeep.archive()).toEqual([]);
  });

  it("restores all names or none, and says which is not there", async () => {
    const store = await bench.open();
    await store.createEntities([entity("scan", "scan:2026-10-01")]);
    await store.upkeep.prune(policy);
    await expect(store.upkeep.restore(["scan:2026-10-01", "scan:2020"])).rejects.toThrow(
      'Cannot restore "scan:2020": the archive has no entity of this name.',
    );
    expect(await names(store)).toEqual([]);
    await store.createEntities([entity("scan", "scan:2026-10-01", "new")]);
    await expect(store.upkeep.restore(["scan:2026-10-01"])).rejects.toThrow("has an entity of");
  });

  it("can be taken back like any change", async () => {
    const store = await bench.open();
    await store.createEntities([entity("scan", "scan:2026-10-01", "x")]);
    const before = await store.readGraph();
    await store.upkeep.prune(policy);
    const [{ seq } = { seq: 0 }] = await store.history.log({ limit: 1 });
    await store.history.undo(seq, false);
    expect(await store.readGraph()).toEqual(before);
    expect(await store.upkeep.archive()).toEqual([]);
  });
});

describe("removals that were kept back", () => {
  const keepers = Array.from({ length: 12 }, (_, index) => entity("note", `e${index}`, "1"));

  async function withKeptBack(): Promise<MemoryStore> {
    const store = await bench.open();
    await store.createEntities(keepers);
    await store.checkpoint();
    const left = readFileSync(bench.at(), "utf8").split("\n").slice(0, 2);
    bench.now = days(1);
    writeFileSync(bench.at(), `${left.join("\n")}\n`);
    await store.checkpoint();
    return store;
  }

  it("are listed and go when a person says so", async () => {
    const store = await withKeptBack();
    expect(await names(store)).toHaveLength(12);
    expect(await store.upkeep.keptBack()).toHaveLength(10);
    expect((await store.upkeep.acceptRemovals()).removed).toHaveLength(10);
    expect(await names(store)).toEqual(["e0", "e1"]);
    expect(await store.health()).toMatchObject({ keptBack: 0 });
  });

  it("stay when something was written to them since", async () => {
    const store = await withKeptBack();
    bench.now = days(2);
    await store.addObservations([{ entityName: "e5", contents: ["new"] }]);
    expect((await store.upkeep.acceptRemovals()).left).toMatchObject([{ name: "e5" }]);
    expect(await names(store)).toEqual(["e0", "e1", "e5"]);
  });

  it("stay for good when a person says so", async () => {
    const store = await withKeptBack();
    await store.upkeep.keepAll();
    expect(await store.upkeep.keptBack()).toEqual([]);
    expect(await names(store)).toHaveLength(12);
  });
});

describe("repair", () => {
  it("finds relations without an end and removes them when asked", async () => {
    writeFileSync(
      bench.at(),
      `${JSON.stringify({ type: "entity", ...entity("note", "a") })}\n${JSON.stringify({ type: "relation", from: "a", to: "gone", relationType: "knows" })}\n`,
    );
    const store = await bench.open();
    const found = await store.upkeep.repairs();
    expect(found).toMatchObject([{ kind: "dangling-relation", missing: ["gone"] }]);
    expect((await store.readGraph()).relations).toHaveLength(1);
    await store.upkeep.repair(found.map(({ id }) => id));
    expect((await store.readGraph()).relations).toEqual([]);
    expect(await store.upkeep.repairs()).toEqual([]);
  });

  it("lists damaged pieces until they are settled, and keeps their bytes", async () => {
    writeFileSync(
      bench.at(),
      '{"type":"entity","name":"torn\nnot json either\n{"type":"entity","name":"a","entityType":"note","observations":[]}\n',
    );
    const store = await bench.open();
    const found = await store.upkeep.repairs();
    expect(found).toMatchObject([
      { kind: "damaged-piece", line: 1 },
      { kind: "damaged-piece", line: 2, text: "not json either" },
      { kind: "whole-copy" },
    ]);
    await store.upkeep.repair([String(found[1]?.id)]);
    expect(await store.upkeep.repairs()).toMatchObject([{ line: 1 }, { kind: "whole-copy" }]);
    const folder = path.join(bench.folder(), ".memory", "memory.jsonl");
    const settled = readFileSync(path.join(folder, "quarantine.settled.jsonl"), "utf8");
    expect(settled).toContain("not json either");
  });

  it("adds what only a damaged database knows, once a person says so", async () => {
    const store = await bench.open();
    await store.createEntities([entity("note", "a", "1"), entity("note", "lost", "x")]);
    await store.close();
    const folder = path.join(bench.folder(), ".memory", "memory.jsonl");
    renameSync(path.join(folder, "graph.db"), path.join(folder, "graph.db.damaged-20261120-1"));
    writeFileSync(
      bench.at(),
      `${JSON.stringify({ type: "entity", ...entity("note", "a", "2") })}\n`,
    );
    const after = await bench.open();
    const found = await after.upkeep.repairs();
    expect(found).toMatchObject([
      { kind: "damaged-database", entities: 1, observations: 1, relations: 0, isWhole: true },
    ]);
    expect((await after.health()).findings).toHaveLength(1);
    await after.upkeep.repair();
    expect((await after.readGraph()).entities).toEqual([
      entity("note", "a", "2", "1"),
      entity("note", "lost", "x"),
    ]);
    expect(await after.upkeep.repairs()).toEqual([]);
    expect((await after.health()).findings).toEqual([]);
    expect(readdirSync(folder)).toContain("graph.db.damaged-20261120-1.settled");
  });

  it("refuses an id that nothing has", async () => {
    const store = await bench.open();
    await expect(store.upkeep.repair(["piece-12345678"])).rejects.toThrow("nothing has this id");
  });
});

describe("redacting", () => {
  const SECRET = 'hunter2 "é"';

  function everyByte(): string {
    const read = (folder: string): string[] =>
      readdirSync(folder, { withFileTypes: true }).flatMap((item) => {
        const file = path.join(folder, item.name);
        return item.isDirectory() ? read(file) : [readFileSync(file, "latin1")];
      });
    return read(bench.folder()).join("\n");
  }

  it("takes a text out of the graph, the log, the archive, the quarantine and the files", async () => {
    writeFileSync(
      bench.at(),
      `broken hunter2 "é" line\n${JSON.stringify({ type: "entity", ...entity("note", "whole") })}\n`,
    );
    const store = await bench.open();
    await store.createEntities([
      entity("note", `holds ${SECRET}`, `the word is ${SECRET}, twice ${SECRET}`, "other"),
      entity("scan", "scan:2026-10-01", `archived ${SECRET}`),
    ]);
    await store.createRelations([
      { from: `holds ${SECRET}`, to: "scan:2026-10-01", relationType: SECRET },
    ]);
    await store.deleteObservations([
      { entityName: `holds ${SECRET}`, observations: [`the word is ${SECRET}, twice ${SECRET}`] },
    ]);
    await store.addObservations([
      { entityName: `holds ${SECRET}`, contents: [`the word is ${SECRET}`] },
    ]);
    await store.upkeep.prune(policy);
    await store.checkpoint();
    const report = await store.history.redact(SECRET);
    expect(report).toMatchObject({ quarantine: 2, unread: [] });
    expect(report.graph).toBeGreaterThan(0);
    expect(report.history).toBeGreaterThan(0);
    expect((await store.openNodes(["holds [redacted]"])).entities[0]).toEqual(
      entity("note", "holds [redacted]", "other", "the word is [redacted]"),
    );
    await store.close();
    expect(everyByte()).not.toContain("hunter2");
  });

  it("does not let an old file bring it back", async () => {
    const store = await bench.open();
    await store.createEntities([entity("note", "a", `key ${SECRET}`, "plain")]);
    await store.checkpoint();
    const old = readFileSync(bench.at());
    await store.history.redact(SECRET);
    writeFileSync(bench.at(), old);
    await store.checkpoint();
    expect((await store.readGraph()).entities[0]?.observations).toEqual([
      "key [redacted]",
      "plain",
    ]);
    expect(readFileSync(bench.at(), "utf8")).not.toContain("hunter2");
  });

  it("refuses a text so short that it would take half of the memory along", async () => {
    const store = await bench.open();
    await expect(store.history.redact(" ab ")).rejects.toThrow("expected at least 4");
  });
});
