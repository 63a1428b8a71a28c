/**
 * Everyday calls of coding agents in products, with the shapes that public records of their runs show
 * (lists of executed commands, tool logs, permission lists); names are ours.
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decide, judge, openWorkplace } from "../workplace.ts";

let root: string;
let close: () => void;
beforeAll(() => {
  ({ root, close } = openWorkplace());
});
afterAll(() => close());

const INSTALLED: Record<string, string> = { ".hq-kit/bin/launch.js": "x", "package.json": "{}" };
const inProduct = (payload: object) =>
  decide({ cwd: root, ...payload }, { root, read: (file) => INSTALLED[file] ?? null });

/** Of the product and of nothing that a clone holds either. */
const ANYWHERE = [
  'NAME="$(date -u +%Y%m%d_%H%M%S)_review"; DIR="notes/runs/$NAME"; mkdir -p "$DIR"; touch "$DIR/PROMPT.md"; echo "$NAME"',
  "cat <<'EOF' > notes/runs/today/TESTS.md\nnpm test: 12 passed\nEOF",
  "cat <<'EOF' >> PROGRESS.md\n- reviewed package.json and .mcp.json\nEOF",
  "git status --short --branch",
  "git branch --list 'feature/*'",
  "git switch feature/bundle-repair",
  "sed -n '180,240p' notes/SPRINT.md",
  'rg -n -i "password|secret|token|api_key" notes/runs/today',
  "unzip -p notes/bundle.zip DIFF.patch | head -n 120",
  "unzip -l notes/bundle.zip && tar -tzf notes/a.tgz | wc -l",
  "date -u +%Y-%m-%dT%H:%M:%SZ",
  "git switch main && git merge feature/bundle-repair",
  "git add PROGRESS.md notes/runs && git commit -m \"Merge branch 'feature/bundle-repair'\"",
  "git push origin main",
  "git push -u origin feature/issue-12-menu && gh pr create --fill",
  "git log --oneline -20 --all | head -20",
  "git diff --stat main...HEAD -- src",
  "git stash push -m wip && git rebase origin/main && git stash pop",
  "git worktree list",
  "git tag v1.2.3 && git push --tags",
  "ls -R .ai | head; find . -maxdepth 1 -name '*.mdc'",
  "rg --files | head",
  "cat /proc/1/environ 2>/dev/null | tr '\\0' '\\n' | grep NAME || echo $NAME",
  "npm test -- --watchAll=false Menu.test.tsx",
  "npx vitest run src/menu.test.ts --coverage",
  "npx playwright install && npx playwright test --project=chromium",
  "npx prisma generate && npx prisma migrate status",
  "npx tsx src/tools/add-task.ts --subtask 'Deploy: the app'",
  "npx ts-node prompts/test-agent.ts",
  "curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:3000/api/health",
  "lsof -i :3000 | awk 'NR>1 {print $2}' | xargs kill",
  "docker compose up -d db && docker compose logs --tail=50 db",
  "node -e \"console.log(require('./package.json').scripts)\"",
  "python -m pytest -q tests && python -m ruff check src",
  "grep -R 'user-story-map' src | cut -d: -f1 | sort -u",
  'for f in src/*.ts; do wc -l "$f"; done',
  "if [ -f .env.example ]; then cp .env.example .env; fi",
  "cp .env.example .env && sed -i 's/PORT=3000/PORT=4000/' .env",
  "export NODE_ENV=test && npm run build 2>&1 | tail -40",
  "timeout 60 npm run dev > /tmp/dev.log 2>&1 & sleep 5; tail /tmp/dev.log",
  "psql -c 'SELECT count(*) FROM invoices' app",
  "gh issue list --limit 5 && gh pr view 12 --json title,body",
  "chmod +x src/run.sh && ./src/run.sh --once",
  "mv src/a.ts src/b.ts && rm -rf coverage tmp",
  "npm ls --depth=0; npm outdated; npm audit --audit-level=moderate",
  "bash -c 'npm run lint && npm run type-check'",
];

/** What is the product's own there, and ours in a clone. */
const PRODUCT = [
  "npm install --package-lock-only && git diff --exit-code package-lock.json",
  "npm install react react-dom && npm install -D vitest",
  "npm pkg set scripts.check='tsc --noEmit'",
  "npm uninstall left-pad && npm dedupe",
  "npx husky init && echo 'npm run lint' > .husky/pre-commit",
  "npx tsc --init && npx eslint --init",
  "bash scripts/setup-traceability.sh && chmod +x scripts/setup-traceability.sh",
  "sed -i 's/node-version: 20/node-version: 24/' .github/workflows/ci.yml",
  "cat > .github/workflows/ci.yml <<'EOF'\non: push\njobs: {}\nEOF",
  "rm -rf node_modules package-lock.json && npm install",
  "jq '.version=\"1.2.0\"' package.json > tmp.json && mv tmp.json package.json",
  "git checkout HEAD -- package-lock.json && git reset --hard HEAD",
  "git reset --hard origin/main && git clean -fd",
  "git checkout 1a2b3c4d5 && npm test; git checkout -",
  "git bisect start && git bisect bad && git bisect good v1.0.0",
  "unzip -o vendor/fonts.zip && tar xzf vendor/icons.tgz",
  "mkdir -p page office && touch page/index.tsx office/team.ts",
  "echo '# For agents' > CLAUDE.md && ln -s CLAUDE.md GEMINI.md",
  "mkdir -p .claude/commands .cursor/rules && touch .cursor/rules/style.mdc",
  "gh pr merge 12 --squash --delete-branch",
];

const CALLS: [string, object][] = [
  ["modify_file", { filePath: "package.json", instruction: "Insert the script check:lockfile" }],
  ["modify_file", { filePath: ".husky/pre-push", instruction: "Run npm test" }],
  ["create_file", { filePath: ".github/workflows/ci.yml", content: "on: push" }],
  ["create_file", { filePath: "CLAUDE.md", content: "# Rules of the product" }],
  ["create_file", { filePath: "web/AGENTS.md", content: "# Rules of the web" }],
  ["create_file", { filePath: ".github/instructions/ts.instructions.md", content: "Use types." }],
  ["run_command", { command: "grep", args: ["-R", "map.md", "test"] }],
  ["check_file_exists", { filePath: "prompts" }],
  ["list_directory", { dirPath: "scripts" }],
  ["search_file_content", { filePath: "test/", pattern: "package.json", isRegex: false }],
  ["delete_file", { filePath: "scripts/old.sh" }],
  ["store_memory", { subject: "testing", fact: "Run npm test", citations: "package.json" }],
  ["github-merge_pull_request", { pullNumber: 12, merge_method: "squash" }],
  ["run_vscode_command", { commandId: "workbench.action.tasks.runTask", args: ["build"] }],
];

describe("a coding agent in the founder's product", () => {
  it.each([...ANYWHERE, ...PRODUCT])("runs %j", (command) => {
    expect(inProduct({ tool_name: "bash", tool_input: { command } })).toBeNull();
  });

  it.each(CALLS)("calls %s with %j", (tool_name, tool_input) => {
    expect(inProduct({ tool_name, tool_input })).toBeNull();
  });

  it.each(ANYWHERE)("and in a clone runs %j", (command) => {
    expect(judge({ tool_name: "bash", tool_input: { command } })).toBeNull();
  });
});
