/**
 * The founder's client for scenarios, cut off from the network, the founder's login and sessions: a model on
 * loopback, a home of its own, and our servers on the company that is to be looked at.
 */
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { EvalClient, SessionEnd, SessionWish } from "../../office/run-scenarios.ts";
import { SECRET_NAMES } from "../runtime/environment.ts";
import { findClient } from "../runtime/find-client.ts";
import { endProcesses, MARK } from "../runtime/processes.ts";
import { startWatch } from "../runtime/start-watch.ts";
import { startModel } from "./scripted-model.ts";

type Env = Readonly<Record<string, string | undefined>>;

export interface EvalClientSources {
  env: Env;
  /** Where `bin/` and `dist/` stand. */
  packageRoot: string;
  /** The Node that our own programs run on. */
  node: string;
  /** The file in which the client's version is kept. */
  keptIn: string;
}

/** A session of ten scenarios took 6 s; the first start of a new client unpacks 235 MB. */
const LIMIT_MS = 300_000;
const STDERR_CHARS = 600;
/** Names that a session may see of this machine's environment. */
const KEPT = /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TERM|TMPDIR|SHELL|COPILOT_CACHE_HOME)$/;

/** @throws HqError `wrong-state` when there is no client that can be used */
export async function openEvalClient(sources: EvalClientSources): Promise<EvalClient> {
  const { env, keptIn } = sources;
  const { program } = await findClient(env, { ...keptFrom(env), ...OFFLINE }, keptIn);
  return { session: (wish) => session(sources, program, wish) };
}

async function session(
  { env, packageRoot, node }: EvalClientSources,
  program: string,
  wish: SessionWish,
): Promise<SessionEnd> {
  const { root, home, agent, prompt, script, signal } = wish;
  await mkdir(home, { recursive: true, mode: 0o700 });
  const model = await startModel(script);
  const id = randomUUID();
  // Before the client: there must be no moment in which nobody would end it.
  const watch = startWatch(node, path.join(packageRoot, "dist", "hq-run-watch.js"), id);
  const child = spawn(program, argumentsFor({ id, root, agent, node, packageRoot }), {
    cwd: root,
    env: { ...keptFrom(env), ...OFFLINE, ...own({ home, agent, id, model: model.url }) },
    stdio: ["pipe", "ignore", "pipe"],
    // Ctrl-C in a terminal is for hq, which then ends the client.
    detached: true,
  });
  if (child.pid !== undefined) watch.watches(child.pid);
  child.stdin.on("error", () => {});
  child.stdin.end(prompt);
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    said = (said + piece).slice(-STDERR_CHARS);
  });
  try {
    const ended = await endOf(child, signal);
    const [broken] = model.errors;
    if (broken !== undefined)
      throw broken instanceof Error ? broken : new Error("the script failed", { cause: broken });
    return { trouble: troubleOf(ended, said) };
  } finally {
    await endProcesses({ pid: child.pid ?? null, session: id });
    watch.over();
    await model.close();
  }
}

type Ended = { kind: "exit"; code: number | null } | { kind: "limit" } | { kind: "stopped" };

function endOf(child: ReturnType<typeof spawn>, signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => resolve({ kind: "limit" }), LIMIT_MS);
    const stop = () => resolve({ kind: "stopped" });
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    child.once("exit", (code) => resolve({ kind: "exit", code }));
    child.once("error", reject);
    child.once("exit", () => {
      clearTimeout(limit);
      signal.removeEventListener("abort", stop);
    });
  });
}

function troubleOf(ended: Ended, said: string): string | null {
  if (ended.kind === "limit") return `the client was ended after ${LIMIT_MS / 60_000} minutes`;
  if (ended.kind === "stopped") return "it was stopped";
  if (ended.code === 0) return null;
  const words = said.replaceAll(/\s+/g, " ").trim();
  return `the client ended with ${ended.code}${words === "" ? "" : `: ${words}`}`;
}

interface Started {
  id: string;
  root: string;
  agent: string;
  node: string;
  packageRoot: string;
}

/** As `hq run` starts it, but with subagents: who is asked and handed work is part of what is looked at. */
function argumentsFor({ id, root, agent, node, packageRoot }: Started): string[] {
  const server = (name: string) => ({
    ...{ type: "stdio", command: node, args: [path.join(packageRoot, "bin", `hq-${name}.js`)] },
    env: { HQ_ROOT: root, HQ_AGENT: agent, COPILOT_AGENT_SESSION_ID: id },
    ...{ tools: ["*"], deferTools: "never" },
  });
  const servers = { mcpServers: { memory: server("memory"), company: server("company") } };
  return [
    ...["--agent", agent, "--session-id", id],
    ...["--output-format", "json", "--no-color", "--no-ask-user", "--no-auto-update"],
    ...["--log-level", "none", "--no-remote", "--no-remote-export", "--disable-builtin-mcps"],
    ...["--additional-mcp-config", JSON.stringify(servers)],
    ...["--secret-env-vars", SECRET_NAMES.join(",")],
    ...["--allow-all-tools", "--deny-tool=shell"],
  ];
}

function keptFrom(env: Env): Record<string, string> {
  const entries = Object.entries(env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && KEPT.test(entry[0]),
  );
  return Object.fromEntries(entries);
}

const OFFLINE = {
  COPILOT_OFFLINE: "true",
  COPILOT_AUTO_UPDATE: "false",
  NO_COLOR: "1",
  GITHUB_COPILOT_PROMPT_MODE_WORKSPACE_MCP: "true",
  GITHUB_COPILOT_PROMPT_MODE_REPO_HOOKS: "true",
};

function own(of: { home: string; agent: string; id: string; model: string }) {
  return {
    COPILOT_HOME: of.home,
    COPILOT_PROVIDER_BASE_URL: of.model,
    COPILOT_PROVIDER_TYPE: "openai",
    COPILOT_MODEL: "scripted",
    HQ_AGENT: of.agent,
    [MARK]: of.id,
  };
}
