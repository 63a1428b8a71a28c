/** git's merge driver for the memory: a line of this clone's own configuration, which git never clones. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { KIT_FOLDER } from "./root.ts";

const run = promisify(execFile);

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
      await run("git", ["config", "--local", key, value], { cwd: root, timeout: 10_000 });
    }
    return { kind: "installed" };
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    const reason = code === "ENOENT" ? "no git on the PATH" : (stderr ?? String(error)).trim();
    return { kind: "no-repository", reason };
  }
}
