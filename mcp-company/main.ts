/** The `hq-company` program: serves the company of the nearest folder upward over stdio. */
import path from "node:path";
import { serveStdio } from "@modelcontextprotocol/server/stdio";
import { HqError } from "../company/error.ts";
import { MEMORY_FILE, requireRoot } from "../files/root.ts";
import { openMemoryStore } from "../mcp-memory/open.ts";
import { leaveWithTheClient } from "./leave.ts";
import { createReader } from "./reader.ts";
import { createCompanyServer } from "./server.ts";

try {
  const root = requireRoot(process.env.HQ_ROOT, process.cwd());
  const reader = createReader({ root, now: () => new Date(), readMemory: () => readMemory(root) });
  serveStdio(() => createCompanyServer(reader), {
    onerror: (error) => process.stderr.write(`hq-company: ${oneLine(error.message)}\n`),
  });
  leaveWithTheClient();
} catch (error) {
  if (!(error instanceof HqError)) throw error;
  const next = "Start it in your company's folder, or name that in HQ_ROOT.";
  process.stderr.write(`hq-company: ${error.message} ${next}\n`);
  process.exitCode = 1;
}

/** What the SDK says of a bad message is JSON over many lines; a log wants one. */
function oneLine(message: string): string {
  return message.replaceAll(/\s+/g, " ").slice(0, 300);
}

/** Opened for one reading: a store that stays open would hold up the exit when stdin closes. */
async function readMemory(root: string) {
  const store = await openMemoryStore({
    filePath: process.env.MEMORY_FILE_PATH ?? path.join(root, MEMORY_FILE),
    agent: "hq-company",
  });
  try {
    return await store.readWithOrigins();
  } finally {
    await store.close();
  }
}
