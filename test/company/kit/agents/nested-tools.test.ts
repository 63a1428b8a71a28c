import { describe, expect, it } from "vitest";
import { checkAgent } from "../../../../company/kit/agents/agents.ts";
import { lostTools } from "../../../../company/kit/agents/nested-tools.ts";
import type { KitContext } from "../../../../company/kit/context.ts";

const MARKETING = ["read", "edit", "agent", "memory/recall", "company/check_draft"];

describe("a nested agent", () => {
  it.each([
    [["*"], []],
    [MARKETING, []],
    [["view", "create", "task", "memory", "company/*"], []],
    [["Read", "edit/editFiles", "agent/runSubagent", "memory/*", "company/check_draft"], []],
    [
      ["read", "agent", "memory/recall"],
      ["edit", "company/check_draft"],
    ],
    [
      ["read", "edit", "agent"],
      ["memory/recall", "company/check_draft"],
    ],
    [[], MARKETING],
  ])("of a caller with %j loses %j", (caller, lost) => {
    expect(lostTools(caller, MARKETING)).toEqual(lost);
  });
});

describe("an agent that may start others", () => {
  const context: KitContext = {
    agents: new Set(["coo", "marketing", "quiet"]),
    toolsOf: new Map([
      ["coo", ["read", "agent"]],
      ["marketing", MARKETING],
      ["quiet", ["read"]],
    ]),
    subagentsStartNone: false,
    skills: new Set(),
    servers: new Set(["memory", "company"]),
    files: null,
    exists: () => true,
  };
  const found = (head: string, body: string) =>
    checkAgent(
      {
        path: ".github/agents/coo.agent.md",
        text: `---\nname: coo\ndescription: d\n${head}\ninclude-custom-instructions: true\n---\n${body}\n`,
      },
      context,
    ).filter(({ what }) => what.includes("starts others"));

  it.each(["agents: ['marketing', 'quiet']", "agents: ['*']", "argument-hint: x"])(
    "is told whom it would cost which tools: %s",
    (agents) => {
      const [finding, ...others] = found(`tools: ['read', 'agent']\n${agents}`, "# COO");
      expect(others).toEqual([]);
      expect(finding).toMatchObject({ severity: "warning", line: 4 });
      expect(finding?.what).toContain(
        "then marketing without edit, memory/recall, company/check_draft",
      );
      expect(finding?.what).not.toContain("quiet");
    },
  );

  it("is well when its page leaves that to its caller, or nothing is lost, or it starts none", () => {
    const head = "tools: ['read', 'agent']\nagents: ['marketing']";
    const rule = "A subagent starts no other.";
    expect(found(head, `# COO\n\n${rule}`)).toEqual([]);
    expect(found("tools: ['read', 'agent']\nagents: ['quiet']", "# COO")).toEqual([]);
    expect(found("tools: ['read']", "# COO")).toEqual([]);
    expect(found(`tools: ${JSON.stringify(MARKETING)}`, "# COO")).toEqual([]);
  });
});
