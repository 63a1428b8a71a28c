import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Asked } from "../../office/evals/conversation.ts";
import { type Office, openInstalledOffice, openOffice, type Run } from "./office.ts";

const MODELS = ["claude-sonnet-5", "claude-opus-5", "claude-haiku-4.5"];

/** What the client says of tools that a model must look for before it can call them. */
const reminder = ({ messages }: Asked): string =>
  messages.map(({ content }) => content).find((text) => text.includes("cannot call them")) ?? "";

const first = ({ asked }: Run): Asked => {
  const [turn] = asked;
  if (turn === undefined) throw new Error("the model was not asked");
  return turn;
};

const hello = (office: Office, model: string, agent: string[] = ["--agent", "coo"]) =>
  office.run([...agent, "--model", model, "-p", "hello"], () => "hello");

describe.each([
  ["a clone", openOffice],
  ["an installed kit", openInstalledOffice],
])("a Claude model in %s", (_, open) => {
  let office: Office;
  beforeAll(async () => {
    office = await open();
  });
  afterAll(() => office?.close());

  it.each(MODELS)("has our tools at once: %s", async (model) => {
    const run = await hello(office, model);
    expect(run.code, run.stderr).toBe(0);
    expect(first(run).tools).toEqual(
      expect.arrayContaining(["memory-recall", "company-standup_brief", "company-board_update"]),
    );
    expect(first(run).tools).not.toContain("tool_search_tool");
    expect(reminder(first(run))).toBe("");
  });

  it("must look for them in this client without the setting of .mcp.json", async () => {
    const file = path.join(office.root, ".mcp.json");
    const servers = office.read(".mcp.json");
    writeFileSync(file, servers.replaceAll(/,\s*"deferTools": "never"/g, ""));
    // The client's own agent has the most tools: up to 30 this client defers none.
    const run = await hello(office, "claude-sonnet-5", []);
    writeFileSync(file, servers);
    expect(first(run).tools).toContain("tool_search_tool");
    expect(reminder(first(run))).toMatch(/prefixed with `memory-`.*- recall$/ms);
    expect(reminder(first(run))).toMatch(/prefixed with `company-`.*- standup_brief$/ms);
  });
});
