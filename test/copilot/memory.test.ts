import { setTimeout as pause } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { failedCalls, type Office, openOffice } from "./office.ts";

/** The client starts a server anew for each, and kills it some milliseconds after the run's end. */
const RUNS = Number(process.env.SOLO_HQ_COPILOT_RUNS ?? 6);
/** For the process that outlives a server which was killed before it had written the file. */
const FINISH_MS = 60_000;
const RUN_LIMIT_MS = 60_000;
/** No model is asked. */
const NOBODY = "http://127.0.0.1:9/v1";

let office: Office;

beforeAll(async () => {
  office = await openOffice();
});

afterAll(() => office?.close());

const isInFile = (name: string) => office.read("memory.jsonl").includes(`"name":"${name}"`);

it(
  `answers the first memory call of ${RUNS} runs in one repository, and has each in memory.jsonl`,
  async () => {
    let atTheEnd = 0;
    for (let run = 1; run <= RUNS; run++) {
      const name = `note:run-${run}-${crypto.randomUUID().slice(0, 8)}`;
      const entity = { name, entityType: "note", observations: [`Run ${run}`] };
      const done = await office.run(
        ["--agent", "coo", "-p", "Remember this.", "--allow-tool=memory"],
        ({ results }) =>
          results.length > 0
            ? "done"
            : [{ name: "memory-create_entities", args: { entities: [entity] } }],
      );
      if (isInFile(name)) atTheEnd += 1;
      expect(done.code, `run ${run}: ${done.stderr}`).toBe(0);
      expect(failedCalls(done), `run ${run}`).toEqual([]);
      expect(done.asked.at(-1)?.results.join("\n")).toContain(name);
      const deadline = performance.now() + FINISH_MS;
      while (!isInFile(name) && performance.now() < deadline) await pause(50);
      const isThere = isInFile(name);
      // What the memory itself says of it: it is acknowledged, so the database has it.
      const told = isThere ? "" : (await office.hq(["memory", "status"], NOBODY).ended).stdout;
      expect(isThere, `run ${run}: ${told}`).toBe(true);
    }
    // Each run's last call is a write; on a machine that is not busy all of them are there.
    console.log(`${atTheEnd} of ${RUNS} were in memory.jsonl when the client had ended`);
  },
  RUNS * RUN_LIMIT_MS,
);
