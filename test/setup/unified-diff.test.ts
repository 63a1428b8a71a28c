import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "vitest";
import { unifiedDiff } from "../../setup/unified-diff.ts";

const BEFORE = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", ""].join("\n");

test("changed lines are shown with two lines around them, and near changes together", () => {
  const after = BEFORE.replace("c\n", "C\nC2\n").replace("f\n", "").replace("l\n", "L\n");
  expect(unifiedDiff("x.md", BEFORE, after)).toBe(
    "--- x.md\n+++ x.md\n@@ -1,8 +1,8 @@\n a\n b\n-c\n+C\n+C2\n d\n e\n-f\n g\n h\n@@ -10,3 +10,3 @@\n j\n k\n-l\n+L\n",
  );
});

test("equal texts have no diff", () => {
  expect(unifiedDiff("x.md", BEFORE, BEFORE)).toBe("");
});

test.each([
  "X\n",
  BEFORE.replace("a\n", ""),
  `new\n${BEFORE}`,
  BEFORE.trimEnd(),
  BEFORE.replaceAll("\n", "!\n"),
  BEFORE.replaceAll("\n", "\r\n"),
])("git can apply the diff to %j", (after) => {
  const folder = mkdtempSync(path.join(tmpdir(), "hq-diff-"));
  try {
    writeFileSync(path.join(folder, "x.md"), BEFORE);
    writeFileSync(path.join(folder, "x.patch"), unifiedDiff("x.md", BEFORE, after));
    execFileSync("git", ["apply", "--unsafe-paths", "-p0", "x.patch"], {
      cwd: folder,
      env: { ...process.env, GIT_DIR: folder },
      stdio: "pipe",
    });
    expect(readFileSync(path.join(folder, "x.md"), "utf8")).toBe(after);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
