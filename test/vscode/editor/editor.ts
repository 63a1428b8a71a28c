/** A real VS Code in a browser, with a scripted model behind its chat, cut off from the network. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Browser, chromium as browsers, type Page } from "playwright-core";
import { startModel } from "../../../engine/evals/scripted-model.ts";
import type { Asked, Reply } from "../../../office/evals/conversation.ts";
import { REPOSITORY, systemPath } from "../../copilot/furnish.ts";
import { chromium } from "./chromium.ts";
import { pinnedEditor } from "./install.ts";
import { writeProfile } from "./profile.ts";

/** A machine with other work to do takes ten times what a free one takes. */
const START_LIMIT_MS = 180_000;
const DRIVER = path.join(import.meta.dirname, "driver");
/** Kept for a person who wants to see what went wrong; git ignores the folder. */
const PICTURES = path.join(REPOSITORY, ".vitest", "vscode");

export interface Diagnostic {
  severity: "Error" | "Warning" | "Information" | "Hint";
  line: number;
  message: string;
}

/** The guard's own list of our tools, and how it tells them by a client's name. */
export const { OWN_TOOLS, ownTool } = (await import(
  path.join(REPOSITORY, ".github", "hooks", "guard", "own-tools.mjs")
)) as {
  OWN_TOOLS: Record<string, string[]>;
  ownTool: (name: string) => string | null;
};

export type Script = (asked: Asked) => Reply;

export interface Editor {
  root: string;
  page: Page;
  read(file: string): string;
  /** A new chat with a department; what the model was asked until it was done. */
  ask(agent: string, text: string, script: Script): Promise<Asked[]>;
  /** Names of every tool that the editor knows now. */
  tools(): Promise<string[]>;
  /** What its own checks say of each file; a handful at a time, as all of them stand on screen. */
  diagnostics(files: string[]): Promise<{ language: string; said: Diagnostic[] }[]>;
  command(id: string, ...args: unknown[]): Promise<unknown>;
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

/** Opens the editor on a company that `furnish` puts in place. */
export async function openEditor(name: string, furnish: (root: string) => void): Promise<Editor> {
  const program = await pinnedEditor();
  const executablePath = await chromium();
  const place = await mkdtemp(path.join(tmpdir(), "solo-hq-vscode-"));
  const closing: (() => Promise<unknown>)[] = [() => rm(place, { recursive: true, force: true })];
  const close = async () => {
    for (const end of closing.reverse()) await end();
  };
  try {
    const root = path.join(place, name);
    furnish(root);
    let script: Script = () => "done";
    const asked: Asked[] = [];
    const model = await startModel((turn) => {
      // The editor also asks for titles and summaries, without any tool.
      if (turn.tools.length === 0) return "A title";
      asked.push(turn);
      return script(turn);
    });
    closing.push(() => model.close());
    const served = await serve({ program, place, root, model: model.url });
    closing.push(served.close);
    const args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"];
    const browser: Browser = await browsers.launch({ executablePath, args });
    closing.push(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    await page.goto(`${served.address}/?folder=${encodeURIComponent(root)}`, {
      timeout: START_LIMIT_MS,
    });
    await page.waitForSelector(".monaco-workbench", { timeout: START_LIMIT_MS });
    const file = path.join(place, "drivers", name);
    const port = await until(() => (existsSync(file) ? readFileSync(file, "utf8") : null));
    const act = async (what: string, ...rest: unknown[]) => {
      const response = await fetch(`http://127.0.0.1:${port}`, {
        method: "POST",
        body: JSON.stringify({ act: what, args: rest }),
      });
      const { value, error } = (await response.json()) as { value: unknown; error?: string };
      if (error !== undefined) throw new Error(`${what} ${JSON.stringify(rest)}: ${error}`);
      return value;
    };
    await act("startChat");
    await mkdir(PICTURES, { recursive: true });
    const command = (id: string, ...rest: unknown[]) => act("command", id, ...rest);
    return {
      root,
      page,
      read: (name) => readFileSync(path.join(root, name), "utf8"),
      command,
      ask: async (agent, query, next) => {
        script = next;
        asked.length = 0;
        await command("workbench.action.chat.newChat");
        await command("workbench.action.chat.open", { mode: agent, query, blockOnResponse: true });
        if (model.errors.length > 0) throw model.errors.pop();
        return [...asked];
      },
      tools: async () => (await act("tools")) as string[],
      diagnostics: async (files) => {
        const places = files.map((file) => path.resolve(root, file));
        return (await act("diagnostics", places)) as Awaited<ReturnType<Editor["diagnostics"]>>;
      },
      picture: async (title) => {
        await page.screenshot({ path: path.join(PICTURES, `${title}.png`) });
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Serving {
  program: string;
  place: string;
  root: string;
  model: string;
}

/** Starts the program that serves the editor. */
async function serve({ program, place, root, model }: Serving) {
  const data = path.join(place, "data");
  const extensions = path.join(place, "extensions");
  const home = path.join(place, "home");
  const drivers = path.join(place, "drivers");
  for (const folder of [home, drivers]) await mkdir(folder, { recursive: true });
  await writeProfile(data, model);
  await cp(DRIVER, path.join(extensions, "solo-hq.hq-driver-0.0.1"), { recursive: true });
  await writeFile(path.join(place, "config.yaml"), "");
  const args = ["--auth", "none", "--bind-addr", "127.0.0.1:0", "--disable-telemetry"];
  const quiet = ["--disable-update-check", "--disable-getting-started-override"];
  const places = ["--user-data-dir", data, "--extensions-dir", extensions];
  const config = ["--config", path.join(place, "config.yaml")];
  // Nothing of this machine's own environment but the PATH: no token can reach the editor.
  const env = {
    PATH: systemPath(),
    HOME: home,
    TMPDIR: tmpdir(),
    LANG: "C.UTF-8",
    // An installed kit brings no Node along, and the system's may be too old for it.
    HQ_NODE: process.execPath,
    SOLO_HQ_DRIVER: drivers,
  };
  // A group of its own: it starts hosts for extensions and agents, which outlive it.
  const child = spawn(process.execPath, [program, ...args, ...quiet, ...places, ...config, root], {
    cwd: place,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      said += piece;
    });
  }
  const ended = new Promise<void>((resolve) => {
    child.on("close", () => resolve());
  });
  const close = async () => {
    // Without an id there is no group; 0 would be our own.
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    await ended;
  };
  try {
    const address = await until(() => /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1]);
    return { address, close };
  } catch (error) {
    await close();
    throw new Error(`The editor did not start. It said:\n${said.slice(-2_000)}`, { cause: error });
  }
}

async function until<T>(found: () => T | null | undefined): Promise<T> {
  const end = performance.now() + START_LIMIT_MS;
  for (;;) {
    const value = found();
    if (value !== null && value !== undefined) return value;
    if (performance.now() > end) throw new Error(`nothing after ${START_LIMIT_MS / 1000} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
