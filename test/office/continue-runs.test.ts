/** Runs that hand over, wait and go on, with a client that does what the test says. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ledger } from "../../ledger/ledger.ts";
import { answerReview } from "../../office/answer-review.ts";
import { continueRuns } from "../../office/continue-runs.ts";
import { finishRun } from "../../office/finish-run.ts";
import { handOver } from "../../office/hand-over.ts";
import { runDepartment } from "../../office/run-department.ts";
import { runToEnd } from "../../office/run-to-end.ts";
import { askInRun } from "../../office/runs/review-in-run.ts";
import { NobodyToAsk, type RunJob, type RunOutcome } from "../../office/runs/runtime.ts";
import { Dead, type Scripted, scriptedDepartments, TURN_ENDED } from "./scripted-departments.ts";

let company: Scripted;
beforeEach(async () => {
  company = await scriptedDepartments();
});
afterEach(() => company.close());

const now = () => company.clock.now;
const give = (job: RunJob, task: string, more: { to?: string; ledger?: Ledger } = {}) =>
  handOver(
    { ledger: more.ledger ?? company.ledger, now, readConstitution: company.readConstitution },
    { run: job.run, task, to: more.to },
  );
const finish = async (
  job: RunJob,
  result: string,
  more: { final?: boolean; ledger?: Ledger } = {},
): Promise<RunOutcome> => {
  const { ledger = company.ledger, final = false } = more;
  const kept = await finishRun({ ledger, now }, { run: job.run, result, final });
  expect(kept).toEqual({ run: job.run });
  return { state: "done", result, usage: TURN_ENDED.usage };
};
const desk = (ledger: Ledger = company.ledger) => ({
  ...{ ledger, root: company.root, now },
  readConstitution: company.readConstitution,
  readMemory: async () => null,
});
const askLawyer = (job: RunJob, ledger?: Ledger) =>
  askInRun(
    desk(ledger),
    {
      ...{ from: "marketing", to: "lawyer", task: "Post of the week", whatIDid: "Wrote it" },
      ...{ whatINeed: "May we say secure?", context: "none", work: "Farol is secure." },
    },
    job.run,
  );
const isBack = ({ prompt }: RunJob) => prompt.includes("What you waited for is back.");
const runs = async () => (await company.ledger.read((tables) => tables.runs.list(20))).toReversed();
const start = (task = "Run the standup") =>
  runToEnd(company.process("here"), { agent: "coo", task });

/** The day of the founder: the coo asks marketing, which asks the lawyer. */
async function standup(job: RunJob, ledger: Ledger = company.ledger): Promise<RunOutcome> {
  if (job.agent === "coo") {
    if (isBack(job)) return finish(job, `Planned. ${job.prompt}`, { ledger });
    expect(await give(job, "Write the post of the week", { ledger })).toMatchObject({
      to: "marketing",
    });
    return TURN_ENDED;
  }
  if (job.agent === "marketing") {
    if (isBack(job)) return finish(job, `Written. ${job.prompt}`, { ledger });
    expect(await askLawyer(job, ledger)).toMatchObject({ kind: "asked" });
    return TURN_ENDED;
  }
  await answerReview(
    desk(ledger),
    { reviewId: "R-1", reviewer: "lawyer", verdict: "CONCERNS", reasons: ["Say how."] },
    "headless-run",
  );
  return finish(job, "Answered.", { ledger });
}

describe("work that is handed over", () => {
  it("goes to its owner, whose verdict and result come back to who waits, each in its own run", async () => {
    company.work = (job) => standup(job);
    const { run, stuck } = await start();
    expect(run).toMatchObject({ id: "run-1", state: "done", leg: 2 });
    expect(stuck).toEqual([]);
    expect(company.jobs.map(({ agent, isResumed }) => [agent, isResumed])).toEqual([
      ["coo", false],
      ["marketing", false],
      ["lawyer", false],
      ["marketing", true],
      ["coo", true],
    ]);
    expect((await runs()).map(({ agent, chain, state }) => [agent, chain, state])).toEqual([
      ["coo", ["coo"], "done"],
      ["marketing", ["coo", "marketing"], "done"],
      ["lawyer", ["coo", "marketing", "lawyer"], "done"],
    ]);
    expect(company.jobs[2]?.prompt).toContain("**Call chain**: coo → marketing → lawyer");
    expect(company.jobs[3]?.prompt).toContain("## H-2: R-1, reviewed by lawyer: done (run-3)");
    expect(company.jobs[3]?.prompt).toContain("Verdict: CONCERNS (attested)");
    expect(company.jobs[4]?.prompt).toContain("Written. ");
    // The session of a run is one, whatever was done in between.
    expect(company.jobs[4]?.session).toBe(company.jobs[0]?.session);
  });

  it("is not waited for by a department that says so, and is done all the same", async () => {
    company.work = async (job) => {
      if (job.agent === "marketing") return finish(job, "Written.");
      await give(job, "Write the post of the week");
      const refused = await finishRun(
        { ledger: company.ledger, now },
        { run: job.run, result: "x" },
      );
      expect(refused).toMatchObject({
        error: expect.stringContaining("H-1 (marketing) is not back") as string,
      });
      return finish(job, "Handed over.", { final: true });
    };
    const { run } = await start();
    expect(run).toMatchObject({ state: "done", leg: 1, result: "Handed over." });
    expect((await runs()).map(({ agent, state }) => [agent, state])).toEqual([
      ["coo", "done"],
      ["marketing", "done"],
    ]);
  });

  it("that fails comes back as failed", async () => {
    company.work = async (job) => {
      if (job.agent === "marketing") return { ...TURN_ENDED, why: "The model is gone." };
      if (isBack(job)) return finish(job, "Went on without.");
      await give(job, "Write the post of the week");
      return TURN_ENDED;
    };
    expect((await start()).run).toMatchObject({ state: "done", result: "Went on without." });
    expect(company.jobs.at(-1)?.prompt).toContain(
      "## H-1: marketing: failed (run-2)\n\n```\nThe model is gone.\n```",
    );
  });

  it("that nobody can begin comes back as that", async () => {
    company.work = async (job) => {
      if (isBack(job)) return finish(job, "Went on without.");
      await give(job, "Write the post of the week");
      const file = path.join(company.root, ".github", "copilot-instructions.md");
      writeFileSync(
        file,
        "## Departments\n| Agent | Owns | Approves |\n|---|---|---|\n| coo | the board | plans |\n",
      );
      return TURN_ENDED;
    };
    expect((await start()).run.state).toBe("done");
    expect(company.jobs.at(-1)?.prompt).toMatch(
      /## H-1: marketing: it was not done\n\nIt could not begin: .*"marketing"/,
    );
  });

  it("uses the budget that its run was given, and comes back undone when that is spent", async () => {
    const model = { model: "m", cachedTokens: 0, estimatedCalls: 0, credits: null };
    const tokens = (inputTokens: number) => {
      const sums = { calls: 1, inputTokens, outputTokens: 0 };
      return { ...sums, byModel: [{ ...sums, ...model }] };
    };
    company.work = async (job, { onEvent, signal }) => {
      if (isBack(job)) return { ...TURN_ENDED, why: job.prompt, endedTurn: false };
      if (job.agent === "coo") {
        await give(job, "Write the post of the week");
        await give(job, "Look at the contract", { to: "lawyer" });
        return { ...TURN_ENDED, usage: tokens(300) };
      }
      // It would go on for ever.
      const usage = tokens(700);
      const ended = new Promise((resolve) => signal.addEventListener("abort", resolve));
      onEvent({ kind: "usage", usage });
      await ended;
      return { state: "stopped", why: String(signal.reason), usage };
    };
    const wanted = { agent: "coo", task: "Run the standup", budget: "1000 tokens" };
    const { run } = await runToEnd(company.process("here"), wanted);
    // One of both begins, and what it does not leave the other never gets.
    const [, child, ...others] = await runs();
    expect(child?.state).toBe("stopped");
    expect(child?.why).toMatch(
      /cap of 1,000 tokens of run-1 and what it hands over .*700 tokens used by this run, and 300 tokens used/,
    );
    expect(others).toEqual([]);
    expect(run.why).toMatch(/: it was not done\n\nIt could not begin: .*nothing is left/);
  });

  it("is done side by side, by at most three at once", async () => {
    let atWork = 0;
    let most = 0;
    company.work = async (job) => {
      if (isBack(job)) return finish(job, job.prompt);
      if (job.agent === "coo") {
        for (const n of [1, 2, 3, 4]) await give(job, `Post ${n}`, { to: "marketing" });
        return TURN_ENDED;
      }
      atWork += 1;
      most = Math.max(most, atWork);
      // Until the third is at work; the fourth comes after one of them.
      await expect.poll(() => most, { timeout: 30_000 }).toBe(3);
      atWork -= 1;
      return finish(job, `Written: ${job.run}.`);
    };
    const { run } = await start();
    expect(run).toMatchObject({ state: "done", leg: 2 });
    for (const id of ["run-2", "run-3", "run-4", "run-5"]) expect(run.result).toContain(id);
    expect(most).toBe(3);
  });

  it("is dropped when its run fails", async () => {
    company.work = async (job) => {
      await give(job, "Write the post of the week");
      return { ...TURN_ENDED, endedTurn: false };
    };
    expect((await start()).run.state).toBe("failed");
    expect(await runs()).toHaveLength(1);
    const [dropped] = await company.ledger.read(({ handOvers }) => handOvers.ofRun("run-1"));
    expect(dropped?.closedWhy).toBe("run-1 has ended: failed");
  });

  it("waits while its department is stopped, and goes on after that", async () => {
    company.work = (job) => standup(job);
    const stop = { scope: "marketing", at: "now", who: "founder", why: "too dear" };
    await company.ledger.write(({ stops }) => stops.set(stop));
    const { run, stuck } = await start();
    expect(run).toMatchObject({ state: "waiting", waiting: { for: "answers" } });
    expect(stuck).toEqual([
      { run: "run-1", why: "marketing is stopped by the founder (too dear)" },
    ]);
    await company.ledger.write(({ stops }) => stops.lift("marketing"));
    await continueRuns(company.process("there"), {});
    expect((await runs()).map(({ state }) => state)).toEqual(["done", "done", "done"]);
  });

  it("waits while no provider can be asked, and goes on with what came back", async () => {
    const alone = new NobodyToAsk("2026-11-30T08:15:00.000Z", ["gpu is left alone."]);
    let isAlone = false;
    const process = (holder: string) => {
      const sources = company.process(holder);
      const requireReady = () => (isAlone ? Promise.reject(alone) : Promise.resolve());
      return { ...sources, runtime: { ...sources.runtime, requireReady } };
    };
    company.work = async (job) => {
      // All providers fail while the other department is at work.
      if (job.agent !== "marketing") return standup(job);
      isAlone = true;
      return finish(job, "Written.");
    };
    const { run, stuck } = await runToEnd(process("here"), { agent: "coo", task: "Plan" });
    expect(run).toMatchObject({ state: "waiting", leg: 1 });
    expect(stuck).toEqual([{ run: "run-1", why: alone.message }]);
    isAlone = false;
    await continueRuns(process("there"), {});
    expect(await runs()).toMatchObject([{ state: "done", leg: 2 }, { state: "done" }]);
  });

  it("waits on when it was taken up and found that no provider could be asked, as often as that is", async () => {
    let unasked = 0;
    company.work = async (job) => {
      if (job.agent !== "coo") return finish(job, "Written.");
      if (!isBack(job)) return standup(job);
      unasked += 1;
      if (unasked > 3) return finish(job, `Planned. ${job.prompt}`);
      const usage = TURN_ENDED.usage;
      return { state: "failed", why: "No provider could be asked.", usage, nobodyAsked: true };
    };
    const { run } = await start();
    expect(run).toMatchObject({ state: "done", leg: 5 });
    // What came back is told until somebody has heard it.
    expect(run.result).toContain("Written.");
  });

  it("is put down with an hq that is told to end, and goes on with the next, as often as that is", async () => {
    const end = new AbortController();
    company.work = async (job, { signal }) => {
      if (signal.aborted) {
        return { state: "stopped", why: String(signal.reason), usage: TURN_ENDED.usage };
      }
      return finish(job, `Done in leg ${company.jobs.length}.`);
    };
    end.abort("hq up was ended.");
    const wanted = { agent: "coo", task: "Look", signal: end.signal, putsDown: true };
    const { run } = await runDepartment(company.process("first"), wanted);
    expect(run).toMatchObject({ state: "waiting", waiting: { for: "crash" }, leg: 1 });
    // Told to end when it has just taken the run up.
    const late = new AbortController();
    const again = company.process("second");
    const cut = async (): Promise<RunOutcome> => {
      late.abort("hq up was ended.");
      return { state: "stopped", why: "hq up was ended.", usage: TURN_ENDED.usage };
    };
    await continueRuns(
      { ...again, runtime: { ...again.runtime, run: cut } },
      { signal: late.signal, putsDown: true },
    );
    expect(await runs()).toMatchObject([{ state: "waiting", leg: 2 }]);
    await continueRuns(company.process("third"), {});
    expect(await runs()).toMatchObject([{ state: "done", leg: 3, result: "Done in leg 2." }]);
  });

  it("ends with Ctrl-C, the run that waits too", async () => {
    const end = new AbortController();
    company.work = async (job, { signal }) => {
      if (job.agent === "coo") return standup(job);
      end.abort("You ended it with Ctrl-C.");
      return { state: "stopped", why: String(signal.reason), usage: TURN_ENDED.usage };
    };
    const wanted = { agent: "coo", task: "Run the standup", signal: end.signal };
    const { run } = await runToEnd(company.process("here"), wanted);
    expect(run).toMatchObject({ state: "stopped", why: "You ended it with Ctrl-C." });
  });

  it("is told of nothing that is older than a day", async () => {
    company.work = (job) => standup(job);
    const stop = { scope: "marketing", at: "now", who: "founder", why: "too dear" };
    await company.ledger.write(({ stops }) => stops.set(stop));
    await start();
    company.clock.now = new Date("2026-12-01T08:00:01Z");
    await company.ledger.write(({ stops }) => stops.lift("marketing"));
    await continueRuns(company.process("there"), {});
    expect(await runs()).toMatchObject([
      { state: "failed", why: expect.stringContaining("a day") },
    ]);
    const [dropped] = await company.ledger.read(({ handOvers }) => handOvers.ofRun("run-1"));
    expect(dropped).toMatchObject({ child: null, closedWhy: "run-1 has ended: failed" });
  });
});

describe("no work is handed over", () => {
  const refusal = async (
    agent: string,
    work: (job: RunJob) => Promise<unknown>,
  ): Promise<unknown> => {
    let said: unknown;
    company.work = async (job) => {
      said = await work(job);
      return finish(job, "x", { final: true });
    };
    await runToEnd(company.process("here"), { agent, task: "Look" });
    return said;
  };

  it.each([
    ["to oneself", { to: "coo" }, /coo would review|already|itself/],
    ["to the founder", { to: "founder" }, /the founder is no department/],
    [
      "to nobody's",
      { to: "sales" },
      /no department "sales", expected one of coo, marketing, lawyer/,
    ],
    ["that nobody owns", {}, /no department owns it/],
  ])("%s", async (_, { to }: { to?: string }, why) => {
    const said = await refusal("coo", (job) =>
      give(job, "Hello there", to === undefined ? {} : { to }),
    );
    expect(said).toMatchObject({ error: expect.stringMatching(why) as string });
  });

  it("that two own as much, without a name", async () => {
    expect(await refusal("coo", (job) => give(job, "the posts and the contracts"))).toMatchObject({
      error: expect.stringMatching(
        /it belongs to marketing \(its Owns cell has "posts"\) as much as to lawyer/,
      ) as string,
    });
  });

  it("to anybody in the chain, nor beyond three", async () => {
    const said: unknown[] = [];
    company.work = async (job) => {
      if (isBack(job)) return finish(job, "x");
      if (job.agent === "coo") await give(job, "Posts", { to: "marketing" });
      if (job.agent === "marketing") {
        said.push(await give(job, "Plan", { to: "coo" }));
        await give(job, "Contracts", { to: "lawyer" });
      }
      if (job.agent !== "lawyer") return TURN_ENDED;
      said.push(await give(job, "Posts", { to: "marketing" }));
      return finish(job, "x");
    };
    await start();
    expect(said).toMatchObject([
      { error: expect.stringContaining("coo is in the call chain already (coo → marketing)") },
      { error: expect.stringContaining("marketing is in the call chain already") },
    ]);
  });

  it("twice in the same words, nor without end", async () => {
    let said: unknown;
    company.work = async (job) => {
      if (job.agent === "marketing") return finish(job, "Written.");
      if (company.jobs.length > 20) return finish(job, "enough");
      const first = await give(job, `Write post ${company.jobs.length}`, { to: "marketing" });
      if ("error" in first) {
        said = first.error;
        return finish(job, "enough", { final: true });
      }
      expect(await give(job, ` Write post ${company.jobs.length}\n`, { to: "marketing" })).toEqual({
        ...first,
        isNew: false,
      });
      return TURN_ENDED;
    };
    const { run } = await start();
    expect(said).toMatch(/this run has waited 5 times/);
    expect(run).toMatchObject({ state: "done", leg: 6 });
    expect(await runs()).toHaveLength(6);
  });
});

describe("a process that is killed", () => {
  it("at any step loses nothing and doubles nothing", async () => {
    company.work = (job, _, ledger) => standup(job, ledger);
    await runToEnd(company.process("whole"), { agent: "coo", task: "Run the standup" });
    const points = company.points();
    expect(points).toBeGreaterThan(40);
    for (let dieAt = 1; dieAt <= points; dieAt += 1) {
      await company.close();
      company = await scriptedDepartments();
      company.work = (job, _, ledger) => standup(job, ledger);
      const first = company.process("first", dieAt);
      const dying = runToEnd(first, { agent: "coo", task: "Run the standup" });
      const died = await dying.then(
        () => null,
        (error: unknown) => error,
      );
      // On a slow machine the measured one passed points of its clock that this one did not come to.
      if (died === null) expect(company.points()).toBeLessThan(dieAt);
      else expect(died, `point ${dieAt}`).toBeInstanceOf(Dead);
      await continueRuns(company.process("second"), {});
      const all = await runs();
      const at = `killed at point ${dieAt} of ${points}`;
      // Before the first write there is no run that could be lost.
      if (all.length === 0) {
        expect(dieAt, at).toBe(1);
        continue;
      }
      expect(
        all.map(({ agent, state }) => [agent, state]),
        at,
      ).toEqual([
        ["coo", "done"],
        ["marketing", "done"],
        ["lawyer", "done"],
      ]);
      expect(all[0]?.result, at).toContain("Verdict: CONCERNS (attested)");
      const told = company.jobs.filter((job) => job.agent === "coo" && isBack(job));
      expect(told.length, at).toBeGreaterThanOrEqual(1);
    }
  }, 120_000);

  it("twice in one run leaves it lost, with what it cost", async () => {
    company.work = () => Promise.reject(new Dead());
    const usage = { calls: 3, inputTokens: 30, outputTokens: 3 };
    const kill = async (holder: string, work: Promise<unknown>) => {
      await work.catch(() => {});
      company.gone.add(holder);
    };
    company.work = async (job, _, ledger) => {
      await ledger.write(({ runs: table }) =>
        table.renew(job.run, { leaseUntil: "2026-11-30T08:01:00.000Z", usage }),
      );
      company.gone.add("first");
      company.gone.add("second");
      throw new Dead();
    };
    const first = company.process("first", 6);
    await kill("first", runToEnd(first, { agent: "coo", task: "Look" }));
    expect(await runs()).toMatchObject([{ state: "running", leg: 1 }]);
    await kill("second", continueRuns(company.process("second", 8), {}));
    expect(await runs()).toMatchObject([{ state: "running", leg: 2, crashedLeg: 1 }]);
    await continueRuns(company.process("third"), {});
    expect(await runs()).toMatchObject([{ state: "lost", usage }]);
  });

  it("of three that go on at once only one is at work on a session, or begins one", async () => {
    const stop = (scope: string) => ({ scope, at: "now", who: "founder", why: "too dear" });
    const together = () =>
      Promise.all(["a", "b", "c"].map((holder) => continueRuns(company.process(holder), {})));
    company.work = async (job) => {
      // So that everything is back, and nobody has gone on with it.
      if (job.agent === "lawyer") await company.ledger.write(({ stops }) => stops.set(stop("coo")));
      return standup(job);
    };
    await company.ledger.write(({ stops }) => stops.set(stop("marketing")));
    await start();
    for (const scope of ["marketing", "coo"]) {
      await company.ledger.write(({ stops }) => stops.lift(scope));
      await together();
    }
    expect((await runs()).map(({ state, leg }) => [state, leg])).toEqual([
      ["done", 2],
      ["done", 2],
      ["done", 1],
    ]);
    expect(company.jobs).toHaveLength(5);
  });
});
