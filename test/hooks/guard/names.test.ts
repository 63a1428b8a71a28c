/** Ways to write a name, a call or a command so that it seems to mean something else. */
import { homedir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AGENT, edit, judge, openWorkplace, write } from "../workplace.ts";

let root: string;
let close: () => void;

beforeAll(() => {
  ({ root, close } = openWorkplace());
});

afterAll(() => close());

describe("places from which a client loads code, commands, hooks, servers or settings", () => {
  it.each([
    ".github/extensions/x/extension.mjs",
    "web/.github/extensions/x/extension.mjs",
    ".github/lsp.json",
    ".github/plugin/plugin.json",
    ".github/plugin.json",
    ".github/workflows/copilot-setup-steps.yml",
    ".github/workflows/copilot-setup-steps.yaml",
    ".github/copilot/settings.local.json",
    ".claude/settings.local.json",
    ".claude/hooks/x.sh",
    ".plugin/plugin.json",
    ".claude-plugin/marketplace.json",
    "plugin.json",
    ".devcontainer/devcontainer.json",
    ".devcontainer.json",
    "mare.code-workspace",
    "web/.vscode/tasks.json",
    "web/.mcp.json",
    "web/.github/hooks/x.json",
    "Marketing/.git/hooks/pre-commit",
    ".git",
    ".github/hooks/guard/decide.mjs",
  ])("%s is protected", (file) => {
    expect(judge(write(file, "x"))).toContain("protected");
    expect(judge(write(`ROOT/${file}`, "x"), "coo")).toContain("protected");
  });
});

describe("a name of a protected file", () => {
  it.each([
    ["upper case", ".MCP.JSON"],
    ["a long s", "package.j\u017fon"],
    ["a Kelvin sign", "pac\u212aage.json"],
    ["an invisible sign", ".g\u200cit/config"],
    ["a direction mark", ".mcp\u200e.json"],
    ["a soft hyphen", "pack\u00adage.json"],
    ["a byte order mark", "\ufeffpackage.json"],
    ["spaces around", "  package.json \n"],
    ["a dot at its end", "package.json."],
    ["dots and spaces at the end of a folder", ".github. ./hooks. /x"],
    ["a stream", "package.json::$DATA"],
    ["a stream of a folder", ".git::$INDEX_ALLOCATION/config"],
    ["backslashes", ".vscode\\mcp.json"],
    ["both separators", "Marketing\\../.vscode\\mcp.json"],
    ["folders and back", "a/b/../../package.json"],
    ["a folder that is a file", "NOTES.md/../package.json"],
    ["many slashes", ".github//hooks///x"],
    ["an address", "file://ROOT/package.json"],
    ["an address with a host", "file://localhostROOT/package.json"],
    ["an address in percent signs", "file://ROOT/%70ackage.json"],
    ["an address of an editor", "vscode-remote://ssh-remote+mare.exampleROOT/package.json"],
    ["an address of another scheme", "vscode-userdata:ROOT/package.json"],
    ["an address with a fragment", "file://ROOT/package.json#L1"],
    ["an address with a question", "file://ROOT/package.json?x=1"],
    ["percent signs", "%2e%6d%63%70.json"],
    ["a percent sign that is none", "ROOT/.github/hooks/100%"],
    ["a link to a folder", "docs/hooks/x.json"],
    ["a link within a folder", "Marketing/pictures/x.png"],
    ["a link to a link to the file", "chain"],
    ["a link that leads nowhere yet", "dangling/../hooks/x"],
    ["a way back from a link", "docs/../package.json"],
    ["the constitution's own row", "Founder/contracts/2026/lease.md"],
    ["the constitution's own row with escapes", "Founder/a/b/secret_1.md"],
    ["the same row without a folder between", "Founder/secret_.md"],
  ])("is known with %s", (_, file) => {
    expect(judge(edit(file))).toContain("protected");
  });

  it("is known through the home folder", () => {
    const home = path.relative(homedir(), root);
    expect(judge(edit(`~/${home}/package.json`))).toContain("protected");
  });

  it.each(["", "web", "Marketing/pictures", "/"])("is known from the folder %j", (folder) => {
    const cwd = folder === "/" ? "/" : path.join(root, folder);
    expect(judge({ ...edit("ROOT/package.json"), cwd })).toContain("protected");
    expect(judge({ ...edit("package.json"), cwd })).toContain("protected");
  });

  it("cannot be judged behind links that lead round in a circle", () => {
    expect(() => judge(edit("Marketing/a/x.md"))).toThrow("circle");
  });

  it.each([
    "Founder/secret.md",
    "Founder/a/secrets.md",
    "xFounder/contracts/a",
    "docs2/package.json",
    "memory.jsonl.md",
    "amemory.jsonl",
    "bins/x",
  ])("is not %s", (file) => {
    expect(judge(edit(file))).toBeNull();
  });
});

describe("a call", () => {
  const file = ".github/agents/ceo.agent.md";
  const wider = "description: d\ntools: ['*']";
  const patch = (...lines: string[]) => ["*** Begin Patch", ...lines, "*** End Patch"].join("\n");
  it.each<[string, object]>([
    [
      "of Copilot CLI with a patch as text",
      { tool_name: "Edit", tool_input: patch("*** Update File: .mcp.json", "@@", "-a", "+b") },
    ],
    [
      "with a patch in JSON",
      {
        toolName: "apply_patch",
        toolArgs: JSON.stringify(patch("*** Add File: .mcp.json", "+{}")),
      },
    ],
    [
      "with an indented header",
      { tool_name: "Edit", tool_input: patch("  *** Update File: .mcp.json", "-a", "+b") },
    ],
    [
      "with a header without a space",
      {
        tool_name: "Edit",
        tool_input: patch("***Update File:.mcp.json", "*** Update File: NOTES.md", "+b"),
      },
    ],
    [
      "that moves a file onto one",
      {
        tool_name: "Edit",
        tool_input: patch("*** Update File: NOTES.md", "*** Move to: .mcp.json", "@@", "-a", "+b"),
      },
    ],
    [
      "with two sections for one agent",
      {
        tool_name: "Edit",
        tool_input: patch(
          `*** Update File: ${file}`,
          "@@",
          "-# CEO",
          "+# Chief",
          `*** Update File: ./${file}`,
          "@@",
          "-description: d",
          "+tools: x",
        ),
      },
    ],
    [
      "that patches the tools",
      {
        tool_name: "Edit",
        tool_input: patch(
          `*** Update File: ${file}`,
          "@@",
          "-tools: ['read', 'search', 'memory/open_nodes']",
          "+tools: ['*']",
        ),
      },
    ],
    [
      "that patches what a forgiving client would find elsewhere",
      {
        tool_name: "Edit",
        tool_input: patch(`*** Update File: ${file}`, "@@", "-  description. d", "+tools: ['*']"),
      },
    ],
    [
      "that adds an agent over the old one",
      {
        tool_name: "Edit",
        tool_input: patch(`*** Add File: ${file}`, "+---", "+name: ceo", "+tools: ['*']", "+---"),
      },
    ],
    ["that deletes an agent", { tool_name: "Edit", tool_input: patch(`*** Delete File: ${file}`) }],
    ["without a file", { tool_name: "Edit", tool_input: { old_str: "a", new_str: "b" } }],
    [
      "with an empty name",
      { tool_name: "Edit", tool_input: { path: "", old_str: "a", new_str: "b" } },
    ],
    [
      "with the name in a list",
      {
        tool_name: "Write",
        tool_input: { paths: [["NOTES.md"], { a: ".mcp.json" }], content: "x" },
      },
    ],
    [
      "with an address as an object",
      {
        tool_name: "Write",
        tool_input: { uri: { $mid: 1, fsPath: "ROOT/.mcp.json", scheme: "file" }, content: "x" },
      },
    ],
    [
      "with two names",
      { tool_name: "Write", tool_input: { path: "NOTES.md", filePath: ".mcp.json", content: "x" } },
    ],
    [
      "of a server's editor",
      {
        tool_name: "mcp__fs__edit_file",
        tool_input: { path: file, edits: [{ oldText: "description: d", newText: wider }] },
      },
    ],
    [
      "of a server that makes a file",
      { tool_name: "fs-write_file", tool_input: { path: ".mcp.json", content: "{}" } },
    ],
    [
      "of a server that looks and writes",
      { tool_name: "fs-read_and_write", tool_input: { path: ".mcp.json" } },
    ],
    [
      "of a server that seems to look",
      { tool_name: "list-delete", tool_input: { path: ".mcp.json" } },
    ],
    [
      "that makes a task of VS Code",
      { tool_name: "create_and_run_task", tool_input: { task: {} } },
    ],
    [
      "that writes an extension",
      {
        tool_name: "extensions_manage",
        tool_input: { operation: "scaffold", name: "x" },
        agent_type: "coo",
      },
    ],
    ["of a tool without a name", { tool_name: "", tool_input: { path: "NOTES.md" } }],
    [
      "that edits in several places, one unknown",
      {
        tool_name: "MultiEdit",
        tool_input: {
          path: file,
          edits: [{ old_str: "# CEO", new_str: "# C" }, { insert: wider }],
        },
      },
    ],
    [
      "that replaces every dash",
      edit(file, { old_str: "'read'", new_str: "'*'", replace_all: true }),
    ],
    ["whose old text stands twice", edit(file, { old_str: "d", new_str: "d\ntools: ['*']" })],
    ["whose old text is not there", edit(file, { old_str: "nothing", new_str: "tools: ['*']" })],
    [
      "that inserts a line",
      {
        tool_name: "str_replace_editor",
        tool_input: { command: "insert", path: file, insert_line: 2, insert_text: "tools: ['*']" },
      },
    ],
    ["that renames a department", edit(file, { old_str: "name: ceo", new_str: "name: coo" })],
    [
      "that hands tools to a prompt",
      write(".github/prompts/x.prompt.md", "---\nagent: coo\ntools: ['execute']\n---\n"),
    ],
    [
      "that hands tools to a chat mode",
      write(".github/chatmodes/x.chatmode.md", "---\ndescription: d\n---\n"),
    ],
    [
      "that hands tools to a command",
      write(".claude/commands/x.md", "---\nallowed-tools: Bash\n---\n"),
    ],
    [
      "with an empty front matter",
      write(".github/skills/x/SKILL.md", "---\n---\nallowed-tools: shell\n---\n"),
    ],
    [
      "with tools that are null",
      edit(file, { old_str: "['read', 'search', 'memory/open_nodes']", new_str: "null" }),
    ],
    [
      "with tools that are empty",
      edit(file, { old_str: " ['read', 'search', 'memory/open_nodes']", new_str: "" }),
    ],
    [
      "with tools that close later",
      write(file, AGENT.replace("description: d", "description: 'd")),
    ],
    [
      "with a line of U+0085",
      write(file, AGENT.replace("description: d", "description: d\u0085tools: ['*']")),
    ],
    ["with tools in another spelling", write(file, AGENT.replace("tools:", "Tools:"))],
    ["with space before the front matter", write(file, `\n${AGENT}`)],
    [
      "through a link",
      edit("docs/agents/ceo.agent.md", { old_str: "description: d", new_str: wider }),
    ],
  ])("%s is refused", (_, payload) => {
    expect(judge(payload)).not.toBeNull();
  });
});

describe("a command that names a file by its whole path", () => {
  it.each(['echo x > "ROOT/BOARD.md"', "rm 'ROOT/BOARD.md'", "rm ROOT_/BOARD.md"])(
    "%s is refused, blanks in it or not",
    (command) => {
      const said = command.replace("ROOT_", root.replaceAll(" ", "\\ ")).replace("ROOT", root);
      expect(judge({ tool_name: "Bash", tool_input: { command: said } })).toContain("protected");
    },
  );
});

describe("a command", () => {
  it.each([
    "sort -uo package.json NOTES.md",
    "sort --output=package.json NOTES.md",
    "git diff --output=package.json",
    "git -C . --no-pager log --output package.json",
    "sed -n 'w package.json' NOTES.md",
    "sed -i s/a/b/ package.json",
    "find . -name package.json -delete",
    "find .github -exec rm {} +",
    "rg --pre bin/x a",
    "cat NOTES.md > package.json",
    "cat NOTES.md | tee package.json",
    'echo "a\'"; rm package.json "\'"',
    "ls; rm package.json",
    "ls & rm package.json",
    "cat x\nrm package.json",
    "rm -rf .github",
    "mv .github x",
    "rm -rf ./*",
    "rm -rf .",
    "cp -r examples/mare/. .",
    "git apply x.patch",
    "patch -p1 < x.patch",
    "rm $PWD/package.json",
    "rm $(git rev-parse --show-toplevel)/bin/hq",
    "rm .mc[p].json",
    "rm .{mcp,x}.json",
    "rm ?cp* .mcp*",
    "rm p*.json",
    "echo $'\\x70ackage.json'",
    "cd .github && cd hooks && rm x",
    "dd of=package.json",
    "curl -opackage.json https://mare.example",
    "bin/hq > bin/x",
    "node bin/hq board list; rm bin/hq",
    "node dist/hq.js package.json",
    "cp x Marketing/pictures/x",
    "echo x > chain",
    "type x > .vscode\\mcp.json",
    "tee memory.jsonl",
  ])("%j is refused", (command) => {
    expect(judge({ tool_name: "Bash", tool_input: { command } })).toMatch(
      /protected|hands out|cannot see/,
    );
  });
});
