import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readRepository } from "../../doctor/git.ts";
import { readIgnoreFiles } from "../../doctor/ignore-files.ts";
import { checkMachine } from "../../doctor/machine.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "hq-machine-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const TOP = { kind: "repository", prefix: "", remotes: [], files: [], tracked: new Set() } as const;

function program(name: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, "#!/bin/sh\n");
  chmodSync(file, 0o755);
  return file;
}

function found(machine: Partial<Parameters<typeof checkMachine>[0]>): string[] {
  const whole = {
    env: {},
    nodeVersion: "24.0.0",
    oldSystemNode: null,
    repository: TOP as never,
    ...machine,
  };
  return checkMachine(whole).map(({ severity, what }) => `${severity}: ${what}`);
}

describe("the machine", () => {
  test("is told of settings of providers with which no run begins", () => {
    const env = { HQ_PROVIDERS: "gpu" };
    expect(found({ env })).toContain(
      "error: no run can ask a model: HQ_PROVIDER_GPU_BASE_URL is missing",
    );
    expect(found({}).join()).not.toContain("HQ_PROVIDER");
  });

  test("with node, copilot and a repository is in order", () => {
    program("node");
    program("copilot");
    expect(found({ env: { PATH: folder } })).toEqual([]);
  });

  test("with an old node on the PATH does not start the servers", () => {
    program("node");
    program("copilot");
    expect(found({ env: { PATH: folder }, oldSystemNode: "20.20.2" })).toEqual([
      "error: the node on the PATH is 20.20.2, and the clients start the servers with it",
    ]);
  });

  test("without copilot gets a warning that says how to go on", () => {
    program("node");
    expect(found({ env: { PATH: folder } })).toEqual([
      "warning: no copilot (GitHub Copilot CLI) on the PATH",
    ]);
  });

  test("may name its copilot in HQ_COPILOT_BIN", () => {
    program("node");
    const chosen = program("my-copilot");
    expect(found({ env: { PATH: folder, HQ_COPILOT_BIN: chosen } })).toEqual([]);
    expect(found({ env: { PATH: folder, HQ_COPILOT_BIN: `${chosen}x` } })).toEqual([
      `warning: no program at HQ_COPILOT_BIN ("${chosen}x")`,
    ]);
  });

  test("does not count a folder or a file that cannot be run", () => {
    program("node");
    mkdirSync(path.join(folder, "copilot"));
    expect(found({ env: { PATH: folder } })).toHaveLength(1);
  });

  test.each([
    ["20.20.0", 1],
    ["22.17.1", 1],
    ["22.18.0", 0],
    ["24.21.0", 0],
  ])("with Node %s has %i errors", (nodeVersion, count) => {
    program("node");
    program("copilot");
    const errors = found({ env: { PATH: folder }, nodeVersion });
    expect(errors).toHaveLength(count);
    for (const error of errors) expect(error).toBe(`error: Node ${nodeVersion}`);
  });

  test("without git, or outside a repository, gets a warning", () => {
    program("node");
    program("copilot");
    const env = { PATH: folder };
    expect(found({ env, repository: { kind: "no-git" } })).toEqual(["warning: no git on the PATH"]);
    expect(found({ env, repository: { kind: "no-repository" } })).toEqual([
      "warning: no git repository",
    ]);
  });
});

describe("the repository", () => {
  function git(...args: string[]): void {
    execFileSync("git", args, { cwd: folder, stdio: "ignore" });
  }

  test("is none in a plain folder", async () => {
    expect((await readRepository(folder)).kind).toBe("no-repository");
  });

  test("tells its remotes and files, tracked or not, and not the ignored ones", async () => {
    git("init");
    git("remote", "add", "origin", "git@github.com:owner/name.git");
    mkdirSync(path.join(folder, "café à"));
    writeFileSync(path.join(folder, "café à", "nota.md"), "x");
    writeFileSync(path.join(folder, ".gitignore"), ".hq/\n");
    mkdirSync(path.join(folder, ".hq"));
    writeFileSync(path.join(folder, ".hq", "state"), "x");
    git("add", ".gitignore");
    const repository = await readRepository(folder);
    expect(repository).toEqual({
      kind: "repository",
      prefix: "",
      remotes: [{ name: "origin", url: "git@github.com:owner/name.git" }],
      files: [".gitignore", "café à/nota.md"],
      tracked: new Set([".gitignore"]),
      merge: { unassigned: ["memory.jsonl", "memory.origins.jsonl"], driver: "missing" },
    });
  });

  test("knows that a company lies below its top, and reads the ignore files above it", async () => {
    git("init");
    writeFileSync(path.join(folder, ".gitignore"), ".hq/\n");
    const company = path.join(folder, "company");
    mkdirSync(company);
    expect(await readRepository(company)).toMatchObject({ prefix: "company/" });
    expect(await readIgnoreFiles(company)).toBe(".hq/\n");
  });
});
