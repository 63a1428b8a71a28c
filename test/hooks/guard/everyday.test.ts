/** Work of an ordinary day, which the guard must not be in the way of. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AGENT, edit, judge, openWorkplace, write } from "../workplace.ts";

let close: () => void;

beforeAll(() => {
  ({ close } = openWorkplace());
});

afterAll(() => close());

const patch = (...lines: string[]) => ({
  tool_name: "Edit",
  tool_input: ["*** Begin Patch", ...lines, "*** End Patch"].join("\n"),
});
const run = (command: string, more: object = {}) => ({
  tool_name: "Bash",
  tool_input: { command, description: "Look at package.json and .mcp.json", ...more },
});
const skill = ".github/skills/standup/SKILL.md";
const agent = ".github/agents/ceo.agent.md";

describe("a department at its own work", () => {
  it.each<[string, string, object]>([
    ["marketing", "writes a draft", write("Marketing/drafts/week-2026-W48.md", "# 2026-11-24\n")],
    ["marketing", "writes it by its full path", write("ROOT/Marketing/drafts/x.md", "x")],
    [
      "marketing",
      "edits a voice guide that names protected files",
      edit("Marketing/voice.md", { new_str: "We edit .mcp.json and package.json" }),
    ],
    ["marketing", "writes a name with accents", write("Marketing/lançamento de São João.md", "x")],
    ["marketing", "writes a name with signs of its own", write("Marketing/50% off? #1.md", "x")],
    [
      "marketing",
      "patches two of its files",
      patch(
        "*** Update File: Marketing/a.md",
        "@@",
        "-a",
        "+b",
        "*** Add File: Marketing/c.md",
        "+c",
      ),
    ],
    [
      "marketing",
      "makes a folder",
      { tool_name: "create_directory", tool_input: { dirPath: "ROOT/Marketing/launch" } },
    ],
    [
      "marketing",
      "replaces strings in VS Code",
      {
        tool_name: "replace_string_in_file",
        tool_input: { filePath: "ROOT/Marketing/a.md", oldString: "a", newString: "b" },
      },
    ],
    [
      "marketing",
      "replaces several at once",
      {
        tool_name: "multi_replace_string_in_file",
        tool_input: {
          explanation: "package.json is named",
          replacements: [{ filePath: "ROOT/Marketing/a.md", oldString: "a", newString: "b" }],
        },
      },
    ],
    [
      "marketing",
      "names a file from its own folder",
      { ...edit("ideas.md"), cwd: "ROOT/Marketing" },
    ],
    [
      "marketing",
      "names it with a dot",
      { ...edit("./drafts/../ideas.md"), cwd: "ROOT/Marketing" },
    ],
    ["marketing", "uses the address of a file", edit("file://ROOT/Marketing/a.md")],
    ["marketing", "writes where upper case differs", edit("marketing/Ideas.md")],
    [
      "marketing",
      "opens a page in a browser",
      {
        tool_name: "playwright-browser_navigate",
        tool_input: { url: "https://mare.example/package.json" },
      },
    ],
    [
      "marketing",
      "sends a post by a server of the founder",
      {
        tool_name: "social-create_post",
        tool_input: { from: "2026-11-24", to: "x", name: "Launch", text: "See package.json" },
      },
    ],
    [
      "marketing",
      "writes a mail",
      {
        tool_name: "mail-create_draft",
        tool_input: { to: "ana@mare.example", subject: "Terms", body: "The .github folder" },
      },
    ],
    ["accountant", "writes a framework", edit("Founder/activity.md")],
    ["accountant", "writes in a subfolder", write("Founder/2026/ledger.md", "x")],
    [
      "coo",
      "keeps the board by its tool",
      {
        tool_name: "company-board_update",
        tool_input: { action: "add", title: "Tidy BOARD.md and package.json", by: "coo" },
      },
    ],
    ["somebody-else", "writes a page at the root", write("NOTES.md", "package.json")],
    ["somebody-else", "writes the board of a product", write("web/docs/BOARD.md", "x")],
    [
      "somebody-else",
      "edits a program of the founder",
      edit("src/app.ts", { new_str: 'import "./.mcp.json"' }),
    ],
    [
      "improver",
      "edits the body of a skill",
      edit(skill, { old_str: "# Standup", new_str: "# The standup" }),
    ],
    [
      "improver",
      "writes a new skill with a table",
      write(
        ".github/skills/new/SKILL.md",
        "---\nname: new\ndescription: 'A: b'\nmetadata:\n  country: Portugal\n---\n\n| tools | x |\n|---|---|\n",
      ),
    ],
    [
      "improver",
      "adds a reference to a skill",
      write(".github/skills/new/references/tax.csv", "a,b\n"),
    ],
    [
      "improver",
      "edits the body of an agent",
      edit(agent, { old_str: "# CEO", new_str: "# Chief\n\ntools: ['*']" }),
    ],
    [
      "improver",
      "patches the body of an agent",
      patch(`*** Update File: ${agent}`, "@@", "-# CEO", "+# Chief"),
    ],
    [
      "improver",
      "edits a description with a colon",
      edit(agent, { old_str: "description: d", new_str: 'description: "Decides: yes, [no]"' }),
    ],
    [
      "improver",
      "writes a prompt without tools",
      write(".github/prompts/new.prompt.md", "---\ndescription: d\nagent: coo\n---\nGo\n"),
    ],
    [
      "improver",
      "writes instructions",
      write(".github/instructions/tax.instructions.md", '---\napplyTo: "Founder/**"\n---\nx\n'),
    ],
    ["improver", "edits the page of agents", edit("AGENTS.md")],
    [
      "ceo",
      "remembers a decision about files",
      {
        tool_name: "memory-create_entities",
        tool_input: {
          entities: [
            {
              name: "decision:2026-11-20:package.json",
              entityType: "decision",
              observations: [".mcp.json"],
            },
          ],
        },
      },
    ],
    [
      "cfo",
      "asks for the plan",
      { tool_name: "company-standup_brief", tool_input: { file: "BOARD.md" } },
    ],
    [
      "lawyer",
      "reads the constitution",
      { tool_name: "Read", tool_input: { path: ".github/copilot-instructions.md" } },
    ],
    [
      "lawyer",
      "searches the hooks",
      { tool_name: "grep_search", tool_input: { query: "x", includePattern: ".github/hooks/**" } },
    ],
    [
      "cto",
      "asks a server for documents",
      { tool_name: "docs-query-docs", tool_input: { query: "what is exports in package.json" } },
    ],
    [
      "cto",
      "reads an issue",
      { tool_name: "github-get_issue", tool_input: { body: ".mcp.json", path: "package.json" } },
    ],
    [
      "coo",
      "asks a colleague",
      {
        tool_name: "Agent",
        tool_input: { agent_type: "lawyer", prompt: "May we edit .mcp.json?" },
      },
    ],
    [
      "coo",
      "keeps a list of things to do",
      {
        tool_name: "sql",
        tool_input: {
          query: "INSERT INTO todos VALUES ('attach the invoice and edit package.json')",
        },
      },
    ],
    [
      "coo",
      "updates the list",
      {
        tool_name: "TodoWrite",
        tool_input: { todos: [{ content: "Edit package.json", path: ".mcp.json" }] },
      },
    ],
  ])("%s %s", (department, _, payload) => {
    expect(judge({ ...payload, agent_type: department })).toBeNull();
    expect(judge(payload, department)).toBeNull();
  });
});

describe("the founder's own agent at ordinary work", () => {
  it.each([
    "npm ci && npm start",
    "npm test -- test/hooks/guard.test.ts",
    "npm run check 2>&1 | tail -20",
    "npx prettier --write src",
    "git --no-pager status && git --no-pager diff package.json | cat",
    "git add -A && git commit -m 'Protect package.json; add .mcp.json'",
    "git add .github && git push",
    "git log --oneline -- .github/hooks/guard.mjs",
    "git checkout -b new-page",
    "cat package.json | grep version",
    "cat BOARD.md; grep -c T- BOARD.md; git add BOARD.md && git commit -m 'Board' BOARD.md",
    "bin/hq board add 'Tidy the board' && bin/hq board done T-012",
    "cat .mcp.json .vscode/mcp.json 2>/dev/null || echo none",
    "head -5 .github/hooks/guard.mjs; wc -l .github/hooks/guard.mjs",
    "sed -n '1,40p' package.json",
    "find . -name '*.md' -not -path './node_modules/*'",
    "grep -rn 'tools:' .github/agents | sort | head",
    "rg -o 'name.*' .github/agents/ceo.agent.md",
    "ls -la .github .vscode bin dist",
    "jq .version package.json",
    "diff .mcp.json .vscode/mcp.json",
    "node bin/hq standup --json",
    "bin/hq board list && ./bin/hq doctor",
    ".hq-kit/bin/hq memory status",
    "node dist/hq.js --version",
    "mkdir -p src/bin && touch src/package.json",
    "rm -rf node_modules src/dist",
    "mv src/a.ts src/b.ts",
    "python3 -m http.server 8000",
    "curl -s https://mare.example/package.json -o /tmp/x.json",
    "cd src && ls && npm install",
    "which node; node --version; pwd",
    "echo done > Marketing/log.txt",
  ])("runs %s", (command) => {
    expect(judge(run(command))).toBeNull();
    expect(
      judge({
        tool_name: "runInTerminal",
        tool_input: { command, explanation: "Reads package.json" },
      }),
    ).toBeNull();
  });

  it.each<[string, object]>([
    ["writes a program", write("src/index.ts", 'import json from "../package.json"')],
    ["writes a package of a subfolder", write("web/package.json", "{}")],
    ["writes a bin of a subfolder", write("web/bin/serve.js", "x")],
    ["writes outside, which the client asks about", write("/tmp/plan.md", "x")],
    ["writes a template of issues", write(".github/ISSUE_TEMPLATE/bug.md", "x")],
    ["writes a board of a subfolder", write("docs-of-product/BOARD.md", "# Board")],
    ["writes a name that begins alike", write("BOARD.md.txt", "x")],
    ["writes a change log", edit("CHANGELOG.md", { new_str: "bin/hq is new" })],
    [
      "opens an issue",
      {
        tool_name: "github-create_issue",
        tool_input: { title: "package.json", body: "`.mcp.json` fails; rm -rf bin" },
      },
    ],
    [
      "edits a notebook",
      {
        tool_name: "edit_notebook_file",
        tool_input: { filePath: "ROOT/a.ipynb", newCode: ["cat .mcp.json"], editType: "insert" },
      },
    ],
    ["sees the whole of an agent written as it was", write(agent, AGENT)],
  ])("%s", (_, payload) => {
    expect(judge(payload)).toBeNull();
  });
});
