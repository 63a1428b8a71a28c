/** Git worktrees of ours: a copy of the committed files in which one proposal is made. */
import { mkdir, rm, symlink } from "node:fs/promises";
import path from "node:path";
import { HqError } from "../company/error.ts";
import { git, saidByGit } from "./git.ts";

const STATE = ".hq";

/**
 * Makes one without a branch. Its `.hq` is the company's own, so that the guard of the worktree leaves its
 * signs where they are looked for.
 * @throws HqError `wrong-state` when git cannot
 */
export async function addWorktree(root: string, folder: string, commit: string): Promise<void> {
  await mkdir(path.dirname(folder), { recursive: true, mode: 0o700 });
  try {
    // The repository's hooks are for the founder's own checkouts.
    const bare = ["-c", "core.hooksPath=/dev/null"];
    await git(root, [...bare, "worktree", "add", "--detach", "--quiet", folder, commit]);
    await symlink(path.join(root, STATE), path.join(folder, STATE), "junction");
  } catch (error) {
    await removeWorktree(root, folder);
    throw new HqError("wrong-state", `Cannot make a worktree: ${saidByGit(error)}.`, {
      cause: error,
      hint: "Proposals are made in a git worktree; see: git worktree list",
    });
  }
}

/** Takes it away with all that is in it, also one that is only half there. */
export async function removeWorktree(root: string, folder: string): Promise<void> {
  // The link first: what removes folders must not go through it.
  await rm(path.join(folder, STATE), { force: true });
  await git(root, ["worktree", "remove", "--force", "--force", folder]).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
  await git(root, ["worktree", "prune"]);
}

/**
 * The tree of its files as they are now, new ones included, with its own commit as a base.
 * @throws HqError `wrong-state` when git cannot
 */
export async function treeOfWorktree(folder: string, index: string): Promise<string> {
  try {
    await git(folder, ["read-tree", "HEAD"], { index });
    await git(folder, ["add", "--all", "--", ".", `:(exclude)${STATE}`], { index });
    return (await git(folder, ["write-tree"], { index })).trim();
  } catch (error) {
    throw new HqError("wrong-state", `Cannot read the worktree: ${saidByGit(error)}.`, {
      cause: error,
    });
  } finally {
    await rm(index, { force: true });
  }
}
