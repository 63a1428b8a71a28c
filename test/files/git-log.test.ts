import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { commitsSince } from "../../files/git-log.ts";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "solo-hq-git-"));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function git(args: string[], date = "2026-11-19T10:00:00Z"): void {
  const env = { ...process.env, GIT_COMMITTER_DATE: date, GIT_AUTHOR_DATE: date };
  const who = ["-c", "user.name=Ana", "-c", "user.email=ana@mare.example"];
  execFileSync("git", [...who, ...args], { cwd: folder, env, stdio: "ignore" });
}

it("lists the commits after an instant, newest first, in UTC", async () => {
  git(["init", "-q"]);
  for (const [day, name] of [
    ["18", "old"],
    ["19", "first: a|b"],
    ["20", "second"],
  ] as const) {
    await writeFile(path.join(folder, "file"), name);
    git(["add", "-A"]);
    git(["commit", "-qm", name], `2026-11-${day}T10:00:00+01:00`);
  }
  const commits = await commitsSince(folder, new Date("2026-11-18T12:00:00Z"));
  expect(commits.map(({ subject, at }) => [subject, at])).toEqual([
    ["second", "2026-11-20T09:00:00.000Z"],
    ["first: a|b", "2026-11-19T09:00:00.000Z"],
  ]);
});

it("is empty without a repository, without a commit and before the first standup", async () => {
  const since = new Date("2026-11-18T12:00:00Z");
  expect(await commitsSince(folder, since)).toEqual([]);
  git(["init", "-q"]);
  expect(await commitsSince(folder, since)).toEqual([]);
  expect(await commitsSince(folder, null)).toEqual([]);
});
