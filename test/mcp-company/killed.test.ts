/** The server killed in the midst of its work: what it answered is there, and nothing is half there. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { Ledger, LedgerReads } from "../../ledger/ledger.ts";
import { openLedger } from "../../ledger/open.ts";
import { copySample } from "../cli/sample.ts";
import { ask } from "../office/reviews/office.ts";
import { builtProgram } from "../run/built-program.ts";

const MAIN = path.join(import.meta.dirname, "..", "..", "mcp-company", "main.ts");
const ROUNDS = 5;
/** Together fewer than may wait for one department. */
const ASKED = 9;

let program: string;
let company: Awaited<ReturnType<typeof copySample>>;

beforeAll(async () => {
  program = await builtProgram(MAIN);
});

beforeEach(async () => {
  company = await copySample();
});

afterEach(() => company.remove());

/** Asks and answers without waiting, until it is killed; what was answered by then. */
async function runAndKill(round: number): Promise<{ asked: string[]; answered: string[] }> {
  const server = spawn(process.execPath, [program], {
    cwd: company.root,
    env: { PATH: process.env.PATH ?? "" },
  });
  const done = { asked: [] as string[], answered: [] as string[] };
  createInterface({ input: server.stdout }).on("line", (line) => {
    const { result } = JSON.parse(line) as { result?: { structuredContent?: Answer } };
    const said = result?.structuredContent;
    if (said?.verdict !== undefined) done.answered.push(said.reviewId);
    else if (said?.reviewId !== undefined) {
      done.asked.push(said.reviewId);
      call(server, "submit_verdict", {
        reviewId: said.reviewId,
        reviewer: "lawyer",
        verdict: "CONCERNS",
        reasons: ["Not proven."],
      });
    }
  });
  server.stdin.on("error", () => undefined);
  send(server, "initialize", {
    protocolVersion: "2025-06-18",
    capabilities: {},
    clientInfo: { name: "test", version: "1" },
  });
  for (let at = 0; at < ASKED; at += 1) {
    call(server, "request_review", { ...ask(), work: `Secure by default, ${round}.${at}.` });
  }
  const gone = once(server, "exit");
  while (done.asked.length < 1 + round && server.exitCode === null) await pause(1);
  server.kill("SIGKILL");
  await gone;
  return done;
}

interface Answer {
  reviewId: string;
  verdict?: string;
}

let id = 0;

function send(server: ChildProcessWithoutNullStreams, method: string, params: object): void {
  id += 1;
  server.stdin.write(`${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`);
}

function call(server: ChildProcessWithoutNullStreams, name: string, args: object): void {
  send(server, "tools/call", { name, arguments: args });
}

async function onLedger<T>(body: (tables: LedgerReads) => Promise<T>): Promise<T> {
  const ledger: Ledger = await openLedger({ file: path.join(company.root, ".hq", "hq.db") });
  try {
    return await ledger.read(body);
  } finally {
    await ledger.close();
  }
}

it(`keeps what it answered, whole, over ${ROUNDS} kills`, async () => {
  const asked: string[] = [];
  const answered: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const done = await runAndKill(round);
    asked.push(...done.asked);
    answered.push(...done.answered);
  }
  await onLedger(async ({ reviews, events }) => {
    const kept = await reviews.list({ limit: 10_000 });
    const ids = kept.map((review) => review.id);
    expect(ids).toEqual(expect.arrayContaining(asked));
    for (const review of kept) {
      expect((await reviews.texts(review.id))?.request, review.id).toContain(review.id);
      const story = (await events.ofSubjects([review.id])).map(({ what }) => what);
      const isAnswered = review.answer !== null;
      expect(story).toEqual(isAnswered ? ["review.asked", "review.answered"] : ["review.asked"]);
      expect(review.state).toBe(isAnswered ? "answered" : "open");
      if (answered.includes(review.id)) expect(isAnswered, review.id).toBe(true);
    }
  });
  expect(asked.length).toBeGreaterThan(ROUNDS);
});
