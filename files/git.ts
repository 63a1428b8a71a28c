/** git as our own programs ask it: nothing is asked of a person, no program of the repository is started. */
import { execFile } from "node:child_process";
import { childEnvironment } from "./child-environment.ts";

const TIMEOUT_MS = 15_000;

export interface GitMore {
  /** Another index than the repository's. */
  index?: string;
  input?: string;
  /** Whose commit it is, instead of whom git knows. */
  as?: { name: string; email: string };
}

/**
 * What git prints.
 * @throws the error of the process, with what git said in `stderr`
 */
export async function git(root: string, args: string[], more: GitMore = {}): Promise<string> {
  return (await gitBytes(root, args, more)).toString("utf8");
}

/** The same, for texts of which nobody knows in what letters they are. */
export function gitBytes(
  root: string,
  args: string[],
  { index, input, as }: GitMore = {},
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      "git",
      // A file monitor is a program that the repository names; a look at the files must not start it.
      ["-c", "core.fsmonitor=false", "-c", "core.splitIndex=false", ...args],
      {
        ...{ cwd: root, timeout: TIMEOUT_MS, maxBuffer: 64 * 1024 * 1024 },
        ...{ env: { ...environment(index), ...identity(as) }, encoding: "buffer" as const },
      },
      (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(Object.assign(error, { stderr: stderr.toString("utf8") }));
      },
    );
    // A git that leaves early is told of by its end.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input ?? "");
  });
}

/** Without what a hook of git would have us work on; nothing is asked, the messages are in one language. */
function environment(index: string | undefined): NodeJS.ProcessEnv {
  const { GIT_DIR: _dir, GIT_WORK_TREE: _tree, GIT_INDEX_FILE: _index, ...env } = process.env;
  return {
    // A hook or a filter that the repository names is anybody's program.
    ...childEnvironment(env),
    ...{ GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
    ...(index === undefined ? {} : { GIT_INDEX_FILE: index }),
  };
}

function identity(as: GitMore["as"]): NodeJS.ProcessEnv {
  if (as === undefined) return {};
  const { name, email } = as;
  return {
    ...{ GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email },
    ...{ GIT_COMMITTER_NAME: name, GIT_COMMITTER_EMAIL: email },
  };
}

/** What git said, in one line. */
export function saidByGit(error: unknown): string {
  const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
  if (code === "ENOENT") return "there is no git on the PATH";
  if (stderr.includes("not a git repository")) return "the company is in no git repository";
  const line = stderr.split("\n").find((each) => each.trim() !== "");
  const said = line ?? (error instanceof Error ? error.message : String(error));
  return said
    .replace(/^(fatal|error): /, "")
    .trim()
    .slice(0, 300);
}

/** Why git could not keep the files, one sentence. */
export function whyNot(error: unknown): string {
  const { code, stderr = "" } = error as { code?: unknown; stderr?: string };
  if (code === "ENOENT") return "There is no git on the PATH.";
  if (stderr.includes("not a git repository")) return "The company is in no git repository.";
  const line = stderr.split("\n").find((each) => each.trim() !== "");
  const said = line ?? (error instanceof Error ? error.message : String(error));
  return `git could not keep the files: ${said.trim().slice(0, 200)}`;
}
