/** Throw-away companies with the real kit in them. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { devNull } from "node:os";
import path from "node:path";

export const REPOSITORY = path.join(import.meta.dirname, "..", "..");

/** A repository of somebody's own into which the kit is installed. */
export function installKit(root: string): void {
  mkdirSync(root);
  writeFileSync(path.join(root, "README.md"), "# My own repository\n");
  const hq = path.join(REPOSITORY, "bin", "hq");
  const who = ["--company", "Farol", "--founder", "Ana", "--country", "Portugal"];
  const answers = [...who, "--product", "Farol|beta"];
  execFileSync(process.execPath, [hq, "init", "--into", root, ...answers], { stdio: "pipe" });
  commitAll(root);
}

/** The sample company in a clone of this tree or another: everything that git would commit, the built programs, and the pinned Node for the launchers. */
export function copyKit(root: string, tree = REPOSITORY): void {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    cwd: tree,
    encoding: "utf8",
  });
  const parts = /^(\.github|\.vscode|\.mcp\.json|AGENTS\.md|bin|Marketing|Founder|package\.json)/;
  for (const file of listed.split("\0").filter((name) => parts.test(name))) {
    // Git also lists what was deleted and not yet committed.
    if (!existsSync(path.join(tree, file))) continue;
    cpSync(path.join(tree, file), path.join(root, file));
  }
  cpSync(path.join(tree, "dist"), path.join(root, "dist"), { recursive: true });
  cpSync(path.join(tree, "examples", "mare"), root, { recursive: true });
  mkdirSync(path.join(root, "node_modules"));
  symlinkSync(path.join(tree, "node_modules", "node"), path.join(root, "node_modules", "node"));
  commitAll(root);
}

/** Without this machine's own settings: a signing key or a template folder must not matter. */
function commitAll(root: string): void {
  const who = { GIT_AUTHOR_NAME: "Ana", GIT_AUTHOR_EMAIL: "ana@mare.example" };
  const env = {
    PATH: process.env.PATH,
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: "1",
    ...who,
    GIT_COMMITTER_NAME: who.GIT_AUTHOR_NAME,
    GIT_COMMITTER_EMAIL: who.GIT_AUTHOR_EMAIL,
  };
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, env });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "company");
}

/** npm puts the pinned Node first; a founder's client has the system's. */
export function systemPath(): string {
  const own = path.join(REPOSITORY, "node_modules");
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.filter((folder) => !folder.startsWith(own)).join(path.delimiter);
}
