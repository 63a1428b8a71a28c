import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { decide, edit, GUARD, judge, KIT, openWorkplace } from "./workplace.ts";

let root: string;
let close: () => void;

beforeAll(() => {
  ({ root, close } = openWorkplace());
});

afterAll(() => close());

describe("a protected file", () => {
  it.each([
    ".github/copilot-instructions.md",
    "./.github/copilot-instructions.md",
    ".github/../.github/copilot-instructions.md",
    ".GitHub/Copilot-Instructions.MD",
    ".github\\copilot-instructions.md",
    ".github//copilot-instructions.md",
    ".github/copilot-instructions.md.",
    ".github/copilot%2Dinstructions.md",
    "%2Egithub/hooks/guard.mjs",
    "docs/copilot-instructions.md",
    "docs/hooks/new.mjs",
    "Marketing/../package.json",
    ".github/hooks/guard.json",
    ".github/hooks",
    ".github/copilot/settings.json",
    ".mcp.json",
    ".github/mcp.json",
    ".vscode/settings.json",
    ".git/config",
    ".git/hooks/pre-commit",
    "BOARD.md",
    "board.MD",
    "Marketing/../BOARD.md",
    "package.json",
    "bin/hq",
    "dist/hq.js",
    ".hq-kit/bin/hq",
    "memory.jsonl",
    "memory.origins.jsonl",
    "MEMORY.JSONL",
    ".memory/memory.jsonl/graph.db",
    ".hq/hq.db",
    ".claude/settings.json",
    ".claude/settings.local.json",
    "Founder/contracts/lease.md",
  ])("%s is not edited", (file) => {
    expect(judge(edit(file))).toContain("protected");
    expect(
      judge(edit(path.isAbsolute(file) || file.includes("%") ? file : `${root}/${file}`)),
    ).toContain("protected");
  });

  it.each([
    [
      "Copilot CLI, camel case",
      { toolName: "edit", toolArgs: '{"path":".mcp.json","old_str":"a","new_str":"b"}' },
    ],
    ["a whole file", { tool_name: "Write", tool_input: { path: ".mcp.json", file_text: "{}" } }],
    ["create", { tool_name: "create", tool_input: { path: ".mcp.json", file_text: "{}" } }],
    [
      "VS Code, several files",
      { tool_name: "editFiles", tool_input: { files: ["NOTES.md", ".mcp.json"] } },
    ],
    [
      "VS Code, replace",
      {
        tool_name: "replace_string_in_file",
        tool_input: { filePath: ".mcp.json", oldString: "a", newString: "b" },
      },
    ],
    [
      "VS Code, many replacements",
      {
        tool_name: "multi_replace_string_in_file",
        tool_input: {
          replacements: [
            { filePath: "NOTES.md", oldString: "a", newString: "b" },
            { filePath: ".mcp.json", oldString: "a", newString: "b" },
          ],
        },
      },
    ],
    ["a file address", { tool_name: "some_editor", tool_input: { uri: "file://ROOT/.mcp.json" } }],
    [
      "a patch",
      {
        tool_name: "apply_patch",
        tool_input: {
          input: "*** Begin Patch\n*** Update File: .mcp.json\n@@\n-a\n+b\n*** End Patch",
        },
      },
    ],
    [
      "a patch as bare text",
      {
        tool_name: "apply_patch",
        tool_input: "*** Begin Patch\n*** Delete File: package.json\n*** End Patch",
      },
    ],
    [
      "a unified diff",
      {
        tool_name: "apply_diff",
        tool_input: { diff: "--- a/package.json\n+++ b/package.json\n@@ -1 +1 @@" },
      },
    ],
    [
      "a move onto it",
      {
        tool_name: "filesystem-move_file",
        tool_input: { source: "NOTES.md", destination: ".mcp.json" },
      },
    ],
    [
      "a move of its folder",
      { tool_name: "filesystem-move_file", tool_input: { source: ".github", destination: "x" } },
    ],
    [
      "another server's tool",
      { tool_name: "files-write", tool_input: { anything: [{ deep: ".vscode/mcp.json" }] } },
    ],
    ["a tool nobody knows", { tool_name: "zap", tool_input: [".git/config"] }],
    ["a shell", { tool_name: "Bash", tool_input: { command: "echo x > .mcp.json" } }],
    [
      "a shell with quotes inside the name",
      { tool_name: "Bash", tool_input: { command: "echo x > .mc'p'.js\\on" } },
    ],
    ["a shell with a glob", { tool_name: "Bash", tool_input: { command: "rm .mcp*" } }],
    [
      "a shell with an option",
      { tool_name: "Bash", tool_input: { command: "dd if=/dev/null of=memory.jsonl" } },
    ],
    [
      "a shell that goes into a folder",
      { tool_name: "Bash", tool_input: { command: "cd .git && rm config" } },
    ],
    [
      "a reading program that writes",
      { tool_name: "Bash", tool_input: { command: "git diff --output=package.json" } },
    ],
    [
      "VS Code's terminal",
      { tool_name: "runInTerminal", tool_input: { command: "tee bin/hq < x" } },
    ],
    [
      "a shell that edits an agent",
      {
        tool_name: "Bash",
        tool_input: { command: "sed -i s/read/execute/ .github/agents/ceo.agent.md" },
      },
    ],
  ])("is not changed by %s", (_, payload) => {
    const text = JSON.stringify(payload).replaceAll("ROOT", root);
    expect(judge(JSON.parse(text) as object)).toMatch(/protected|hands out tools/);
  });

  it("stays protected when the constitution cannot be read or lists nothing", () => {
    for (const page of [
      null,
      "",
      "## Protected files\n",
      "## Protected files\n\n| Path |\n|---|\n",
    ]) {
      expect(decide(edit(".mcp.json"), { root, read: () => page })).toContain("protected");
    }
  });

  it("is meant also when the call comes from a subfolder, whichever folder the client resolves from", () => {
    const cwd = path.join(root, "Marketing");
    expect(judge({ ...edit("../package.json"), cwd })).toContain("protected");
    expect(judge({ ...edit("package.json"), cwd })).toContain("protected");
  });
});

describe("the board", () => {
  const whole = "# Board\n\n## Now\n";
  const attempts: [string, object][] = [
    ["an edit", edit("BOARD.md", { old_str: "# Board", new_str: "# Our board" })],
    ["a new file", { tool_name: "create", tool_input: { path: "BOARD.md", file_text: whole } }],
    [
      "its text written anew",
      { tool_name: "Write", tool_input: { path: "BOARD.md", file_text: whole } },
    ],
    [
      "a patch",
      {
        tool_name: "apply_patch",
        tool_input: "*** Begin Patch\n*** Update File: BOARD.md\n@@\n-a\n+b\n*** End Patch",
      },
    ],
    [
      "a patch that deletes it",
      {
        tool_name: "apply_patch",
        tool_input: "*** Begin Patch\n*** Delete File: BOARD.md\n*** End Patch",
      },
    ],
    [
      "a patch that moves another file there",
      {
        tool_name: "apply_patch",
        tool_input:
          "*** Begin Patch\n*** Update File: NOTES.md\n*** Move to: BOARD.md\n@@\n-a\n+b\n*** End Patch",
      },
    ],
    [
      "a rename",
      { tool_name: "files-rename_file", tool_input: { source: "BOARD.md", destination: "old.md" } },
    ],
    [
      "a rename to it",
      {
        tool_name: "files-rename_file",
        tool_input: { source: "NOTES.md", destination: "BOARD.md" },
      },
    ],
    [
      "VS Code's replacement",
      {
        tool_name: "replace_string_in_file",
        tool_input: { filePath: "ROOT/BOARD.md", oldString: "a", newString: "b" },
      },
    ],
  ];
  const departments = [null, "coo", "improver", "marketing", "somebody-else"];

  it.each(attempts)("is not changed by %s, whoever speaks", (_, payload) => {
    for (const agent of departments) {
      expect(judge(payload, agent), String(agent)).toContain("BOARD.md is protected");
      expect(judge({ ...payload, agent_type: agent ?? "" }), String(agent)).toContain("protected");
    }
  });

  it.each([
    "echo '- [ ] T-099 x' >> BOARD.md",
    "sed -i s/2026-11-20/2026-12-20/ BOARD.md",
    "mv BOARD.md old.md",
    "cp old.md board.md",
    "rm ./BO*.md",
    "git checkout HEAD~3 -- BOARD.md",
    "cd Marketing && tee ../BOARD.md < x",
  ])("is not changed by a shell: %s", (command) => {
    const tool_input = { command };
    expect(judge({ tool_name: "Bash", tool_input })).toContain("protected");
    expect(judge({ tool_name: "runInTerminal", tool_input })).toContain("protected");
  });

  it("is only ours at the root: a product may have its own", () => {
    expect(judge(edit("web/docs/BOARD.md"))).toBeNull();
    expect(judge(edit("web/BOARD.md"))).toBeNull();
  });

  it("is changed through the tool of the company server", () => {
    const tool_input = { action: "due", id: "T-012", due: "2026-12-01", by: "coo" };
    for (const tool_name of ["company-board_update", "mcp_company_board_update"]) {
      expect(judge({ tool_name, tool_input, agent_type: "coo" })).toBeNull();
    }
  });
});

describe("what is not protected goes through", () => {
  it.each([
    ["an edit of a page", edit("NOTES.md")],
    ["an edit of a draft", edit("Marketing/drafts/week-2026-W47.md")],
    ["a name that only begins alike", edit("package.json.md")],
    ["a name that only ends alike", edit("Marketing/memory.jsonl")],
    ["a text that names a protected file", edit("NOTES.md", { new_str: ".mcp.json" })],
    [
      "reading the constitution",
      { tool_name: "Read", tool_input: { path: ".github/copilot-instructions.md" } },
    ],
    ["searching", { tool_name: "Grep", tool_input: { pattern: "x", path: ".github/hooks" } }],
    [
      "memory about a protected file",
      {
        tool_name: "memory-create_entities",
        tool_input: {
          entities: [{ name: "package.json", entityType: "note", observations: [".mcp.json"] }],
        },
      },
    ],
    ["a subagent told of one", { tool_name: "Agent", tool_input: { prompt: "read .mcp.json" } }],
    ["a skill", { tool_name: "skill", tool_input: { skill: "standup" } }],
    [
      "a shell that runs tests",
      { tool_name: "Bash", tool_input: { command: "npm test && git status" } },
    ],
    ["a shell that looks", { tool_name: "Bash", tool_input: { command: "cat package.json" } }],
    ["a file outside, which the clients guard", edit("/tmp/elsewhere.md")],
  ])("%s", (_, payload) => {
    expect(judge(payload)).toBeNull();
  });
});

describe("an agent or skill file", () => {
  const agent = ".github/agents/ceo.agent.md";
  const skill = ".github/skills/standup/SKILL.md";
  const write = (file: string, text: string) => ({
    tool_name: "Write",
    tool_input: { path: file, file_text: text },
  });
  const swap = (file: string, from: string, to: string) =>
    edit(file, { old_str: from, new_str: to });

  it.each([
    ["another tool", swap(agent, "'search'", "'search', 'execute'")],
    ["all tools", swap(agent, "['read', 'search', 'memory/open_nodes']", "['*']")],
    ["a wider tool of a server", swap(agent, "memory/open_nodes", "memory/*")],
    [
      "no line of tools, which means all",
      swap(agent, "tools: ['read', 'search', 'memory/open_nodes']\n", ""),
    ],
    [
      "a block list with more",
      swap(agent, "['read', 'search', 'memory/open_nodes']", "\n  - read\n  - edit"),
    ],
    ["tools in a string", swap(agent, "['read', 'search', 'memory/open_nodes']", "read, edit")],
    [
      "a server",
      swap(agent, "description: d", "description: d\nmcp-servers:\n  x:\n    command: sh"),
    ],
    ["hooks", swap(agent, "description: d", "description: d\nhooks:\n  PreToolUse: []")],
    ["a quoted key", swap(agent, "description: d", 'description: d\n"mcp-servers": {}')],
    [
      "a key written as a question",
      swap(agent, "description: d", "description: d\n? tools\n: ['*']"),
    ],
    ["the key twice", swap(agent, "description: d", "description: d\ntools: ['*']")],
    ["a merge key", swap(agent, "description: d", "description: d\n<<: *all")],
    ["an anchor", swap(agent, "['read', 'search', 'memory/open_nodes']", "&t ['read']")],
    ["an escape in an item", swap(agent, "'read'", '"\\u0065xecute"')],
    ["a brace", swap(agent, "description: d", "description: d\n{tools: ['*']}")],
    ["a tab", swap(agent, "description: d", "description: d\n\ttools: ['*']")],
    ["keys all indented", write(agent, "---\n  name: x\n  tools: ['*']\n---\n")],
    ["a JavaScript front matter", write(agent, "---js\nmodule.exports = {}\n---\n")],
    ["no front matter", write(agent, "# CEO\n")],
    ["an open front matter", write(agent, "---\nname: x\ntools: ['*']\n")],
    [
      "a new agent with tools",
      write(
        ".github/agents/new.agent.md",
        "---\nname: new\ndescription: d\ntools: ['read']\n---\n",
      ),
    ],
    [
      "a new agent without a line of tools",
      write(".github/agents/new.agent.md", "---\nname: new\ndescription: d\n---\n"),
    ],
    ["a nested new agent", write(".github/agents/sub/new.md", "---\ndescription: d\n---\n")],
    [
      "an agent in another client's folder",
      write(".claude/agents/new.md", "---\ndescription: d\n---\n"),
    ],
    [
      "a skill with allowed-tools",
      swap(skill, "description: d", "description: d\nallowed-tools: shell"),
    ],
    [
      "a new skill with allowed-tools",
      write(
        ".github/skills/new/SKILL.md",
        "---\nname: new\ndescription: d\nallowed-tools: shell\n---\n",
      ),
    ],
    [
      "a skill with keys all indented",
      write(skill, "---\n  name: x\n  allowed-tools: shell\n---\n"),
    ],
    [
      "several edits, one of them bad",
      {
        tool_name: "MultiEdit",
        tool_input: {
          path: agent,
          edits: [
            { old_str: "# CEO", new_str: "# Chief" },
            { old_str: "'read'", new_str: "'read', 'edit'" },
          ],
        },
      },
    ],
    [
      "two edits that are bad together",
      {
        tool_name: "MultiEdit",
        tool_input: {
          path: agent,
          edits: [
            { old_str: "'search'", new_str: "'X'" },
            { old_str: "'X'", new_str: "'search','edit'" },
          ],
        },
      },
    ],
    ["a replacement pattern", swap(agent, "'search'", "'search', 'e$&'")],
    [
      "VS Code's names",
      {
        tool_name: "replace_string_in_file",
        tool_input: { filePath: agent, oldString: "'search'", newString: "'execute'" },
      },
    ],
    [
      "an edit of unknown shape",
      {
        tool_name: "insert_edit_into_file",
        tool_input: { filePath: agent, code: "...existing...\ntools: ['*']" },
      },
    ],
    [
      "a patch",
      {
        tool_name: "apply_patch",
        tool_input: { input: `*** Update File: ${agent}\n-tools: []\n+tools: ['*']` },
      },
    ],
    [
      "a move onto it",
      { tool_name: "filesystem-move_file", tool_input: { source: "NOTES.md", destination: agent } },
    ],
    ["CRLF", swap(".github/agents/windows.agent.md", "'search'", "'search', 'execute'")],
    [
      "CRLF matched by a text of LF",
      swap(
        ".github/agents/windows.agent.md",
        "description: d\ntools: ['read'",
        "description: d\ntools: ['execute', 'read'",
      ),
    ],
  ])("is not changed to %s", (_, payload) => {
    expect(judge(payload)).not.toBeNull();
  });

  it.each([
    ["another body", swap(agent, "# CEO", "# Chief")],
    ["another description", swap(agent, "description: d", "description: better")],
    [
      "handoffs",
      swap(
        agent,
        "description: d",
        "description: d\nhandoffs:\n  - label: x\n    agent: coo\n    prompt: y",
      ),
    ],
    ["a skill's body", swap(skill, "# Standup", "# The standup")],
    [
      "a new skill",
      write(".github/skills/new/SKILL.md", "---\nname: new\ndescription: d\n---\n# New\n"),
    ],
    [
      "a new agent without tools",
      write(".github/agents/new.agent.md", "---\nname: new\ndescription: d\ntools: []\n---\n"),
    ],
    [
      "a body that speaks of tools",
      swap(agent, "# CEO", "# CEO\n\ntools: ['*']\nmcp-servers: none"),
    ],
    ["CRLF", swap(".github/agents/windows.agent.md", "# CEO", "# Chief")],
  ])("may be changed to %s", (_, payload) => {
    expect(judge(payload)).toBeNull();
  });
});

describe("a department", () => {
  it.each([
    ["improver", ".github/skills/standup/SKILL.md"],
    ["improver", "AGENTS.md"],
    ["marketing", "Marketing/ideas.md"],
    ["accountant", "Founder/activity.md"],
    ["somebody-else", "src/app.ts"],
  ])("%s writes %s", (agent, file) => {
    const change = edit(file, { old_str: "#", new_str: "# " });
    expect(judge({ ...change, agent_type: agent })).toBeNull();
    expect(judge(change, agent)).toBeNull();
  });

  it.each([
    ["improver", "NOTES.md"],
    ["improver", "src/app.ts"],
    ["marketing", "NOTES.md"],
    ["marketing", "Marketing/../Founder/activity.md"],
    ["accountant", "Marketing/voice.md"],
    ["lawyer", "Founder/activity.md"],
    ["LAWYER", "NOTES.md"],
    ["ceo", "NOTES.md"],
    ["coo", ".mcp.json"],
    ["coo", "BOARD.md"],
    ["coo", "NOTES.md"],
    ["coo", "docs/handbook.md"],
    ["coo", "Founder/operations.md"],
    ["coo", "Marketing/ideas.md"],
    ["coo", "src/app.ts"],
    ["coo", ".github/skills/standup/SKILL.md"],
    ["coo", "AGENTS.md"],
  ])("%s does not write %s", (agent, file) => {
    expect(judge({ ...edit(file), agent_type: agent })).not.toBeNull();
    expect(judge({ ...edit(file), agentType: agent })).not.toBeNull();
    expect(judge(edit(file), agent)).not.toBeNull();
  });

  it.each(["memory-create_entities", "mcp_memory_create_entities", "mcp__memory__create_entities"])(
    "remembers through %s, whose names are no files",
    (tool) => {
      const entities = [{ name: "Farol", entityType: "product", observations: ["package.json"] }];
      expect(judge({ tool_name: tool, tool_input: { entities }, agent_type: "ceo" })).toBeNull();
    },
  );

  it("has no shell", () => {
    const payload = { tool_name: "Bash", tool_input: { command: "ls" }, agent_type: "coo" };
    expect(judge(payload)).toContain("no shell");
  });
});

/** Every Node that can be found: the pinned one, and the system's, which may be older. */
const nodes = [process.execPath, "node"];

describe.each(nodes)("the guard run by %s", (node) => {
  const run = (input: string, env: Record<string, string> = {}) =>
    spawnSync(node, [GUARD], {
      input,
      encoding: "utf8",
      cwd: path.join(KIT, "docs"),
      env: { PATH: process.env.PATH ?? "", ...env },
    });

  it("refuses in both clients' forms and ends well", () => {
    const { stdout, status } = run(JSON.stringify(edit(".github/copilot-instructions.md")));
    expect(status).toBe(0);
    const said = JSON.parse(stdout) as { hookSpecificOutput: object };
    expect(said).toMatchObject({ permissionDecision: "deny" });
    expect(said.hookSpecificOutput).toMatchObject({
      hookEventName: "PreToolUse",
      permissionDecision: "deny",
    });
  });

  it("says nothing when a call may go on", () => {
    expect(run(JSON.stringify(edit("NOTES.md")))).toMatchObject({
      stdout: "",
      stderr: "",
      status: 0,
    });
  });

  it("knows who speaks from the runner's environment", () => {
    const { stdout } = run(JSON.stringify(edit("NOTES.md")), { HQ_AGENT: "lawyer" });
    expect(stdout).toContain("lawyer may not write");
  });

  it("judges a large call too, in time", () => {
    const large = "x".repeat(200_000);
    expect(run(JSON.stringify(edit("NOTES.md", { new_str: large })))).toMatchObject({
      stdout: "",
      stderr: "",
      status: 0,
    });
    expect(run(JSON.stringify(edit(".mcp.json", { new_str: large }))).stdout).toContain('"deny"');
  });

  it("refuses with exit code 2, which both clients know, what is too large to read", () => {
    const { stdout, status } = run(JSON.stringify(edit("NOTES.md", { new_str: "x".repeat(5e6) })));
    expect(status).toBe(2);
    expect(stdout).toContain('"deny"');
  });

  it("refuses with exit code 2 when a part of it is missing", () => {
    const place = mkdtempSync(path.join(tmpdir(), "guard-part-"));
    try {
      cpSync(path.dirname(GUARD), path.join(place, ".github", "hooks"), { recursive: true });
      rmSync(path.join(place, ".github", "hooks", "guard", "globs.mjs"));
      const program = path.join(place, ".github", "hooks", "guard.mjs");
      const { stdout, status } = spawnSync(node, [program], {
        input: JSON.stringify(edit("NOTES.md")),
        encoding: "utf8",
      });
      expect(status).toBe(2);
      expect(stdout).toContain('"deny"');
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });

  it.each(["", "{", "null", "[]", '"text"', "\0", "{}", '{"tool_name":5}'])(
    "does not let %j through",
    (input) => {
      const { stdout, status } = run(input);
      expect(status === 2 || stdout.includes('"deny"')).toBe(true);
    },
  );
});

it("never lets a write to a protected file through, however the payload is bent", () => {
  const key = fc.constantFrom("path", "filePath", "file", "target", "uri", "x", "edits", "input");
  const tool = fc.constantFrom(
    "Edit",
    "Write",
    "MultiEdit",
    "editFiles",
    "apply_patch",
    "unknown-tool",
  );
  const deep = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(".mcp.json", `${root}/.mcp.json`, "./.mcp.json"),
      fc.tuple(fc.anything({ maxDepth: 1 }), tie("value")),
      fc.tuple(key, tie("value")).map(([k, v]) => ({ [k]: v })),
    ),
  })).value;
  fc.assert(
    fc.property(tool, deep, (name, value) => {
      const input = typeof value === "string" ? { path: value } : value;
      expect(judge({ tool_name: name, tool_input: input })).toContain("protected");
    }),
    { numRuns: 300 },
  );
});

it("protects what the kit's own constitution lists", () => {
  const page = readFileSync(path.join(KIT, ".github", "copilot-instructions.md"), "utf8");
  const [, table = ""] = page.split("## Protected files");
  const rows = [...table.matchAll(/^\| ([^|]+) \|$/gm)].map(([, row]) => row as string).slice(1);
  expect(rows.length).toBeGreaterThan(10);
  for (const row of rows) {
    const file = row.replace("**", "x").replace("*", "");
    expect(decide(edit(file), { root, read: () => null }), row).toContain("protected");
  }
});
