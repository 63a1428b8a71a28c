/**
 * The client without anything of ours: a throw-away repository with one small server, one hook and one
 * agent, to see how the client itself behaves. SOLO_HQ_CLIENT names another client than the pinned one.
 */
import { execFileSync, spawn } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startModel } from "../../../engine/evals/scripted-model.ts";
import { findClient } from "../../../engine/runtime/find-client.ts";
import type { Asked, Reply } from "../../../office/evals/conversation.ts";
import { pinnedClient, UNPACKED } from "../client.ts";
import { systemPath } from "../furnish.ts";

export interface LabEvent {
  type: string;
  agentId?: string;
  data: Record<string, unknown>;
}

export interface LabRun {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  ms: number;
}

export interface Running {
  pid: number;
  ended: Promise<LabRun>;
  /** All that the model was asked so far. */
  asked: Asked[];
}

export interface Settings {
  args?: string[];
  env?: Record<string, string | undefined>;
  cwd?: string;
  program?: string;
}

export interface Lab {
  place: string;
  root: string;
  /** The client's own folder. */
  home: string;
  /** The program that npm installs, and the native one that it starts. */
  launcher: string;
  native: string;
  /** What the server and the hook have written down, a line each. */
  notes(): string[];
  start(script: (asked: Asked) => Reply, settings?: Settings): Promise<Running>;
  run(script: (asked: Asked) => Reply, settings?: Settings): Promise<LabRun & { asked: Asked[] }>;
  /** What the client is started with, for who starts it otherwise. */
  bare(model: string): { args: string[]; env: Record<string, string> };
  /** What the client has kept of a session. */
  kept(session: string): LabEvent[];
  close(): void;
}

const LIMIT_MS = 120_000;
const SERVER = path.join(import.meta.dirname, "lab-server.mjs");

export const PING = (letters = 4) => ({ name: "lab-ping", args: { letters } });
export const SHELL = (command: string, more: object = {}) => ({
  name: "bash",
  args: { command, description: "work", ...more },
});

/** The model calls these tools, one a turn, and then says "done". */
export function steps(...of: Reply[]): (asked: Asked) => Reply {
  let next = 0;
  return () => of[next++] ?? "done";
}

export async function openLab(): Promise<Lab> {
  const launcher = process.env.SOLO_HQ_CLIENT ?? (await pinnedClient());
  const place = mkdtempSync(path.join(tmpdir(), "solo-hq-lab-"));
  const root = path.join(place, "repository");
  const log = path.join(place, "notes");
  writeFileSync(log, "");
  furnish(root, log);
  const home = path.join(place, "copilot-home");
  const base: Record<string, string> = {
    PATH: systemPath(),
    HOME: place,
    TMPDIR: tmpdir(),
    LANG: "C.UTF-8",
    NO_COLOR: "1",
    COPILOT_HOME: home,
    COPILOT_CACHE_HOME: UNPACKED,
    COPILOT_OFFLINE: "true",
    COPILOT_AUTO_UPDATE: "false",
    COPILOT_PROVIDER_TYPE: "openai",
    COPILOT_MODEL: "first-model",
    GITHUB_COPILOT_PROMPT_MODE_WORKSPACE_MCP: "true",
    GITHUB_COPILOT_PROMPT_MODE_REPO_HOOKS: "true",
  };
  const { program: native } = await findClient({ HQ_COPILOT_BIN: launcher }, base);
  const start: Lab["start"] = async (script, settings = {}) => {
    const model = await startModel(script);
    const env = { ...base, COPILOT_PROVIDER_BASE_URL: model.url, ...settings.env };
    const child = launch(settings.program ?? native, {
      args: [...(settings.args ?? PROMPT), ...FLAGS],
      env: Object.fromEntries(Object.entries(env).filter((entry) => entry[1] !== undefined)),
      cwd: settings.cwd ?? root,
    });
    return {
      ...child,
      asked: model.asked,
      ended: child.ended.finally(() => model.close()),
    };
  };
  return {
    ...{ place, root, home, launcher, native, start },
    notes: () => readFileSync(log, "utf8").split("\n").filter(Boolean),
    run: async (script, settings) => {
      writeFileSync(log, "");
      const { ended, asked } = await start(script, settings);
      return { ...(await ended), asked };
    },
    bare: (model) => ({
      args: [...PROMPT, ...FLAGS],
      env: { ...base, COPILOT_PROVIDER_BASE_URL: model },
    }),
    kept: (session) => {
      const file = path.join(home, "session-state", session, "events.jsonl");
      return existsSync(file) ? eventsIn(readFileSync(file, "utf8")) : [];
    },
    // A client that was killed may still be writing.
    close: () => rmSync(place, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  };
}

const PROMPT = ["-p", "Go on.", "--allow-all-tools"];
const FLAGS = [
  ...["--output-format", "json", "--no-color", "--no-ask-user", "--no-auto-update"],
  ...["--log-level", "none", "--disable-builtin-mcps"],
];

function furnish(root: string, log: string): void {
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  };
  const server = {
    ...{ type: "stdio", command: process.execPath, args: [SERVER] },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the client's own notation
    ...{ env: { LAB_LOG: log, LAB_DIES: "${LAB_DIES:-0}" }, tools: ["*"] },
  };
  write(".mcp.json", JSON.stringify({ mcpServers: { lab: server } }));
  const hook = (name: string) => ({ type: "command", bash: `./note.sh ${name}`, timeoutSec: 10 });
  const hooks = Object.fromEntries(
    ["preToolUse", "agentStop", "subagentStop"].map((name) => [name, [hook(name)]]),
  );
  write(".github/hooks/note.json", JSON.stringify({ version: 1, hooks }));
  write("note.sh", `#!/bin/sh\nprintf '%s %s\\n' "$1" "$(tr -d '\\n')" >> '${log}'\n`);
  chmodSync(path.join(root, "note.sh"), 0o755);
  write(
    ".github/agents/helper.agent.md",
    "---\nname: helper\ndescription: Pings.\ntools: [lab-ping]\n---\nPing.\n",
  );
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("-c", "user.email=a@example.org", "-c", "user.name=a", "commit", "-qm", "begin");
}

function launch(
  program: string,
  { args, env, cwd }: { args: string[]; env: NodeJS.ProcessEnv; cwd: string },
): { pid: number; ended: Promise<LabRun> } {
  const startedAt = performance.now();
  const child = spawn(program, args, {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (piece: string) => {
      said[name] += piece;
    });
  }
  const ended = new Promise<LabRun>((resolve, reject) => {
    const limit = setTimeout(() => {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      reject(
        new Error(`the client was ended after ${LIMIT_MS / 1000} s: ${said.stdout.slice(-500)}`),
      );
    }, LIMIT_MS);
    child.on("error", reject);
    // Not "close": what the client leaves behind may keep the pipes open.
    child.on("exit", (code, signal) => {
      clearTimeout(limit);
      const ms = performance.now() - startedAt;
      setTimeout(() => resolve({ code, signal, ...said, ms }), DRAIN_MS);
    });
  });
  return { pid: child.pid ?? 0, ended };
}

const DRAIN_MS = 50;

export function eventsIn(text: string): LabEvent[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => ({ data: {}, ...(JSON.parse(line) as Partial<LabEvent> & { type: string }) }));
}

/** The data of the events of one type. */
export function dataOf(events: readonly LabEvent[], type: string): Record<string, unknown>[] {
  return events.filter((event) => event.type === type).map((event) => event.data);
}

/** Waits until it is so. @throws Error with `what` when it never is */
export async function until(what: string, isSo: () => boolean, limitMs = 30_000): Promise<void> {
  const startedAt = performance.now();
  while (!isSo()) {
    if (performance.now() - startedAt > limitMs) throw new Error(`never seen: ${what}`);
    await pause(20);
  }
}

/** Whether a process is there and not only its entry. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const stat = execFileSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
    return !stat.trim().startsWith("Z");
  } catch {
    return false;
  }
}
