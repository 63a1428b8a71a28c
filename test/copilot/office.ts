/** A throw-away company with the real kit and the real client, cut off from the network. */
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type ScriptedModel, startModel } from "../../engine/evals/scripted-model.ts";
import type { Asked, Reply } from "../../office/evals/conversation.ts";
import { pinnedClient, UNPACKED } from "./client.ts";
import { copyKit, installKit, systemPath } from "./furnish.ts";

const RUN_LIMIT_MS = 120_000;

export interface ClientEvent {
  type: string;
  data?: Record<string, unknown>;
}

export interface Run {
  code: number | null;
  stderr: string;
  events: ClientEvent[];
  asked: Asked[];
}

export interface Office {
  root: string;
  /** The user's own folder of the client. */
  clientHome: string;
  read(file: string): string;
  /** One headless run; the model does what `script` says. `speaker`: as HQ_AGENT names it. */
  run(args: string[], script: (asked: Asked) => Reply, speaker?: string): Promise<Run>;
  /**
   * One command line of `hq` as a program of its own; `hq run` finds the client by the launcher that npm
   * installs, and a model at the address.
   */
  hq(args: string[], model: string, settings?: Record<string, string>): HqProcess;
  /** A command of the client itself, such as `skill list`. */
  command(args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
  close(): void;
}

export interface HqProcess {
  pid: number;
  /** What it has said so far. */
  said(): { stdout: string; stderr: string };
  isOver(): boolean;
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

/** The kit as it is in this repository or in another tree of it, with the sample company's own files in it. */
export function openOffice(tree?: string): Promise<Office> {
  return openOfficeIn("company", (root) => copyKit(root, tree));
}

/** A repository of somebody's own, with a name of several words, into which the kit was installed. */
export function openInstalledOffice(): Promise<Office> {
  // An installed kit brings no Node along, and the system's may be too old for it.
  return openOfficeIn("a minha memória", installKit, { HQ_NODE: process.execPath });
}

async function openOfficeIn(
  name: string,
  furnish: (root: string) => void,
  settings: Record<string, string> = {},
): Promise<Office> {
  const program = await pinnedClient();
  const place = mkdtempSync(path.join(tmpdir(), "solo-hq-copilot-"));
  const root = path.join(place, name);
  const close = () => rmSync(place, { recursive: true, force: true });
  try {
    furnish(root);
  } catch (error) {
    close();
    throw error;
  }
  const home = path.join(place, "home");
  mkdirSync(home);
  const call = (args: string[], model: string, speaker?: string) => {
    const named = speaker === undefined ? {} : { HQ_AGENT: speaker };
    const env = { ...environment({ home, place, model }), ...settings, ...named };
    return spawnClient({ program, args, cwd: root, env });
  };
  return {
    root,
    clientHome: clientHomeIn(place),
    read: (file) => readFileSync(path.join(root, file), "utf8"),
    run: async (args, script, speaker) => {
      const model: ScriptedModel = await startModel(script);
      try {
        const flags = ["--no-ask-user", "--no-color", "--output-format", "json"];
        const { code, stdout, stderr } = await call([...flags, ...args], model.url, speaker);
        if (model.errors.length > 0) throw model.errors[0];
        return { code, stderr, events: eventsIn(stdout), asked: model.asked };
      } finally {
        await model.close();
      }
    },
    hq: (args, model, more = {}) => {
      const env = { ...environment({ home, place, model }), HQ_COPILOT_BIN: program, ...more };
      return startHq(root, args, env);
    },
    command: (args) => call(args, "http://127.0.0.1:9/v1"),
    close,
  };
}

/** Nothing of this machine's own environment but the PATH: no token can reach the client. */
function environment(of: { home: string; place: string; model: string }): Record<string, string> {
  return {
    // The client runs on whatever Node is installed; the kit must too.
    PATH: systemPath(),
    HOME: of.home,
    TMPDIR: tmpdir(),
    LANG: "C.UTF-8",
    NO_COLOR: "1",
    COPILOT_HOME: clientHomeIn(of.place),
    COPILOT_CACHE_HOME: UNPACKED,
    COPILOT_OFFLINE: "true",
    COPILOT_AUTO_UPDATE: "false",
    COPILOT_PROVIDER_BASE_URL: of.model,
    COPILOT_PROVIDER_TYPE: "openai",
    COPILOT_MODEL: "scripted",
    // Not --trust-folder: with it, a server's connection is cancelled from the second run on.
    GITHUB_COPILOT_PROMPT_MODE_WORKSPACE_MCP: "true",
    GITHUB_COPILOT_PROMPT_MODE_REPO_HOOKS: "true",
  };
}

const clientHomeIn = (place: string): string => path.join(place, "copilot-home");

function startHq(root: string, args: string[], env: Record<string, string>): HqProcess {
  const hq = path.join(root, "bin", "hq");
  const child = spawn(process.execPath, [hq, ...args], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (piece: string) => {
      said[name] += piece;
    });
  }
  const ended = new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve) => {
    child.on("close", (code) => resolve({ code, ...said }));
  });
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return { pid: child.pid ?? 0, said: () => ({ ...said }), isOver, ended };
}

interface Call {
  program: string;
  args: string[];
  cwd: string;
  env: Record<string, string>;
}

function spawnClient({ program, args, cwd, env }: Call) {
  return new Promise<{ code: number | null; stdout: string; stderr: string }>((resolve, reject) => {
    // Its native child goes on working when only the parent is killed: end the whole group.
    const child = spawn(program, args, {
      cwd,
      env,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (piece: string) => {
      stdout += piece;
    });
    child.stderr.setEncoding("utf8").on("data", (piece: string) => {
      stderr += piece;
    });
    let isOver = false;
    const limit = setTimeout(() => {
      isOver = true;
      // Without an id there is no group; 0 would be our own.
      if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    }, RUN_LIMIT_MS);
    child.on("error", (error) => {
      clearTimeout(limit);
      reject(error);
    });
    child.on("close", (code) => {
      clearTimeout(limit);
      if (!isOver) return resolve({ code, stdout, stderr });
      const said = `${stderr}\n${stdout}`.slice(-2_000);
      reject(
        new Error(`copilot ${args.join(" ")} was ended after ${RUN_LIMIT_MS / 1000} s:\n${said}`),
      );
    });
  });
}

function eventsIn(stdout: string): ClientEvent[] {
  return stdout
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as ClientEvent);
}

/** The data of the events of one type. */
export function dataOf(run: Run, type: string): Record<string, unknown>[] {
  return run.events.filter((event) => event.type === type).map((event) => event.data ?? {});
}

/** The tool calls that did not succeed, with what was said of each. */
export function failedCalls(run: Run): unknown[] {
  const done = dataOf(run, "tool.execution_complete");
  return done.filter(({ success }) => success !== true).map(({ error, result }) => error ?? result);
}
