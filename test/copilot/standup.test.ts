import { afterAll, beforeAll, expect, it } from "vitest";
import type { Reply } from "./model.ts";
import { type Office, openInstalledOffice, openOffice } from "./office.ts";

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(() => office?.close());

/** The coo's turns in the order in which the skill asks for them. */
const TURNS: Reply[] = [
  [{ name: "skill", args: { skill: "standup" } }],
  [{ name: "company-standup_brief", args: {} }],
  [{ name: "memory-open_nodes", args: { names: ["standup:2026-11-19", "prompt-run:standup"] } }],
  [
    {
      name: "memory-create_entities",
      args: {
        entities: [
          {
            name: "standup:test-day",
            entityType: "standup",
            observations: ["Decided: T-018 is re-scoped", "Delegated: T-027 → cfo"],
          },
        ],
      },
    },
    {
      name: "memory-add_observations",
      args: {
        observations: [
          { entityName: "prompt-run:standup", contents: ["Last run: 2026-11-20T08:31:00Z"] },
        ],
      },
    },
  ],
  "Plan for today: settle the notice to the mail provider first.",
];

it("takes the coo through a standup that reads and writes the memory", async () => {
  let turn = 0;
  const { code, asked, stderr } = await office.run(
    ["--agent", "coo", "-p", "Run the standup.", "--allow-tool=memory", "--allow-tool=company"],
    () => TURNS[Math.min(turn++, TURNS.length - 1)] as Reply,
  );
  expect(code, stderr).toBe(0);
  const results = asked.at(-1)?.results ?? [];
  expect(results[1]).toContain('"dayPlan"');
  expect(results[1]).toContain("T-018");
  expect(results[2]).toContain("prompt-run:standup");
  expect(results[3]).toContain("standup:test-day");
  const memory = office.read("memory.jsonl");
  expect(memory).toContain("Decided: T-018 is re-scoped");
  expect(memory).toContain("Last run: 2026-11-20T08:31:00Z");
  expect(office.read("memory.origins.jsonl")).toContain("standup:test-day");
});

it("works in a repository into which the kit was installed", async () => {
  const installed = await openInstalledOffice();
  try {
    const { code, asked, stderr } = await installed.run(
      ["--agent", "ceo", "-p", "x", "--allow-all-tools"],
      ({ results }) =>
        results.length > 0
          ? "done"
          : [
              { name: "company-company_facts", args: {} },
              { name: "memory-open_nodes", args: { names: ["Farol"] } },
            ],
    );
    expect(code, stderr).toBe(0);
    const results = asked.at(-1)?.results.join("\n") ?? "";
    expect(results).toContain('"name":"Farol"');
    expect(results).toContain('"entityType":"product"');
  } finally {
    installed.close();
  }
});
