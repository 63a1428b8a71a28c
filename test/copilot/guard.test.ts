import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Asked, Reply, ToolCall } from "./model.ts";
import { type Office, openOffice } from "./office.ts";

const PAGE = ".github/copilot-instructions.md";
const AGENT = ".github/agents/lawyer.agent.md";
const SKILL = ".github/skills/launch/SKILL.md";

let office: Office;

beforeEach(async () => {
  office = await openOffice();
});

afterEach(() => office?.close());

const edit = (file: string, from: string, to: string): ToolCall => ({
  name: "edit",
  args: { path: `${office.root}/${file}`, old_str: from, new_str: to },
});

/** Does the calls in its first turn, then stops. */
const once =
  (...calls: ToolCall[]) =>
  ({ results }: Asked): Reply =>
    results.length > 0 ? "done" : calls;

const results = (asked: Asked[]) => asked.flatMap((turn) => turn.results).join("\n");

describe("the guard in Copilot CLI", () => {
  it("refuses an edit of the constitution by the main agent", async () => {
    const before = office.read(PAGE);
    const { asked } = await office.run(
      ["--agent", "improver", "-p", "x", "--allow-all-tools"],
      once(edit(PAGE, "# Constitution", "# Suggestions")),
    );
    expect(results(asked)).toContain("is protected");
    expect(office.read(PAGE)).toBe(before);
  });

  it("refuses it to a subagent", async () => {
    const before = office.read(PAGE);
    const task: ToolCall = {
      name: "task",
      args: {
        name: "change",
        description: "change the page",
        agent_type: "improver",
        prompt: "SUBAGENT-AT-WORK",
        mode: "sync",
      },
    };
    const { asked } = await office.run(
      ["--agent", "coo", "-p", "x", "--allow-all-tools"],
      (turn) => {
        if (turn.results.length > 0) return "done";
        const isSubagent = turn.messages.some(({ content }) =>
          content.includes("SUBAGENT-AT-WORK"),
        );
        return isSubagent ? [edit(PAGE, "# Constitution", "# Suggestions")] : [task];
      },
    );
    expect(asked.length).toBeGreaterThan(2);
    expect(results(asked)).toContain("is protected");
    expect(office.read(PAGE)).toBe(before);
  });

  it("knows which department a subagent is, and keeps it in its folders", async () => {
    const before = office.read("BOARD.md");
    const task: ToolCall = {
      name: "task",
      args: {
        name: "write",
        description: "write the board",
        agent_type: "marketing",
        prompt: "SUBAGENT-AT-WORK",
        mode: "sync",
      },
    };
    const { asked } = await office.run(
      ["--agent", "coo", "-p", "x", "--allow-all-tools"],
      (turn) => {
        if (turn.results.length > 0) return "done";
        const isSubagent = turn.messages.some(({ content }) =>
          content.includes("SUBAGENT-AT-WORK"),
        );
        return isSubagent ? [edit("BOARD.md", "# Board", "# Bored")] : [task];
      },
    );
    expect(results(asked)).toContain("marketing may not write BOARD.md");
    expect(office.read("BOARD.md")).toBe(before);
  });

  it("refuses it through a shell, which the client's own agent has", async () => {
    const before = office.read(PAGE);
    const { asked } = await office.run(
      ["-p", "x", "--allow-all-tools"],
      once({
        name: "bash",
        args: { command: `echo changed > ${PAGE}`, description: "change the page" },
      }),
    );
    expect(asked[0]?.tools).toContain("bash");
    expect(results(asked)).toContain("is protected");
    expect(office.read(PAGE)).toBe(before);
  });

  it("stands when the client is started in a subfolder", async () => {
    const before = office.read(".mcp.json");
    const { asked } = await office.run(
      ["-C", `${office.root}/Marketing`, "--agent", "marketing", "-p", "x", "--allow-all-tools"],
      once(edit("Marketing/ideas.md", "# Ideas", "# More ideas"), edit(".mcp.json", "{", "{{")),
    );
    expect(results(asked)).toContain("is protected");
    expect(office.read(".mcp.json")).toBe(before);
    expect(office.read("Marketing/ideas.md")).toContain("# More ideas");
  });

  it("lets the improver edit a skill", async () => {
    const { asked, code } = await office.run(
      ["--agent", "improver", "-p", "x", "--allow-all-tools"],
      once(edit(SKILL, "## 3. The day", "## 3. The day itself")),
    );
    expect(code).toBe(0);
    expect(results(asked)).not.toContain("denied");
    expect(office.read(SKILL)).toContain("## 3. The day itself");
  });

  it("refuses the improver an edit that gives an agent more tools", async () => {
    const before = office.read(AGENT);
    const { asked } = await office.run(
      ["--agent", "improver", "-p", "x", "--allow-all-tools"],
      once(edit(AGENT, "tools: ['read'", "tools: ['execute', 'read'")),
    );
    expect(results(asked)).toContain("more than it has");
    expect(office.read(AGENT)).toBe(before);
  });
});
