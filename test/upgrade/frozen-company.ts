/** Frozen companies of earlier versions, unpacked, and this version as a release to bring them to. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const PROJECT = path.join(import.meta.dirname, "..", "..");
const FIXTURES = path.join(import.meta.dirname, "fixtures");

export type Form = "clone" | "installed";

/** What the programs of the day answered about a company: see freeze-company.mjs. */
export interface Before {
  board: { tasks: { id: string }[] };
  reviews: object;
  audit: object;
  memory: string[];
  log: object;
  archive: object;
  doctor: { findings: { file: string; what: string }[] };
}

export interface Frozen {
  root: string;
  before: Before;
}

/** The versions that were frozen, by the day of their last change, oldest first. */
export function frozenVersions(): string[] {
  return readdirSync(FIXTURES).sort();
}

/** A frozen company in a folder of its own, as its founder left it; the caller removes its parent. */
export function thaw(version: string, form: Form): Frozen {
  const parent = mkdtempSync(path.join(tmpdir(), "hq upgrade ção "));
  const packed = path.join(FIXTURES, version, form);
  execFileSync("tar", ["xzf", `${packed}.tar.gz`], { cwd: parent });
  const root = path.join(parent, form);
  git(root, "reset", "-q", "--hard");
  return { root, before: JSON.parse(readFileSync(`${packed}.before.json`, "utf8")) as Before };
}

/** This version as somebody has it who cloned it and ran `npm ci`. */
export function makeRelease(): string {
  const release = mkdtempSync(path.join(tmpdir(), "hq release "));
  const files = git(PROJECT, "ls-files", "-z", "--cached", "--others", "--exclude-standard");
  for (const file of files.split("\0")) {
    if (file === "" || file.startsWith("test/upgrade/fixtures/")) continue;
    mkdirSync(path.dirname(path.join(release, file)), { recursive: true });
    cpSync(path.join(PROJECT, file), path.join(release, file), { verbatimSymlinks: true });
  }
  execFileSync(process.execPath, [
    path.join(PROJECT, "scripts/build.mjs"),
    path.join(release, "dist"),
  ]);
  return release;
}

/**
 * Brings a company to the release as its founder does: `git pull` and `npm ci` in a clone, and
 * `hq upgrade` in both forms. Returns what `hq upgrade` printed.
 */
export function upgrade(root: string, form: Form, release: string): string {
  if (form === "clone") {
    pull(root, release);
    rmSync(path.join(root, "dist"), { recursive: true, force: true });
    cpSync(path.join(release, "dist"), path.join(root, "dist"), { recursive: true });
  }
  return hqOf(release, "upgrade", "--root", root);
}

/** Merges the release as a commit on top of the version that the clone was made from. */
function pull(root: string, release: string): void {
  const index = path.join(root, ".git", "release-index");
  const env = { GIT_INDEX_FILE: index };
  const first = git(root, "rev-list", "--max-parents=0", "HEAD").trim();
  gitIn(root, env, `--work-tree=${release}`, "add", "-A");
  const tree = gitIn(root, env, "write-tree").trim();
  rmSync(index);
  const commit = git(root, "commit-tree", "-p", first, "-m", "The new version", tree).trim();
  git(root, "merge", "-q", "--no-edit", commit);
}

/** One `hq` of an unpacked version, as a process of its own; throws what it said when it fails. */
export function hqOf(release: string, ...args: string[]): string {
  const ran = spawnSync(process.execPath, [path.join(release, "bin/hq"), ...args], {
    cwd: release,
    env: { PATH: process.env.PATH ?? "", HOME: tmpdir(), NO_COLOR: "1" },
    encoding: "utf8",
  });
  if (ran.status !== 0) throw new Error(`hq ${args.join(" ")}: ${ran.stdout}${ran.stderr}`);
  return ran.stdout;
}

export function git(root: string, ...args: string[]): string {
  return gitIn(root, {}, ...args);
}

function gitIn(root: string, env: Record<string, string>, ...args: string[]): string {
  const who = ["-c", "user.name=Rita Exemplo", "-c", "user.email=rita@boia.example"];
  return execFileSync("git", ["-c", "core.autocrlf=false", ...who, ...args], {
    cwd: root,
    env: {
      PATH: process.env.PATH ?? "",
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_SYSTEM: "/dev/null",
      ...env,
    },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
}
