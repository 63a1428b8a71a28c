import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { mayHaveRefs } from "../../files/git-refs.ts";

const PREFIX = "refs/heads/hq/improve/";
let root: string;
const git = (...args: string[]) =>
  execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@b.example", ...args], {
    cwd: root,
    stdio: "ignore",
  });

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "hq refs "));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("a repository without such a branch is told from one with it, packed or not", async () => {
  expect(await mayHaveRefs(root, PREFIX)).toBe(false);
  git("init");
  git("commit", "--allow-empty", "-m", "first");
  git("branch", "hq/other");
  git("pack-refs", "--all");
  expect(await mayHaveRefs(root, PREFIX)).toBe(false);
  git("branch", "hq/improve/2026-11-30-a");
  expect(await mayHaveRefs(root, PREFIX)).toBe(true);
  git("pack-refs", "--all", "--prune");
  rmSync(path.join(root, ".git", "refs", "heads", "hq"), { recursive: true, force: true });
  expect(await mayHaveRefs(root, PREFIX)).toBe(true);
});

test("a worktree, and refs in another form, are left to git", async () => {
  writeFileSync(path.join(root, ".git"), "gitdir: elsewhere\n");
  expect(await mayHaveRefs(root, PREFIX)).toBe(true);
  rmSync(path.join(root, ".git"));
  mkdirSync(path.join(root, ".git", "reftable"), { recursive: true });
  expect(await mayHaveRefs(root, PREFIX)).toBe(true);
});
