import { afterAll, beforeAll, expect, it } from "vitest";
import { failedCalls, type Office, openOffice } from "./office.ts";

/** As many as the memory must stand: the client starts a server anew for each. */
const RUNS = 50;

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(() => office?.close());

it(`answers the first memory call of ${RUNS} consecutive runs in one repository, and keeps each`, async () => {
  for (let run = 1; run <= RUNS; run++) {
    const name = `note:run-${run}`;
    const entity = { name, entityType: "note", observations: [`Run ${run}`] };
    const done = await office.run(
      ["--agent", "coo", "-p", "Remember this.", "--allow-tool=memory"],
      ({ results }) =>
        results.length > 0
          ? "done"
          : [{ name: "memory-create_entities", args: { entities: [entity] } }],
    );
    expect(done.code, `run ${run}: ${done.stderr}`).toBe(0);
    expect(failedCalls(done), `run ${run}`).toEqual([]);
    expect(done.asked.at(-1)?.results.join("\n")).toContain(name);
  }
  const kept = office
    .read("memory.jsonl")
    .split("\n")
    .filter((line) => line.includes('"name":"note:run-'));
  expect(kept).toHaveLength(RUNS);
});
