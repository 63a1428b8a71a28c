/** Helpers that a client brings along, which have more tools than the department that starts them. */
import { spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
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

describe("beside a product of the founder's", () => {
  let root: string;
  let home: string;

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "ajudante "));
    home = path.join(root, "home");
    cpSync(path.join(KIT, ".github", "hooks"), path.join(root, ".github", "hooks"), {
      recursive: true,
    });
    mkdirSync(path.join(root, ".hq-kit", "bin"), { recursive: true });
    writeFileSync(path.join(root, ".hq-kit", "bin", "launch.js"), "// starts hq\n");
    return () => rmSync(root, { recursive: true, force: true });
  });

  const guard = (payload: object, env: Record<string, string> = {}) => {
    const { stdout } = spawnSync(
      process.execPath,
      [path.join(root, ".github", "hooks", "guard.mjs")],
      {
        input: JSON.stringify({ cwd: root, ...payload }),
        encoding: "utf8",
        env: { COPILOT_HOME: home, ...env },
      },
    );
    return stdout;
  };
  const run = { tool_name: "Bash", tool_input: { command: "npm test" } };
  const SESSION = "1e9f297f-f120-454a-bdd6-138a4b85bd75";
  const LAWYER = "3a0b8bbf-0b82-4409-b6ec-26007d2853a0";
  const helper = { agent_type: "general-purpose", agent_id: "ce32e69e", parent_agent_id: SESSION };
  /** What the client writes down of a session. */
  const recorded = (...events: object[]) => {
    const folder = path.join(home, "session-state", SESSION);
    mkdirSync(folder, { recursive: true });
    const start = { type: "session.start", data: { sessionId: SESSION } };
    const lines = [start, ...events].map((event) => JSON.stringify(event));
    writeFileSync(path.join(folder, "events.jsonl"), `${lines.join("\n")}\n{"type":"half`);
  };
  const chosen = (agentName: string, more: object = {}) => ({
    type: "subagent.selected",
    data: { agentName, tools: ["read"] },
    ...more,
  });

  it("the founder's own agent has helpers with hands", () => {
    expect(guard({ ...run, ...helper })).toBe("");
    recorded();
    expect(guard({ ...run, ...helper })).toBe("");
    expect(guard({ ...edit("src/app.ts"), ...helper })).toBe("");
  });

  it("a helper of a department's run reads", () => {
    expect(guard({ ...run, ...helper }, { HQ_AGENT: "lawyer" })).toContain("only reads");
  });

  it("a helper of a department that was chosen with --agent reads", () => {
    recorded(chosen("lawyer"), chosen("explore", { agentId: "x" }));
    expect(guard({ ...run, ...helper })).toContain("only reads");
    const board = { tool_name: "company-board_update", tool_input: { by: "coo" } };
    expect(guard({ ...board, ...helper })).toContain("only reads");
  });

  it.each<[string, object[]]>([
    ["another agent was chosen since", [chosen("lawyer"), chosen("tdd-green")]],
    ["none is chosen any more", [chosen("lawyer"), { type: "subagent.deselected", data: {} }]],
    [
      "the session was resumed without one",
      [chosen("lawyer"), { type: "session.resume", data: {} }],
    ],
    ["the department was a subagent of the session", [chosen("lawyer", { agentId: "x" })]],
  ])("it is free when %s", (_, events) => {
    recorded(...events);
    expect(guard({ ...run, ...helper })).toBe("");
  });

  describe("a session that begins", () => {
    const begins = (source: string) =>
      guard({ hook_event_name: "SessionStart", session_id: SESSION, source, initial_prompt: "x" });
    const resumed = { type: "session.resume", data: {} };

    it("is told when it was a department's and was resumed without it", () => {
      recorded(chosen("lawyer"), chosen("explore", { agentId: "x" }), resumed);
      const { additionalContext, hookSpecificOutput } = JSON.parse(begins("resume")) as {
        additionalContext: string;
        hookSpecificOutput: object;
      };
      expect(additionalContext).toContain("resume it with --agent lawyer");
      expect(hookSpecificOutput).toEqual({ hookEventName: "SessionStart", additionalContext });
    });

    it.each<[string, string, object[]]>([
      ["it is new", "new", [chosen("lawyer")]],
      ["the department was chosen again", "resume", [chosen("lawyer"), resumed, chosen("lawyer")]],
      ["it never was a department's", "resume", [chosen("tdd-green"), resumed]],
      ["the founder had left the department", "resume", [chosen("lawyer"), chosen("tdd"), resumed]],
      ["nothing is known of it", "resume", []],
    ])("is told nothing when %s", (_, source, events) => {
      if (events.length > 0) recorded(...events);
      expect(begins(source)).toBe("");
    });
  });

  describe("a session that a run of hq begins", () => {
    const begins = (env: Record<string, string>) =>
      guard({ hook_event_name: "SessionStart", session_id: SESSION, source: "new" }, env);
    const folder = (run: string) => path.join(root, ".hq", "runs", run);

    it("leaves the guard's sign in the run's folder", () => {
      mkdirSync(folder("run-7"), { recursive: true });
      expect(begins({ HQ_RUN: "run-7" })).toBe("");
      expect(readFileSync(path.join(folder("run-7"), "guard"), "utf8")).toBe(`${SESSION}\n`);
    });

    it.each(["run-8", "../run-7", "run-7/x", ""])("leaves none for %j", (run) => {
      expect(begins({ HQ_RUN: run })).toBe("");
      expect(existsSync(path.join(root, ".hq", "runs", "run-8"))).toBe(false);
      expect(existsSync(path.join(root, ".hq", "guard"))).toBe(false);
    });
  });

  it("a helper that a department started as a subagent reads", () => {
    const starts = {
      tool_name: "Agent",
      tool_input: { agent_type: "general-purpose", prompt: "x" },
    };
    const asLawyer = { agent_type: "lawyer", agent_id: LAWYER, parent_agent_id: SESSION };
    const ofLawyer = { ...helper, parent_agent_id: LAWYER };
    expect(guard({ ...run, ...ofLawyer })).toBe("");
    expect(guard({ ...starts, ...asLawyer })).toBe("");
    expect(readdirSync(path.join(root, ".hq", "seen"))).toEqual([`agent-${LAWYER}`]);
    expect(guard({ ...run, ...ofLawyer })).toContain("only reads");
    expect(guard({ ...run, ...helper })).toBe("");
  });
});
