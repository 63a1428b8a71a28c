/** Drives a Chromium that is installed on this machine, over its own debugging protocol. */
import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The path of a Chromium, or null: then the tests that need one are left out. */
export function findChromium(): string | null {
  const folders = (process.env.PATH ?? "").split(path.delimiter).filter(Boolean);
  for (const file of folders.flatMap((folder) => NAMES.map((name) => path.join(folder, name)))) {
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // Not this one.
    }
  }
  return null;
}

export interface Page {
  /** The value of an expression in the page. */
  read<T>(expression: string): Promise<T>;
  /** Waits until the expression is true; the page must come to it by itself. */
  until(expression: string): Promise<void>;
  key(name: string): Promise<void>;
  type(text: string): Promise<void>;
  click(x: number, y: number): Promise<void>;
  send(method: string, parameters?: object): Promise<Record<string, unknown>>;
  /** Addresses that the page asked for, and everything it said on the console. */
  requests: string[];
  messages: string[];
  close(): Promise<void>;
}

/** Opens a file in a window of 1400 by 900. */
export async function openPage(program: string, file: string): Promise<Page> {
  const profile = mkdtempSync(path.join(tmpdir(), "hq-chromium-"));
  const child = spawn(
    program,
    [
      "--headless=new",
      "--no-sandbox",
      "--disable-dev-shm-usage",
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      "--window-size=1400,900",
      "--remote-debugging-port=0",
      `--user-data-dir=${profile}`,
      "about:blank",
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const browser = await debuggerAddress(child);
  const { port } = new URL(browser);
  const targets = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()) as {
    type: string;
    webSocketDebuggerUrl: string;
  }[];
  const target = targets.find(({ type }) => type === "page");
  if (target === undefined) throw new Error("Chromium has no page");
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
  const page = talk(socket);
  for (const domain of ["Runtime", "Page", "Network", "Log"]) await page.send(`${domain}.enable`);
  await page.send("Page.navigate", { url: pathToFileURL(file).href });
  await page.until("document.readyState === 'complete'");
  return {
    ...page,
    close: async () => {
      const ended = new Promise((resolve) => child.once("exit", resolve));
      socket.close();
      child.kill();
      await ended;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function debuggerAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (chunk) => {
      said += chunk;
      const address = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.on("exit", () => reject(new Error(said)));
  });
}

interface Message {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
}

function talk(socket: WebSocket): Omit<Page, "close"> {
  const waiting = new Map<number, (message: Message) => void>();
  const requests: string[] = [];
  const messages: string[] = [];
  let last = 0;
  socket.addEventListener("message", ({ data }) => {
    const message = JSON.parse(String(data)) as Message;
    if (message.id !== undefined) waiting.get(message.id)?.(message);
    if (message.method === "Network.requestWillBeSent") {
      const { request } = message.params as { request: { url: string } };
      requests.push(request.url);
    }
    if (
      /^(Runtime\.(consoleAPICalled|exceptionThrown)|Log\.entryAdded)$/.test(message.method ?? "")
    )
      messages.push(JSON.stringify(message.params));
  });
  const send: Page["send"] = (method, params = {}) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, ({ result, error }) => {
        waiting.delete(id);
        if (error === undefined) resolve(result ?? {});
        else reject(new Error(`${method}: ${error.message}`));
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
  const evaluate = async (expression: string): Promise<unknown> => {
    const answer = await send("Runtime.evaluate", {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    if (answer.exceptionDetails !== undefined) throw new Error(JSON.stringify(answer));
    return (answer.result as { value: unknown }).value;
  };
  return {
    send,
    requests,
    messages,
    read: async <T>(expression: string) => (await evaluate(expression)) as T,
    until: async (expression) => {
      await evaluate(
        `new Promise((done) => { const look = () => (${expression}) ? done(true) : requestAnimationFrame(look); look(); })`,
      );
    },
    key: async (name) => {
      const codes: Record<string, number> = {
        Enter: 13,
        Escape: 27,
        ArrowUp: 38,
        ArrowDown: 40,
        Tab: 9,
      };
      const text = name === "Enter" ? "\r" : name.length === 1 ? name : undefined;
      const event = { key: name, code: name, windowsVirtualKeyCode: codes[name], text };
      await send("Input.dispatchKeyEvent", { type: text ? "keyDown" : "rawKeyDown", ...event });
      await send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
    },
    type: async (text) => void (await send("Input.insertText", { text })),
    click: async (x, y) => {
      const at = { x, y, button: "left", clickCount: 1 };
      await send("Input.dispatchMouseEvent", { type: "mouseMoved", x, y });
      await send("Input.dispatchMouseEvent", { type: "mousePressed", ...at });
      await send("Input.dispatchMouseEvent", { type: "mouseReleased", ...at });
    },
  };
}
