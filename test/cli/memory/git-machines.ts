/** Two machines, a bare origin and a server between them that runs no merge drivers; with real git. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { installMergeDriver } from "../../../files/merge-driver.ts";
import { mergeLauncher } from "./merge-launcher.ts";

export const FILES = ["memory.jsonl", "memory.origins.jsonl"] as const;

export function git(cwd: string, ...args: string[]): string {
  const identity = ["-c", "user.name=Ana", "-c", "user.email=ana@mare.example"];
  return execFileSync("git", [...identity, ...args], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: "/dev/null",
      GIT_CONFIG_SYSTEM: "/dev/null",
      GIT_EDITOR: "true",
    },
  });
}

/** Whether git did it. */
export function tryGit(cwd: string, ...args: string[]): boolean {
  try {
    git(cwd, ...args);
    return true;
  } catch {
    return false;
  }
}

export interface Machines {
  /** Two clones with the merge driver. */
  one: string;
  two: string;
  /** A clone in which merge requests are merged, without any driver. */
  server: string;
  origin: string;
}

/** `begin` fills the first clone before it is first pushed. */
export async function gitMachines(
  folder: string,
  begin: (clone: string) => Promise<void>,
): Promise<Machines> {
  const origin = path.join(folder, "origin.git");
  const at = (name: string) => path.join(folder, name);
  git(folder, "init", "-q", "--bare", "-b", "main", origin);
  const launcher = mergeLauncher(folder);
  const clone = async (name: string) => {
    git(folder, "clone", "-q", origin, at(name));
    expectInstalled(await installMergeDriver(at(name), launcher));
  };
  mkdirSync(at("one"));
  git(folder, "clone", "-q", origin, at("one"));
  git(at("one"), "checkout", "-q", "-b", "main");
  const attributes = FILES.map((name) => `${name} merge=hq-memory\n`).join("");
  writeFileSync(path.join(at("one"), ".gitattributes"), attributes);
  await begin(at("one"));
  commit(at("one"), "memory");
  git(at("one"), "push", "-q", "-u", "origin", "main");
  expectInstalled(await installMergeDriver(at("one"), launcher));
  await clone("two");
  git(folder, "clone", "-q", origin, at("server"));
  return { one: at("one"), two: at("two"), server: at("server"), origin };
}

function expectInstalled({ kind }: { kind: string }): void {
  if (kind !== "installed") throw new Error(kind);
}

/** False when there was nothing to commit. */
export function commit(clone: string, message: string): boolean {
  git(clone, "add", "-A");
  if (git(clone, "status", "--porcelain") === "") return false;
  git(clone, "commit", "-qm", message);
  return true;
}

/** How a server treats two sides that git cannot merge by text. */
export type ServerWay = "refuses" | "commits-marks" | "unites";

/** Merges a pushed branch into main on the server; false when it refuses. */
export function mergeOnServer(server: string, branch: string, way: ServerWay): boolean {
  const attributes = way === "unites" ? FILES.map((name) => `${name} merge=union\n`).join("") : "";
  writeFileSync(path.join(server, ".git", "info", "attributes"), attributes);
  git(server, "fetch", "-q", "origin");
  git(server, "checkout", "-q", "-B", "main", "origin/main");
  if (!tryGit(server, "merge", "-q", "--no-edit", "--no-ff", `origin/${branch}`)) {
    if (way === "refuses") {
      git(server, "merge", "--abort");
      return false;
    }
    git(server, "add", "-A");
    git(server, "commit", "-qm", "merged in the browser");
  }
  git(server, "push", "-q", "origin", "main");
  return true;
}
