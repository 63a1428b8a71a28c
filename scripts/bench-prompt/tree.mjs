/** An older commit of this repository in a folder of its own, built, for a measurement beside today's tree. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/**
 * Gives the folder and the way to take it away again. Where the lock file is the same, the packages
 * of `root` are used; else they are installed.
 */
export function checkOut(root, commit) {
  const place = mkdtempSync(path.join(tmpdir(), "bench-prompt-"));
  const tree = path.join(place, "tree");
  const remove = () => rmSync(place, { recursive: true, force: true });
  const run = (program, args, cwd) => execFileSync(program, args, { cwd, stdio: "pipe" });
  try {
    // Not a worktree: one that is left behind by a kill would stay in this repository's list.
    run("git", ["clone", "--quiet", "--no-checkout", "--shared", root, tree], place);
    run("git", ["checkout", "--quiet", "--detach", commit], tree);
    const lock = (folder) => readFileSync(path.join(folder, "package-lock.json"), "utf8");
    if (lock(root) === lock(tree)) {
      symlinkSync(path.join(root, "node_modules"), path.join(tree, "node_modules"));
    } else {
      run("npm", ["ci", "--no-audit", "--no-fund"], tree);
    }
    run(process.execPath, [path.join("scripts", "build.mjs")], tree);
  } catch (error) {
    remove();
    const said = String(error.stderr ?? "").trim();
    throw new Error(`Cannot build ${commit} beside this tree: ${said || error.message}`, {
      cause: error,
    });
  }
  return { tree, remove };
}
