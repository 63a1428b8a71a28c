/** The Node that the clients start our servers with, which need not be the one that runs now. */
import { execFile } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { programNamed } from "./program-on-path.ts";

const run = promisify(execFile);

/** As in bin/launch.js. */
const NODE_NEEDED = [22, 18] as const;

/** Whether this version, as in process.versions.node, runs our programs. */
export function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [neededMajor, neededMinor] = NODE_NEEDED;
  return major > neededMajor || (major === neededMajor && minor >= neededMinor);
}

/** `22.18`. */
export const NODE_NEEDED_TEXT = NODE_NEEDED.join(".");

/**
 * The version of the `node` on the PATH when it is too old and nothing stands in for it, so that
 * neither the servers nor `node .hq-kit/bin/hq` start; null when they do, or when it cannot be known.
 */
export async function oldSystemNode(place: {
  /** The company's folder. */
  root: string;
  env: Readonly<Record<string, string | undefined>>;
}): Promise<string | null> {
  const { root, env } = place;
  if (env.HQ_NODE !== undefined && existsSync(env.HQ_NODE)) return null;
  const isClone = existsSync(path.join(root, "bin", "launch.js"));
  if (isClone && existsSync(path.join(root, "node_modules", "node", "bin", "node"))) return null;
  const version = await versionOnPath(env);
  return version === null || isNewEnough(version) ? null : version;
}

async function versionOnPath(
  env: Readonly<Record<string, string | undefined>>,
): Promise<string | null> {
  if (!env.PATH) return null;
  // The one that runs now need not be started to be asked.
  if (isOwnNode(programNamed("node", env))) return process.versions.node;
  try {
    const { stdout } = await run("node", ["--version"], { env: { ...env }, timeout: 10_000 });
    return /^v(\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? null;
  } catch {
    // None there, or none that answers: the doctor has a finding of its own for that.
    return null;
  }
}

function isOwnNode(found: string | null): boolean {
  try {
    return found !== null && realpathSync(found) === realpathSync(process.execPath);
  } catch {
    // A program that is gone by now: whoever starts it is told.
    return false;
  }
}
