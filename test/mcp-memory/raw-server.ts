import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { PROGRAM, type ToolAnswer } from "./clients.ts";

/** A server process spoken to line by line, for tests that stop it, kill it or feed it rubbish. */
export interface RawServer {
  child: ChildProcess;
  /** Calls a tool; rejects when the process ends first. */
  call(name: string, input: Record<string, unknown>): Promise<ToolAnswer>;
  /** Sends text as it is. */
  send(text: string): void;
  /** Every line of stdout so far. */
  lines: string[];
  stderr(): string;
  /** Resolves to the exit code once stdout is read to its end; null after a signal. */
  ended: Promise<number | null>;
}

const HELLO = {
  protocolVersion: "2025-11-25",
  capabilities: {},
  clientInfo: { name: "raw", version: "1" },
};

export async function startRaw(cwd: string, env: Record<string, string> = {}): Promise<RawServer> {
  const child = spawn(process.execPath, [PROGRAM], {
    cwd,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const waiting = new Map<
    number,
    { resolve(value: ToolAnswer): void; reject(error: Error): void }
  >();
  const lines: string[] = [];
  let rest = "";
  let wrong = "";
  let id = 0;
  child.stdout.setEncoding("utf8");
  child.stdout.on("data", (data: string) => {
    const parts = (rest + data).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      lines.push(line);
      const message = parsed(line);
      if (typeof message?.id !== "number") continue;
      waiting
        .get(message.id)
        ?.resolve((message.result ?? { refused: message.error }) as ToolAnswer);
      waiting.delete(message.id);
    }
  });
  child.stderr.on("data", (data: Buffer) => {
    wrong += data.toString();
  });
  // A process that was killed does not read what is still to be written.
  child.stdin.on("error", () => undefined);
  const ended = once(child, "close").then(([code]) => {
    for (const { reject } of waiting.values()) reject(new Error("the server has ended"));
    waiting.clear();
    return code as number | null;
  });
  const request = (method: string, params: object) =>
    new Promise<ToolAnswer>((resolve, reject) => {
      waiting.set(++id, { resolve, reject });
      child.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
    });
  await request("initialize", HELLO);
  child.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n');
  return {
    child,
    lines,
    ended,
    stderr: () => wrong,
    send: (text) => void child.stdin.write(text),
    call: (name, input) => request("tools/call", { name, arguments: input }),
  };
}

interface Message {
  jsonrpc?: string;
  id?: unknown;
  result?: unknown;
  error?: unknown;
}

function parsed(line: string): Message | null {
  try {
    return JSON.parse(line) as Message;
  } catch {
    return null; // The test that reads `lines` says so.
  }
}
