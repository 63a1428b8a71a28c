/** A throw-away company with the real kit and the real client, cut off from the network. */
import { execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
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
  /** One headless run; the model does what `script` says. */
  run(args: string[], script: (asked: Asked) => Reply): Promise<Run>;
  /** A command of the client itself, such as `skill list`. */
  command(args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }>;
  close(): void;
}

/** The kit as it is in this repository, with the sample company's own files in it. */
export function openOffice(): Promise<Office> {
  return openOfficeIn("company", copyKit);
}

/** A repository of somebody's own, with a space in its name, into which the kit was installed. */
export function openInstalledOffice(): Promise<Office> {
  return openOfficeIn("my company", (root) => {
    mkdirSync(root);
    writeFileSync(path.join(root, "README.md"), "# My own repository\n");
    const who = ["--company", "Farol", "--founder", "Ana", "--country", "Portugal"];
    execFileSync(
      process.execPath,
      [
        path.join(REPOSITORY, "bin", "hq"),
        "init",
        "--into",
        root,
        ...who,
        "--product",
        "Farol|beta",
      ],
      { stdio: "pipe" },
    );
    commitAll(root);
  });
}

async function openOfficeIn(name: string, furnish: (root: string) => void): Promise<Office> {
  const program = await pinnedClient();
  const place = mkdtempSync(path.join(tmpdir(), "solo-hq-copilot-"));
  const root = path.join(place, name);
  furnish(root);
  const home = path.join(place, "home");
  mkdirSync(home);
  const call = (args: string[], model: string) =>
    spawnClient({ program, args, cwd: root, env: environment({ home, place, model }) });
  return {
    root,
    read: (file) => readFileSync(path.join(root, file), "utf8"),
    run: async (args, script) => {
      const model: ScriptedModel = await startModel(script);
      try {
        const flags = ["--no-ask-user", "--no-color", "--output-format", "json"];
        const { code, stdout, stderr } = await call([...flags, ...args], model.url);
        return { code, stderr, events: eventsIn(stdout), asked: model.asked };
      } finally {
        await model.close();
      }
    },
    command: (args) => call(args, "http://127.0.0.1:9/v1"),
    close: () => rmSync(place, { recursive: true, force: true }),
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

function commitAll(root: string): void {
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=Ana", "-c", "user.email=ana@mare.example", ...args], {
      cwd: root,
    });
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
    // An installed kit brings no Node along, and the system's may be too old for it.
    HQ_NODE: process.execPath,
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
    child.stdout.on("data", (piece) => {
      stdout += String(piece);
    });
    child.stderr.on("data", (piece) => {
      stderr += String(piece);
    });
    const limit = setTimeout(() => process.kill(-(child.pid ?? 0), "SIGKILL"), RUN_LIMIT_MS);
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(limit);
      resolve({ code, stdout, stderr });
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
