/** hq spend: caps with their bars, and the month told apart, on a record of a few runs. */
import { appendFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;
const NOW = new Date("2026-11-20T12:00:00Z");
const JOB = "prompt:trend-scan";

beforeEach(async () => {
  company = await copySample();
});
afterEach(() => company.remove());

const hq = (...argv: string[]) => runHq([...argv, "--root", company.root], { now: () => NOW });

interface Spent {
  agent: string;
  at: string;
  tokens: number;
  estimated?: number;
  due?: boolean;
  goesOn?: boolean;
}

async function record(...all: Spent[]): Promise<void> {
  const ledger = await openLedger({ file: path.join(company.root, LEDGER_FILE) });
  for (const { agent, at, tokens, estimated = 0, due = false, goesOn = false } of all) {
    await ledger.write(async ({ runs, jobs, spend }) => {
      if (due) {
        await jobs.put({ id: JOB, reckonedUntil: at, since: at });
        await jobs.add(JOB, [at]);
      }
      const id = await runs.add({
        ...{ agent, chain: [agent], task: "Work.", due: due ? { job: JOB, dueAt: at } : null },
        ...{ session: crypto.randomUUID(), holder: "here", leaseUntil: at, startedAt: at },
      });
      const sums = { calls: 2, inputTokens: tokens, outputTokens: 0 };
      const more = { model: "gpt-5", cachedTokens: 0, estimatedCalls: estimated, credits: null };
      const usage = { ...sums, byModel: [{ ...sums, ...more }] };
      if (goesOn) {
        await runs.renew(id, { leaseUntil: at, usage });
        await spend.reserve(id, { tokens: 4_000_000 });
      } else await runs.end(id, { state: "done", at, result: "Done.", why: null, usage });
    });
  }
  await ledger.close();
}

describe("hq spend", () => {
  it("says what stands before anything was run, and makes no file", async () => {
    const { stdout, code } = await hq("spend");
    expect(code).toBe(0);
    expect(stdout).toContain(
      "company per month  0% of 30,000,000 tokens\n  [--------------------]",
    );
    expect(stdout).toContain("No department was run since 2026-11-01.");
  });

  it("shows each cap with a bar and where it leads, and the month in columns", async () => {
    await record(
      { agent: "ceo", at: "2026-11-16T09:00:00.000Z", tokens: 12_000_000, due: true },
      { agent: "marketing", at: "2026-11-18T10:00:00.000Z", tokens: 3_000_000, estimated: 1 },
      { agent: "marketing", at: "2026-11-20T11:00:00.000Z", tokens: 1_000_000, goesOn: true },
      { agent: "ceo", at: "2026-10-16T09:00:00.000Z", tokens: 9_000_000 },
    );
    const { stdout } = await hq("spend");
    await expect(stdout).toMatchFileSnapshot("spend.golden.txt");
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
  });

  it("has the same as JSON, with money where there are prices", async () => {
    await record({ agent: "ceo", at: "2026-11-16T09:00:00.000Z", tokens: 1_000_000 });
    const head = "| Model | Input | Cached | Output | Currency |\n|---|---|---|---|---|";
    appendFileSync(
      path.join(company.root, ".github/copilot-instructions.md"),
      `\n## Prices\n\n${head}\n| gpt-5 | 2.50 | | 10 | EUR |\n`,
    );
    const { ok, caps, byAgent, byJob } = JSON.parse((await hq("spend", "--json")).stdout);
    expect({ ok, byAgent }).toEqual({
      ok: true,
      byAgent: [
        ...[
          { name: "ceo", runs: 1, calls: 2, tokens: 1e6, isEstimated: false, cost: { EUR: 2.5 } },
        ],
      ],
    });
    expect(byJob[0].name).toBe("by hand");
    expect((await hq("runs", "list")).stdout).toMatch(/^run-1 .* ceo {2}2\.50 EUR {2}/);
    expect(caps[0]).toMatchObject({ scope: "company", per: "month", used: 1e6, unit: "tokens" });
    expect(caps[0].forecast).toBeGreaterThan(1.4e6);
  });
});
