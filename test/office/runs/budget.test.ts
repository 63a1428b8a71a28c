/** Caps where they count: in the record, with several processes and deaths between beginning and end. */
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HqError } from "../../../company/error.ts";
import type { Ledger } from "../../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { type RunWanted, runDepartment } from "../../../office/run-department.ts";
import type { RunEvent, RunOutcome, RunWatch } from "../../../office/runs/runtime.ts";
import { copySample } from "../../cli/sample.ts";
import { firstLine, output, start } from "../../ledger/processes.ts";
import { builtProgram } from "../../run/built-program.ts";
import { rounds } from "../../run/rounds.ts";

const PAGE = ".github/copilot-instructions.md";
const SPENDER = path.join(import.meta.dirname, "spender.ts");

let company: Awaited<ReturnType<typeof copySample>>;
let ledger: Ledger;
let work: (watch: RunWatch) => Promise<RunOutcome>;
let gone: string[];

beforeEach(async () => {
  company = await copySample();
  ledger = await openLedger({ file: path.join(company.root, LEDGER_FILE) });
  gone = [];
});
afterEach(async () => {
  await ledger.close();
  await company.remove();
});

/** Puts these rows into the table Budgets, in place of the kit's. */
function budgets(...rows: string[]): void {
  const file = path.join(company.root, PAGE);
  const text = readFileSync(file, "utf8");
  const [before = "", rest = ""] = text.split(/(?<=## Budgets\n[^#]*\|---\|---\|---\|---\|\n)/);
  const after = rest.slice(rest.indexOf("\n## "));
  writeFileSync(file, `${before}${rows.map((row) => `| ${row} |\n`).join("")}${after}`);
}

const usageOf = (calls: number, tokens: number, model = "scripted") => {
  const sums = { calls, inputTokens: tokens, outputTokens: 0 };
  const more = { model, cachedTokens: 0, estimatedCalls: 0, credits: null };
  return { ...sums, byModel: [{ ...sums, ...more }] };
};

function run(wanted: Partial<RunWanted> = {}) {
  const sources = {
    ...{ root: company.root, ledger, holder: "here", now: () => new Date() },
    newSession: () => crypto.randomUUID(),
    isGone: (holder: string) => gone.includes(holder),
    runtime: {
      run: (_job: unknown, watch: RunWatch) => work(watch),
      endLeftOvers: () => Promise.resolve(0),
    },
  };
  return runDepartment(sources, { agent: "marketing", task: "Plan the week", ...wanted });
}

/** Uses so much at once, and works on until it is told to end. */
const until =
  (tokens: number, model?: string) =>
  async ({ onEvent, signal }: RunWatch): Promise<RunOutcome> => {
    const usage = usageOf(1, tokens, model);
    const ended = once(signal, "abort");
    onEvent({ kind: "usage", usage });
    if (!signal.aborted) await ended;
    return { state: "stopped", why: String(signal.reason), usage };
  };
const uses =
  (tokens: number, model?: string) =>
  ({ onEvent }: RunWatch): Promise<RunOutcome> => {
    const usage = usageOf(1, tokens, model);
    onEvent({ kind: "usage", usage });
    return Promise.resolve({ state: "failed", why: "It broke.", usage });
  };

const events = async (what: string) =>
  (await ledger.read((tables) => tables.events.since("", 100))).filter((one) => one.what === what);
const refusal = (wanted?: Partial<RunWanted>) => run(wanted).catch((error: HqError) => error);

describe("a cap", () => {
  it("lets of four runs that start together only those begin for which it has room", async () => {
    budgets("company | 500 tokens | month | 100%");
    work = uses(100);
    for (const _ of [1, 2, 3]) await run();
    let release = () => {};
    const decided = new Promise<void>((resolve) => {
      release = resolve;
    });
    let open = 4;
    // Nobody ends before all four have begun or were refused.
    const decide = () => {
      open -= 1;
      if (open === 0) release();
    };
    work = (watch) => decided.then(() => uses(100)(watch));
    const ended = [1, 2, 3, 4].map(() =>
      run({ onBegin: decide }).catch((error: HqError) => {
        decide();
        return error;
      }),
    );
    const codes = (await Promise.all(ended)).map((one) =>
      "code" in one ? one.code : one.run.state,
    );
    expect(codes.toSorted()).toEqual(["failed", "failed", "over-budget", "over-budget"]);
  });

  it("ends a run in its midst, in words that name it, and nothing more begins", async () => {
    budgets("company | 1000 tokens | day | 80%");
    work = until(700);
    const { run: record } = await run();
    expect(record.state).toBe("stopped");
    expect(record.why).toMatch(
      /^It came to the cap of 1,000 tokens per day of the company \(row of "Budgets" on line \d+\): 700 tokens used by this run/,
    );
    work = uses(400);
    expect((await run()).run.state).toBe("failed");
    expect(await refusal()).toMatchObject({
      code: "over-budget",
      message: expect.stringMatching(/nothing is left .* Nothing was started\.$/) as string,
    });
  });

  it("of one run alone is given with it", async () => {
    work = until(700);
    const { run: record } = await run({ budget: "1k tokens" });
    expect(record.why).toContain(
      "the cap of 1,000 tokens of run-1 and what it hands over (--budget)",
    );
    expect(await refusal({ budget: "2 runs" })).toMatchObject({ code: "usage" });
  });

  it("of money ends a run whose model turns out to have no price", async () => {
    budgets("company | 20 EUR | month | 80%");
    expect(await refusal()).toMatchObject({
      hint: expect.stringContaining("| * | 2.50 |") as string,
    });
    const file = path.join(company.root, PAGE);
    const head = "| Model | Input | Cached | Output | Currency |\n|---|---|---|---|---|";
    writeFileSync(
      file,
      `${readFileSync(file, "utf8")}\n## Prices\n\n${head}\n| gpt-5 | 2 | | 8 | EUR |\n`,
    );
    work = uses(1_000, "gpt-5");
    expect((await run()).run.state).toBe("failed");
    work = until(10, "surprise");
    expect((await run()).run.why).toContain("what a token of surprise costs in EUR is not known");
    expect(await refusal()).toMatchObject({ code: "over-budget" });
  });

  it("that cannot be read lets nothing begin", async () => {
    budgets("compani | 5k tokens | month | 80%");
    expect(await refusal()).toMatchObject({
      code: "over-budget",
      message: expect.stringContaining('Scope "compani"') as string,
    });
  });

  it("is none where the table is missing", async () => {
    const file = path.join(company.root, PAGE);
    writeFileSync(file, readFileSync(file, "utf8").replace(/^## Budgets\n[^#]*/m, ""));
    work = uses(1e9);
    expect((await run()).run.state).toBe("failed");
  });

  it("warns once in its period, in the record and in the run", async () => {
    budgets("company | 1000 tokens | month | 50%");
    const told: RunEvent[] = [];
    work = uses(600);
    await run({ onEvent: (event) => told.push(event) });
    const text = expect.stringMatching(/^60% of the cap of 1,000 tokens per month/) as string;
    expect(told).toContainEqual({ kind: "trouble", text });
    work = uses(100);
    await run({ onEvent: (event) => told.push(event) });
    expect(told.filter(({ kind }) => kind === "trouble")).toHaveLength(1);
    expect(await events("budget.alert")).toMatchObject([{ subject: "run-1", detail: text }]);
  });
});

describe("several processes", () => {
  it("settle what a run had used whose process was killed", async () => {
    budgets("company | 1000 tokens | month | 100%");
    const child = start(await builtProgram(SPENDER), company.root, "1", "300", "9", "hang");
    expect(await firstLine(child)).toBe("hangs");
    const held = await ledger.read(({ spend }) => spend.since(""));
    expect(held).toMatchObject([{ isRunning: true, reserved: { tokens: 1_000 } }]);
    const [{ holder } = { holder: "" }] = await ledger.read(({ runs }) => runs.running());
    expect(await refusal()).toMatchObject({ code: "over-budget" });
    child.kill("SIGKILL");
    await once(child, "exit");
    gone = [holder];
    work = uses(1);
    expect((await run()).run.state).toBe("failed");
    expect(await ledger.read(({ spend }) => spend.since(""))).toMatchObject([
      { isRunning: false, usage: [{ model: "scripted", calls: 1, inputTokens: 300 }] },
      { isRunning: false, reserved: { tokens: 700 } },
    ]);
  });

  it("pass a cap by no more than one call, however they start together", async () => {
    const script = await builtProgram(SPENDER);
    const size = fc.integer({ min: 5, max: 60 });
    const process = fc.record({
      tries: fc.integer({ min: 1, max: 4 }),
      size,
      calls: fc.integer({ min: 1, max: 6 }),
    });
    const four = fc.array(process, { minLength: 4, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(four, fc.integer({ min: 50, max: 900 }), async (spenders, cap) => {
        const place = await copySample();
        const mine = company;
        company = place;
        budgets(`company | ${cap} tokens | month | 80%`);
        company = mine;
        try {
          const ended = await Promise.all(
            spenders.map(({ tries, size: tokens, calls }) =>
              output(start(script, place.root, ...[tries, tokens, calls].map(String))),
            ),
          );
          const total = ended
            .map((text) => (JSON.parse(text) as { total: number }).total)
            .reduce((sum, one) => sum + one, 0);
          expect(total).toBeGreaterThan(0);
          expect(total).toBeLessThanOrEqual(cap + Math.max(...spenders.map((one) => one.size)));
        } finally {
          await place.remove();
        }
      }),
      { numRuns: rounds({ few: 5, many: 60 }) },
    );
  });
});
