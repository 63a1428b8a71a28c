import { afterAll, beforeAll, expect, it } from "vitest";
import type { Asked, Reply, ToolCall } from "../../office/evals/conversation.ts";
import { failedCalls, type Office, openInstalledOffice, openOffice } from "./office.ts";

/** The process that writes the file behind a killed server tries for a minute: a disk may be busy. */
const FINISHED_MS = 60_000;

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(() => office?.close());

/** What the standup skill asks for, turn by turn; the dates are those of the brief, as it says. */
function coo({ results }: Asked): Reply {
  const [, brief] = results;
  if (brief === undefined) {
    const first = [{ name: "skill", args: { skill: "standup" } }];
    return results.length === 0 ? first : [{ name: "company-standup_brief", args: {} }];
  }
  const { date, now } = JSON.parse(brief) as { date: string; now: string };
  const standup = `standup:${date}`;
  const observed = (entityName: string, ...contents: string[]) => ({ entityName, contents });
  const written = { name: standup, entityType: "standup", observations: [`Ran: ${now}`] };
  const steps: ToolCall[][] = [
    [{ name: "memory-read_entities", args: { names: [standup, "prompt-run:standup"] } }],
    [{ name: "memory-create_entities", args: { entities: [written] } }],
    [
      {
        name: "memory-add_observations",
        args: {
          observations: [
            observed(standup, "Decided: T-018 is re-scoped", "Delegated: T-027 → cfo"),
            observed("prompt-run:standup", `Last run: ${now}`),
          ],
        },
      },
    ],
  ];
  return steps[results.length - 2] ?? "Settle the notice to the mail provider first.";
}

it("takes the coo through a standup that reads and writes the memory", async () => {
  const run = await office.run(
    ["--agent", "coo", "-p", "Run the standup.", "--allow-tool=memory", "--allow-tool=company"],
    coo,
  );
  expect(run.code, run.stderr).toBe(0);
  expect(failedCalls(run)).toEqual([]);
  const [, brief = "", opened] = run.asked.at(-1)?.results ?? [];
  const plan = JSON.parse(brief) as { date: string; now: string; dayPlan: { items: object[] } };
  expect(plan.dayPlan.items.length).toBeGreaterThan(0);
  expect(brief).toContain("T-018");
  expect(opened).toContain("Last run: 2026-11-19T08:31:00.000Z");
  // Its last write follows others at once: a process that outlives the killed server puts it into the file.
  const decided = () => office.read("memory.jsonl").includes("T-018 is re-scoped");
  await expect.poll(decided, { timeout: FINISHED_MS }).toBe(true);
  const kept = new Map(
    linesOf("memory.jsonl").map(({ name, observations }) => [name, observations]),
  );
  expect(kept.get(`standup:${plan.date}`)).toEqual([
    `Ran: ${plan.now}`,
    "Decided: T-018 is re-scoped",
    "Delegated: T-027 → cfo",
  ]);
  expect(kept.get("prompt-run:standup")).toContain(`Last run: ${plan.now}`);
  const origins = linesOf("memory.origins.jsonl").map(({ name }) => name);
  expect(origins).toContain(`standup:${plan.date}`);
});

function linesOf(file: string): { name?: string; observations?: unknown }[] {
  const lines = office.read(file).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as object);
}

it("works in a repository with spaces and accents in its path into which the kit was installed", async () => {
  const installed = await openInstalledOffice();
  try {
    const run = await installed.run(
      ["--agent", "ceo", "-p", "x", "--allow-all-tools"],
      ({ results }) =>
        results.length > 0
          ? "done"
          : [
              { name: "company-company_facts", args: {} },
              { name: "memory-read_entities", args: { names: ["Farol"] } },
            ],
    );
    expect(run.code, run.stderr).toBe(0);
    expect(failedCalls(run)).toEqual([]);
    const results = run.asked.at(-1)?.results.join("\n") ?? "";
    expect(results).toContain('"name":"Farol"');
    expect(results).toContain('"entityType":"product"');
  } finally {
    installed.close();
  }
});
