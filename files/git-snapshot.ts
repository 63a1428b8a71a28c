/**
 * What the company's files were at a moment, kept as objects of git under a ref of ours. The index of the
 * repository, its branches and the files themselves are not touched; what git ignores is not looked at.
 */
import { copyFile, lstat, rm, rmdir } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../company/error.ts";
import { git, whyNot } from "./git.ts";

export interface SnapshotPlace {
  /** The company's root. */
  root: string;
  /** A folder of ours for git's index of the snapshot. */
  folder: string;
  /** `refs/hq/…`: keeps the objects until it is deleted. */
  ref: string;
}

export type Snapshot =
  | {
      kind: "kept";
      /** Git's name of the tree. */
      tree: string;
      /** Changed files that are too large to be kept, or hold keys by their name. */
      leftOut: string[];
      /** Whether files that git does not track were too many to be kept. */
      withoutOthers: boolean;
    }
  /** A sentence: why nothing was kept. */
  | { kind: "none"; why: string };

export type KeptSnapshot = Extract<Snapshot, { kind: "kept" }>;

export interface TreeChange {
  path: string;
  change: "added" | "changed" | "removed";
}

/** Of one file; larger ones are pictures and exports, which no department writes. */
const FILE_BYTES = 5_000_000;
const ALL_BYTES = 50_000_000;
const OTHERS_LIMIT = 2_000;
const SUBMODULE = "160000";
/** A file of keys that git does not track, and that somebody forgot to have it ignore. */
const KEYS = /(^|\/)(\.env(\.[^/]*)?|[^/]*\.(pem|key|p12|pfx)|id_[a-z0-9]+)$/i;

/** Keeps what the files are now. Two looks at all of them by git's own index, and a copy of what changed. */
export async function takeSnapshot({ root, folder, ref }: SnapshotPlace): Promise<Snapshot> {
  const index = path.join(folder, "snapshot-index");
  try {
    const own = (await git(root, ["rev-parse", "--git-path", "index"])).trim();
    // With what git remembers of each file, so that only those that changed are read.
    await copyFile(path.resolve(root, own), index).catch(unlessMissing);
    const chosen = await changedFiles(root, index);
    const { paths, leftOut, withoutOthers } = chosen;
    await git(root, ["update-index", "--add", "--remove", "-z", "--stdin"], {
      index,
      input: paths.map((file) => `${file}\0`).join(""),
    });
    const tree = (await git(root, ["write-tree"], { index })).trim();
    await git(root, ["update-ref", ref, tree]);
    return { kind: "kept", tree, leftOut, withoutOthers };
  } catch (error) {
    return { kind: "none", why: whyNot(error) };
  } finally {
    await rm(index, { force: true });
  }
}

/** The one that was kept under the ref; what it left out is not known any more. */
export async function snapshotAt(root: string, ref: string): Promise<Snapshot> {
  try {
    const tree = (await git(root, ["rev-parse", "--verify", "--quiet", `${ref}^{tree}`])).trim();
    return { kind: "kept", tree, leftOut: [], withoutOthers: false };
  } catch (error) {
    return { kind: "none", why: whyNot(error) };
  }
}

/** When a file was last changed (ISO 8601); null when it is not there. */
export async function changedAtOf(root: string, file: string): Promise<string | null> {
  const found = await lstat(path.join(root, file)).catch(unlessMissing);
  return found === undefined ? null : found.mtime.toISOString();
}

/** What differs between two snapshots, but for what either of them left out. By path. */
export async function changedBetween(
  root: string,
  before: KeptSnapshot,
  after: KeptSnapshot,
): Promise<TreeChange[]> {
  const leftOut = new Set([...before.leftOut, ...after.leftOut]);
  return (await changedTrees(root, before.tree, after.tree)).filter(({ path: file, change }) => {
    if (leftOut.has(file)) return false;
    // Files of which one side knows nothing did not come or go.
    if (change === "added") return !before.withoutOthers;
    return change === "changed" || !after.withoutOthers;
  });
}

/** Whether git still has all of these trees. */
export async function hasTrees(root: string, trees: readonly string[]): Promise<boolean> {
  const found = await asked(
    git(root, ["cat-file", "--batch-check=%(objecttype)"], { input: `${trees.join("\n")}\n` }),
  );
  return found
    .trim()
    .split("\n")
    .every((type) => type === "tree");
}

/**
 * What differs between two trees, by path; submodules are not looked into.
 * @throws HqError `unreadable-file` when git cannot tell
 */
export async function changedTrees(root: string, from: string, to: string): Promise<TreeChange[]> {
  const raw = await asked(
    git(root, [...["diff-tree", "-r", "-z", "--raw", "--no-renames", "--relative", from, to]]),
  );
  const parts = raw.split("\0").filter((part) => part !== "");
  const changes: TreeChange[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [fromMode = "", toMode = "", , , status = ""] = (parts[at] ?? "").slice(1).split(" ");
    if (fromMode === SUBMODULE || toMode === SUBMODULE) continue;
    const change = status === "A" ? "added" : status === "D" ? "removed" : "changed";
    changes.push({ path: parts[at + 1] ?? "", change });
  }
  return changes;
}

async function asked(answer: Promise<string>): Promise<string> {
  try {
    return await answer;
  } catch (error) {
    throw new HqError("unreadable-file", `Cannot ask git: ${whyNot(error)}`, { cause: error });
  }
}

/**
 * Makes these files what they are in the tree; what is not in it is removed, with folders left empty.
 * @throws HqError `write-failed`; then some of them may be done
 */
export async function restoreFiles(
  { root, folder }: Pick<SnapshotPlace, "root" | "folder">,
  tree: string,
  changes: readonly TreeChange[],
): Promise<void> {
  const index = path.join(folder, "restore-index");
  try {
    await git(root, ["read-tree", tree], { index });
    const written = changes.filter(({ change }) => change !== "added");
    await git(root, ["checkout-index", "-f", "-z", "--stdin"], {
      index,
      input: written.map((change) => `${change.path}\0`).join(""),
    });
    for (const { path: file } of changes.filter(({ change }) => change === "added")) {
      await rm(path.join(root, file), { force: true });
      await removeEmptyFolders(root, path.dirname(file));
    }
  } catch (error) {
    throw new HqError("write-failed", `Cannot put the files back: ${whyNot(error)}`, {
      cause: error,
    });
  } finally {
    await rm(index, { force: true });
  }
}

/** Whether a file that is gone can come back there: git would remove what it finds in its way. */
export async function isFree(root: string, file: string): Promise<boolean> {
  const found = (place: string) =>
    lstat(path.join(root, place)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
      throw error;
    });
  if ((await found(file)) !== null) return false;
  for (let at = path.dirname(file); at !== "."; at = path.dirname(at)) {
    const entry = await found(at);
    if (entry !== null && !entry.isDirectory()) return false;
  }
  return true;
}

/** Lets git forget what refs kept that begin so. None there is harmless. */
export async function dropSnapshots(root: string, beginnings: readonly string[]): Promise<void> {
  try {
    const found = await git(root, ["for-each-ref", "--format=%(refname)", REFS]);
    const refs = found.split("\n").filter((ref) => beginnings.some((each) => ref.startsWith(each)));
    const input = refs.map((ref) => `delete ${ref}\0\0`).join("");
    await git(root, ["update-ref", "-z", "--stdin"], { input });
  } catch {
    // Without git, or a repository, there is nothing to forget.
    return;
  }
}

/** Of all snapshots. */
const REFS = "refs/hq/";

async function changedFiles(root: string, index: string) {
  const list = async (...options: string[]) =>
    (await git(root, ["ls-files", "-z", ...options], { index })).split("\0").filter(Boolean);
  // Both only read: side by side they take the time of one.
  const [tracked, others] = await Promise.all([
    list("--modified", "--deleted"),
    list("--others", "--exclude-standard"),
  ]);
  const untracked = new Set(others);
  const withoutOthers = others.length > OTHERS_LIMIT;
  const paths: string[] = [];
  const leftOut: string[] = [];
  let room = ALL_BYTES;
  for (const file of new Set([...tracked, ...(withoutOthers ? [] : others)])) {
    const size = (await lstat(path.join(root, file)).catch(() => null))?.size ?? 0;
    const holdsKeys = untracked.has(file) && KEYS.test(file);
    if (holdsKeys || size > FILE_BYTES || size > room) leftOut.push(file);
    else {
      paths.push(file);
      room -= size;
    }
  }
  return { paths, leftOut, withoutOthers };
}

async function removeEmptyFolders(root: string, folder: string): Promise<void> {
  for (let at = folder; at !== "." && at !== ""; at = path.dirname(at)) {
    const isGone = await rmdir(path.join(root, at)).then(
      () => true,
      () => false,
    );
    if (!isGone) return;
  }
}

function unlessMissing(error: unknown): void {
  // A repository in which nothing was ever added.
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
}
