/** Caps on the real client: runs that start together, and one that comes to its cap in its midst. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { type ScriptedModel, startModel } from "../../engine/evals/scripted-model.ts";
import type { Asked, Reply } from "../../office/evals/conversation.ts";
import { type Office, openOffice } from "./office.ts";
import { company } from "./script.ts";

const PAGE = ".github/copilot-instructions.md";
/** Of each call of the scripted model. */
const CALL_TOKENS = 15;

let office: Office;
let model: ScriptedModel | undefined;

beforeAll(async () => {
  office = await openOffice();
});
afterEach(async () => {
  await model?.close();
  model = undefined;
});
afterAll(() => office?.close());

interface Told {
  ok: boolean;
  run?: { state: string; why: string | null; usage: { calls: number } };
  error?: { code: string; message: string };
}

function cap(tokens: number): void {
  const file = path.join(office.root, PAGE);
  const row = `| company | ${tokens} tokens | month | 80% |`;
  writeFileSync(file, readFileSync(file, "utf8").replace(/^\| company \| .*tokens .*$/m, row));
}

async function run(...args: string[]): Promise<Told> {
  const url = model?.url ?? "";
  const { stdout } = await office.hq(["run", "marketing", "Look.", "--json", ...args], url).ended;
  return JSON.parse(stdout) as Told;
}

async function used(): Promise<number> {
  const { stdout } = await office.hq(["spend", "--json"], "http://127.0.0.1:9/v1").ended;
  const { byAgent } = JSON.parse(stdout) as { byAgent: { tokens: number }[] };
  return byAgent.reduce((sum, { tokens }) => sum + tokens, 0);
}

const slowly = (): void => {
  // As long as a quick model takes; the client waits for it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 800);
};
const isDone = ({ results }: Asked): boolean => results.length > 0;
const finishing = (asked: Asked): Reply =>
  isDone(asked) ? "done" : [company("finish_run", { result: "Done." })];

it("ends a run that comes to its cap in its midst, and the record says what it used", async () => {
  model = await startModel(({ results }) => {
    slowly();
    return [company("board_list", { limit: 1 + results.length })];
  });
  const { ok, run: record } = await run("--budget", "3 calls");
  expect(ok).toBe(false);
  expect(record).toMatchObject({
    state: "stopped",
    why: expect.stringContaining("and what it hands over (--budget)") as string,
  });
  // The fourth was on its way when the third was counted.
  expect(record?.usage.calls).toBeLessThanOrEqual(4);
  expect(await used()).toBe((record?.usage.calls ?? 0) * CALL_TOKENS);
});

it("lets of four runs that start together those begin for which the cap has room", async () => {
  model = await startModel(finishing);
  for (const _ of [1, 2]) expect((await run()).ok).toBe(true);
  // A usual run of the three took 30 tokens: there is room for two of them.
  const before = await used();
  cap(before + 2 * 2 * CALL_TOKENS);
  await model.close();
  model = await startModel((asked) => {
    slowly();
    return finishing(asked);
  });
  const told = await Promise.all([1, 2, 3, 4].map(() => run()));
  const codes = told.map(({ ok, error }) => error?.code ?? (ok ? "done" : "not done"));
  expect(codes.toSorted()).toEqual(["done", "done", "over-budget", "over-budget"]);
  expect(await used()).toBeLessThanOrEqual(before + 2 * 2 * CALL_TOKENS + CALL_TOKENS);
  const refused = told.find(({ error }) => error !== undefined)?.error?.message;
  expect(refused).toMatch(/is left of the cap of \d+ tokens per month of the company/);
});
