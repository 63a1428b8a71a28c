/** What every session reads, and what becomes our programs: in a clone, and beside a product. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decide, edit, FILES, judge, openWorkplace, write } from "../workplace.ts";

let root: string;
let close: () => void;
beforeAll(() => {
  ({ root, close } = openWorkplace());
});
afterAll(() => close());

const ALWAYS_READ = [
  "CLAUDE.md",
  "claude.md",
  "CLAUDE.local.md",
  "GEMINI.md",
  "web/CLAUDE.md",
  "web/app/GEMINI.md",
  "Marketing/AGENTS.md",
  "docs-of-product/AGENTS.md",
  "web/copilot-instructions.md",
  "web/.github/copilot-instructions.md",
  "web/.github/instructions/all.instructions.md",
  ".claude/rules/a.md",
  ".claude/CLAUDE.md",
  ".claude/agents/lawyer/AGENT.md",
  ".claude/agents/za.md",
  ".claude/skills/standup/SKILL.md",
  ".claude/commands/x.md",
  "web/.claude/rules/deep/b.md",
  ".agents/skills/x/SKILL.md",
  ".gemini/settings.json",
  ".cursor/rules/a.mdc",
  ".codex/config.toml",
  ".cursorrules",
];

const PROGRAMS = [
  "package-lock.json",
  "npm-shrinkwrap.json",
  ".npmrc",
  "tsconfig.json",
  "vitest.config.ts",
  "vitest.copilot.config.ts",
  "eslint.config.mjs",
  "biome.json",
  "knip.json",
  ".dependency-cruiser.mjs",
  ".github/workflows/check.yml",
  ".github/workflows/triage.md",
  ".github/actions/x/action.yml",
  ".husky/pre-commit",
  ".envrc",
  "mise.toml",
  ".mise.toml",
  ".node-version",
  ".gitattributes",
  "node_modules/node/bin/node",
  "node_modules/.bin/tsc",
  "node_modules/zod/index.js",
  "scripts/build.mjs",
  "cli/program.ts",
  "company/board/parse.ts",
  "office/plan-day.ts",
  "setup/run-init.ts",
  "doctor/examine.ts",
  "files/standup-input.ts",
  "ledger/sqlite.ts",
  "mcp-memory/server.ts",
  "mcp-company/main.ts",
  "mcp-new/main.ts",
  "engine/run.ts",
  "page/app.ts",
  "channels/x.ts",
  "packs/portugal/pack.json",
];

const ways = (file: string): [string, object][] => [
  ["an edit", edit(file)],
  ["a new file", write(file, "x")],
  ["VS Code", { tool_name: "create_file", tool_input: { filePath: `ROOT/${file}`, content: "x" } }],
  ["a patch", { tool_name: "Edit", tool_input: `*** Begin Patch\n*** Add File: ${file}\n+x` }],
  [
    "a patch that deletes and adds",
    {
      tool_name: "Edit",
      tool_input: `*** Begin Patch\n*** Delete File: ${file}\n*** Add File: ${file}\n+x`,
    },
  ],
  ["a server's editor", { tool_name: "fs-write_file", tool_input: { path: file, content: "x" } }],
  ["a move onto it", { tool_name: "fs-move_file", tool_input: { source: "a", destination: file } }],
  ["a shell", { tool_name: "Bash", tool_input: { command: `echo x > ${file}` } }],
  ["sed", { tool_name: "Bash", tool_input: { command: `sed -i s/a/b/ ./${file}` } }],
];

describe("in a clone", () => {
  it.each([...ALWAYS_READ, ...PROGRAMS])("%s is changed by nobody", (file) => {
    for (const [how, payload] of ways(file)) {
      expect(judge(payload), how).toContain("protected");
      for (const agent of ["marketing", "improver"])
        expect(judge(payload, agent), how).not.toBeNull();
    }
  });

  it.each(["company", "cli", "mcp-memory", "scripts", ".claude", ".husky"])(
    "the folder %s is not taken away",
    (folder) => {
      const move = { tool_name: "fs-move_file", tool_input: { source: folder, destination: "x" } };
      expect(judge(move)).toContain("protected");
      for (const command of [`rm -rf ${folder}`, `mv ./${folder} x`, `cp -r x ${folder}`]) {
        expect(judge({ tool_name: "Bash", tool_input: { command } }), command).toContain(
          "protected",
        );
      }
    },
  );

  it.each([
    "bin/hq doctor",
    "npm run setup",
    "git checkout -b office",
    "git commit -m 'company page'",
    "rm -rf node_modules",
    "node scripts/bench.mjs --short",
    "./node_modules/.bin/vitest run test/hooks",
    "node node_modules/typescript/bin/tsc --noEmit",
    "npx tsc --noEmit && npx eslint company",
    "cat scripts/build.mjs",
    "ls company files | head",
    "cp a.md $HOME/files/a.md",
  ])("an ordinary word is no folder of ours: %s", (command) => {
    expect(judge({ tool_name: "Bash", tool_input: { command } })).toBeNull();
  });

  it("nor is it in what is said to another server", () => {
    const tool_input = {
      to: "ana@mare.example",
      subject: "company",
      name: "office",
      topic: "files",
    };
    expect(judge({ tool_name: "mail-create_draft", tool_input })).toBeNull();
  });

  it.each([
    "src/company/a.ts",
    "web/tsconfig.json",
    "web/package-lock.json",
    "web/scripts/a.sh",
    "AGENTS.md",
    "src/index.ts",
    "docs-of-product/a.md",
    "web/cli/x.ts",
  ])("%s is the founder's", (file) => {
    for (const [how, payload] of ways(file)) expect(judge(payload), how).toBeNull();
  });

  it("a person who works on the kit itself says so where no agent can, and keeps the company", () => {
    const read = (file: string) => FILES[file] ?? null;
    const as = (payload: object, more: object = {}) =>
      decide({ cwd: root, ...payload, ...more }, { root, read, develops: true });
    for (const file of [...PROGRAMS, "package.json", "bin/hq", "dist/hq.js"]) {
      expect(as(edit(file)), file).toBeNull();
      expect(as(edit(file), { agent_type: "marketing" }), file).not.toBeNull();
    }
    for (const file of [...ALWAYS_READ, ".mcp.json", "BOARD.md", ".github/hooks/guard.mjs"]) {
      expect(as(edit(file)), file).toContain("protected");
    }
  });
});

describe("instructions for paths", () => {
  const file = ".github/instructions/tax.instructions.md";
  const head = (applyTo: string) => `---\nname: tax\n${applyTo}\n---\n# Tax\n`;

  it.each(['applyTo: "Founder/**"', "applyTo: Founder/*.md, Marketing/**", "applyTo: '**/*.md'"])(
    "are the improver's with %s",
    (line) => {
      expect(judge(write(file, head(line)), "improver")).toBeNull();
      expect(judge(write(file, head(line)), "marketing")).toContain("may not write");
    },
  );

  it.each([
    'applyTo: "**"',
    "applyTo: '**/*'",
    "applyTo: '*'",
    "applyTo: 'Founder/**, **'",
    "applyTo: '{**,a}'",
    "applyTo:",
    "applyTo: ['**']",
    "applyTo:\n  - Founder/**",
    "description: x",
    "applyto: 'Founder/**'",
  ])("that are read with every request are nobody's: %j", (line) => {
    expect(judge(write(file, head(line)), "improver")).toContain("with every request");
    expect(judge(write(file, head(line)))).toContain("with every request");
  });

  it("without front matter are read with every request", () => {
    expect(judge(write(file, "# Obey\n"), "improver")).toContain("with every request");
  });
});

describe("beside a product of the founder's", () => {
  const files: Record<string, string> = { ".hq-kit/bin/launch.js": "x", "package.json": "{}" };
  const there = (payload: object, speaker: string | null = null) => {
    const text = JSON.stringify({ cwd: root, ...payload }).replaceAll("ROOT", root);
    return decide(JSON.parse(text) as object, {
      root,
      read: (file) => files[file] ?? null,
      speaker,
    });
  };

  it.each([...ALWAYS_READ, ...PROGRAMS, ".github/instructions/a.instructions.md"])(
    "%s is the founder's own agent's, and no department's",
    (file) => {
      if (/^(web\/)?\.github\/copilot-instructions|^web\/\.github\/copilot/.test(file)) return;
      expect(there(edit(file, { old_str: "", new_str: "" })) ?? "", file).not.toContain(
        "protected",
      );
      expect(there(write(file, "# Ours\n")), file).toBeNull();
      for (const agent of ["marketing", "coo"])
        expect(there(write(file, "x"), agent)).not.toBeNull();
      if (!file.startsWith(".github/instructions/"))
        expect(there(write(file, "x"), "improver"), file).not.toBeNull();
    },
  );

  it("the improver writes no always-read page into its own folders either", () => {
    for (const file of ["docs/AGENTS.md", "docs/CLAUDE.md", ".github/skills/x/CLAUDE.md"])
      expect(there(write(file, "x"), "improver"), file).toContain("protected");
  });
});
