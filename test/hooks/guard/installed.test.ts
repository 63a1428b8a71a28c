/** The guard beside a product of the founder's own, where our programs stand in `.hq-kit/`. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { relocated } from "../../../setup/relocate.ts";
import { AGENT, decide, edit, KIT, SKILL } from "../workplace.ts";

const PAGE = ".github/copilot-instructions.md";
const KIT_PAGE = readFileSync(path.join(KIT, PAGE), "utf8");
const INSTALLED: Record<string, string> = {
  [PAGE]: relocated(PAGE, KIT_PAGE),
  ".hq-kit/bin/launch.js": "// starts hq\n",
  ".hq-kit/manifest.json": "{}",
  ".github/agents/ceo.agent.md": AGENT,
  ".github/skills/standup/SKILL.md": SKILL,
  "package.json": '{"name": "product"}\n',
  "bin/cli.js": "x\n",
};
const { ".hq-kit/bin/launch.js": _, ...OTHERS } = INSTALLED;
const CLONE = {
  ...OTHERS,
  [PAGE]: KIT_PAGE,
  "bin/launch.js": "// starts hq\n",
  "bin/hq-company.js": "// starts the server\n",
};

let root: string;

beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), "guard produto-"));
  for (const folder of [".vscode", "dist", "bin", "src"]) mkdirSync(path.join(root, folder));
  writeFileSync(path.join(root, "package.json"), "{}");
  symlinkSync(".hq-kit", path.join(root, "kit"));
});

afterAll(() => rmSync(root, { recursive: true, force: true }));

type Files = Record<string, string>;

function judge(payload: object, files: Files = INSTALLED, speaker: string | null = null) {
  const read = (file: string) => files[file] ?? null;
  const text = JSON.stringify({ cwd: root, ...payload }).replaceAll("ROOT", root);
  return decide(JSON.parse(text) as object, { root, read, speaker });
}

const run = (command: string) => ({ tool_name: "bash", tool_input: { command } });
const patch = (...lines: string[]) => ({
  tool_name: "apply_patch",
  tool_input: ["*** Begin Patch", ...lines, "*** End Patch"].join("\n"),
});
/** A change of the file in every shape that clients send. */
const changes = (file: string): [string, object][] => [
  ["edit", edit(file)],
  ["edit by its full path", edit(`ROOT/${file}`)],
  ["create", { tool_name: "create", tool_input: { path: file, file_text: "{}" } }],
  [
    "replace",
    {
      tool_name: "replace_string_in_file",
      tool_input: { filePath: `ROOT/${file}`, oldString: "a", newString: "b" },
    },
  ],
  ["create_file", { tool_name: "create_file", tool_input: { filePath: file, content: "{}" } }],
  ["patch", patch(`*** Update File: ${file}`, "@@", "-a", "+b")],
  ["patch that adds", patch(`*** Add File: ${file}`, "+{}")],
  [
    "another server's editor",
    { tool_name: "fs-write_file", tool_input: { path: file, content: "" } },
  ],
  ["a move", { tool_name: "fs-move_file", tool_input: { source: "a.txt", destination: file } }],
];

const PRODUCT = [
  "package.json",
  "package-lock.json",
  "bin/cli.js",
  "bin/hq",
  "bin/launch.js",
  "bin/sub/run.sh",
  "dist/manifest.json",
  "dist/server.js",
  "dist/hq.js",
  ".vscode/settings.json",
  ".vscode/launch.json",
  ".vscode/extensions.json",
  ".vscode/tasks.json",
  "packages/web/.vscode/settings.json",
  "src/index.ts",
  "README.md",
  ".github/workflows/ci.yml",
];

describe("beside an installed kit, the founder's own agent changes the product", () => {
  it.each(PRODUCT)("%s", (file) => {
    for (const [how, payload] of changes(file)) expect(judge(payload), how).toBeNull();
  });

  it("makes the folder of the editor's settings, and a task in it", () => {
    const folder = { tool_name: "create_directory", tool_input: { dirPath: "ROOT/.vscode" } };
    expect(judge(folder)).toBeNull();
    const task = { label: "build", type: "shell", command: "npm run build" };
    expect(judge({ tool_name: "create_and_run_task", tool_input: { task } })).toBeNull();
  });
});

const ORDINARY = [
  "node dist/server.js",
  "node bin/cli.js --help",
  "./bin/cli.js serve --port 3000 &",
  "rm -rf dist && npm run build",
  "rm -rf ./dist ./coverage && npx tsc --outDir dist",
  "npx tsc --outDir dist",
  "npx esbuild src/index.ts --bundle --outfile=dist/index.js",
  "echo v$(node -p \"require('./package.json').name\")",
  'echo "v$(node -p "require(\'./package.json\').version")"',
  "VERSION=$(jq -r .version package.json); echo $VERSION",
  "VERSION=`jq -r .version package.json` && git tag v$VERSION && git push --tags",
  "docker build -t app:$(jq -r .version package.json) .",
  "gh release create v$(node -p \"require('./package.json').version\") dist/*.tgz",
  "git checkout -- package.json",
  "git restore package.json dist",
  "git checkout main -- bin dist/manifest.json",
  "git stash push package.json",
  "npm pkg set scripts.build='tsc --outDir dist'",
  "npm version patch && npm publish --dry-run",
  "jq '.version = \"1.2.3\"' package.json > tmp.json && mv tmp.json package.json",
  "sed -i 's/1.0.0/1.0.1/' package.json",
  "cat > notes.md <<EOF\nSee package.json and .mcp.json\nEOF",
  "cat > bin/run.sh <<'EOF'\n#!/bin/sh\nnode dist/server.js \"$@\"\nEOF\nchmod +x bin/run.sh && bin/run.sh",
  "mkdir -p .vscode && cat > .vscode/settings.json <<EOF\n{}\nEOF",
  "cp .vscode/settings.json /tmp/x && code .vscode/launch.json",
  "git add .vscode/settings.json package.json bin dist && git commit -m 'Add bin/cli.js'",
  "git commit -m \"$(cat <<'EOF'\nMove bin/cli.js; don't touch .mcp.json (yet)\nEOF\n)\"",
  "gh pr create --title x --body-file - <<'EOF'\nThe table in BOARD.md isn't changed; `.hq-kit/` stays\nEOF",
  'for f in bin/*; do node --check "$f"; done',
  "find bin -name '*.js' -exec chmod +x {} +",
  "find dist -name '*.map' -delete",
  "chmod +x bin/cli.js && ln -sf ../bin/cli.js node_modules/.bin/cli",
  "cp -R public/. dist && rsync -a assets/ dist/assets/",
  "tar czf app.tgz dist package.json",
  "zip -r app.zip dist bin",
  "mv bin/old.js bin/new.js",
  "npx prettier --write 'src/**/*.ts' package.json",
  'npx prettier --write "**/*.json"',
  'PATH="$PWD/bin:$PATH" cli --version',
  "$PWD/bin/cli.js --version",
  "cd dist && ls -la && node server.js",
  "NODE_ENV=production node dist/server.js > dist/log.txt 2>&1",
  "IFS=$'\\n'; for l in $(cat package.json); do echo $l; done",
  "python3 - <<'EOF'\nimport json\nprint(json.load(open('package.json'))['name'])\nEOF",
  "node .hq-kit/bin/hq board list",
  'node .hq-kit/bin/hq memory add decision:2026-12-01:a "Decision: a" --type decision',
  "cat .mcp.json .vscode/mcp.json .github/hooks/guard.json",
  'echo "$(cat .mcp.json | jq .mcpServers)"',
  "git log -1 --format=%s -- .github/copilot-instructions.md",
];

describe("beside an installed kit, the founder's own agent runs", () => {
  it.each(ORDINARY)("%j", (command) => {
    expect(judge(run(command))).toBeNull();
    expect(judge({ tool_name: "runInTerminal", tool_input: { command } })).toBeNull();
  });
});

/** What the company itself stands on. */
const COMPANY = [
  PAGE,
  "web/.github/copilot-instructions.md",
  ".github/hooks/guard.mjs",
  ".github/hooks/guard/protected.mjs",
  ".github/hooks/guard.json",
  ".github/hooks/more.json",
  ".github/copilot/settings.json",
  ".github/extensions/x/extension.mjs",
  ".github/lsp.json",
  ".github/mcp.json",
  ".mcp.json",
  ".vscode/mcp.json",
  "packages/web/.vscode/mcp.json",
  ".git/config",
  ".git/hooks/pre-commit",
  "BOARD.md",
  ".hq-kit/manifest.json",
  ".hq-kit/bin/launch.js",
  ".hq-kit/dist/hq.js",
  ".hq-kit/base/BOARD.md",
  "kit/bin/launch.js",
  "memory.jsonl",
  "memory.origins.jsonl",
  ".memory/memory.jsonl/graph.db",
  ".hq/hq.db",
  ".claude/settings.json",
  ".devcontainer/devcontainer.json",
];
const PROGRAMS: ((file: string) => string)[] = [
  (file) => `echo x > ${file}`,
  (file) => `rm -f "${file}"`,
  (file) => `sed -i s/a/b/ ${file}`,
  (file) => `tee ${file} < a.txt`,
  (file) => `cat > ${file} <<'EOF'\nx\nEOF`,
  (file) => `cat <<EOF | tee ${file}\nx\nEOF`,
  (file) => `cat <<EOF >> ${file}\nx\nEOF`,
  (file) => `bash <<'EOF'\nrm ${file}\nEOF`,
  (file) => `cat <<EOF | sh\nrm ${file}\nEOF`,
  (file) => `cat > x.sh <<EOF\nrm ${file}\nEOF\nsh x.sh`,
  (file) => `cat > x.sh <<EOF\nrm ${file}\nEOF\ncat x.sh | sh`,
  (file) => `cat > Makefile <<EOF\nall:\n\trm ${file}\nEOF\nmake all`,
  (file) => `echo 'rm ${file}' > x.sh && chmod +x x.sh && ./x.sh`,
  (file) => `cat <<EOF\n$(rm ${file})\nEOF`,
  (file) => `cat <<EOF\n\`rm ${file}\`\nEOF`,
  (file) => `echo "$(rm ${file})"`,
  (file) => `echo \`rm ${file}\``,
  (file) => `echo "$(echo $(rm ${file}))"`,
  (file) => `rm $(echo ${file})`,
  (file) => `rm \`ls ${file}\``,
  (file) => `F=$(git ls-files ${file}); rm $F`,
  (file) => `echo x > $(echo ${file})`,
  (file) => `git commit -m "$(cat <<'EOF'\nx\nEOF\n)"; rm ${file}`,
  (file) => `VERSION=$(jq -r .version package.json); echo $VERSION > ${file}`,
  (file) => `V=$(cat ${file} > a.txt; rm ${file}); echo $V`,
  (file) => `cat $(cat a.txt) ; mv a.txt ${file}`,
  (file) => `diff <(cat a.txt) <(rm ${file})`,
  (file) => `node -p "require('fs').writeFileSync('${file}','')"`,
  (file) => `python3 - <<'EOF'\nopen('${file}','w')\nEOF`,
  (file) => `xargs rm <<< ${file}`,
  (file) => `echo "$((rm ${file}) )"`,
  (file) => `git checkout HEAD~3 -- ${file}`,
  (file) => `npx tsc && cp dist/x ${file}`,
  (file) => `echo "it's \\"x"; rm ${file}; echo '"'`,
  (file) => `echo x > "${file.slice(0, 4)}"${file.slice(4)}`,
];

describe("beside an installed kit, an agent does not change what the company stands on", () => {
  it.each(COMPANY)("%s", (file) => {
    for (const [how, payload] of changes(file)) {
      expect(judge(payload), how).toMatch(/protected/);
      expect(judge(payload, INSTALLED, "improver"), how).not.toBeNull();
    }
    for (const program of PROGRAMS) {
      const command = program(file);
      expect(judge(run(command)), command).toMatch(/protected|cannot see/);
    }
  });

  it.each([
    "rm -rf .github",
    "rm -rf .vscode",
    "rm -rf .hq-kit",
    "mv .hq-kit old",
    "rm -rf ./*",
    "rm -rf .",
    "cp -r other/. .",
    "git apply x.patch",
    "cat x.patch | git apply",
    "rm .vscode/*.json",
    "rm .mcp*",
    "cd .hq-kit && rm -rf bin",
    "sed -i s/read/execute/ .github/agents/ceo.agent.md",
    "cat > .github/agents/new.agent.md <<'EOF'\n---\nname: new\n---\nEOF",
    "echo 'tools: [\"*\"]' >> .github/skills/standup/SKILL.md",
  ])("by %j", (command) => {
    expect(judge(run(command))).toMatch(/protected|hands out|cannot see/);
  });

  it("nor gives an agent more tools, nor runs a task that does", () => {
    const wider = edit(".github/agents/ceo.agent.md", { old_str: "'read'", new_str: "'execute'" });
    expect(judge(wider)).toContain("more than it has");
    const task = { label: "x", type: "shell", command: "rm -rf .hq-kit" };
    const made = { tool_name: "create_and_run_task", tool_input: { task } };
    expect(judge(made)).toContain("protected");
    expect(judge({ ...made, agent_type: "cto" })).toContain("no shell");
  });

  it("and a department stays in its folders there too", () => {
    for (const file of ["package.json", "bin/cli.js", "dist/x.js", ".vscode/settings.json"]) {
      expect(judge({ ...edit(file), agent_type: "marketing" }), file).toContain("may not write");
      expect(judge(edit(file), INSTALLED, "cto"), file).toContain("may not write");
    }
    expect(judge({ ...run("npm run build"), agent_type: "cto" })).toContain("no shell");
  });

  it("unless the founder's own rows say more", () => {
    const page = `${INSTALLED[PAGE]?.trimEnd()}\n| package.json |\n| secrets/** |\n`;
    const own = { ...INSTALLED, [PAGE]: page };
    expect(judge(edit("package.json"), own)).toContain("protected");
    expect(judge(edit("secrets/key.txt"), own)).toContain("protected");
    expect(judge(edit("bin/cli.js"), own)).toBeNull();
  });
});

describe("in a clone", () => {
  const OURS = [
    "package.json",
    "bin/hq",
    "bin/new.js",
    "dist/hq.js",
    ".vscode/settings.json",
    ".github/evals/ceo.json",
  ];

  it.each(OURS)("%s stays protected, whatever the page says", (file) => {
    for (const page of [CLONE[PAGE], INSTALLED[PAGE], null]) {
      const files: Files = { ...CLONE };
      if (page === null) delete files[PAGE];
      else files[PAGE] = page ?? "";
      for (const [how, payload] of changes(file)) {
        expect(judge(payload, files), how).toContain("protected");
      }
      for (const program of PROGRAMS) {
        const command = program(file);
        expect(judge(run(command), files), command).toMatch(/protected|cannot see/);
      }
    }
  });

  it.each<[string, Files]>([
    ["a manifest, which a company in a clone has too", {}],
    ["a launcher below .hq-kit beside our own", { ".hq-kit/bin/launch.js": "x" }],
  ])("it is one also with %s", (_, more) => {
    expect(judge(edit("package.json"), { ...CLONE, ...more })).toContain("protected");
  });

  it("it is one when nobody can say whether the kit was installed", () => {
    const read = (file: string) => {
      if (file.startsWith(".hq-kit") || file.startsWith("bin")) throw new Error("no permission");
      return INSTALLED[file] ?? null;
    };
    expect(decide(edit("package.json"), { root, read })).toContain("protected");
    const half = (file: string) => {
      if (file.startsWith("bin")) throw new Error("a folder");
      return INSTALLED[file] ?? null;
    };
    expect(decide(edit("package.json"), { root, read: half })).toContain("protected");
  });

  it("the sign that makes it a product cannot be put there", () => {
    for (const [how, payload] of [...changes(".hq-kit/bin/launch.js"), ...changes(".hq-kit")]) {
      expect(judge(payload, CLONE), how).toContain("protected");
    }
    for (const command of ["mkdir -p .hq-kit/bin", "cp -r kit .hq-kit", "rm bin/hq-company.js"]) {
      expect(judge(run(command), CLONE), command).toContain("protected");
    }
  });

  it.each([
    "echo v$(node -p \"require('./package.json').name\")",
    "node -p \"require('./package.json').version\"",
    "VERSION=$(jq -r .version package.json); echo $VERSION",
    'echo "$(cat package.json | jq -r .version)"',
    "echo `head -1 package.json`",
    'V=$(grep \'"version"\' package.json | cut -d\'"\' -f4) && git tag "v$V"',
    "docker build -t app:$(jq -r .version package.json) .",
    "cat > notes.md <<EOF\nsee package.json; rm -rf bin\nEOF",
    "cat <<'EOF' > notes.md\nsee $(package.json) and `bin/hq`\nEOF",
    "cat <<EOF\nversion $(jq -r .version package.json)\nEOF",
    "tee -a notes.md <<-EOF\n\tsee .mcp.json\n\tEOF",
    "git commit -F - <<'EOF'\nProtect package.json, it's ours\nEOF",
    "git commit -m \"$(cat <<'EOF'\nProtect package.json, it's ours (all of it)\nEOF\n)\"",
    "echo 'see package.json' > notes.md",
    "cat package.json > /tmp/copy.json && wc -l < package.json",
    "diff <(jq -S . package.json) <(jq -S . .mcp.json)",
    "echo $(< package.json)",
    "[ -f package.json ] && echo yes",
    'echo "$NAME is in package.json"',
    "ls bin | wc -l; echo $(ls dist)",
  ])("what only reads goes through: %j", (command) => {
    expect(judge(run(command), CLONE)).toBeNull();
  });
});

it("lets no write through, whatever reading stands around it", () => {
  const reading = fc.constantFrom(...ORDINARY.filter((one) => !one.includes("\n")));
  const writing = fc
    .tuple(fc.constantFrom(...PROGRAMS), fc.constantFrom(...COMPANY))
    .map(([program, file]) => program(file));
  const between = fc.constantFrom("; ", " && ", "\n", " || ");
  const either = fc.tuple(reading, between, writing).chain(([look, sign, change]) => {
    // The end of a text stands alone in its line.
    const after = change.includes("EOF") ? "\n" : sign;
    return fc.constantFrom(`${look}${sign}${change}`, `${change}${after}${look}`);
  });
  fc.assert(
    fc.property(either, (command) => {
      expect(judge(run(command)), command).toMatch(/protected|cannot see/);
    }),
    { numRuns: 400 },
  );
});

it("lets every text through that a program takes as a text, and no write beside it", () => {
  const word = fc.constantFrom(
    ...COMPANY,
    ...PRODUCT,
    "it's",
    '"',
    "(see",
    ")",
    "rm",
    "$HOME",
    "#1",
    "a;b",
  );
  const lines = fc.array(
    fc.array(word, { maxLength: 5 }).map((words) => words.join(" ")),
    {
      maxLength: 6,
    },
  );
  fc.assert(
    fc.property(lines, fc.constantFrom(...COMPANY), (text, name) => {
      const body = ["<<'END'", ...text, "END"].join("\n");
      expect(judge(run(`cat > notes.md ${body}`))).toBeNull();
      expect(judge(run(`cat > notes.md ${body}\nrm ${name}`))).toContain("protected");
      expect(judge(run(`cat > ${name} ${body}`))).toContain("protected");
    }),
    { numRuns: 300 },
  );
});
