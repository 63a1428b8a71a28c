/** Writes a list of changes: every path is checked before the first byte, every file is atomic. */
import { chmod, lstat, realpath, rm } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../company/error.ts";
import { systemReason, writeText } from "../files/text.ts";
import type { Change } from "./change.ts";
import { effective } from "./change.ts";

/** Launchers that a person starts by their path. */
const EXECUTABLE = /^\.hq-kit\/bin\/hq[\w-]*(\.js)?$/;

/**
 * Applies the changes in their order and gives the paths touched.
 * @throws HqError `wrong-state` before anything is written when a path leaves the root through a
 *   symbolic link; `write-failed` with the list of what was written when the disk says no half-way.
 */
export async function applyChanges(root: string, changes: readonly Change[]): Promise<string[]> {
  const wanted = effective(changes);
  await refuseOutside(
    root,
    wanted.map((change) => change.path),
  );
  const done: string[] = [];
  for (const change of wanted) {
    try {
      await applyOne(path.join(root, change.path), change);
    } catch (error) {
      throw halfWay(error, { root, failed: change.path, done });
    }
    done.push(change.path);
  }
  return done;
}

async function applyOne(file: string, change: Change): Promise<void> {
  if (change.kind === "create" || change.kind === "merge") {
    await writeText(file, change.text);
    if (EXECUTABLE.test(change.path)) await chmod(file, 0o755);
  } else if (change.kind === "remove") {
    try {
      await rm(file, { force: true });
    } catch (error) {
      throw new HqError("write-failed", `Cannot remove ${file}: ${systemReason(error)}.`, {
        cause: error,
      });
    }
  }
}

function halfWay(
  error: unknown,
  state: { root: string; failed: string; done: readonly string[] },
): unknown {
  if (!(error instanceof HqError)) return error;
  const { done, failed, root } = state;
  const written =
    done.length === 0
      ? "Nothing was changed."
      : `${done.length} of the files before it were written whole (last: ${done.at(-1)}); none was written half.`;
  return new HqError(
    error.code,
    `Cannot finish in ${root}: ${failed} failed. ${error.message.replace(/ Nothing was changed\.$/, "")} ${written}`,
    {
      cause: error,
      hint: "Mend the cause and run the same command again: it completes what is missing.",
    },
  );
}

/**
 * A link in the company's folder may not make us write outside it.
 * @throws HqError `wrong-state`, naming the first such path.
 */
export async function refuseOutside(root: string, paths: readonly string[]): Promise<void> {
  const realRoot = await realOrItself(root);
  const known = new Map<string, string>();
  for (const relative of paths) {
    const target = await targetOf(path.join(root, relative), known);
    const inside = path.relative(realRoot, target);
    if (inside === ".." || inside.startsWith(`..${path.sep}`) || path.isAbsolute(inside)) {
      throw new HqError(
        "wrong-state",
        `Cannot write ${relative}: it leads to ${target} through a symbolic link, expected a place inside ${root}. Nothing was changed.`,
        { hint: "Replace the link by a real folder or file, then run the command again." },
      );
    }
  }
}

/** Where a write to this path would land: the real path of what exists, then the rest. */
async function targetOf(file: string, known: Map<string, string>): Promise<string> {
  const cached = known.get(file);
  if (cached !== undefined) return cached;
  const parent = path.dirname(file);
  let target: string;
  if (parent === file) target = file;
  else {
    const realParent = await targetOf(parent, known);
    target = await linkTarget(path.join(realParent, path.basename(file)));
  }
  known.set(file, target);
  return target;
}

async function linkTarget(file: string): Promise<string> {
  const found = await lstat(file).catch(() => null);
  if (!found?.isSymbolicLink()) return file;
  // A link to nowhere cannot be followed; it could be made to point anywhere.
  return realpath(file).catch(() => path.parse(file).root);
}

async function realOrItself(folder: string): Promise<string> {
  const missing: string[] = [];
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    const real = await realpath(at).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return null;
      throw error;
    });
    if (real !== null) return path.join(real, ...missing);
    missing.unshift(path.basename(at));
  }
}
