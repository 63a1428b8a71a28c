/**
 * The founder's client for scenarios, cut off from the network, the founder's login and sessions: a model on
 * loopback, a home of its own, and our servers on the company that is to be looked at.
 */
import { randomUUID } from "node:crypto";
import { mkdir } from "node:fs/promises";
import type { EvalClient, SessionEnd, SessionWish } from "../../office/run-scenarios.ts";
import { findClient } from "../runtime/find-client.ts";
import { MARK } from "../runtime/processes.ts";
import { startModel } from "./scripted-model.ts";
import { type SessionProcess, withSession } from "./session.ts";

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
  const own = ownSettings({ home, agent, id, model: model.url });
  const start = {
    ...{ program, id, root, agent, prompt, node, packageRoot, rights: ["--allow-all-tools"] },
    env: { ...keptFrom(env), ...OFFLINE, ...own },
  };
  try {
    return await withSession(start, async (child) => {
      child.stdout.resume();
      let said = "";
      child.stderr.setEncoding("utf8").on("data", (piece: string) => {
        said = (said + piece).slice(-STDERR_CHARS);
      });
      const ended = await endOf(child, signal);
      const [broken] = model.errors;
      if (broken !== undefined)
        throw broken instanceof Error ? broken : new Error("the script failed", { cause: broken });
      return { trouble: troubleOf(ended, said) };
    });
  } finally {
    await model.close();
  }
}

type Ended = { kind: "exit"; code: number | null } | { kind: "limit" } | { kind: "stopped" };

function endOf(child: SessionProcess, signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => resolve({ kind: "limit" }), LIMIT_MS);
    const stop = () => resolve({ kind: "stopped" });
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    child.once("exit", (code) => {
      clearTimeout(limit);
      signal.removeEventListener("abort", stop);
      resolve({ kind: "exit", code });
    });
    child.once("error", (error) => {
      clearTimeout(limit);
      reject(error);
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

function ownSettings(of: { home: string; agent: string; id: string; model: string }) {
  return {
    COPILOT_HOME: of.home,
    COPILOT_PROVIDER_BASE_URL: of.model,
    COPILOT_PROVIDER_TYPE: "openai",
    COPILOT_MODEL: "scripted",
    HQ_AGENT: of.agent,
    [MARK]: of.id,
  };
}
