/** A throw-away company with the real kit and the real client, cut off from the network. */
import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { devNull, tmpdir } from "node:os";
import path from "node:path";
import { pinnedClient, UNPACKED } from "./client.ts";
import { type Asked, type Reply, type ScriptedModel, startModel } from "./model.ts";

const REPOSITORY = path.join(import.meta.dirname, "..", "..");
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
  read(file: string): string;
  /** One headless run; the model does what `script` says. `speaker`: as HQ_AGENT names it. */
  run(args: string[], script: (asked: Asked) => Reply, speaker?: string): Promise<Run>;
  /** A command of the client itself, such as `skill list`. */
  command(args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
  close(): void;
}

/** The kit as it is in this repository, with the sample company's own files in it. */
export function openOffice(): Promise<Office> {
  return openOfficeIn("company", copyKit);
}

/** A repository of somebody's own, with a name of several words, into which the kit was installed. */
export function openInstalledOffice(): Promise<Office> {
  // An installed kit brings no Node along, and the system's may be too old for it.
  return openOfficeIn("a minha memória", installKit, { HQ_NODE: process.execPath });
}

function installKit(root: string): void {
  mkdirSync(root);
  writeFileSync(path.join(root, "README.md"), "# My own repository\n");
  const hq = path.join(REPOSITORY, "bin", "hq");
  const who = ["--company", "Farol", "--founder", "Ana", "--country", "Portugal"];
  const answers = [...who, "--product", "Farol|beta"];
  execFileSync(process.execPath, [hq, "init", "--into", root, ...answers], { stdio: "pipe" });
  commitAll(root);
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
    command: (args) => call(args, "http://127.0.0.1:9/v1"),
    close,
  };
}

/** Everything that git would commit, the built programs, and the pinned Node for the launchers. */
function copyKit(root: string): void {
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard", "-z"], {
    cwd: REPOSITORY,
    encoding: "utf8",
  });
  const parts = /^(\.github|\.vscode|\.mcp\.json|AGENTS\.md|bin|Marketing|Founder|package\.json)/;
  for (const file of listed.split("\0").filter((name) => parts.test(name))) {
    // Git also lists what was deleted and not yet committed.
    if (!existsSync(path.join(REPOSITORY, file))) continue;
    cpSync(path.join(REPOSITORY, file), path.join(root, file));
  }
  cpSync(path.join(REPOSITORY, "dist"), path.join(root, "dist"), { recursive: true });
  cpSync(path.join(REPOSITORY, "examples", "mare"), root, { recursive: true });
  mkdirSync(path.join(root, "node_modules"));
  symlinkSync(
    path.join(REPOSITORY, "node_modules", "node"),
    path.join(root, "node_modules", "node"),
  );
  commitAll(root);
}

/** Without this machine's own settings: a signing key or a template folder must not matter. */
function commitAll(root: string): void {
  const who = { GIT_AUTHOR_NAME: "Ana", GIT_AUTHOR_EMAIL: "ana@mare.example" };
  const env = {
    PATH: process.env.PATH,
    GIT_CONFIG_GLOBAL: devNull,
    GIT_CONFIG_NOSYSTEM: "1",
    ...who,
    GIT_COMMITTER_NAME: who.GIT_AUTHOR_NAME,
    GIT_COMMITTER_EMAIL: who.GIT_AUTHOR_EMAIL,
  };
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, env });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "company");
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
    COPILOT_HOME: path.join(of.place, "copilot-home"),
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

/** npm puts the pinned Node first; a founder's client has the system's. */
function systemPath(): string {
  const own = path.join(REPOSITORY, "node_modules");
  const folders = (process.env.PATH ?? "").split(path.delimiter);
  return folders.filter((folder) => !folder.startsWith(own)).join(path.delimiter);
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
