/** Starts Copilot CLI on the company, cut off from the network and from the user's own sessions. */
import { spawn } from "node:child_process";
import { cp, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { copilotHome } from "../../files/copilot-home.ts";

export interface ClientCall {
  program: string;
  args: string[];
  /** The company's folder. */
  root: string;
  env: Record<string, string>;
}

export interface ClientAnswer {
  code: number | null;
  stdout: string;
  stderr: string;
  /** It did not come to an end in time, and was ended. */
  isCutOff: boolean;
}

/** The first start of a new version unpacks 235 MB. */
const LIMIT_MS = 120_000;
const TEXT_LIMIT_CHARS = 16 * 1024 * 1024;

/** @throws the system's error when the program cannot be started at all */
export function runClient({ program, args, root, env }: ClientCall): Promise<ClientAnswer> {
  return new Promise((resolve, reject) => {
    // The command that npm installs passes no signal on: its native child is ended with the group.
    const child = spawn(program, args, {
      cwd: root,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (piece: string) => {
        if (text[name].length < TEXT_LIMIT_CHARS) text[name] += piece;
      });
    }
    let isCutOff = false;
    const limit = setTimeout(() => {
      isCutOff = true;
      // Without an id there is no group; 0 would be our own.
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, LIMIT_MS);
    child.on("error", (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.on("close", (code) => {
      clearTimeout(limit);
      resolve({ code, ...text, isCutOff });
    });
  });
}

export interface ClientHome {
  folder: string;
  discard(): Promise<void>;
}

/** What a session reads of the user's own; logins, sessions and hooks stay where they are. */
const READ = ["settings.json", "mcp-config.json", "copilot-instructions.md"];
const LOOKED_INTO = ["agents", "skills", "instructions"];

/** A home of its own for the session, so that `--continue` does not find it. */
export async function homeForSession(
  env: Readonly<Record<string, string | undefined>>,
): Promise<ClientHome> {
  const folder = await mkdtemp(path.join(tmpdir(), "hq-doctor-client-"));
  const own = copilotHome(env)?.folder;
  if (own !== undefined) {
    for (const name of READ) {
      await cp(path.join(own, name), path.join(folder, name)).catch(ignoreMissing);
    }
    for (const name of LOOKED_INTO) {
      await symlink(path.join(own, name), path.join(folder, name), "dir").catch(ignoreMissing);
    }
  }
  return { folder, discard: () => rm(folder, { recursive: true, force: true }) };
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOENT") throw error;
}

/** Variables that hold a login or lead to a model of the user's: this session needs neither. */
const LEFT_OUT = /^(COPILOT_|GITHUB_COPILOT_|GH_TOKEN$|GITHUB_TOKEN$|HQ_AGENT$)/;

export function clientEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  { home, model }: { home: string; model: string },
): Record<string, string> {
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !LEFT_OUT.test(entry[0]),
  );
  const cache = env.COPILOT_CACHE_HOME;
  return {
    ...Object.fromEntries(kept),
    ...(cache === undefined ? {} : { COPILOT_CACHE_HOME: cache }),
    COPILOT_HOME: home,
    COPILOT_OFFLINE: "true",
    COPILOT_AUTO_UPDATE: "false",
    COPILOT_PROVIDER_BASE_URL: model,
    COPILOT_PROVIDER_TYPE: "openai",
    COPILOT_MODEL: "quiet",
    GITHUB_COPILOT_PROMPT_MODE_WORKSPACE_MCP: "true",
    NO_COLOR: "1",
  };
}
