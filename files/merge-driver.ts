/** git's merge driver for the memory: a line of this clone's own configuration, which git never clones. */

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { KIT_FOLDER } from "./root.ts";
import { runProgram } from "./run-program.ts";

/** As in `merge.<name>.driver` of git's configuration. */
export const DRIVER_NAME = "hq-memory";
export const MERGED_FILES = ["memory.jsonl", "memory.origins.jsonl"];

/** The `hq` that a company at `root` is merged with: its own copy, else this program's. */
export function launcherFor(root: string, packageRoot: string): string {
  const own = [path.join(root, KIT_FOLDER, "bin", "hq"), path.join(root, "bin", "hq")];
  return own.find((file) => existsSync(file)) ?? path.join(packageRoot, "bin", "hq");
}

/**
 * The command that git runs with sh at the top of the work tree. The path is absolute: during a
 * rebase the tree may be one in which the program does not stand. Should it fail, or node be
 * missing, git's own union of both files is left, which the memory can load, and git reports it.
 */
export function driverCommand(launcher: string): string {
  const file = launcher.split(path.sep).join("/");
  // In a shell's quotes only a quote is special; in git's own format only a percent sign.
  const quoted = `'${file.replaceAll("'", "'\\''")}'`.replaceAll("%", "%%");
  return `node ${quoted} memory merge %O %A %B %P || { git merge-file -q --union %A %O %B; exit 1; }`;
}

/** The launcher that such a command starts; null when it is none of ours. */
export function launcherIn(command: string): string | null {
  const quoted = /^node '((?:[^']|'\\'')+)' memory merge /.exec(command)?.[1];
  return quoted === undefined ? null : quoted.replaceAll("'\\''", "'").replaceAll("%%", "%");
}

export type DriverInstall =
  | { kind: "installed" }
  /** There is no git, or no repository to configure; the reason is git's own sentence. */
  | { kind: "no-repository"; reason: string };

/** Writes the driver into the configuration of the repository at `root`. */
export async function installMergeDriver(root: string, launcher: string): Promise<DriverInstall> {
  const settings = [
    [`merge.${DRIVER_NAME}.name`, "the shared memory: both sides' facts, never a conflict"],
    [`merge.${DRIVER_NAME}.driver`, driverCommand(launcher)],
  ] as const;
  try {
    for (const [key, value] of settings) {
      await runProgram("git", ["config", "--local", key, value], { cwd: root, timeout: 10_000 });
    }
    return { kind: "installed" };
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    const reason = code === "ENOENT" ? "no git on the PATH" : (stderr ?? String(error)).trim();
    return { kind: "no-repository", reason };
  }
}

/** What a person reads when it was done by itself. */
export const DRIVER_LINE = "git merges the memory with hq in this clone from now on.";

/**
 * Installs the driver in a clone of a company that wants it and lacks it; true when it did. Two short
 * files are read where nothing is to be done. It starts the program that runs now, never one that
 * came with the clone. Never throws: a memory works without it too.
 */
export async function ensureMergeDriver(root: string, packageRoot: string): Promise<boolean> {
  const attributes = readOr(path.join(root, ".gitattributes"));
  if (!attributes.includes(`merge=${DRIVER_NAME}`)) return false;
  const config = gitConfigOf(root);
  if (config === null || readOr(config).includes(`[merge "${DRIVER_NAME}"]`)) return false;
  const launcher = path.join(packageRoot, "bin", "hq");
  if (!existsSync(launcher)) return false;
  return (await installMergeDriver(root, launcher)).kind === "installed";
}

/** The configuration that all worktrees of a repository share; null outside of one. */
function gitConfigOf(root: string): string | null {
  for (let folder = path.resolve(root); ; folder = path.dirname(folder)) {
    const git = path.join(folder, ".git");
    if (existsSync(git)) return path.join(commonFolder(git), "config");
    if (path.dirname(folder) === folder) return null;
  }
}

/** `.git` itself, or where the file of a linked worktree points to. */
function commonFolder(git: string): string {
  const pointed = /^gitdir: (.+)$/m.exec(readOr(git))?.[1]?.trim();
  if (pointed === undefined) return git;
  const own = path.resolve(path.dirname(git), pointed);
  const common = readOr(path.join(own, "commondir")).trim();
  return common === "" ? own : path.resolve(own, common);
}

function readOr(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    // A folder, or nothing there: it says nothing.
    return "";
  }
}
