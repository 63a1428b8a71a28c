import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../../engine/tick.ts";
import type { TickLine } from "../../engine/tick-report.ts";
import { type UpOptions, up } from "../../engine/up.ts";
import { readConstitution } from "../../files/company.ts";
import { stuckWork } from "../../office/status/stuck-work.ts";
import { MACHINE, type Simulated, simulated } from "./simulated.ts";

let company: Simulated;
let ending: AbortController;
let lines: TickLine[];
let troubles: string[];

beforeEach(async () => {
  company = await simulated({ start: "2026-11-30T08:00:00Z", inMemory: true });
  ending = new AbortController();
  lines = [];
  troubles = [];
  // What is due begins with the first pass.
  await company.tick();
});
afterEach(() => company.close());

const start = (engine: Partial<Engine> = {}, options: Partial<UpOptions> = {}) =>
  up(
    { ...company.engine, ledger: company.ledger, ...engine },
    {
      signal: ending.signal,
      onReport: (report) => lines.push(...report.lines),
      onTrouble: (sentence) => troubles.push(sentence),
      ...{ longestMs: 10, ...options },
    },
  );

const stuckServices = async () => {
  const { constitution } = await readConstitution(company.root);
  const question = { constitution, now: company.clock.now, machine: MACHINE };
  const stuck = await company.ledger.read((tables) => stuckWork(tables, question));
  return stuck.filter(({ kind }) => kind === "service").map(({ what }) => what);
};

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await pause(20);
}

it("does what is due when its time has come, and ends when it is told to", async () => {
  const running = start();
  await pause(50);
  expect(lines).toEqual([]);
  company.clock.now = new Date("2026-11-30T08:30:00Z");
  await until(() => lines.length > 0);
  expect(lines).toMatchObject([{ outcome: "ran" }]);
  ending.abort();
  await running;
});

it("tells once what is in its way, and goes on when it is mended", async () => {
  const page = path.join(company.root, ".github", "copilot-instructions.md");
  const running = start();
  await pause(50);
  rmSync(page);
  // Whoever had begun to read it when it went says so in other words.
  const missing = () => troubles.filter((sentence) => sentence.includes("there is no .github"));
  await until(() => missing().length > 0);
  await pause(600);
  expect(missing()).toHaveLength(1);
  expect(new Set(troubles).size).toBe(troubles.length);
  const before = troubles.length;
  writeFileSync(page, "");
  await until(() => troubles.length > before);
  company.cadence("| standup | `30 8 * * *` | coo | once |");
  company.clock.now = new Date("2026-11-30T08:30:00Z");
  await until(() => lines.length > 0);
  ending.abort();
  await running;
});

it("tells a slow webhook beside the passes, which go on", async () => {
  let isAnswered = false;
  const server = createServer((_, response) => {
    // Never, until the test is over.
    response.once("close", () => {
      isAnswered = true;
    });
  });
  const called = new Promise((resolve) => server.once("request", resolve));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const running = start({ env: { HQ_NOTIFY: `http://127.0.0.1:${port}/` } });
  // What was before notices were wanted is not told.
  await until(() =>
    company.ledger.read(async ({ marks }) => (await marks.get("notices.since")) !== null),
  );
  company.clock.now = new Date("2026-11-30T08:30:00Z");
  await until(() => lines.length === 1);
  await called;
  company.clock.now = new Date("2026-12-01T08:30:00Z");
  await until(() => lines.length === 2);
  expect(isAnswered).toBe(false);
  server.closeAllConnections();
  server.close();
  ending.abort();
  await running;
});

describe("a part that fails on a bug", () => {
  const rule = {
    strategy: "one_for_one",
    limit: { restarts: 2, withinMs: 600_000 },
    backoff: { firstMs: 0, longestMs: 0 },
  } as const;

  it("is started again, which hq status tells, and what is due is done", async () => {
    let times = 0;
    const carryOn = async () => {
      times += 1;
      if (times === 1) throw new TypeError("x is not a function");
      return [];
    };
    const running = start({ carryOn }, { rule });
    await until(() => times > 1);
    expect(troubles).toEqual([expect.stringMatching(/"runs that wait".*x is not a function/)]);
    company.clock.now = new Date("2026-11-30T08:30:00Z");
    await until(() => lines.length > 0);
    ending.abort();
    await running;
    expect(await stuckServices()).toEqual([
      expect.stringMatching(
        /"runs that wait" of hq up ended once within a day and was started again/,
      ),
    ]);
  });

  it("ends hq up when it fails again and again", async () => {
    const carryOn = () => Promise.reject(new TypeError("x is not a function"));
    await expect(start({ carryOn }, { rule })).rejects.toThrow(/"runs that wait" ended 3 times/);
    expect(await stuckServices()).toEqual([expect.stringMatching(/^hq up has ended, because/)]);
    ending.abort();
    // Started again it is history that an earlier one gave up.
    await start();
    expect(await stuckServices()).toEqual([
      expect.stringMatching(/of hq up ended 3 times within a day/),
    ]);
  });
});

it("does not begin where the company does not run", async () => {
  const there = { ...company.engine, ledger: company.ledger, machine: "laptop" };
  const options = { signal: ending.signal, onReport: () => {}, onTrouble: () => {} };
  await expect(up(there, options)).rejects.toThrow(/the company's runner is desk/);
});
