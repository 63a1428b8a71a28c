/** Committing one file by itself: whatever else is changed or added stays so. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

export type FileCommit =
  | { kind: "committed" }
  /** git has it as it is. */
  | { kind: "unchanged" }
  /** The reason is git's own sentence. */
  | { kind: "refused"; reason: string };

/** Never throws: the file is written, and a person can commit it. */
export async function commitFile(root: string, file: string, message: string): Promise<FileCommit> {
  const git = (...args: string[]) => run("git", args, { cwd: root, timeout: 60_000 });
  try {
    await git("add", "--force", "--", file);
    const { stdout } = await git("status", "--porcelain", "--", file);
    if (stdout === "") return { kind: "unchanged" };
    await git("commit", "--quiet", "-m", message, "--", file);
    return { kind: "committed" };
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    const said = (stderr ?? "").trim() || String(error);
    return { kind: "refused", reason: code === "ENOENT" ? "no git on the PATH" : said };
  }
}
