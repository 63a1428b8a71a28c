/** Several processes on one ledger file: runs a TypeScript program of the tests as its own process. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { build } from "esbuild";

/** Bundles a program (node cannot import SQL files) and gives the path of the script. */
export async function bundleProgram(source: string, folder: string): Promise<string> {
  const outfile = path.join(folder, `${path.basename(source, ".ts")}.mjs`);
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    loader: { ".sql": "text" },
    logLevel: "error",
    banner: {
      js: 'import { createRequire as __r } from "node:module"; const require = __r(import.meta.url); const __filename = import.meta.filename;',
    },
  });
  return outfile;
}

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
