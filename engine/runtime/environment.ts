/** What a run may see of this machine's environment: a list of what it needs, and nothing else. */
import { accessSync, constants, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { HqError } from "../../company/error.ts";
import type { RunJob } from "../../office/runs/runtime.ts";
import { MARK } from "./processes.ts";

type Env = Readonly<Record<string, string | undefined>>;

const ALLOWED = new Set([
  ...["PATH", "HOME", "USER", "LOGNAME", "LANG", "LANGUAGE", "TERM", "TZ", "TMPDIR", "SHELL"],
  ...["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY"],
  ...["SSL_CERT_FILE", "SSL_CERT_DIR", "NODE_EXTRA_CA_CERTS"],
  // Where the client keeps its login: its own folder, or the keyring of the desktop.
  ...["COPILOT_HOME", "COPILOT_CACHE_HOME", "XDG_RUNTIME_DIR", "DBUS_SESSION_BUS_ADDRESS"],
  ...["COPILOT_OFFLINE", "COPILOT_MODEL", "COPILOT_GITHUB_TOKEN"],
]);
const ALLOWED_BEGINNINGS = ["LC_", "COPILOT_PROVIDER_"];

/** What the client needs itself and no server or command of its gets to see. */
export const SECRET_NAMES = [
  "COPILOT_GITHUB_TOKEN",
  "COPILOT_PROVIDER_API_KEY",
  "COPILOT_PROVIDER_BEARER_TOKEN",
] as const;

/**
 * The environment of the client. No token of GitHub, npm or a channel is in it.
 * @throws HqError `wrong-state` for a token that the client refuses
 */
export function clientEnvironment(
  env: Env,
  job: Pick<RunJob, "run" | "agent" | "session" | "chain">,
): Record<string, string> {
  refuseClassicToken(env);
  const kept = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && isAllowed(entry[0]),
  );
  return {
    ...Object.fromEntries(kept),
    COPILOT_AUTO_UPDATE: "false",
    NO_COLOR: "1",
    // Only the exact word counts: with 1 or TRUE the guard is absent without a sound.
    GITHUB_COPILOT_PROMPT_MODE_WORKSPACE_MCP: "true",
    GITHUB_COPILOT_PROMPT_MODE_REPO_HOOKS: "true",
    HQ_AGENT: job.agent,
    HQ_RUN: job.run,
    HQ_CHAIN: job.chain.join(","),
    [MARK]: job.session,
  };
}

/** Where the client keeps its sessions. */
export function clientHome(env: Env): string {
  return env.COPILOT_HOME || path.join(env.HOME || homedir(), ".copilot");
}

/**
 * The client ends without a word when it cannot write there.
 * @throws HqError `wrong-state`
 */
export function requireWritable(home: string): void {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    accessSync(home, constants.W_OK);
  } catch (error) {
    const { code = "unknown" } = error as NodeJS.ErrnoException;
    throw new HqError(
      "wrong-state",
      `Cannot run the Copilot CLI: its folder ${home} cannot be written (${code}), expected that it can.`,
      { hint: "Mend its rights, or name another folder in COPILOT_HOME." },
    );
  }
}

function isAllowed(name: string): boolean {
  // Proxies are written in small letters, too.
  return ALLOWED.has(name) || ALLOWED.has(name.toUpperCase()) || hasBeginning(name);
}

function hasBeginning(name: string): boolean {
  return ALLOWED_BEGINNINGS.some((beginning) => name.startsWith(beginning));
}

/** With one the client ends before anything else, even where it needs no GitHub at all. */
function refuseClassicToken({ COPILOT_GITHUB_TOKEN: token = "" }: Env): void {
  if (!token.startsWith("ghp_")) return;
  throw new HqError(
    "wrong-state",
    "Cannot run the Copilot CLI: COPILOT_GITHUB_TOKEN holds a classic token, which it refuses, expected a fine-grained one.",
    {
      hint: 'Make one with the permission "Copilot Requests", or remove the variable and log in with: copilot login',
    },
  );
}
