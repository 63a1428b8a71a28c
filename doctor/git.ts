/** What git knows of the company's folder. Nothing is asked of the network. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { type MergeSetup, readMergeSetup } from "./merge-setup.ts";

const run = promisify(execFile);

export type Repository =
  | { kind: "no-git" }
  | { kind: "no-repository" }
  /** git refuses to read a repository that belongs to another user. */
  | { kind: "not-trusted" }
  | {
      kind: "repository";
      /** Path of the company inside the repository; empty at its top. */
      prefix: string;
      remotes: { name: string; url: string }[];
      /** Tracked files and files that would be, from the company's root; null when unknown. */
      files: string[] | null;
      tracked: Set<string>;
      merge: MergeSetup;
    };

/** The repository that `root` stands in. */
export async function readRepository(root: string): Promise<Repository> {
  let prefix: string;
  try {
    prefix = (await git(root, ["rev-parse", "--show-prefix"])).trim();
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: string };
    if (code === "ENOENT") return { kind: "no-git" };
    return { kind: stderr?.includes("dubious ownership") ? "not-trusted" : "no-repository" };
  }
  const [remotes, tracked, others, merge] = await Promise.all([
    // Exit code 1 means that there is no remote.
    git(root, ["config", "--get-regexp", "^remote\\..*\\.(url|pushurl)$"]).catch(() => ""),
    listFiles(root, []),
    listFiles(root, ["--others", "--exclude-standard"]),
    readMergeSetup((args) => git(root, args)),
  ]);
  return {
    kind: "repository",
    prefix,
    remotes: parseRemotes(remotes),
    files: tracked === null || others === null ? null : [...tracked, ...others],
    tracked: new Set(tracked),
    merge,
  };
}

/**
 * Those of these files, which are there, that git neither keeps nor would keep; none when it is not known.
 * Of a link to a folder, and of a submodule, git lists the name alone: what is in there is kept elsewhere.
 */
export function unkeptIn(repository: Repository, files: readonly string[]): string[] {
  if (repository.kind !== "repository" || repository.files === null) return [];
  const kept = new Set(repository.files);
  return files.filter((file) => !upward(file).some((name) => kept.has(name)));
}

/** The path and the folders above it. */
function upward(file: string): string[] {
  const parts = file.split("/");
  return parts.map((_, at) => parts.slice(0, at + 1).join("/"));
}

/** null when there are more names than fit in the buffer, or git fails. */
async function listFiles(root: string, options: string[]): Promise<string[] | null> {
  const names = await git(root, ["ls-files", "-z", ...options]).catch(() => null);
  return names === null ? null : names.split("\0").filter(Boolean);
}

/** Lines of `git config --get-regexp`: `remote.origin.url git@host:path`. */
function parseRemotes(text: string): { name: string; url: string }[] {
  const remotes = new Map<string, { name: string; url: string }>();
  for (const line of text.split("\n")) {
    const found = /^remote\.(.+)\.(?:url|pushurl) (.+)$/.exec(line);
    const [name, url] = [found?.[1], found?.[2]];
    if (name !== undefined && url !== undefined) remotes.set(`${name} ${url}`, { name, url });
  }
  return [...remotes.values()];
}

async function git(cwd: string, args: string[]): Promise<string> {
  // A file monitor is a program that the repository names; a look at the files must not start it.
  const { stdout } = await run("git", ["-c", "core.fsmonitor=false", ...args], {
    cwd,
    timeout: 10_000,
    maxBuffer: 64 * 1024 * 1024,
    // No lock is taken, nothing is asked, and the messages are in one language.
    env: { ...process.env, GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0", LC_ALL: "C" },
  });
  return stdout;
}
