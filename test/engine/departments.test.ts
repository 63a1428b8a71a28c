/** What is due and needs a department: it runs beside what code does, under a cap, once. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { openBeside } from "../../engine/beside.ts";
import { type Engine, pass, tick } from "../../engine/tick.ts";
import type { TickLine, TickReport } from "../../engine/tick-report.ts";
import { up } from "../../engine/up.ts";
import { continueRuns } from "../../office/continue-runs.ts";
import { listJobs } from "../../office/list-jobs.ts";
import { NobodyToAsk, type RunOutcome, type RunWatch } from "../../office/runs/runtime.ts";
import { MACHINE, type Simulated, type SimulatedOptions, simulated } from "./simulated.ts";

const MONDAY = "2026-11-30T09:00:00Z";
const CAP = "| company | 30M tokens | month | 80% |\n";
const USAGE = { calls: 1, inputTokens: 10, outputTokens: 5 };

let company: Simulated;
let work: (run: string, watch: RunWatch) => Promise<RunOutcome>;
let prompts: string[];
let atWork: number;
let mostAtWork: number;

afterEach(() => company.close());

/** Each department gives "Scanned." at once, unless a test says otherwise. */
async function begin(options: Partial<SimulatedOptions> = {}): Promise<void> {
  company = await simulated({ start: "2026-11-30T08:00:00Z", budgets: CAP, ...options });
  const skill = path.join(company.root, ".github/skills/trend-scan/SKILL.md");
  mkdirSync(path.dirname(skill), { recursive: true });
  writeFileSync(skill, "---\nname: trend-scan\n---\n# Trend scan\n\nFocus: $ARGUMENTS\n");
  [prompts, atWork, mostAtWork] = [[], 0, 0];
  work = async (run) => {
    await company.ledger.write(({ runs }) =>
      runs.giveResult(run, { at: "now", result: "Scanned." }),
    );
    return { state: "done", result: "Scanned.", usage: USAGE };
  };
  await tick(engine());
}

function engine(signal?: AbortSignal): Engine {
  const { ledger, root } = company;
  return {
    ...{ root, ledger, machine: MACHINE, now: () => company.clock.now },
    ...(signal === undefined ? {} : { signal }),
    departments: {
      ...{ root, ledger, holder: "here", now: () => company.clock.now },
      newSession: () => crypto.randomUUID(),
      isGone: () => false,
      runtime: {
        endLeftOvers: () => Promise.resolve(0),
        run: async ({ run, prompt }, watch) => {
          prompts.push(prompt);
          atWork += 1;
          mostAtWork = Math.max(mostAtWork, atWork);
          return work(run, watch).finally(() => {
            atWork -= 1;
          });
        },
      },
    },
  };
}

const at = async (instant: string) => {
  company.clock.now = new Date(instant);
  return (await tick(engine())).lines.filter(({ job }) => job === "prompt:trend-scan");
};
const runs = () => company.ledger.read((tables) => tables.runs.list(50));

it("runs the skill's words at its due time, once, and the run says which due time it answers", async () => {
  await begin();
  expect(await at(MONDAY)).toEqual([
    {
      job: "prompt:trend-scan",
      dueAt: "2026-11-30T09:00:00.000Z",
      outcome: "ran",
      why: "run-1: Scanned.",
    },
  ]);
  expect(prompts[0]).toContain("# Trend scan\n\nFocus: (nothing was named)");
  const [first] = await runs();
  expect(first).toMatchObject({
    ...{ agent: "ceo", state: "done" },
    due: { job: "prompt:trend-scan", dueAt: "2026-11-30T09:00:00.000Z" },
  });
  expect(await at("2026-11-30T09:05:00Z")).toEqual([]);
  expect(await runs()).toHaveLength(1);
});

it("hands work over and goes on with what came back, all in the pass in which it was due", async () => {
  await begin();
  const finish = work;
  work = async (run, watch) => {
    if (prompts.length > 1) return finish(run, watch);
    await company.ledger.write(({ handOvers }) =>
      handOvers.add({
        ...{ run, leg: 1, agent: "coo", task: "Look", taskHash: "h", review: null, at: "now" },
      }),
    );
    return { state: "failed", why: "It ended.", endedTurn: true, usage: USAGE };
  };
  company.clock.now = new Date(MONDAY);
  const { departments, ...more } = engine();
  if (departments === undefined) throw new Error("no departments");
  const carryOn = async () => (await continueRuns(departments, {})).reports;
  const { lines, runs: waited } = await tick({ ...more, departments, carryOn });
  expect(lines.find(({ job }) => job === "prompt:trend-scan")).toMatchObject({
    ...{ outcome: "ran", why: "run-1 waits for others" },
  });
  expect(waited.map(({ id, state, leg }) => [id, state, leg])).toEqual([
    ["run-2", "done", 1],
    ["run-1", "done", 2],
  ]);
});

it("does not start by itself without a cap, and hq jobs names the row to add", async () => {
  await begin({ budgets: "| run | 2M tokens | run | 80% |\n" });
  expect(await at(MONDAY)).toEqual([]);
  const { jobs } = await listJobs({ root: company.root, now: company.clock.now }, { outcomes: 0 });
  expect(jobs.filter(({ byItself }) => byItself).map(({ prompt }) => prompt)).toEqual(["standup"]);
  expect(jobs.find(({ prompt }) => prompt === "trend-scan")?.byHand).toContain(
    "| company | 30M tokens | month | 80% |",
  );
});

it("asks no model when there is nothing to do", async () => {
  await begin();
  const tracker = {
    ...{ type: "entity", name: "prompt-run:trend-scan", entityType: "prompt-run" },
    observations: ["Last run: 2026-11-30T07:00:00.000Z"],
  };
  writeFileSync(path.join(company.root, "memory.jsonl"), `${JSON.stringify(tracker)}\n`);
  expect(await at(MONDAY)).toMatchObject([
    { outcome: "skipped", why: "it was run already, on 2026-11-30" },
  ]);
  expect(await runs()).toEqual([]);
});

it("is missed, in words, where a cap has no room, and where a run was stopped", async () => {
  await begin({ budgets: "| company | 0 tokens | month | 80% |\n" });
  expect(await at(MONDAY)).toMatchObject([
    { outcome: "missed", why: expect.stringContaining("allows nothing") as string },
  ]);
  expect(await runs()).toEqual([]);
});

it("is tried again when it failed, and not when a cap ended it", async () => {
  await begin();
  work = () => Promise.resolve({ state: "failed", why: "Is the provider up?", usage: USAGE });
  expect(await at(MONDAY)).toMatchObject([
    { outcome: "failed", why: expect.stringContaining("Is the provider up?") as string },
  ]);
  work = () => Promise.resolve({ state: "stopped", why: "It came to the cap.", usage: USAGE });
  expect(await at("2026-11-30T09:02:00Z")).toMatchObject([
    { outcome: "missed", why: "run-2 was stopped: It came to the cap." },
  ]);
});

it("gets no second run for a due time whose run was given its result before a crash", async () => {
  await begin();
  work = async (run) => {
    await company.ledger.write(({ runs: table }) =>
      table.giveResult(run, { at: "now", result: "Scanned." }),
    );
    throw new Error("the process died");
  };
  await at(MONDAY);
  // As if that process had not lived to write the outcome of the due time down.
  const dueAt = "2026-11-30T09:00:00.000Z";
  const known = await company.ledger.read((tables) =>
    tables.runs.ofDue({ job: "prompt:trend-scan", dueAt }),
  );
  expect(known).toMatchObject([{ state: "done" }]);
});

it("keeps nothing that code does waiting, and is open again when hq is ended", async () => {
  await begin({ row: "| standup | `30 9 * * *` | coo | once |" });
  const ending = new AbortController();
  work = async (_run, { signal }) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    return { state: "stopped", why: String(signal.reason), usage: USAGE };
  };
  const reports: TickReport[] = [];
  const isTold = (job: string) =>
    expect.poll(() => reports.flatMap(({ lines }) => lines).map((line) => line.job)).toContain(job);
  company.clock.now = new Date(MONDAY);
  const running = up(engine(ending.signal), {
    ...{ signal: ending.signal, longestMs: 10, onTrouble: () => {} },
    onReport: (report) => reports.push(report),
  });
  await expect.poll(() => atWork).toBe(1);
  company.clock.now = new Date("2026-11-30T09:30:00Z");
  await isTold("prompt:standup");
  expect(atWork).toBe(1);
  ending.abort("hq up was ended.");
  await running;
  expect(atWork).toBe(0);
  expect(await runs()).toMatchObject([{ state: "stopped", why: "hq up was ended." }]);
  const [open] = await company.ledger.read(({ jobs }) => jobs.unsettled("prompt:trend-scan"));
  expect(open).toMatchObject({ state: "open", attempts: 1 });
});

it("gives back what departments were at work on when a part of hq up is given up", async () => {
  await begin();
  let isAtWork = false;
  work = (_, { signal }) =>
    new Promise((resolve) => {
      isAtWork = true;
      signal.addEventListener("abort", () =>
        resolve({ state: "stopped", why: String(signal.reason), usage: USAGE }),
      );
    });
  const carryOn = async () => {
    if (isAtWork) throw new TypeError("x is not a function");
    return [];
  };
  company.clock.now = new Date(MONDAY);
  const running = up(
    { ...engine(), carryOn },
    {
      ...{ signal: new AbortController().signal, longestMs: 10 },
      ...{ onReport: () => {}, onTrouble: () => {} },
      rule: {
        ...{ strategy: "one_for_one", backoff: { firstMs: 0, longestMs: 0 } },
        limit: { restarts: 1, withinMs: 600_000 },
      },
    },
  );
  await expect(running).rejects.toThrow(/"runs that wait" ended 2 times/);
  expect(atWork).toBe(0);
  const [open] = await company.ledger.read(({ jobs }) => jobs.unsettled("prompt:trend-scan"));
  expect(open).toMatchObject({ state: "open", holder: null });
  expect(open?.why).toContain("was ended");
});

/** So many more that are due at the same time as the first. */
async function beginWith(more: number): Promise<void> {
  await begin();
  const page = path.join(company.root, ".github/copilot-instructions.md");
  const row = "| trend-scan | `0 9 * * 1` | ceo | skip |\n";
  const names = Array.from({ length: more }, (_, at) => `scan-${at + 1}`);
  const rows = names.map((name) => row.replace("trend-scan", name));
  writeFileSync(page, readFileSync(page, "utf8").replace(row, row + rows.join("")));
  for (const name of names) {
    const skill = path.join(company.root, `.github/skills/${name}/SKILL.md`);
    mkdirSync(path.dirname(skill), { recursive: true });
    writeFileSync(skill, "---\nname: scan\n---\nScan.\n");
  }
  await tick(engine());
}

/** What has to come, whatever else the machine does. */
const LONG = { timeout: 30_000 };

it("takes no attempt from what waits for its turn when hq is ended and started again", async () => {
  await beginWith(3);
  work = async (_run, { signal }) => {
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    return { state: "stopped", why: String(signal.reason), usage: USAGE };
  };
  company.clock.now = new Date(MONDAY);
  for (let restart = 1; restart <= 3; restart += 1) {
    const ending = new AbortController();
    const running = up(engine(ending.signal), {
      ...{ signal: ending.signal, longestMs: 10, onReport: () => {}, onTrouble: () => {} },
    });
    await expect.poll(() => atWork, LONG).toBe(3);
    ending.abort("hq up was ended.");
    await running;
    company.clock.now = new Date(company.clock.now.getTime() + 130_000);
  }
  const open = await company.ledger.read(async ({ jobs }) =>
    (await Promise.all((await jobs.all()).map(({ id }) => jobs.unsettled(id)))).flat(),
  );
  expect(open.map(({ attempts }) => attempts).sort()).toEqual([0, 3, 3, 3]);
});

it("waits while no provider can be asked, without an attempt, and says so once", async () => {
  await begin();
  const ending = new AbortController();
  const alone = new NobodyToAsk("2026-11-30T09:15:00.000Z", ["gpu is left alone."]);
  let asked = 0;
  const { departments, ...rest } = engine(ending.signal);
  if (departments === undefined) throw new Error("no departments");
  const requireReady = () => {
    asked += 1;
    return asked <= 3 ? Promise.reject(alone) : Promise.resolve();
  };
  const lines: TickLine[] = [];
  company.clock.now = new Date(MONDAY);
  const running = up(
    { ...rest, departments: { ...departments, runtime: { ...departments.runtime, requireReady } } },
    {
      ...{ signal: ending.signal, longestMs: 10, onTrouble: () => {} },
      onReport: (report) =>
        lines.push(...report.lines.filter(({ job }) => job === "prompt:trend-scan")),
    },
  );
  for (let looked = 1; looked <= 4; looked += 1) {
    await expect.poll(() => asked, LONG).toBe(looked);
    await expect.poll(async () => (await runs()).length > 0 || (await isOpen()), LONG).toBe(true);
    company.clock.now = new Date(company.clock.now.getTime() + 61_000);
  }
  await expect.poll(() => lines.map(({ outcome }) => outcome), LONG).toEqual(["waits", "ran"]);
  expect(lines[0]?.why).toContain("gpu is left alone");
  ending.abort();
  await running;
  const dueAt = "2026-11-30T09:00:00.000Z";
  const due = await company.ledger.read(({ jobs }) => jobs.find("prompt:trend-scan", dueAt));
  expect(due).toMatchObject({ state: "ran", attempts: 1 });
});

const isOpen = async () => {
  const [due] = await company.ledger.read(({ jobs }) => jobs.unsettled("prompt:trend-scan"));
  return due?.state === "open";
};

it("has at most three departments at work at once", async () => {
  await beginWith(4);
  const give = work;
  work = async (run, watch) => {
    // Each of the first stays until there are three: on a slow machine they begin one after the other.
    await expect.poll(() => mostAtWork, LONG).toBe(3);
    return give(run, watch);
  };
  company.clock.now = new Date(MONDAY);
  const beside = openBeside();
  const later: TickReport[] = [];
  await pass(engine(), { beside, onLater: (report) => later.push(report) });
  await beside.over();
  expect(later.flatMap(({ lines }) => lines)).toHaveLength(5);
  expect(await runs()).toHaveLength(5);
  expect(mostAtWork).toBe(3);
});
