/** Helpers that a client brings along, which have more tools than the department that starts them. */
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AGENT, decide, edit, judge, KIT, openWorkplace, write } from "../workplace.ts";

let close: () => void;
beforeAll(() => {
  ({ close } = openWorkplace());
});
afterAll(() => close());

const { LOOKING_TOOLS } = (await import(
  path.join(KIT, ".github", "hooks", "guard", "callers.mjs")
)) as { LOOKING_TOOLS: string[] };
const { OWN_TOOLS } = (await import(
  path.join(KIT, ".github", "hooks", "guard", "own-tools.mjs")
)) as { OWN_TOOLS: Record<string, string[]> };

/** What Copilot CLI 1.0.102 and VS Code offer beside the departments, and one that nobody knows yet. */
const HELPERS = [
  "general-purpose",
  "task",
  "explore",
  "code-review",
  "research",
  "security-review",
  "rubber-duck",
  "rem-agent",
  "General-Purpose",
  " Plan ",
  "some-new-helper",
  "plugin:helper",
  "../agents/ceo",
];

const own = (server: string, tool: string) => `${server}-${tool}`;
const OWN = Object.entries(OWN_TOOLS).flatMap(([server, tools]) =>
  tools.map((tool): [string, string] => [own(server, tool), tool]),
);

const WRITING: [string, object][] = [
  ["a command that only looks", { tool_name: "Bash", tool_input: { command: "ls" } }],
  ["a command", { tool_name: "Bash", tool_input: { command: "echo x > Founder/note.txt" } }],
  [
    "a terminal",
    { tool_name: "runInTerminal", tool_input: { command: "git config user.email x" } },
  ],
  ["what goes on in a shell", { tool_name: "write_bash", tool_input: { input: "y" } }],
  ["an edit", edit("Marketing/x.md")],
  ["a new file", write("NOTES.md", "x")],
  ["a patch", { tool_name: "Edit", tool_input: "*** Begin Patch\n*** Add File: a.md\n+x" }],
  ["a folder", { tool_name: "create_directory", tool_input: { dirPath: "Marketing/x" } }],
  ["a tool that nobody knows", { tool_name: "zap", tool_input: {} }],
  ["another server's writing", { tool_name: "mail-send_mail", tool_input: { to: "a@b.example" } }],
  [
    "reading that writes",
    { tool_name: "net-fetch_url", tool_input: { url: "https://a.example", path: "x" } },
  ],
  ["reading that nobody knows", { tool_name: "fs-find_sed", tool_input: { path: "x" } }],
  ["a department", { tool_name: "Agent", tool_input: { agent_type: "coo", prompt: "x" } }],
  [
    "a word to another agent",
    { tool_name: "write_agent", tool_input: { agent_id: "x", message: "y" } },
  ],
  ["a task of the editor", { tool_name: "create_and_run_task", tool_input: { task: {} } }],
];

const READING: [string, object][] = [
  ["a file", { tool_name: "Read", tool_input: { path: "package.json" } }],
  ["a folder", { tool_name: "Grep", tool_input: { pattern: "x", path: ".github/hooks" } }],
  ["the web", { tool_name: "web_fetch", tool_input: { url: "https://mare.example" } }],
  ["an issue", { tool_name: "github-get_issue", tool_input: { number: 3 } }],
  [
    "a file on a forge",
    { tool_name: "github-mcp-server-get_file_contents", tool_input: { path: "package.json" } },
  ],
  ["a skill", { tool_name: "skill", tool_input: { skill: "standup" } }],
  ["its own list", { tool_name: "TodoWrite", tool_input: { todos: [] } }],
  ["the session's scratch", { tool_name: "sql", tool_input: { query: "SELECT 1" } }],
];

describe("a helper of the client in a clone", () => {
  it.each(WRITING)("does not get %s", (_, payload) => {
    for (const agent_type of HELPERS) {
      expect(judge({ ...payload, agent_type }), agent_type).toContain("only reads");
    }
    expect(judge({ ...payload, agentType: "task" })).toContain("only reads");
    // Whoever's run it is.
    expect(judge({ ...payload, agent_type: "task" }, "improver")).toContain("only reads");
  });

  it.each(READING)("reads %s", (_, payload) => {
    for (const agent_type of HELPERS) {
      expect(judge({ ...payload, agent_type }), agent_type).toBeNull();
    }
  });

  it.each(OWN)("gets of our own tools only those that read: %s", (tool_name, tool) => {
    const tool_input = { by: "coo", from: "coo", reviewer: "coo", agent: "coo" };
    const said = judge({ tool_name, tool_input, agent_type: "general-purpose" });
    if (LOOKING_TOOLS.includes(tool)) expect(said).toBeNull();
    else expect(said).toContain("only reads");
    // A folder is judged by where it would be, for a department too.
    if (tool === "make_folder") return;
    expect(judge({ tool_name, tool_input: { ...tool_input }, agent_type: "coo" })).toBeNull();
  });

  it("is nobody who has a file in .github/agents, unless it is called like one of the client's", () => {
    expect(judge({ ...edit("NOTES.md"), agent_type: "somebody-else" })).toBeNull();
    const read = (file: string) => (file.startsWith(".github/agents/") ? AGENT : null);
    const as = (agent_type: string) =>
      decide({ ...edit("NOTES.md"), agent_type }, { root: KIT, read });
    expect(as("tdd-green")).toBeNull();
    expect(as("general-purpose")).toContain("only reads");
    expect(as("../agents/ceo")).toContain("only reads");
  });

  it("is nobody at all when the client names no one", () => {
    expect(judge({ ...edit("NOTES.md"), agent_type: "" })).toBeNull();
    expect(judge(edit("NOTES.md"))).toBeNull();
  });
});
