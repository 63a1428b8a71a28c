/** A repository with agents, hooks, skills, prompts and servers of its own, and a company put beside them. */
import { execFileSync } from "node:child_process";
import { mkdir, readFile, symlink } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Finding } from "../../company/finding.ts";
import { examine } from "../../doctor/examine.ts";
import { runInit } from "../../setup/run-init.ts";
import {
  ANSWERS,
  clonedPackage,
  initTools,
  put,
  removeFolders,
  tempFolder,
} from "../setup/company.ts";

/** Each of these would be an error or a warning in a file of the company's. */
const THEIRS: Record<string, string> = {
  "AGENTS.md": `# Product\n\n${"Words. ".repeat(400)}\nSee [the vision](VISION.md).\n`,
  ".github/copilot-instructions.md": `# Product\n\n${"Rules. ".repeat(2_000)}\n[gone](../docs/gone.md)\n`,
  ".github/agents/builder.agent.md":
    "---\nname: The Builder\ntools: [execute, changes, usages, nonsense]\nmodel: big\nhandoffs:\n  - agent: Somebody\n---\nBuild [this](gone.md).\n",
  ".github/agents/reader.agent.md": "---\ndescription: d\ntools: read, search\n---\nRead.\n",
  ".github/agents/README.md": "# Agents\n",
  ".github/skills/Big_Skill/SKILL.md":
    "---\nname: other\nallowed-tools: Bash(git:*)\n---\n[api](/docs/api)\n",
  ".github/skills/empty/notes.md": "Nothing.\n",
  ".github/skills/README.md": "[x](nowhere.md)\n",
  ".github/prompts/Fix It.prompt.md": "---\nmode: agent\n---\nFix.\n",
  ".github/prompts/health.prompt.md": "Check.\r\n",
  ".github/instructions/README.md": "# All\n",
  ".github/instructions/all.instructions.md": "Be brief.\n",
  ".github/instructions/none.instructions.md": '---\napplyTo: "**/nowhere/**"\n---\nx\n',
  ".github/hooks/hooks.json":
    '{"hooks":{"Whenever":{"type":"shell"},"sessionEnd":[{"type":"command"}]}}',
  ".github/hooks/broken.json": "{",
  ".github/hooks/save.sh": "#!/bin/sh\ngit commit -am wip && git push\n",
  ".github/mcp.json": '{"servers":{}}',
  ".mcp.json":
    '{"mcpServers":{"docs":{"command":"node","args":["src/gone.js"],"env":{"API_KEY":"abc"}}}}',
  ".vscode/mcp.json":
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the client's own variable
    '{"servers":{"app":{"type":"pipe","command":"node","args":["src/index.ts"],"cwd":"${workspaceFolder}/server"}}}',
  "Marketing/plan.md": "[x](nowhere.md)\r\n",
  ".claude/agents/other.md": "---\nname: other\ndescription: d\ntools: Read\n---\nx\n",
};

let packageRoot: string;
let root: string;
let found: Finding[];

const git = (...args: string[]) => execFileSync("git", args, { cwd: root, stdio: "ignore" });
const doctor = () =>
  examine({ root, now: new Date("2026-11-30T09:30:00Z"), env: {}, nodeVersion: "24.0.0" });

async function productWith(files: Record<string, string>, folder?: string): Promise<void> {
  root = folder ?? (await tempFolder());
  for (const [file, text] of Object.entries(files)) await put(root, file, text);
  git("init");
  git("add", ".");
  const given = { ...ANSWERS, product: [...ANSWERS.product], into: root };
  expect((await runInit(given, initTools(packageRoot))).kind).toBe("written");
  found = await doctor();
}

beforeAll(async () => {
  packageRoot = await clonedPackage();
});
afterAll(removeFolders);

describe("in a repository with files of its own for the clients", () => {
  beforeAll(() => productWith(THEIRS));

  test("the doctor finds no error and judges none of them", () => {
    expect(found.filter(({ severity }) => severity === "error")).toEqual([]);
    const judged = found.map(({ file }) => file).filter((file) => file in THEIRS);
    expect(judged).toEqual([]);
  });

  test("they are listed once, each by its kind", () => {
    const listed = found.filter(({ what }) => what.startsWith("yours, not checked"));
    expect(listed).toMatchObject([{ file: ".github", severity: "note" }]);
    expect(listed[0]?.what).toBe(
      "yours, not checked: 4 agents (README.md, builder, reader, .claude/agents/other.md), 2 skills (Big_Skill, empty), 2 prompts (Fix It, health), 3 instructions (README.md, all, none), 3 hooks (broken.json, hooks.json, save.sh), 2 MCP servers (docs, app), 1 file (Marketing/plan.md)",
    );
    expect(listed[0]?.details).toHaveLength(17);
  });

  test("what of them reaches into the company is a warning of their folder", () => {
    const told = found.filter(({ file }) => /^\.github\/(agents|hooks)$/.test(file));
    expect(told).toMatchObject([
      {
        severity: "warning",
        what: "1 agent with a shell or every tool, which our departments can call: builder",
      },
      {
        severity: "warning",
        what: "hooks of yours that commit or push by themselves, in the departments' sessions too: save.sh",
      },
    ]);
    expect(found.map(({ what }) => what)).toContain(
      "3 texts of yours are read with every request beside the company's: .github/instructions/all.instructions.md, AGENTS.md (the part above ours), .github/copilot-instructions.md (the part above ours)",
    );
  });

  test("a prompt for a department, a recurring skill and our part of a shared page are judged", async () => {
    await put(root, ".github/prompts/own.prompt.md", "---\nagent: cfo\nmode: ask\n---\nx\n");
    await put(root, ".github/skills/standup/SKILL.md", "---\nname: standup\n---\nx\n");
    await put(root, "AGENTS.md", "# For every agent in this repository\n\n[x](nowhere.md)\n");
    const files = (await doctor())
      .filter(({ severity }) => severity === "error")
      .map(({ file }) => file);
    expect(new Set(files)).toEqual(
      new Set([".github/prompts/own.prompt.md", ".github/skills/standup/SKILL.md", "AGENTS.md"]),
    );
  });

  test("a file of theirs that switches every hook off is an error all the same", async () => {
    await put(root, ".github/hooks/hooks.json", '{"disableAllHooks": true, "hooks": {}}');
    expect((await doctor()).map(({ file, what }) => `${file}: ${what}`)).toContain(
      ".github/hooks/hooks.json: disableAllHooks is true",
    );
  });
});

describe("what git leaves out", () => {
  test("of the company's files is told, each by its name", async () => {
    await productWith({ ".gitignore": ".vscode/\n*.jsonl\n" });
    expect(found.filter(({ file }) => file === ".gitignore")).toMatchObject([
      {
        severity: "warning",
        what: "3 files of the company that git ignores: .vscode/mcp.json, .vscode/settings.json, memory.jsonl",
        fix: "Run: git add -f .vscode/mcp.json .vscode/settings.json memory.jsonl",
      },
    ]);
    git("add", "-f", ".vscode/mcp.json", ".vscode/settings.json", "memory.jsonl");
    expect((await doctor()).filter(({ file }) => file === ".gitignore")).toEqual([]);
  });

  test("is nothing that lies behind a link to a folder", async () => {
    root = await tempFolder();
    await put(root, "shared/skills/mine/SKILL.md", "---\nname: mine\ndescription: d\n---\nx\n");
    await mkdir(path.join(root, ".github"));
    await symlink("../shared/skills", path.join(root, ".github", "skills"));
    await productWith({}, root);
    expect(found.filter(({ what }) => what.includes("git ignores"))).toEqual([]);
  });

  test("is none of a folder of rules that a link leads to", async () => {
    await productWith({ "rules/a.md": "A.\n", "rules/b.md": "B.\n" });
    await mkdir(path.join(root, ".claude"));
    await symlink("../rules", path.join(root, ".claude", "rules"));
    expect((await doctor()).filter(({ what }) => what.includes("git does not keep"))).toEqual([]);
    await put(root, "rules/new.md", "C.\n");
    await put(root, "CLAUDE.md", "D.\n");
    expect((await doctor()).map(({ what }) => what)).toContain(
      "2 texts that are read with every request, and that git does not keep: CLAUDE.md, .claude/rules/new.md",
    );
  });
});

test("a checkout with Windows line endings is told once", async () => {
  await productWith({ "README.md": "# Product\n" });
  for (const file of ["AGENTS.md", "BOARD.md", ".mcp.json", ".github/agents/cfo.agent.md"]) {
    const text = await readFile(path.join(root, file), "utf8");
    await put(root, file, text.replaceAll("\n", "\r\n"));
  }
  const ends = (await doctor()).filter(({ what }) => what.includes("CRLF"));
  expect(ends).toMatchObject([
    {
      file: ".",
      what: "4 files with Windows line endings (CRLF): .mcp.json, AGENTS.md, BOARD.md, .github/agents/cfo.agent.md",
    },
  ]);
});
