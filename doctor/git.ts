/** What git knows of the company's folder. Nothing is asked of the network. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { DRIVER_NAME, MERGED_FILES } from "../files/merge-driver.ts";
import { type MergeSetup, mergeSetup } from "./merge-setup.ts";

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
  // All at once: where there is no repository each of them fails, and the first says why.
  const [prefix, settings, listed, merged] = await Promise.all([
    git(root, ["rev-parse", "--show-prefix"]).catch((error: GitError) => error),
    // Exit code 1 means that there is none of these.
    git(root, ["config", "--null", "--get-regexp", SETTINGS]).catch(() => ""),
    git(root, ["ls-files", "-z", "-t", "--cached", "--others", "--exclude-standard"]).catch(
      () => null,
    ),
    git(root, ["check-attr", "-z", "merge", "--", ...MERGED_FILES]).catch(() => ""),
  ]);
  if (typeof prefix !== "string") {
    if (prefix.code === "ENOENT") return { kind: "no-git" };
    return { kind: prefix.stderr?.includes("dubious ownership") ? "not-trusted" : "no-repository" };
  }
  const known = settings.split("\0").filter(Boolean).map(asSetting);
  const files = listed === null ? null : parseListed(listed);
  return {
    kind: "repository",
    prefix: prefix.trim(),
    remotes: remotesIn(known),
    files: files === null ? null : [...files.tracked, ...files.others],
    tracked: new Set(files?.tracked),
    merge: mergeSetup(merged, known.findLast(({ key }) => key === DRIVER_KEY)?.value ?? ""),
  };
}

type GitError = NodeJS.ErrnoException & { stderr?: string };

const DRIVER_KEY = `merge.${DRIVER_NAME}.driver`;
const SETTINGS = `^(remote\\..*\\.(url|pushurl)|merge\\.${DRIVER_NAME}\\.driver)$`;

interface Setting {
  key: string;
  value: string;
}

/** A key, a line break and the value. */
function asSetting(text: string): Setting {
  const at = text.indexOf("\n");
  return at === -1
    ? { key: text, value: "" }
    : { key: text.slice(0, at), value: text.slice(at + 1) };
}

/** Each with a letter and a blank before it: `? ` is one that git would keep, any other one that it does. */
function parseListed(text: string): { tracked: Set<string>; others: string[] } {
  // A file in conflict is named thrice.
  const tracked = new Set<string>();
  const others: string[] = [];
  for (const each of text.split("\0").filter(Boolean)) {
    if (each.startsWith("?")) others.push(each.slice(2));
    else tracked.add(each.slice(2));
  }
  return { tracked, others };
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

function remotesIn(settings: readonly Setting[]): { name: string; url: string }[] {
  const remotes = new Map<string, { name: string; url: string }>();
  for (const { key, value: url } of settings) {
    const name = /^remote\.(.+)\.(?:url|pushurl)$/.exec(key)?.[1];
    if (name !== undefined && url !== "") remotes.set(`${name} ${url}`, { name, url });
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
