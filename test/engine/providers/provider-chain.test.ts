/** Which provider a run asks, and what the next one finds; the clients are scripts. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createProviderChain } from "../../../engine/providers/provider-chain.ts";
import type { Ledger } from "../../../ledger/ledger.ts";
import { openLedger } from "../../../ledger/open.ts";
import {
  type LeftSession,
  NO_USAGE,
  type RunEvent,
  type RunJob,
  type RunOutcome,
} from "../../../office/runs/runtime.ts";
import { newRun } from "../../ledger/samples.ts";

const ENV = {
  HQ_PROVIDERS: "gpu,cloud",
  HQ_PROVIDER_GPU_BASE_URL: "http://127.0.0.1:1/v1",
  HQ_PROVIDER_GPU_MODEL: "small",
  HQ_PROVIDER_CLOUD_BASE_URL: "http://127.0.0.1:2/v1",
  HQ_PROVIDER_CLOUD_MODEL: "big",
};
const DONE: RunOutcome = { state: "done", result: "Done.", usage: NO_USAGE };
const failing = (status: number | null): RunOutcome => ({
  ...{ state: "failed", why: `Answered ${status}.`, usage: NO_USAGE },
  failure: { status, type: "query" },
});

interface Start {
  model: string | undefined;
  isResumed: boolean;
  prompt: string;
  mayLeave: boolean;
}

let ledger: Ledger;
let now: Date;
beforeEach(async () => {
  ledger = await openLedger({ file: ":memory:" });
  now = new Date("2026-11-30T08:00:00.000Z");
});
afterEach(() => ledger.close());

/** Each start of a client takes the next outcome. */
async function run(
  outcomes: (RunOutcome | (() => Promise<RunOutcome>))[],
  more: {
    env?: Record<string, string>;
    left?: LeftSession["kind"];
    signal?: AbortSignal;
    settleLost?: () => Promise<unknown>;
  } = {},
) {
  const starts: Start[] = [];
  const timeouts: number[] = [];
  const events: RunEvent[] = [];
  const { env = ENV, left = "whole", signal = new AbortController().signal } = more;
  const runtime = createProviderChain({
    ...{ ledger, env, now: () => now, priorityOf: () => Promise.resolve(0) },
    settleLost: more.settleLost ?? (() => Promise.resolve()),
    clientWith: (_, mayLeave) => ({
      run: async ({ model, isResumed, prompt, timeoutMs }) => {
        starts.push({ model, isResumed, prompt, mayLeave });
        timeouts.push(timeoutMs);
        const next = outcomes.shift();
        if (next === undefined) throw new Error("one start too many");
        return typeof next === "function" ? next() : next;
      },
      endLeftOvers: () => Promise.resolve(0),
      leftSession: () => Promise.resolve({ kind: left, usage: NO_USAGE }),
    }),
  });
  const id = await ledger.write(({ runs }) => runs.add(newRun()));
  const job: RunJob = {
    ...{ run: id, agent: "marketing", chain: ["marketing"], prompt: "Write.", session: "s" },
    ...{
      isResumed: false,
      root: "/srv/company",
      folder: "/srv/company/.hq/runs/x",
      timeoutMs: 60_000,
    },
  };
  const outcome = await runtime.run(job, {
    ...{ signal, onEvent: (event) => void events.push(event) },
    givenResult: () => Promise.resolve(null),
  });
  return { outcome, starts, events, timeouts };
}

const breakers = () => ledger.read(({ providers }) => providers.breakers());

describe("a run on several providers", () => {
  it("asks the first, and says so to nobody", async () => {
    const { outcome, starts } = await run([DONE]);
    expect(outcome).toEqual(DONE);
    expect(starts).toEqual([
      { model: "small", isResumed: false, prompt: "Write.", mayLeave: true },
    ]);
    expect(await breakers()).toEqual([]);
  });

  it.each([401, 402, 429, 500, null])(
    "goes on with the next in its session after %s, by the next one's model",
    async (status) => {
      const { outcome, starts, events } = await run([failing(status), DONE]);
      expect(outcome).toEqual(DONE);
      expect(starts[1]).toMatchObject({ model: "big", isResumed: true, mayLeave: false });
      expect(starts[1]?.prompt).toContain("Go on where you were");
      expect(events).toContainEqual({
        ...{ kind: "trouble", text: `The provider gpu failed. Answered ${status}.` },
      });
      expect(await breakers()).toMatchObject([{ provider: "gpu", faults: 1 }]);
    },
  );

  it("begins anew with the next when no session was made", async () => {
    const { starts } = await run([failing(500), DONE], { left: "none" });
    expect(starts[1]).toMatchObject({ isResumed: false, prompt: "Write." });
  });

  it("does not go on in a session that cannot be read", async () => {
    const { outcome, starts } = await run([failing(500)], { left: "torn" });
    expect(outcome).toEqual(failing(500));
    expect(starts).toHaveLength(1);
  });

  it("that failed by itself asks nobody else", async () => {
    const own: RunOutcome = { state: "failed", why: "It loops.", usage: NO_USAGE };
    expect((await run([own])).outcome).toEqual(own);
    expect((await run([failing(400)])).outcome).toEqual(failing(400));
    expect(await breakers()).toEqual([]);
  });

  it("that finds nobody says why of each", async () => {
    const { outcome } = await run([failing(500), failing(401)]);
    expect(outcome).toMatchObject({ state: "failed" });
    expect(outcome).toHaveProperty(
      "why",
      expect.stringContaining("gpu: Answered 500. cloud: Answered 401."),
    );
    const next = await run([]);
    expect(next.starts).toEqual([]);
    expect(next.outcome).toHaveProperty("why", expect.stringContaining("gpu is left alone until"));
    expect([outcome, next.outcome]).toMatchObject([{ nobodyAsked: false }, { nobodyAsked: true }]);
  });
});

describe("before a run begins", () => {
  const ready = () =>
    createProviderChain({
      ...{ ledger, env: ENV, now: () => now, priorityOf: () => Promise.resolve(0) },
      settleLost: () => Promise.resolve(),
      clientWith: () => ({
        run: () => Promise.resolve(DONE),
        endLeftOvers: () => Promise.resolve(0),
      }),
    }).requireReady?.();

  it("all that are left alone are named, with the time of the first, and one is enough", async () => {
    await run([failing(500), DONE]);
    await ready();
    await run([failing(401)]);
    await expect(ready()).rejects.toMatchObject({
      ...{ code: "wrong-state", until: "2026-11-30T08:00:30.000Z" },
      message: expect.stringMatching(/gpu is left alone until .*500.* cloud is left alone until/),
    });
    now = new Date(now.getTime() + 31_000);
    await ready();
  });
});

describe("a provider that failed", () => {
  it("is left alone by the next run, tried by one when its time is over, and asked again when it answers", async () => {
    await run([failing(500), DONE]);
    expect((await run([DONE])).starts).toMatchObject([{ model: "big", mayLeave: false }]);
    now = new Date(now.getTime() + 31_000);
    // While one tries it, the others leave it alone.
    let others: Start[] = [];
    const trying = async () => {
      others = (await run([DONE])).starts;
      return DONE;
    };
    expect((await run([trying])).starts).toMatchObject([{ model: "small" }]);
    expect(others).toMatchObject([{ model: "big" }]);
    expect(await breakers()).toEqual([]);
    expect((await run([DONE])).starts).toMatchObject([{ model: "small" }]);
  });

  it("stays shut longer when it fails again", async () => {
    await run([failing(500), DONE]);
    now = new Date(now.getTime() + 31_000);
    await run([failing(500), DONE]);
    const [breaker] = await breakers();
    expect(breaker).toMatchObject({ faults: 2 });
    expect(Date.parse(breaker?.openUntil ?? "") - now.getTime()).toBe(60_000);
  });

  it("is kept with no key that it said back", async () => {
    const key = `sk-proj-${"a1B2".repeat(10)}`;
    const why = `The model could not be asked (401): wrong key ${key}.`;
    const refused: RunOutcome = {
      state: "failed",
      why,
      usage: NO_USAGE,
      failure: { status: 401, type: "" },
    };
    const { outcome, events } = await run([refused, refused]);
    const told = await ledger.read((tables) => tables.events.ofSubjects(["gpu", "cloud"]));
    expect(told).toHaveLength(2);
    expect(JSON.stringify([outcome, events, told, await breakers()])).not.toContain(key);
  });

  it("is no nearer to being asked because a client could not even ask it", async () => {
    await run([failing(500), DONE]);
    now = new Date(now.getTime() + 31_000);
    await run([{ state: "failed", why: "The client did not begin.", usage: NO_USAGE }]);
    expect(await breakers()).toHaveLength(1);
  });

  it("is no nearer to being asked because a run on it was stopped", async () => {
    await run([failing(500), DONE]);
    now = new Date(now.getTime() + 31_000);
    await run([{ state: "stopped", why: "It was stopped.", usage: NO_USAGE }]);
    expect(await breakers()).toHaveLength(1);
  });
});

describe("a provider with one place", () => {
  const env = { ...ENV, HQ_PROVIDER_GPU_SLOTS: "1" };

  it("takes one run after the other", async () => {
    let atOnce = 0;
    let most = 0;
    const busy = async () => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 50));
      atOnce -= 1;
      return DONE;
    };
    const all = await Promise.all([
      run([busy], { env }),
      run([busy], { env }),
      run([busy], { env }),
    ]);
    expect(all.map(({ outcome }) => outcome.state)).toEqual(["done", "done", "done"]);
    expect(most).toBe(1);
    expect(all.flatMap(({ events }) => events)).toContainEqual({
      ...{ kind: "trouble", text: "Waits for gpu, which has one place." },
    });
    expect(await ledger.read(({ providers }) => providers.slots())).toEqual([]);
  });

  it("takes nothing of a run's time while it is waited for", async () => {
    const first = run([() => new Promise((resolve) => setTimeout(() => resolve(DONE), 1_200))], {
      env,
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const { timeouts } = await run([failing(500), DONE], { env });
    await first;
    expect(timeouts[0]).toBe(60_000);
    // It waited for a second or more, and both starts took none.
    expect(timeouts[1]).toBeGreaterThan(59_000);
  });

  it("is free when the hq of the run that holds it is dead", async () => {
    const dead = await ledger.write(async ({ runs, providers }) => {
      const id = await runs.add(newRun());
      const at = now.toISOString();
      await providers.askSlot({ provider: "gpu", run: id, priority: 0, at, slots: 1 });
      return id;
    });
    const settleLost = () =>
      ledger.write(({ runs }) =>
        runs.wait(dead, { leg: 1, at: now.toISOString(), for: "crash", usage: NO_USAGE }),
      );
    const { outcome } = await run([DONE], { env, settleLost });
    expect(outcome).toEqual(DONE);
  });

  it("is not waited for by a run that is stopped", async () => {
    const stop = new AbortController();
    const first = run([() => new Promise((resolve) => setTimeout(() => resolve(DONE), 1_500))], {
      env,
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const second = run([DONE], { env, signal: stop.signal });
    stop.abort("Enough.");
    expect(await second).toMatchObject({
      starts: [],
      outcome: { state: "stopped", why: "Enough." },
    });
    expect((await first).outcome).toEqual(DONE);
  });
});
