/** Several processes on one ledger file: runs a program of the tests as its own process. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";

export function start(script: string, ...args: string[]): ChildProcess {
  return spawn(process.execPath, [script, ...args], { stdio: ["ignore", "pipe", "inherit"] });
}

/** What the program printed; rejects when it did not end well. */
export async function output(child: ChildProcess): Promise<string> {
  let text = "";
  child.stdout?.setEncoding("utf8").on("data", (part: string) => {
    text += part;
  });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  if (code !== 0) throw new Error(`the program ended with ${code ?? signal}: ${text}`);
  return text;
}

/** The first line that the program prints. */
export async function firstLine(child: ChildProcess): Promise<string> {
  for await (const part of child.stdout ?? []) return String(part).trim();
  throw new Error("the program printed nothing");
}
