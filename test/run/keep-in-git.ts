/** A folder as a git repository with one commit, by an identity of its own and no settings of the machine. */
import { execFileSync } from "node:child_process";
import { devNull } from "node:os";

export type Git = (...args: string[]) => string;

export function keepInGit(root: string): Git {
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: "1" };
  const git: Git = (...args) => execFileSync("git", args, { cwd: root, env, encoding: "utf8" });
  git("init", "-q", "-b", "main");
  git("config", "user.name", "Ana");
  git("config", "user.email", "ana@mare.example");
  git("config", "commit.gpgsign", "false");
  git("add", "-A");
  git("commit", "-qm", "company");
  return git;
}
