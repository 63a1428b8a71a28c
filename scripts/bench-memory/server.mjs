// Servers under measurement: started over stdio with a memory file, spoken to by one client library.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "..");
const require = createRequire(import.meta.url);
const manifest = require.resolve("@modelcontextprotocol/server-memory/package.json");
const { version } = require(manifest);

const programIn = (folder) => path.join(folder, "bin", "hq-memory.js");
const { BESIDE } = process.env;

export const REFERENCE =
  BESIDE === undefined
    ? {
        name: `reference ${version}`,
        program: path.join(path.dirname(manifest), "dist", "index.js"),
      }
    : { name: `build in ${path.basename(BESIDE)}`, program: programIn(path.resolve(BESIDE)) };
export const OURS = { name: "ours", program: programIn(root) };

/** A running server: `call` resolves to the result of a tool, errors of tools included. */
export async function connect(kind, file) {
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [kind.program],
    env: { ...process.env, MEMORY_FILE_PATH: file },
    stderr: process.env.SHOW ? "inherit" : "ignore",
  });
  const client = new Client({ name: "bench-memory", version: "1" });
  await client.connect(transport);
  return {
    kind,
    file,
    pid: transport.pid,
    call: (name, input) =>
      client.callTool({ name, arguments: input }, undefined, { timeout: 120_000 }),
    tools: async () => (await client.listTools()).tools,
    close: () => client.close().catch(() => undefined),
    kill: () => {
      try {
        process.kill(transport.pid, "SIGKILL");
      } catch (error) {
        if (error.code !== "ESRCH") throw error;
      }
    },
  };
}

/** The structured part of an answer; throws what a tool refused with. */
export function structured(answer) {
  if (answer.isError) throw new Error(answer.content[0]?.text);
  return answer.structuredContent;
}

/** The most memory a process has had, in MB; null where the system does not say. */
export function peakMb(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)[1]) / 1024);
  } catch {
    return null;
  }
}

/**
 * Waits until the servers use no processor time: what one does after it has answered (a checkpoint)
 * must not be measured as slowness of the other.
 */
export async function quiet(servers, waitMs = 20_000) {
  const deadline = performance.now() + waitMs;
  for (let still = 0, last = ""; still < 5 && performance.now() < deadline; ) {
    await pause(80);
    const now = servers.map(({ pid }) => processorTime(pid)).join();
    still = now === last ? still + 1 : 0;
    last = now;
  }
}

/** Waits until servers have done what a first start leaves behind: the index of a large memory. */
export async function settled(servers) {
  await quiet(servers, 300_000);
}

function processorTime(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(" ").slice(13, 15).join("+");
  } catch {
    return ""; // No /proc here: the pauses have to do.
  }
}
