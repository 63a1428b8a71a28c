/** The program itself: how it comes, what it says of nonsense, and that it goes. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { openLedger } from "../../ledger/open.ts";
import { copySample } from "../cli/sample.ts";
import { ask } from "../office/reviews/office.ts";
import { builtProgram } from "../run/built-program.ts";

const MAIN = path.join(import.meta.dirname, "..", "..", "mcp-company", "main.ts");
let program: string;

beforeAll(async () => {
  program = await builtProgram(MAIN);
});

const HELLO = {
  jsonrpc: "2.0",
  id: 1,
  method: "initialize",
  params: {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "test", version: "1" },
  },
};

let company: Awaited<ReturnType<typeof copySample>>;
let server: ChildProcessWithoutNullStreams;
let said: string;
let log: string;

beforeEach(async () => {
  company = await copySample();
});

afterEach(async () => {
  server.kill("SIGKILL");
  await company.remove();
});

function start(env: Record<string, string> = {}, cwd = company.root): void {
  const settings = { PATH: process.env.PATH ?? "", ...env };
  server = spawn(process.execPath, [program], { cwd, env: settings });
  said = "";
  log = "";
  server.stdout.setEncoding("utf8").on("data", (piece: string) => {
    said += piece;
  });
  server.stderr.setEncoding("utf8").on("data", (piece: string) => {
    log += piece;
  });
}

const send = (message: object) => server.stdin.write(`${JSON.stringify(message)}\n`);

const call = (id: number, name: string, args: object = {}) =>
  send({ jsonrpc: "2.0", id, method: "tools/call", params: { name, arguments: args } });

async function answer(id: number): Promise<void> {
  while (!said.includes(`"id":${id}`)) await once(server.stdout, "data");
}

it("goes when its client does, though a reading hangs", async () => {
  const programs = path.join(company.root, "programs");
  await mkdir(programs);
  // Reads until we are gone.
  await writeFile(path.join(programs, "git"), "#!/bin/sh\nexec cat\n", { mode: 0o755 });
  start({ PATH: `${programs}${path.delimiter}${process.env.PATH ?? ""}` });
  send(HELLO);
  await answer(1);
  call(2, "standup_brief");
  call(3, "company_facts");
  await answer(3);
  const gone = once(server, "exit");
  server.stdin.end();
  expect(await gone).toEqual([0, null]);
  expect(said).not.toContain('"id":2');
}, 8_000); // Git itself is given up after ten seconds.

it("records what was asked of it before its client went, and leaves one whole file", async () => {
  start();
  send(HELLO);
  await answer(1);
  const gone = once(server, "exit");
  for (let id = 2; id < 5; id += 1) {
    call(id, "request_review", { ...ask(), work: `Secure by default, version ${id}.` });
  }
  server.stdin.end();
  expect(await gone).toEqual([0, null]);
  expect(readdirSync(path.join(company.root, ".hq")).sort()).toEqual([
    ".gitignore",
    "hq.db",
    "hq.db.made",
  ]);
  const ledger = await openLedger({ file: path.join(company.root, ".hq", "hq.db") });
  const kept = await ledger.read(({ reviews }) => reviews.list({ limit: 100 }));
  await ledger.close();
  expect(kept).toHaveLength(3);
});

it("goes when nobody reads its answers", async () => {
  start();
  send(HELLO);
  await answer(1);
  const gone = once(server, "exit");
  server.stdout.destroy();
  call(2, "company_facts");
  expect(await gone).toEqual([0, null]);
});

it("answers after nonsense, of which it says one line each", async () => {
  start();
  server.stdin.write('garbage\n{}\n[]\nnull\n{"jsonrpc":"2.0","id":{},"method":5}\n\0\n\n');
  server.stdin.write(Buffer.from([0xff, 0xfe, 0x0a, 0xc3, 0x0a]));
  send(HELLO);
  await answer(1);
  call(2, "company_facts");
  await answer(2);
  const lines = log.trim().split("\n");
  for (const line of lines) expect(line).toMatch(/^hq-company: .{1,317}$/);
});

it("takes a message that comes in single bytes, and one of a megabyte", async () => {
  start();
  for (const byte of Buffer.from(`${JSON.stringify(HELLO)}\n`)) server.stdin.write(Buffer.of(byte));
  await answer(1);
  const params = { name: "company_facts", arguments: { product: "é".repeat(1_000_000) } };
  send({ jsonrpc: "2.0", id: 2, method: "tools/call", params });
  await answer(2);
  expect(said).toContain("isError");
});

it("says how to name the company when it is started elsewhere", async () => {
  start({}, path.dirname(company.root));
  const [code] = (await once(server, "close")) as [number];
  expect(code).toBe(1);
  expect(log).toContain("name that in HQ_ROOT");
});
