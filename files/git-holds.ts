/** Which commits of a repository brought in or took out a text, so that git's history still holds it. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** More than a person goes through. */
const LIMIT_COMMITS = 200;
/** A large repository is searched line by line. */
const TIMEOUT_MS = 120_000;

export interface HoldingCommits {
  /** Short hash, ISO day and subject, newest first. */
  commits: { hash: string; day: string; subject: string }[];
  /** The same of commits that stand on no branch, tag or stash any more: only the reflog of this clone. */
  forgotten: { hash: string; day: string; subject: string }[];
  /** Why it could not be searched; null when it was. */
  problem: string | null;
}

/**
 * The commits on any branch, tag or stash whose change has a line that matches the extended regular
 * expression. None where there is no repository.
 */
export async function commitsWith(root: string, pattern: string): Promise<HoldingCommits> {
  const format = ["%h", "%cs", "%s"].join("%x1f");
  const args = ["--full-history", "-m", `--max-count=${LIMIT_COMMITS}`];
  const env = { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
  const options = { cwd: root, timeout: TIMEOUT_MS, maxBuffer: 16 * 1024 * 1024, env };
  try {
    await run("git", ["rev-parse", "--git-dir"], options);
  } catch {
    // No git or no repository: nothing was ever committed.
    return { commits: [], forgotten: [], problem: null };
  }
  try {
    const search = async (where: string[]) => {
      const found = ["-G", pattern, "--text", `--format=${format}`];
      const { stdout } = await run("git", ["log", ...where, ...args, ...found], options);
      return [...new Set(stdout.split("\n").filter(Boolean))].map(asCommit);
    };
    return {
      commits: await search(["--all"]),
      forgotten: await search(["--reflog", "--not", "--all"]),
      problem: null,
    };
  } catch (error) {
    const { stderr, killed } = error as { stderr?: string; killed?: boolean };
    const problem = killed ? "it took too long" : (stderr ?? String(error)).trim();
    return { commits: [], forgotten: [], problem };
  }
}

function asCommit(line: string): HoldingCommits["commits"][number] {
  const [hash = "", day = "", subject = ""] = line.split("\u001f");
  return { hash, day, subject };
}
