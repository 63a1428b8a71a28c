/** Passes of real processes that are killed, or run at once. */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { builtProgram } from "../run/built-program.ts";
import { outcomes, type Simulated, simulated } from "./simulated.ts";

const TICKER = await builtProgram(path.join(import.meta.dirname, "ticker.ts"));
const DUE = "2026-11-30T08:30:00.000Z";

let company: Simulated;

beforeEach(async () => {
  company = await simulated({ start: "2026-11-30T08:00:00Z" });
  await company.tick();
});
afterEach(() => company.close());

async function pass(instant: string): Promise<{ outcome: string }[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [TICKER, company.root, instant]);
  return JSON.parse(stdout) as { outcome: string }[];
}

async function hanging(instant: string): Promise<ChildProcess> {
  const child = spawn(process.execPath, [TICKER, company.root, instant, "hang"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout ?? child, "data");
  return child;
}

const done = () => readFileSync(path.join(company.root, "done.txt"), "utf8").trim().split("\n");

it("takes over at once what a killed process left, and does it once", async () => {
  const child = await hanging("2026-11-30T08:31:00Z");
  expect(await pass("2026-11-30T08:31:01Z")).toEqual([]);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await pass("2026-11-30T08:31:02Z")).toMatchObject([{ outcome: "ran" }]);
  expect(done()).toHaveLength(1);
  expect(await outcomes(company)).toEqual([{ dueAt: DUE, state: "ran" }]);
});

it("takes over what a stopped process holds when its lease is over, and lets it not settle later", async () => {
  const child = await hanging("2026-11-30T08:31:00Z");
  child.kill("SIGSTOP");
  expect(await pass("2026-11-30T08:31:30Z")).toEqual([]);
  expect(await pass("2026-11-30T08:32:30Z")).toMatchObject([{ outcome: "ran" }]);
  child.kill("SIGKILL");
  await once(child, "exit");
  expect(await outcomes(company)).toEqual([{ dueAt: DUE, state: "ran" }]);
});

it("is done by one of six processes that look at once", async () => {
  const passes = await Promise.all(Array.from({ length: 6 }, () => pass("2026-11-30T08:31:00Z")));
  expect(passes.flat()).toMatchObject([{ outcome: "ran" }]);
  expect(done()).toHaveLength(1);
});

it("gives up what kills its process three times, with the reason", async () => {
  for (const minute of [31, 32, 33]) {
    const child = await hanging(`2026-11-30T08:${minute}:00Z`);
    child.kill("SIGKILL");
    await once(child, "exit");
  }
  const lines = await pass("2026-11-30T08:40:00Z");
  expect(lines).toMatchObject([
    { outcome: "missed", why: expect.stringContaining("its process ended before it did") },
  ]);
});
