/** `hq eval --live` against a "real" provider on loopback, which does as it should in some of its answers. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { wilson } from "../../company/evals/interval.ts";
import { type ScriptedModel, startModel } from "../../engine/evals/scripted-model.ts";
import type { Asked, Reply } from "../../office/evals/conversation.ts";
import { type Office, openOffice } from "./office.ts";

const SCENARIO = "old-figure-says-its-age";
const TASK = "How much is in the bank?";
const PAGE = ".github/copilot-instructions.md";
/** Of each call of the scripted model, and calls of a run. */
const CALL_TOKENS = 15;
const CALLS = 2;

let office: Office;
let temporary: string;
let model: ScriptedModel | undefined;

beforeAll(async () => {
  office = await openOffice();
  temporary = mkdtempSync(path.join(tmpdir(), "live-"));
});
afterEach(async () => {
  await model?.close();
  model = undefined;
});
afterAll(() => {
  office?.close();
  rmSync(temporary, { recursive: true, force: true });
});

interface Told {
  ok: boolean;
  results: { id: string; runs: number; passed: number; low: number; high: number }[];
  wanted: number;
  done: number;
  calls: number;
  tokens: number;
  stopped: string | null;
}

/** Mulberry32: the same seed gives the same answers. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Looks the balance up, and says of which day it is in so many of its answers. */
function provider(rate: number, seed = 7) {
  const random = seeded(seed);
  const told = { right: 0, prompts: [] as string[] };
  const script = ({ messages, results }: Asked): Reply => {
    if (results.length === 0)
      return [{ name: "memory-read_entities", args: { names: ["metric:cash-balance"] } }];
    told.prompts.push(messages.find(({ role }) => role === "user")?.content ?? "");
    const [, asOf = ""] = /As of: (\d{4}-\d{2}-\d{2})/.exec(results[0] ?? "") ?? [];
    if (random() >= rate) return "There are 6,200 EUR in the bank.";
    told.right += 1;
    return `6,200 EUR as of ${asOf}: past its days, please look it up.`;
  };
  return { script, told };
}

async function live(...args: string[]): Promise<{ told: Told; code: number | null }> {
  const all = ["eval", "--live", "--scenario", SCENARIO, "--json", ...args];
  const settings = { TMPDIR: temporary };
  const { stdout, stderr, code } = await office.hq(all, model?.url ?? "", settings).ended;
  expect(stderr).toBe("");
  return { told: JSON.parse(stdout) as Told, code };
}

async function spentBy(agent: string): Promise<number> {
  const { stdout } = await office.hq(["spend", "--json"], "http://127.0.0.1:9/v1").ended;
  const { byAgent } = JSON.parse(stdout) as { byAgent: { name: string; tokens: number }[] };
  return byAgent.find(({ name }) => name === agent)?.tokens ?? 0;
}

describe("hq eval --live", () => {
  it("tells how often it passed, how sure that is, and what it cost, as the record has it", async () => {
    const { script, told } = provider(0.6);
    const memory = office.read("memory.jsonl");
    const before = await spentBy("cfo");
    model = await startModel(script);
    const { told: report, code } = await live("--runs", "6");
    expect(code).toBe(0);
    expect(told.right).toBeGreaterThan(0);
    expect(told.right).toBeLessThan(6);
    expect(report).toMatchObject({ wanted: 6, done: 6, stopped: null });
    expect(report.results).toEqual([
      expect.objectContaining({
        ...{ id: SCENARIO, runs: 6, passed: told.right, ...wilson(told.right, 6) },
      }),
    ]);
    expect(report).toMatchObject({ calls: 6 * CALLS, tokens: 6 * CALLS * CALL_TOKENS });
    expect(told.prompts.every((prompt) => prompt.includes(TASK))).toBe(true);
    expect((await spentBy("cfo")) - before).toBe(report.tokens);
    expect(readdirSync(temporary).filter((name) => name.startsWith("hq-eval-"))).toEqual([]);
    expect(office.read("memory.jsonl")).toBe(memory);
  });

  it("ends at its budget with what it has", async () => {
    model = await startModel(provider(1).script);
    const run = CALLS * CALL_TOKENS;
    const { told, code } = await live("--runs", "5", "--budget", `${2 * run} tokens`);
    expect(code).toBe(0);
    expect(told.stopped).toMatch(/budget of 60 tokens is used up/);
    expect(told).toMatchObject({ done: 2, wanted: 5, tokens: 2 * run });
    expect(told.results[0]).toMatchObject({ runs: 2, passed: 2 });
  });

  it("ends at a cap of the company, which counts it too", async () => {
    const file = path.join(office.root, PAGE);
    const page = readFileSync(file, "utf8");
    writeFileSync(
      file,
      page.replace(/^\| company \| .*tokens .*$/m, "| company | 1 tokens | month | 80% |"),
    );
    model = await startModel(provider(1).script);
    const { told, code } = await live("--runs", "2");
    writeFileSync(file, page);
    expect(code).toBe(1);
    expect(told).toMatchObject({ ok: false, done: 0 });
    expect(told.stopped).toMatch(/row of "Budgets" on line \d+/);
    expect(model.asked).toEqual([]);
  });

  it("ends when the provider fails again and again, and a table is for a person", async () => {
    model = await startModel(() => ({ status: 400 }));
    const args = ["eval", "--live", "--scenario", SCENARIO, "--runs", "9"];
    const { stdout, code } = await office.hq(args, model.url, { TMPDIR: temporary }).ended;
    expect(code).toBe(1);
    expect(stdout).toMatch(/3 runs in a row failed/);
    expect(stdout).toMatch(/cfo\/old-figure-says-its-age +0\/0 +not run/);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });
});
