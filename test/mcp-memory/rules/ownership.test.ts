import { describe, expect, it } from "vitest";
import { withRules } from "../../../mcp-memory/rules/guarded-store.ts";
import { CLOCK, workbench } from "../workbench.ts";

const bench = workbench();

const POLICY = {
  freshFor: [],
  writers: [
    { entityType: "decision", agents: ["*"] },
    { entityType: "Metric", agents: ["cfo", "COO "] },
    { entityType: "secretive", agents: [] },
  ],
  retention: [],
  timeZone: "UTC",
};
const metric = {
  name: "metric:mrr",
  entityType: "metric",
  observations: ["Value: 1 EUR", "As of: 2026-11-16"],
};
const noteOf = (agent: string) => ({
  name: `note:${agent}:plans`,
  entityType: "note",
  observations: ["x"],
});

async function as(agent: string | null) {
  const raw = await bench.open();
  const rules = {
    readPolicy: async () => POLICY,
    author: { agent, session: null },
    now: () => CLOCK,
  };
  return { raw, store: withRules(raw, rules) };
}

describe("a type that the constitution gives to some", () => {
  it.each(["cfo", "coo", "founder", null])("is written by %s", async (agent) => {
    const { store } = await as(agent);
    await store.createEntities([metric]);
    await store.addObservations([{ entityName: metric.name, contents: ["Source: invoices"] }]);
    await store.reviseEntities([{ ...metric, replaces: ["Value:"] }]);
    await store.deleteObservations([
      { entityName: metric.name, observations: ["Source: invoices"] },
    ]);
    expect((await store.deleteEntities([metric.name])).deleted).toEqual([metric.name]);
  });

  it("is not created, added to, revised or deleted by another, who is told whom to ask", async () => {
    const { raw, store } = await as("marketing");
    await raw.createEntities([{ ...noteOf("x"), name: "free" }]);
    const refusal = {
      code: "not-yours",
      message:
        'Cannot write this: "metric:mrr" is of the type "metric", which the constitution lets cfo and coo write, and marketing asked.',
    };
    await expect(store.createEntities([metric])).rejects.toMatchObject(refusal);
    await raw.createEntities([metric]);
    const before = await raw.readGraph();
    for (const call of [
      () =>
        store.addObservations([
          { entityName: "free", contents: ["y"] },
          { entityName: metric.name, contents: ["z"] },
        ]),
      () => store.reviseEntities([{ ...metric, replaces: [] }]),
      () => store.deleteEntities(["free", metric.name]),
      () => store.deleteObservations([{ entityName: metric.name, observations: ["Value: 1 EUR"] }]),
    ]) {
      await expect(call()).rejects.toMatchObject(refusal);
      expect(await raw.readGraph()).toEqual(before);
    }
  });

  it("cannot be got round by revising it into a type that is free", async () => {
    const { raw, store } = await as("marketing");
    await raw.createEntities([metric]);
    const disguised = { ...metric, name: "metric:mrr", entityType: "note", replaces: [""] };
    await expect(store.reviseEntities([disguised])).rejects.toMatchObject({ code: "invalid" });
  });

  it("is nobody's when the row is empty, and everybody's without a row or with a star", async () => {
    const { store } = await as("cto");
    const entity = (entityType: string, name: string) => ({
      name,
      entityType,
      observations: ["x"],
    });
    await expect(store.createEntities([entity("secretive", "s")])).rejects.toMatchObject({
      message: expect.stringContaining("lets nobody write"),
    });
    await store.createEntities([entity("decision", "decision:2026-11-20:x"), entity("free", "f")]);
  });
});

describe("a working note", () => {
  it("is written and deleted by its agent and by the founder only", async () => {
    const { raw, store } = await as("coo");
    await store.createEntities([noteOf("coo")]);
    await expect(store.createEntities([noteOf("cfo")])).rejects.toMatchObject({
      code: "not-yours",
    });
    await raw.createEntities([noteOf("cfo")]);
    await expect(store.deleteEntities(["note:cfo:plans"])).rejects.toMatchObject({
      message: 'Cannot write this: "note:cfo:plans" is a working note of cfo, and coo asked.',
    });
    expect(
      (await (await as("founder")).store.deleteEntities(["note:cfo:plans"])).deleted,
    ).toHaveLength(1);
  });

  it("is anybody's where the client does not say who speaks", async () => {
    const { store } = await as(null);
    expect((await store.createEntities([noteOf("cfo")])).created).toHaveLength(1);
  });
});

it("keeps who a caller says it is as the origin, when the process does not know", async () => {
  const raw = await bench.open(bench.at(), "unknown");
  const store = withRules(raw, {
    readPolicy: async () => POLICY,
    author: { agent: null, session: null },
  });
  await store.createEntities([metric], { by: "cfo (declared)" });
  await store.addObservations([{ entityName: metric.name, contents: ["Source: x"] }]);
  const [last, first] = await raw.history.log({ limit: 2 });
  expect([first?.by, last?.by]).toEqual(["cfo (declared)", "unknown"]);
});
