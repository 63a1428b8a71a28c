// A clone lacks git's merge driver: whoever opens the memory there sets it up once, and says so.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { packageRoot } from "../../cli/package-root.ts";
import { DRIVER_LINE, ensureMergeDriver } from "../../files/merge-driver.ts";
import { runHq } from "../cli/run-hq.ts";

let base: string;
const git = (cwd: string, ...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
const company = (root: string, attributes: string) => {
  mkdirSync(path.join(root, ".github"), { recursive: true });
  writeFileSync(path.join(root, ".github", "copilot-instructions.md"), "# Company\n");
  writeFileSync(path.join(root, ".gitattributes"), attributes);
  git(root, "init", "-q");
  git(root, "add", "-A");
  git(root, "commit", "-qm", "a company");
};

beforeEach(() => {
  base = mkdtempSync(path.join(tmpdir(), "hq driver "));
});
afterEach(() => rmSync(base, { recursive: true, force: true, maxRetries: 10 }));

const DRIVEN = "memory.jsonl merge=hq-memory\nmemory.origins.jsonl merge=hq-memory\n";

it("any command sets it up in a clone and says one line, once; a linked worktree shares it", async () => {
  const first = path.join(base, "first");
  mkdirSync(first);
  company(first, DRIVEN);
  const clone = path.join(base, "the clone");
  git(base, "clone", "-q", first, clone);
  expect((await runHq(["memory", "status", "--root", clone])).stderr).toBe(`${DRIVER_LINE}\n`);
  expect(git(clone, "config", "merge.hq-memory.driver")).toContain("memory merge %O %A %B %P");
  expect((await runHq(["memory", "status"], { cwd: clone })).stderr).toBe("");
  const tree = path.join(base, "tree");
  git(clone, "worktree", "add", "-q", tree);
  expect(await ensureMergeDriver(tree, packageRoot())).toBe(false);
});

it("nothing is set up where nobody asked for it, or where there is no git", async () => {
  const other = path.join(base, "other");
  mkdirSync(other);
  company(other, "*.png binary\n");
  expect(await ensureMergeDriver(other, packageRoot())).toBe(false);
  expect(() => git(other, "config", "merge.hq-memory.driver")).toThrow();
  const plain = path.join(base, "plain");
  mkdirSync(plain);
  writeFileSync(path.join(plain, ".gitattributes"), DRIVEN);
  expect(await ensureMergeDriver(plain, packageRoot())).toBe(false);
  // What came with the clone is never started by this.
  expect(await ensureMergeDriver(other, path.join(base, "nothing here"))).toBe(false);
});
