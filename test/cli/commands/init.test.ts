import { execFile } from "node:child_process";
import { cp, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, expect, test } from "vitest";
import { run } from "../../../cli/program.ts";
import {
  clonedPackage,
  filesIn,
  installedCompany,
  PROJECT,
  removeFolders,
  tempFolder,
  testIo,
} from "../../setup/company.ts";

const execute = promisify(execFile);

afterAll(removeFolders);

async function hq(program: string, args: string[]) {
  const env = { PATH: "/usr/bin:/bin", NO_COLOR: "1" };
  return execute(process.execPath, [program, ...args], { env, cwd: path.dirname(program) });
}

/** A clone whose programs are built by the project's own build script. */
async function builtClone(): Promise<string> {
  const clone = await clonedPackage();
  const sources = [
    "cli",
    "company",
    "files",
    "mcp-memory",
    "ledger",
    "channels",
    "mcp-company",
    "office",
    "setup",
    "doctor",
    "engine",
    "scripts",
    "package.json",
  ];
  for (const source of sources) {
    await cp(path.join(PROJECT, source), path.join(clone, source), { recursive: true });
  }
  await symlink(path.join(PROJECT, "node_modules"), path.join(clone, "node_modules"));
  await execute(process.execPath, [path.join(clone, "scripts", "build.mjs")]);
  return clone;
}

test("the built program installs itself and says what git ignores; the copy gives a first plan, and needs nothing else", async () => {
  const clone = await builtClone();
  const root = path.join(await tempFolder(), "Empresa de Ana");
  const answers = [
    "--company",
    "Maré",
    "--founder",
    "Ana",
    "--country",
    "PT",
    "--product",
    "Farol",
  ];
  await mkdir(root);
  await execute("git", ["init", "--quiet"], { cwd: root });
  await writeFile(path.join(root, ".gitignore"), ".vscode/\n");
  const first = await hq(path.join(clone, "bin/hq"), ["init", "--into", root, ...answers]);
  expect(first.stdout).toContain(`Maré is set up in ${root}.`);
  expect(first.stdout).toContain("Decide whether these apply to you: IVA periodic return,");
  expect(first.stdout).toContain("git ignores .vscode/mcp.json, .vscode/settings.json:");
  expect(first.stdout).toContain("Run: git add -f .vscode/mcp.json");
  expect(first.stderr).toBe("");
  await rm(clone, { recursive: true });
  const own = path.join(root, ".hq-kit/bin/hq");
  const plan = await hq(own, ["standup", "--root", root]);
  expect(plan.stdout).toMatch(/Check the \d+ obligations of Portugal against their sources/);
  expect(plan.stdout).toContain("IVA periodic return");
  expect(plan.stderr).toBe("");
  const before = await filesIn(root);
  const second = await hq(own, ["init", "--into", root]);
  expect(second.stdout).toMatch(/is set up already \(kit \d+\.\d+\.\d+\)\. Nothing was changed\./);
  expect(await filesIn(root)).toEqual(before);
  const department = await hq(own, ["department", "remove", "lawyer", "--root", root]);
  expect(department.stdout).toContain("lawyer is off board");
});

test("missing answers exit with 2, name the flags, and leave the folder empty", async () => {
  const root = await tempFolder();
  const io = testIo(root);
  expect(await run(["init", "--into", root], io)).toBe(2);
  expect(io.err.join("").replaceAll("\n", " ")).toContain(
    "--company, --founder, --country, --currency are missing",
  );
  expect((await filesIn(root)).size).toBe(0);
});

test("a second run as JSON says what it found", async () => {
  const root = await installedCompany(await clonedPackage());
  const io = testIo(root);
  expect(await run(["init", "--into", root, "--json"], io)).toBe(0);
  expect(JSON.parse(io.out.join(""))).toEqual({
    ok: true,
    kind: "already",
    root,
    version: "0.1.0",
  });
});

test("the manifest that is no manifest is an error, not a fresh start", async () => {
  const root = await installedCompany(await clonedPackage());
  const manifest = path.join(root, ".hq-kit/manifest.json");
  const text = await readFile(manifest, "utf8");
  await writeFile(manifest, text.slice(0, 100));
  const io = testIo(root);
  expect(await run(["init", "--into", root], io)).toBe(1);
  expect(io.err.join("")).toContain("Cannot read .hq-kit/manifest.json");
});
