import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { examine } from "../../doctor/examine.ts";
import type { KitCopy } from "./kit-copy.ts";
import { copyKit } from "./kit-copy.ts";

let kit: KitCopy;

beforeEach(() => {
  kit = copyKit();
});

afterEach(() => {
  kit.discard();
});

async function findings() {
  const all = await examine({
    root: kit.root,
    now: new Date("2026-11-30T09:00:00Z"),
    env: { PATH: "" },
    nodeVersion: "24.0.0",
  });
  return all.filter(({ file }) => file !== ".");
}

const agent = (name: string, fields: string) =>
  kit.write(`.github/agents/${name}`, `---\ndescription: ${name}\n${fields}---\nDo it.\n`);

describe("agents that are no departments", () => {
  test("are listed once and not judged, whatever their fields, names and links", async () => {
    agent(
      "tdd-green.agent.md",
      "name: TDD Green\nmodel: big\ntools: [search/codebase, nonsense]\n",
    );
    agent("plain.md", "tools: 'read, search'\n");
    agent("deep/one.agent.md", "disable-model-invocation: true\n");
    expect(await findings()).toEqual([
      expect.objectContaining({
        file: ".github/agents",
        severity: "note",
        what: "3 agents of yours: deep/one.agent.md, plain.md, tdd-green",
      }),
    ]);
  });

  test("with a shell or every tool are named, since every department can call them", async () => {
    agent("free.agent.md", "");
    agent("old.agent.md", "tools: [runCommands]\n");
    agent("text.agent.md", "tools: 'read, bash'\n");
    agent("mine.agent.md", "tools: ['*']\ndisable-model-invocation: true\n");
    agent("reads.agent.md", "tools: [read]\n");
    const [, shells] = await findings();
    expect(shells).toMatchObject({
      file: ".github/agents",
      severity: "warning",
      what: "3 agents with a shell or every tool, which our departments can call: free, old, text",
    });
  });

  test("with a row in Departments are departments, and judged", async () => {
    agent("sales.agent.md", "name: sales\ntools: [bash]\n");
    kit.swap(".github/copilot-instructions.md", "| cto |", "| sales | offers | prices |\n| cto |");
    const whats = (await findings()).map(({ file, what }) => `${file}: ${what}`);
    expect(whats).toContain('.github/agents/sales.agent.md: the tool "bash"');
  });
});
