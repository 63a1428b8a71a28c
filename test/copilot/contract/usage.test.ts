/** Where what a run used can be read while it goes on, and what stands nowhere. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { dataOf, eventsIn, type Lab, openLab, PING, SHELL, steps, until } from "./lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab?.close());

const session = () => crypto.randomUUID();
const as = (id: string, ...more: string[]) => [
  "-p",
  "Go on.",
  "--allow-all-tools",
  "--session-id",
  id,
  ...more,
];
const records = (id: string) => dataOf(lab.kept(id), "session.usage_record");

it("tokens stand in the session's own file within the run, and there they stay when it is killed", async () => {
  const id = session();
  const usageFile = path.join(lab.place, "usage.json");
  const usage = { prompt_tokens: 1_234, completion_tokens: 56 };
  const running = await lab.start(
    steps({ calls: [PING()], usage }, { text: "late", afterMs: 60_000 }),
    { args: as(id, "--usage-output-file", usageFile) },
  );
  await until("a usage record", () => records(id).length > 0);
  expect(JSON.stringify(records(id))).toContain("1234");
  process.kill(running.pid, "SIGKILL");
  const { stdout } = await running.ended;
  expect(JSON.stringify(records(id))).toContain("1234");
  expect({ told: stdout.includes("1234"), file: existsSync(usageFile) }).toEqual({
    ...{ told: false, file: false },
  });
});

it("a provider that sends no usage counts as free", async () => {
  const id = session();
  const usageFile = path.join(lab.place, "free.json");
  const { code } = await lab.run(
    steps({ calls: [PING()], usage: null }, { text: "done", usage: null }),
    {
      args: as(id, "--usage-output-file", usageFile),
    },
  );
  expect(code).toBe(0);
  const numbers = JSON.stringify(records(id).map(({ usage }) => usage ?? {}));
  expect(numbers).not.toMatch(/"(input|output)Tokens":[1-9]/);
});

it("the limit of credits does not bite with a provider of one's own", async () => {
  const usage = { prompt_tokens: 90_000, completion_tokens: 500 };
  const calls = Array.from({ length: 10 }, (_, at) => ({ calls: [PING(at + 1)], usage }));
  const { code, asked } = await lab.run(steps(...calls), {
    args: ["-p", "Go on.", "--allow-all-tools", "--max-ai-credits", "30"],
    env: { COPILOT_PROVIDER_MAX_PROMPT_TOKENS: "2000000" },
  });
  expect({ code, calls: asked.length }).toEqual({ code: 0, calls: 11 });
});

it("the same failing call is never noticed", async () => {
  const again = Array.from({ length: 30 }, () => [SHELL("exit 3")]);
  const { code, asked } = await lab.run(steps(...again));
  expect({ code, calls: asked.length }).toEqual({ code: 0, calls: 31 });
});

it("tokens of compacting stand in an event of their own and in no record", async () => {
  const id = session();
  const usage = { prompt_tokens: 30_500, completion_tokens: 100 };
  const compacting = { prompt_tokens: 7_777, completion_tokens: 77 };
  let turn = 0;
  const { stdout } = await lab.run(
    ({ messages }) => {
      const isSummary = /summary of the conversation/.test(messages.at(-1)?.content ?? "");
      if (isSummary) return { text: "A summary of it all.", usage: compacting };
      turn += 1;
      return turn < 5 ? { calls: [PING(turn * 4_000)], usage } : { text: "done", usage };
    },
    { args: as(id), env: { COPILOT_PROVIDER_MAX_PROMPT_TOKENS: "32000" } },
  );
  const done = dataOf(lab.kept(id), "session.compaction_complete");
  expect(done.length).toBeGreaterThan(0);
  expect(JSON.stringify(done[0]?.compactionTokensUsed)).toContain("7777");
  expect(JSON.stringify(records(id))).not.toContain("7777");
  expect(dataOf(eventsIn(stdout), "session.compaction_complete")).toEqual([]);
});

it("the usage file of a resumed run counts what was used before, and the records are numbered", async () => {
  const id = session();
  const usage = { prompt_tokens: 1_000, completion_tokens: 10 };
  await lab.run(steps({ text: "one", usage }), { args: as(id) });
  const usageFile = path.join(lab.place, "resumed.json");
  await lab.run(steps({ text: "two", usage }), {
    args: ["-p", "Go on.", `--resume=${id}`, "--usage-output-file", usageFile],
  });
  expect(readFileSync(usageFile, "utf8")).toContain("2000");
  const numbers = records(id).map(
    ({ usage }) => (usage as { accounting: { sequence: number } }).accounting.sequence,
  );
  expect(numbers).toHaveLength(2);
  expect(numbers[1]).toBeGreaterThan(numbers[0] ?? 0);
});
