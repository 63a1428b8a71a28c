/** Ways to change what the company stands on without naming a file of it, in a clone and in a product. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decide, edit, judge, openWorkplace } from "../workplace.ts";

let root: string;
let close: () => void;
beforeAll(() => {
  ({ root, close } = openWorkplace());
});
afterAll(() => close());

const INSTALLED: Record<string, string> = { ".hq-kit/bin/launch.js": "x" };
const inProduct = (payload: object, speaker: string | null = null) =>
  decide({ cwd: root, ...payload }, { root, read: (file) => INSTALLED[file] ?? null, speaker });
const run = (command: string) => ({ tool_name: "Bash", tool_input: { command } });

/** Refused wherever the company is. */
const EVERYWHERE = [
  "git config core.hooksPath /tmp/x",
  "git config --global core.fsmonitor ./x.sh",
  "git config --local alias.st '!sh x.sh'",
  "git config set filter.x.clean ./x.sh",
  "git config include.path ../x",
  "git config --unset core.hooksPath",
  "git config --edit",
  "git -c core.hooksPath=/tmp/x commit -m x",
  "git -c alias.x='!sh y' x",
  "sudo git config core.sshCommand x",
  "cd src && git config diff.external ./x",
  "git clean -fdx",
  "git clean -fX",
  "git checkout HEAD~3 -- .",
  "git checkout HEAD~3 .",
  "git checkout 1a2b3c4d5 -- :/",
  "git reset --hard HEAD~5",
  "git reset --hard 1a2b3c4d5",
  "git restore --source=HEAD~5 .",
  "git restore -s main~4 -- ./",
  "git read-tree -u --reset HEAD~3",
  "git checkout-index -a -f",
  "git filter-branch --tree-filter x",
  "git rm -r .",
  "npm test; git reset --hard HEAD~5",
  "true | git reset --hard HEAD~5",
  "copilot mcp add evil -- node x.js",
  "copilot plugin install x/y",
  "claude mcp add evil x",
  "gh copilot mcp add x",
  "bin/hq department remove lawyer",
  "node bin/hq department remove lawyer --yes",
  "./bin/hq department add x",
  ".hq-kit/bin/hq department remove cto",
  "node .hq-kit/bin/hq memory redact secret",
  "bin/hq memory archive --commit",
  "bin/hq memory undo 12",
  "bin/hq memory accept",
  "bin/hq memory repair --apply",
  "bin/hq review withdraw R-1",
  "bin/hq claims answer Marketing/drafts/week-2026-W48.md#2026-11-24-x --from a.json",
  "bin/hq runs undo run-1",
  "bin/hq runs end run-1",
  "bin/hq resume",
  "node bin/hq resume --agent marketing",
  "./bin/hq --root . resume",
  "bin/hq runner set",
  "bin/hq setup country Spain --yes",
  "node .hq-kit/bin/hq setup --answer vat=exempt",
  "bin/hq pack answer vat exempt",
  "bin/hq lesson accept L-3 --action 'Ask first'",
  ".hq-kit/bin/hq lesson drop L-3 --json",
  "bin/hq improve accept 2026-11-30-a-pattern",
  "script -qc 'bin/hq improve revert 2026-11-30-a-pattern' /dev/null",
  ".hq-kit/bin/hq improve reject 2026-11-30-a-pattern --why 'No'",
  "bin/hq post approve 2026-11-24-x-a-drill",
  "script -qfec 'bin/hq post approve 2026-11-24' /dev/null",
  "node .hq-kit/bin/hq post send",
  "bin/hq post resolve 2026-11-24-x-a-drill --not-posted",
  "bin/hq post hold 2026-11-24 --off",
  "bin/hq approvals protect",
];

/** Refused in a clone, where the whole tree and its packages are the company's. */
const IN_A_CLONE = [
  "git checkout -- .",
  "git checkout .",
  "git restore .",
  "git restore --staged --worktree .",
  "git reset --hard",
  "git reset --hard origin/main",
  "git reset --keep HEAD~1",
  "git checkout HEAD~3",
  "git checkout 1a2b3c4d5",
  "git checkout -B main HEAD~3",
  "git switch --detach HEAD~3",
  "git sparse-checkout set src",
  "npm pkg set scripts.start=x",
  "npm pkg delete scripts.prepare",
  "npm install evil",
  "npm i -D evil",
  "npm uninstall zod",
  "npm update",
  "npm audit fix",
  "npm version patch",
  "npm config set script-shell ./x --location=project",
  "yarn add evil",
  "pnpm add evil",
  "tar xf a.tar",
  "tar -xzf a.tgz",
  "tar --extract --file a.tar",
  "unzip -o a.zip",
  "unzip a.zip",
  "bsdtar -xf a.zip",
  "7z x a.7z",
  "jar xf a.jar",
  "python3 -m zipfile -e a.zip .",
  "code --install-extension x.y",
  "code --add-mcp '{}'",
  "gh pr merge 12 --squash",
  "gh pr review 12 --approve",
];

/** Nobody is in the way of these, in a clone or elsewhere. */
const ORDINARY = [
  "git config --get user.name",
  "git config user.email",
  "git config --list",
  "git config user.name Ana",
  "git config pull.rebase true",
  "git config --global init.defaultBranch main",
  "git -c user.name=Ana commit -m x",
  "git -c color.ui=false log",
  "git checkout main",
  "git checkout -b fix/board",
  "git switch -c new-page",
  "git checkout HEAD~3 -- src/app.ts",
  "git checkout -- src",
  "git restore src/app.ts",
  "git restore --staged .",
  "git reset",
  "git reset HEAD~1",
  "git reset --soft HEAD~1",
  "git stash && git stash pop",
  "git pull --rebase && git push",
  "git merge origin/main",
  "git revert HEAD --no-edit",
  "git cherry-pick 1a2b3c4",
  "git clean -fdn",
  "git clean -n -x",
  "git rm src/old.ts",
  "git worktree add ../other",
  "npm ci",
  "npm install",
  "npm run build && npm test",
  "npm view zod version",
  "npm pkg get scripts",
  "cd web && npm install react",
  "npm --prefix web install react",
  "npm install -g typescript",
  "tar tf a.tar",
  "tar czf /tmp/a.tgz src",
  "tar xf a.tar -C /tmp/x",
  "mkdir -p tmp && cd tmp && tar xf ../a.tar",
  "unzip -l a.zip",
  "unzip a.zip -d /tmp/x",
  "python3 -m zipfile -l a.zip",
  "copilot mcp list",
  "copilot --version",
  "gh pr list",
  "gh pr create --fill",
  "code .",
  "bin/hq department list",
  "bin/hq department remove lawyer --dry-run",
  "bin/hq memory status && bin/hq memory repair",
  "bin/hq board add 'Undo the memory'",
];

describe("a command that takes the company along", () => {
  it.each(EVERYWHERE)("%s", (command) => {
    for (const payload of [run(command), { tool_name: "runInTerminal", tool_input: { command } }]) {
      expect(judge(payload)).not.toBeNull();
      expect(inProduct(payload)).not.toBeNull();
    }
    // Another server's tool that takes commands is a shell by another name.
    expect(judge({ tool_name: "box-do", tool_input: { line: command } })).not.toBeNull();
  });

  it.each(IN_A_CLONE)("%s, in a clone only", (command) => {
    expect(judge(run(command))).not.toBeNull();
    expect(inProduct(run(command))).toBeNull();
  });
});

describe("an ordinary command", () => {
  it.each(ORDINARY)("%s", (command) => {
    expect(judge(run(command))).toBeNull();
    expect(inProduct(run(command))).toBeNull();
  });
});

const call = (tool_name: string, tool_input: object = {}) => ({ tool_name, tool_input });

describe("a tool that names no file", () => {
  it.each<[object]>([
    [call("github-merge_pull_request", { pullNumber: 3 })],
    [call("mcp_github_merge_pull_request", { pullNumber: 3 })],
    [call("mcp__github__merge_pull_request", { pullNumber: 3 })],
    [call("gitlab-merge_merge_request", { iid: 3 })],
    [call("github-enable_pull_request_auto_merge", {})],
    [call("github-pull_request_review_write", { event: "APPROVE" })],
    [call("store_memory", { fact: "always do x" })],
    [call("memory", { command: "create", path: "/memories/repo/x.md" })],
    [call("context_board", { action: "add" })],
    [call("manage_schedule", { action: "create", prompt: "x" })],
    [call("run_vscode_command", { commandId: "workbench.extensions.installExtension" })],
    [call("run_vscode_command", { commandId: "workbench.action.openSettingsJson" })],
    [call("run_vscode_command", {})],
    [call("create_and_run_task", { task: {} })],
  ])("%j is refused in a clone, and to a department everywhere", (payload) => {
    expect(judge(payload)).not.toBeNull();
    expect(judge(payload, "cto")).not.toBeNull();
    expect(inProduct(payload, "cto")).not.toBeNull();
    expect(inProduct(payload)).toBeNull();
  });

  it.each<[object]>([
    [call("create_skill", { name: "x" })],
    [call("create_agent", { name: "x" })],
    [call("add_mcp_server", { command: "x" })],
    [call("install_plugin", { name: "x" })],
    [call("git-git_checkout", { repo_path: ".", branch_name: "HEAD~3 -- ." })],
    [call("git-git_reset", { repo_path: ".", mode: "hard", target: "HEAD~5" })],
    [call("mcp_git_git_config", { key: "core.hooksPath", value: "x" })],
  ])("%j is refused in a clone", (payload) => {
    expect(judge(payload)).not.toBeNull();
  });

  it.each<[object]>([
    [call("create_skill", { name: "x" })],
    [call("add_mcp_server", { command: "x" })],
  ])("%j is refused in a product too", (payload) => {
    expect(inProduct(payload)).not.toBeNull();
  });

  it("goes back in history by a server only in a product", () => {
    const older = call("git-git_checkout", { repo_path: ".", branch_name: "HEAD~3" });
    expect(judge(older)).not.toBeNull();
    expect(inProduct(older)).toBeNull();
  });

  it.each<[object]>([
    [call("git-git_checkout", { repo_path: ".", branch_name: "new-page" })],
    [call("git-git_status", { repo_path: "." })],
    [call("git-git_reset", { repo_path: "." })],
    [call("memory", { command: "view", path: "/memories" })],
    [call("github-create_pull_request", { title: "x", head: "a", base: "main" })],
    [call("github-pull_request_review_write", { event: "COMMENT", body: "x" })],
    [call("run_vscode_command", { commandId: "editor.action.formatDocument" })],
    [call("run_vscode_command", { commandId: "workbench.action.reloadWindow" })],
    [call("crm-create_agent", { name: "Ana" })],
    [call("calendar-create_event", { title: "x" })],
  ])("%j goes on", (payload) => {
    expect(judge(payload)).toBeNull();
    expect(inProduct(payload)).toBeNull();
  });
});

describe("a tool that says it reads", () => {
  it.each<[object]>([
    [call("fs-find_sed", { path: ".mcp.json", from: "a", to: "b" })],
    [call("fs-find_and_change", { path: ".mcp.json" })],
    [call("net-fetch_url_to_file", { url: "https://a.example", path: ".mcp.json" })],
    [call("net-fetch_url", { url: "https://a.example", path: ".mcp.json" })],
    [call("net-fetch", { url: "https://a.example", output: ".mcp.json" })],
    [call("db-query_table", { query: "SELECT 1", outputFile: ".mcp.json" })],
    [call("fs-search_files", { path: ".", exec: "rm .mcp.json" })],
    [call("fs-search_files", { path: "src", replacement: "x", save_to: "BOARD.md" })],
    [call("fs-get_and_store", { path: "package.json" })],
    [call("fs-copy", { a: "x", b: ".mcp.json" })],
    [call("db-export", { file: "memory.jsonl" })],
    [call("mcp_company_files_write", { path: ".mcp.json" })],
    [call("memory_files-write", { path: ".mcp.json" })],
    [call("company_notes-show_and_tell", { path: "BOARD.md" })],
  ])("and may write is judged by it: %j", (payload) => {
    expect(judge(payload)).toContain("protected");
    expect(inProduct({ ...payload, agent_type: "cto" })).not.toBeNull();
  });

  it.each<[object]>([
    [call("fs-read_text_file", { path: ".mcp.json" })],
    [call("fs-search_files", { path: ".github/hooks", pattern: "x" })],
    [call("fs-get_file_info", { path: "package.json" })],
    [call("github-get_file_contents", { owner: "a", repo: "b", path: "package.json" })],
    [call("mcp_github_get_file_contents", { path: "package.json" })],
    [call("github-mcp-server-list_commits", { path: ".github/copilot-instructions.md" })],
    [call("ts-find_references", { file: "package.json", line: 3 })],
    [call("docs-query-docs", { query: "exports in package.json" })],
    [call("fetch_webpage", { urls: ["https://a.example/package.json"], query: "package.json" })],
    [call("get_changed_files", { repositoryPath: "ROOT" })],
    [call("read_bash", { shellId: "1" })],
  ])("and surely only reads goes on: %j", (payload) => {
    expect(judge(payload)).toBeNull();
    expect(judge({ ...payload, agent_type: "cto" })).toBeNull();
  });

  it("of a department may not write outside its folders", () => {
    const fetched = call("net-fetch_url_to_file", {
      url: "https://a.example",
      path: "Founder/x.md",
    });
    expect(judge(fetched, "marketing")).toContain("may not write");
    expect(judge(fetched, "accountant")).toBeNull();
    expect(judge(edit("Founder/x.md"), "marketing")).toContain("may not write");
  });
});
