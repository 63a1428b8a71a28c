/** A run as OpenTelemetry and the log see it. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Span, trace } from "@opentelemetry/api";
import { afterEach, beforeEach, expect, it } from "vitest";
import { LOG_FILE, openLog } from "../../engine/log.ts";
import { observed } from "../../engine/observed-runtime.ts";
import type { RunJob, RunOutcome, Runtime } from "../../office/runs/runtime.ts";

interface Seen {
  name: string;
  attributes: Record<string, unknown>;
  status: unknown;
  isEnded: boolean;
}

let root: string;
let spans: Seen[];

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "hq vista "));
  spans = [];
  const start = (name: string, options: { attributes?: object }, ...rest: unknown[]) => {
    const seen: Seen = {
      name,
      attributes: { ...options.attributes },
      status: null,
      isEnded: false,
    };
    spans.push(seen);
    const span = {
      setAttributes: (more: object) => Object.assign(seen.attributes, more),
      setStatus: (status: unknown) => {
        seen.status = status;
      },
      end: () => {
        seen.isEnded = true;
      },
    };
    return (rest.at(-1) as (span: unknown) => unknown)(span as unknown as Span);
  };
  trace.setGlobalTracerProvider({
    getTracer: () => ({ startActiveSpan: start }) as never,
  });
});
afterEach(() => {
  trace.disable();
  rmSync(root, { recursive: true, force: true });
});

const JOB: RunJob = {
  ...{
    run: "run-7",
    agent: "marketing",
    chain: ["coo", "marketing"],
    prompt: "Write.",
    session: "s",
  },
  ...{
    isResumed: false,
    root: "/srv/company",
    folder: "/srv/company/x",
    timeoutMs: 1,
    due: "prompt:standup",
  },
};
const PRICE = { line: 1, model: "m*", input: 2, cached: 1, output: 8, unit: "EUR" };
const USAGE = { calls: 3, inputTokens: 40, outputTokens: 5 };

async function run(outcome: RunOutcome | Error): Promise<void> {
  const runtime: Runtime = {
    run: () => (outcome instanceof Error ? Promise.reject(outcome) : Promise.resolve(outcome)),
    endLeftOvers: () => Promise.resolve(0),
  };
  const now = () => new Date("2026-11-20T08:30:00.000Z");
  const seen = observed(runtime, {
    log: () => Promise.resolve(openLog({ root, now })),
    prices: () => Promise.resolve([PRICE]),
  });
  const watch = {
    onEvent: () => {},
    signal: new AbortController().signal,
    givenResult: () => Promise.resolve(null),
  };
  await seen.run(JOB, watch);
}

const log = () => readFileSync(path.join(root, LOG_FILE), "utf8");

it("is a span with agent, job and what it used", async () => {
  await run({ state: "done", result: "Done.", usage: USAGE });
  expect(spans).toMatchObject([
    {
      ...{ name: "hq run", isEnded: true, status: null },
      attributes: {
        ...{ "hq.run": "run-7", "hq.agent": "marketing", "hq.job": "prompt:standup" },
        ...{ "hq.chain": "coo,marketing", "hq.state": "done", "hq.calls": 3 },
        ...{ "gen_ai.usage.input_tokens": 40, "gen_ai.usage.output_tokens": 5 },
      },
    },
  ]);
  expect(log()).toContain('"msg":"client ended: done"');
});

it("costs what the models that it used cost, where they have a price", async () => {
  const priced = { ...USAGE, model: "m-1", cachedTokens: 0, estimatedCalls: 0, credits: 3 };
  const unpriced = { ...priced, model: "other", credits: null };
  const usage = { ...USAGE, byModel: [priced, unpriced] };
  await run({ state: "done", result: "Done.", usage });
  expect(spans[0]?.attributes["hq.cost.eur"]).toBeCloseTo((40 * 2 + 5 * 8) / 1e6);
  expect(spans[0]?.attributes["hq.cost.credits"]).toBe(3);
  await run({ state: "done", result: "Done.", usage: USAGE });
  expect(Object.keys(spans[1]?.attributes ?? {}).join()).not.toContain("cost");
});

it("that failed says so without the words of the provider, which stand in the log", async () => {
  await run({ state: "failed", why: "The model could not be asked (401).", usage: USAGE });
  expect(spans).toMatchObject([{ isEnded: true, status: { code: 2, message: "failed" } }]);
  expect(log()).toContain("The model could not be asked (401).");
});

it("that could not start is a span too, and the error goes on", async () => {
  await expect(run(new Error("no client"))).rejects.toThrow("no client");
  expect(spans).toMatchObject([{ isEnded: true, status: { message: "not started" } }]);
  expect(log()).toContain('"level":"error"');
});
