/** Which notation each list of tools knows, what of an answer reaches the model, what a hook is told. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Asked } from "../../../office/evals/conversation.ts";
import { dataOf, eventsIn, type Lab, openLab, PING, steps } from "./lab.ts";

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
  // From the second run on the client offers what it remembers of its servers; this is the first.
  await lab.run(steps([PING()]));
});
afterAll(() => lab?.close());

const withFlag = (flag: string) => ({ args: ["-p", "Go on.", "--allow-all-tools", flag] });

async function isCalled(flag: string): Promise<boolean> {
  const { stdout } = await lab.run(steps([PING()]), withFlag(flag));
  return dataOf(eventsIn(stdout), "tool.execution_complete").some(
    ({ success }) => success === true,
  );
}

async function isOffered(flag: string): Promise<boolean> {
  const { asked } = await lab.run(steps(), withFlag(flag));
  return asked[0]?.tools.includes("lab-ping") ?? false;
}

describe("permission lists know server(tool), and nothing else", () => {
  it.each([
    ["lab(ping)", false],
    ["lab", false],
    ["lab-ping", true],
    ["lab/ping", true],
  ])("--deny-tool=%s: called is %s", async (rule, called) => {
    expect(await isCalled(`--deny-tool=${rule}`)).toBe(called);
  });
});

describe("lists of what is offered know server-tool, and not server(tool)", () => {
  it.each([
    ["lab-ping", false],
    ["lab(ping)", true],
  ])("--excluded-tools=%s: offered is %s", async (rule, offered) => {
    expect(await isOffered(`--excluded-tools=${rule}`)).toBe(offered);
  });
});

it("an answer of 20,480 characters reaches the model whole, one of 21,504 as a note", async () => {
  const { asked, stdout } = await lab.run(steps([PING(20_480)], [PING(21_504)]));
  const [whole, cut] = asked.at(-1)?.results ?? [];
  expect(whole?.length).toBe(20_480);
  expect(cut?.length).toBeLessThan(2_000);
  expect(stdout).toContain("x".repeat(21_504));
});

it("in a subagent a hook is told the subagent's id, and the run's as its parent", async () => {
  const session = crypto.randomUUID();
  const args = ["-p", "Go on.", "--allow-all-tools", "--session-id", session];
  const prompt = "PING NOW";
  const isHelper = ({ messages }: Asked) =>
    messages.some(({ role, content }) => role === "user" && content.includes(prompt));
  const hand = { name: "work", description: "work", agent_type: "helper", prompt, mode: "sync" };
  await lab.run(
    (asked) => {
      if (asked.results.length > 0) return "done";
      return isHelper(asked) ? [PING()] : [{ name: "task", args: hand }];
    },
    { args },
  );
  const told = lab
    .notes()
    .filter((note) => note.startsWith("preToolUse") && note.includes("lab-ping"))
    .map((note) => JSON.parse(note.slice(note.indexOf("{"))) as Record<string, unknown>);
  expect(told).toHaveLength(1);
  expect(told[0]?.sessionId).not.toBe(session);
  expect(told[0]?.parentAgentId).toBe(session);
});
