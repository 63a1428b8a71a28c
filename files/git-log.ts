/** What happened in the repository since an instant, from `git log`. */
import type { Commit } from "../company/standup/types.ts";
import { runProgram } from "./run-program.ts";

const LIMIT_COMMITS = 200;
const FIELD = "\u001f";

/**
 * The commits since `since`, newest first, at most 200; none when the folder is not a repository,
 * has no commit yet, or git is not installed: a company without git still has a plan.
 */
export async function commitsSince(root: string, since: Date | null): Promise<Commit[]> {
  if (since === null) return [];
  const format = ["%h", "%cI", "%an", "%s"].join("%x1f");
  try {
    const { stdout } = await runProgram(
      "git",
      [
        "log",
        `--since=${since.toISOString()}`,
        `--max-count=${LIMIT_COMMITS}`,
        `--format=${format}`,
      ],
      { cwd: root, timeout: 10_000, maxBuffer: 4 * 1024 * 1024, env: gitEnvironment() },
    );
    return stdout.split("\n").filter(Boolean).map(parseCommit);
  } catch {
    // Not a repository, no commit yet, or no git: each means that there is nothing to tell.
    return [];
  }
}

function parseCommit(line: string): Commit {
  const [hash = "", at = "", author = "", subject = ""] = line.split(FIELD);
  return { hash, at: new Date(at).toISOString(), author, subject };
}

/** No lock is taken, nothing is asked, and the messages are in one language. */
function gitEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" };
}
