import { execFileSync } from "node:child_process";
import { chmod, mkdir, readFile, rm, stat, symlink } from "node:fs/promises";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseBoard } from "../../company/board/parse.ts";
import { parseConstitution } from "../../company/constitution/parse.ts";
import { readCompany } from "../../files/company.ts";
import { parseManifest } from "../../setup/manifest.ts";
import { type InitOptions, runInit } from "../../setup/run-init.ts";
import { runUpgrade } from "../../setup/run-upgrade.ts";
import {
  ANSWERS,
  clonedPackage,
  filesIn,
  initTools,
  installedCompany,
  put,
  realKit,
  removeFolders,
  tempFolder,
  testIo,
} from "./company.ts";

const CONSTITUTION = ".github/copilot-instructions.md";
const portugal: InitOptions = { ...ANSWERS, product: [...ANSWERS.product] };
const germany: InitOptions = { ...portugal, country: "Deutschland" };
let packageRoot: string;

beforeAll(async () => {
  packageRoot = await clonedPackage();
});
afterAll(removeFolders);

async function memoryOf(
  root: string,
): Promise<{ name: string; entityType: string; observations: string[] }[]> {
  const text = await readFile(path.join(root, "memory.jsonl"), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

test("an empty folder becomes a company that reads without one finding", async () => {
  const root = await installedCompany(packageRoot);
  const company = await readCompany(root);
  expect(company.findings).toEqual([]);
  expect(company.notes).toEqual([]);
  expect(company.constitution.company).toEqual({
    name: "Maré Software",
    founder: "Ana Exemplo",
    country: "Portugal",
    timeZone: "Europe/Lisbon",
    currency: "EUR",
    language: "English",
    since: "2026-11-20",
    runner: null,
    approvalKey: null,
    watchWords: [],
  });
  expect(company.constitution.products.map(({ name }) => name)).toEqual(["Farol"]);
});

test("a repository merges the memory with the company's own hq, and the founder's attributes stay", async () => {
  const root = await tempFolder();
  execFileSync("git", ["init", "-q"], { cwd: root });
  await put(root, ".gitattributes", "*.png binary\n");
  const outcome = await runInit({ ...portugal, into: root }, initTools(packageRoot));
  expect(outcome).toMatchObject({ kind: "written", mergeDriver: true });
  expect(await readFile(path.join(root, ".gitattributes"), "utf8")).toBe(
    "*.png binary\nmemory.jsonl merge=hq-memory\nmemory.origins.jsonl merge=hq-memory\n",
  );
  const driver = () =>
    execFileSync("git", ["config", "--local", "merge.hq-memory.driver"], {
      cwd: root,
      encoding: "utf8",
    });
  expect(driver()).toContain(path.join(root, ".hq-kit", "bin", "hq"));
  execFileSync("git", ["config", "--local", "--unset", "merge.hq-memory.driver"], { cwd: root });
  await runUpgrade({ root }, { io: testIo(root), packageRoot });
  expect(driver()).toContain(path.join(root, ".hq-kit", "bin", "hq"));
});

test("the first week is on the board, every task with an owner on board and a date on a working day", async () => {
  const root = await installedCompany(packageRoot, { departments: "coo,marketing,accountant" });
  const { board, constitution } = await readCompany(root);
  const owners = ["founder", ...constitution.departments.map(({ agent }) => agent)];
  expect(owners).toEqual(["founder", "coo", "marketing", "accountant"]);
  const tasks = board?.tasks.filter(({ section }) => section === "Now") ?? [];
  expect(tasks.length).toBeGreaterThan(5);
  for (const { agent, due } of tasks) {
    expect(owners).toContain(agent);
    expect([0, 6]).not.toContain(new Date(`${due}T00:00:00Z`).getUTCDay());
    expect(due && due >= "2026-11-20" && due <= "2026-11-30").toBe(true);
  }
});

test("every obligation of the country stands in the constitution, and its source in memory and on the board", async () => {
  const root = await tempFolder();
  const outcome = await runInit({ ...portugal, into: root }, initTools(packageRoot));
  if (outcome.kind !== "written") throw new Error(outcome.kind);
  const { obligations } = outcome.plan;
  expect(obligations.length).toBeGreaterThan(8);
  const { constitution } = await readCompany(root);
  expect(constitution.obligations.map(({ obligation }) => obligation)).toEqual(
    obligations.map(({ obligation }) => obligation),
  );
  const memory = await memoryOf(root);
  const board = await readFile(path.join(root, "BOARD.md"), "utf8");
  for (const { obligation, source, needsCheck } of obligations) {
    expect(source).not.toBe("");
    expect(board).toContain(`  - ${obligation}: ${source}`);
    const known = memory.filter(({ observations }) => observations?.includes(`Source: ${source}`));
    expect(known.map(({ entityType }) => entityType)).toContain(
      needsCheck ? "obligation" : "deadline",
    );
  }
});

test("a company elsewhere gets no Portuguese skill, no obligation, and a task to have them listed", async () => {
  const root = await installedCompany(packageRoot, germany);
  const files = await filesIn(root);
  const paths = [...files.keys()];
  expect(paths.filter((file) => /portuguese-tax|seguranca-social/.test(file))).toEqual([]);
  const { constitution, board } = await readCompany(root);
  expect(constitution.company).toMatchObject({ country: "Germany", timeZone: "Europe/Berlin" });
  expect(constitution.obligations).toEqual([]);
  expect(
    board?.tasks.some(({ title }) => title.startsWith("Have an accountant in Germany list")),
  ).toBe(true);
});

test("nothing that was there is overwritten, and what was kept is named", async () => {
  const root = await tempFolder();
  const mine: Record<string, string> = {
    [CONSTITUTION]: "# House rules\r\n\r\nBe kind.\r\n",
    "AGENTS.md": "Mine.\n",
    ".mcp.json": '{\n    "mcpServers": { "git": { "command": "git-mcp" } }\n}\n',
    ".github/agents/cto.agent.md": "---\nname: cto\n---\nMy own CTO.\n",
    "Marketing/strategy.md": "My strategy.\n",
    ".gitignore": "dist/\nbin/",
    "package.json": '{"name": "theirs"}',
  };
  for (const [file, text] of Object.entries(mine)) await put(root, file, text);
  const outcome = await runInit({ ...portugal, into: root }, initTools(packageRoot));
  if (outcome.kind !== "written") throw new Error(outcome.kind);
  const files = await filesIn(root);
  for (const [file, text] of Object.entries(mine)) {
    if (file !== ".mcp.json") expect(files.get(file)?.startsWith(text)).toBe(true);
  }
  expect(files.get("package.json")).toBe(mine["package.json"]);
  expect(files.get(".github/agents/cto.agent.md")).toBe(mine[".github/agents/cto.agent.md"]);
  expect(files.get(".gitignore")).toBe("dist/\nbin/\n.hq/\n.memory/\n");
  const servers = JSON.parse(files.get(".mcp.json") ?? "").mcpServers;
  expect(servers.git).toEqual({ command: "git-mcp" });
  const kept = outcome.plan.changes
    .filter(({ kind }) => kind === "keep")
    .map((change) => change.path);
  expect(kept).toEqual([".github/agents/cto.agent.md", "Marketing/strategy.md"]);
  expect(parseConstitution(files.get(CONSTITUTION) ?? "", CONSTITUTION).findings).toEqual([]);
});

test("servers and hooks of the company start from the copy under .hq-kit", async () => {
  const kit = {
    ".mcp.json": '{"mcpServers": {"memory": {"command": "node", "args": ["bin/hq-memory.js"]}}}\n',
  };
  const other = await clonedPackage({ kit });
  const root = await installedCompany(other);
  const servers = JSON.parse(await readFile(path.join(root, ".mcp.json"), "utf8")).mcpServers;
  expect(servers.memory.args).toEqual([".hq-kit/bin/hq-memory.js"]);
  const program = path.join(root, ".hq-kit", "bin", "hq-memory.js");
  expect(execFileSync(process.execPath, [program], { encoding: "utf8" })).toBe("hq-memory\n");
});

test("our servers, left over from an older version, get the settings that came since", async () => {
  const root = await tempFolder();
  const memory = { command: "node", args: [".hq-kit/bin/hq-memory.js"], env: { A: "mine" } };
  const company = { command: "company-of-another-kind" };
  await put(root, ".mcp.json", JSON.stringify({ mcpServers: { memory, company } }));
  await runInit({ ...portugal, into: root }, initTools(packageRoot));
  const servers = JSON.parse(await readFile(path.join(root, ".mcp.json"), "utf8")).mcpServers;
  expect(servers.memory).toMatchObject({ ...memory, deferTools: "never" });
  expect(servers.company).toEqual(company);
});

test("the installed launcher can be started by its path", async () => {
  const root = await installedCompany(packageRoot);
  const { mode } = await stat(path.join(root, ".hq-kit/bin/hq"));
  expect(mode & 0o111).toBe(0o111);
});

test("a repository that ignores dist and bin still commits the program", async () => {
  const root = await tempFolder();
  execFileSync("git", ["init", "-q"], { cwd: root });
  await put(root, ".gitignore", "dist/\nbin/\n*.js\n.mcp.json\n");
  await runInit({ ...portugal, into: root }, initTools(packageRoot));
  execFileSync("git", ["add", "-A"], { cwd: root });
  const committed = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split(
    "\0",
  );
  for (const file of [
    "dist/hq.js",
    "bin/launch.js",
    "manifest.json",
    "base/.mcp.json",
    "base/BOARD.md",
  ]) {
    if (file !== "base/.mcp.json") expect(committed).toContain(`.hq-kit/${file}`);
  }
  expect(committed.filter((file) => file.startsWith(".memory/"))).toEqual([]);
});

test("run twice, the second changes not one byte and says so", async () => {
  const root = await installedCompany(packageRoot);
  const before = await filesIn(root);
  const options = { ...germany, company: "Other", into: root };
  const outcome = await runInit(options, initTools(packageRoot));
  expect(outcome).toEqual({ kind: "already", root, version: "0.1.0" });
  expect(await filesIn(root)).toEqual(before);
});

test("a dry run writes nothing at all and knows every change", async () => {
  const root = path.join(await tempFolder(), "new company");
  const outcome = await runInit({ ...portugal, into: root, dryRun: true }, initTools(packageRoot));
  expect(outcome.kind).toBe("planned");
  await expect(readFile(path.join(root, "BOARD.md"))).rejects.toThrow(/ENOENT/);
  if (outcome.kind !== "planned") return;
  const written = await runInit({ ...portugal, into: root }, initTools(packageRoot));
  expect(written.kind).toBe("written");
  const files = [...(await filesIn(root)).keys()].filter((file) => file !== "memory.origins.jsonl");
  const planned = [...outcome.plan.changes, ...outcome.plan.last].map(({ path: file }) => file);
  expect(planned.sort()).toEqual(files);
});

describe("memory.jsonl", () => {
  const theirs = '{"type":"entity","name":"old","entityType":"note","observations":["x"]}\n';
  const planned = async (root: string, options: Partial<InitOptions>, clone = packageRoot) => {
    const outcome = await runInit({ ...portugal, ...options, dryRun: true }, initTools(clone));
    if (outcome.kind !== "planned") throw new Error(outcome.kind);
    expect(outcome.root).toBe(root);
    return outcome.plan.changes.filter(({ path: file }) => file.startsWith("memory."));
  };

  test("is made empty where there is none, and no kit file", async () => {
    const root = await tempFolder();
    const made = [{ kind: "create", path: "memory.jsonl", text: "" }];
    expect(await planned(root, { into: root })).toEqual(made);
    const clone = await clonedPackage();
    expect(await planned(clone, {}, clone)).toEqual([]);
    await rm(path.join(clone, "memory.jsonl"));
    expect(await planned(clone, {}, clone)).toEqual(made);
    const files = await filesIn(await installedCompany(packageRoot));
    expect(files.has(".hq-kit/base/memory.jsonl")).toBe(false);
    expect(files.get(".hq-kit/manifest.json")).not.toContain("memory.jsonl");
  });

  test("that is there keeps its lines; only the first facts are added behind them", async () => {
    const root = await tempFolder();
    await put(root, "memory.jsonl", theirs);
    expect(await planned(root, { into: root })).toEqual([]);
    await runInit({ ...portugal, into: root }, initTools(packageRoot));
    expect((await filesIn(root)).get("memory.jsonl")?.startsWith(theirs)).toBe(true);
  });
});

test("the manifest knows the hash of every pristine copy", async () => {
  const root = await installedCompany(packageRoot);
  const files = await filesIn(root);
  const manifest = parseManifest(files.get(".hq-kit/manifest.json") ?? "");
  const copies = [...files.keys()].filter((file) => file.startsWith(".hq-kit/base/"));
  expect(Object.keys(manifest.files).map((file) => `.hq-kit/base/${file}`)).toEqual(copies);
  expect(copies.length).toBe((await realKit()).size);
});

test("a clone is set up in place: filled in, without foreign skills, with pristine copies", async () => {
  const clone = await clonedPackage();
  const kit = await realKit();
  const tools = initTools(clone);
  const outcome = await runInit({ ...germany, departments: "coo,cfo" }, tools);
  expect(outcome).toMatchObject({ kind: "written", into: false, root: clone });
  const files = await filesIn(clone);
  expect(files.get(`.hq-kit/base/${CONSTITUTION}`)).toBe(kit.get(CONSTITUTION));
  expect(files.has(".hq-kit/dist/hq.js")).toBe(false);
  expect([...files.keys()].filter((file) => /portuguese-tax|lawyer\.agent/.test(file))).toEqual([
    ".hq-kit/base/.github/agents/lawyer.agent.md",
  ]);
  expect((await readCompany(clone)).findings).toEqual([]);
  const before = await filesIn(clone);
  expect((await runInit(portugal, tools)).kind).toBe("already");
  expect(await filesIn(clone)).toEqual(before);
});

test("a clone that is a company gives other companies the kit as it was before", async () => {
  const clone = await clonedPackage();
  await runInit({ ...portugal, departments: "coo" }, initTools(clone));
  const root = await installedCompany(clone, { company: "Second", country: "PT" });
  const page = await readFile(path.join(root, CONSTITUTION), "utf8");
  expect(page).toContain("| Name | Second |");
  expect(page).not.toContain("Maré");
  expect((await readCompany(root)).constitution.departments).toHaveLength(8);
});

test.skipIf(process.getuid?.() === 0)(
  "a folder that cannot be written stops it with the list of what was, and the next run completes",
  async () => {
    const root = await tempFolder();
    await mkdir(path.join(root, "Marketing"));
    await chmod(path.join(root, "Marketing"), 0o500);
    await expect(
      runInit({ ...portugal, into: root }, initTools(packageRoot)),
    ).rejects.toMatchObject({ code: "write-failed" });
    await chmod(path.join(root, "Marketing"), 0o700);
    expect((await runInit({ ...portugal, into: root }, initTools(packageRoot))).kind).toBe(
      "written",
    );
  },
);

test("a run that is cut off anywhere is completed by the next one", async () => {
  const whole = await filesIn(await installedCompany(packageRoot));
  const root = await tempFolder();
  for (const blocked of [".hq-kit/base/Founder", ".github/skills/voice", "Marketing"]) {
    // A file where a folder must be makes the write of everything below it fail.
    await put(root, blocked, "in the way");
    await expect(
      runInit({ ...portugal, into: root }, initTools(packageRoot)),
    ).rejects.toMatchObject({ code: "write-failed" });
    await rm(path.join(root, blocked));
  }
  await runInit({ ...portugal, into: root }, initTools(packageRoot));
  const files = await filesIn(root);
  expect([...files.keys()]).toEqual([...whole.keys()]);
  for (const [file, text] of whole)
    if (!file.startsWith("memory.")) expect(files.get(file)).toBe(text);
});

test("a clone whose set-up was cut off keeps the kit's own texts as pristine copies", async () => {
  const clone = await clonedPackage();
  // A folder in the place of the memory: the files are written by then, the manifest is not.
  await rm(path.join(clone, "memory.jsonl"));
  await mkdir(path.join(clone, "memory.jsonl"));
  await expect(runInit(portugal, initTools(clone))).rejects.toThrow();
  expect((await filesIn(clone)).get(CONSTITUTION)).toContain("Maré Software");
  await rm(path.join(clone, "memory.jsonl"), { recursive: true });
  const later = { ...initTools(clone), io: testIo(clone, "2026-11-25T10:00:00Z") };
  expect((await runInit(portugal, later)).kind).toBe("written");
  const files = await filesIn(clone);
  const kit = await realKit();
  for (const [file, text] of kit) expect(files.get(`.hq-kit/base/${file}`)).toBe(text);
  const { board, constitution } = await readCompany(clone);
  expect(constitution.company.since).toBe("2026-11-20");
  const titles = board?.tasks.map(({ title }) => title) ?? [];
  expect(new Set(titles).size).toBe(titles.length);
});

test("a link that leads out of the folder is refused before anything is written", async () => {
  const root = await tempFolder();
  const outside = await tempFolder();
  await symlink(outside, path.join(root, "Marketing"));
  await expect(runInit({ ...portugal, into: root }, initTools(packageRoot))).rejects.toThrow(
    /through a symbolic link/,
  );
  expect((await filesIn(root)).size).toBe(0);
  expect((await filesIn(outside)).size).toBe(0);
});

test("an existing page that would leave the constitution unreadable is refused with its line", async () => {
  const root = await tempFolder();
  await put(root, CONSTITUTION, "# Mine\n\n## Products\n\nWe sell boats.\n");
  await expect(runInit({ ...portugal, into: root }, initTools(packageRoot))).rejects.toMatchObject({
    code: "invalid-file",
    message: expect.stringContaining(`${CONSTITUTION}:`),
  });
  expect([...(await filesIn(root)).keys()]).toEqual([CONSTITUTION]);
});

test("a board of the founder's keeps its text and gets the first week", async () => {
  const root = await tempFolder();
  const mine = "# To do\n\n- milk\n\n## Now\n\n- [ ] T-041 Ship it · @cto · due 2026-11-23\n";
  await put(root, "BOARD.md", mine);
  await runInit({ ...portugal, into: root }, initTools(packageRoot));
  const text = await readFile(path.join(root, "BOARD.md"), "utf8");
  expect(text.startsWith(mine)).toBe(true);
  const { board, findings } = parseBoard(text, "BOARD.md");
  expect(findings).toEqual([]);
  expect(board.tasks[1]?.id).toBe("T-042");
});

test("without a terminal, missing answers are an error that names the flags and nothing is written", async () => {
  const root = await tempFolder();
  await expect(runInit({ into: root }, initTools(packageRoot))).rejects.toMatchObject({
    code: "usage",
    message: expect.stringContaining("--company, --founder, --country, --currency"),
  });
  expect((await filesIn(root)).size).toBe(0);
});

test("in a terminal it asks, and leaving or saying no writes nothing", async () => {
  const root = await tempFolder();
  const tools = initTools(packageRoot);
  tools.io.interactive = true;
  const left = await runInit({ into: root }, { ...tools, ask: async () => null });
  expect(left).toEqual({ kind: "cancelled", root });
  const ask = async () => portugal;
  const no = await runInit({ into: root }, { ...tools, ask, confirm: async () => "no" });
  expect(no).toEqual({ kind: "declined", root });
  expect((await filesIn(root)).size).toBe(0);
  const yes = await runInit({ into: root }, { ...tools, ask, confirm: async () => "yes" });
  expect(yes.kind).toBe("written");
});

test("the clone itself, and a file, are no place to install into", async () => {
  const tools = initTools(packageRoot);
  await expect(runInit({ ...portugal, into: packageRoot }, tools)).rejects.toMatchObject({
    code: "usage",
  });
  const file = path.join(packageRoot, "LICENSE");
  await expect(runInit({ ...portugal, into: file }, tools)).rejects.toThrow(/it is a file/);
});
