/** The act of running a department, with a client that does what the test says. */
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { HqError } from "../../company/error.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../ledger/open.ts";
import { listRuns, showRun } from "../../office/list-runs.ts";
import { type RunWanted, runDepartment } from "../../office/run-department.ts";
import type { RunSources } from "../../office/runs/leg.ts";
import type { RunJob, RunOutcome, RunWatch } from "../../office/runs/runtime.ts";
import { copySample } from "../cli/sample.ts";

const USAGE = { calls: 2, inputTokens: 40, outputTokens: 5 };
const FAILED: RunOutcome = { state: "failed", why: "It broke.", usage: USAGE };

let company: Awaited<ReturnType<typeof copySample>>;
let ledger: Ledger;
/** Of runs whose watcher is dead. */
let ended: string[];
let jobs: RunJob[];
let work: (job: RunJob, watch: RunWatch) => Promise<RunOutcome>;
let gone: string[];

beforeEach(async () => {
  company = await copySample();
  ledger = await openLedger({ file: path.join(company.root, LEDGER_FILE) });
  [ended, jobs, gone] = [[], [], []];
  work = () => Promise.resolve(FAILED);
});

afterEach(async () => {
  await ledger.close();
  await company.remove();
});

function sources(): RunSources {
  return {
    ...{ root: company.root, ledger, holder: "here", now: () => new Date() },
    newSession: () => crypto.randomUUID(),
    isGone: (holder) => gone.includes(holder),
    runtime: {
      run: (job, watch) => {
        jobs.push(job);
        return work(job, watch);
      },
      endLeftOvers: (session) => {
        ended.push(session);
        return Promise.resolve(1);
      },
    },
  };
}

const run = (wanted: Partial<RunWanted> = {}) =>
  runDepartment(sources(), { agent: "marketing", task: "Plan the week", ...wanted });
const lost = () => {
  const { now, isGone, runtime } = sources();
  return {
    root: company.root,
    lost: { root: company.root, now, isGone, endLeftOvers: runtime.endLeftOvers },
  };
};
const transcript = (id: string) =>
  readFileSync(path.join(company.root, ".hq/runs", id, "transcript.jsonl"), "utf8");

describe("a run", () => {
  it("stands in the record from its beginning, and with its result at its end", async () => {
    work = async (job, watch) => {
      expect(await ledger.read(({ runs }) => runs.running())).toMatchObject([
        { id: "run-1", agent: "marketing", task: "Plan the week", session: job.session },
      ]);
      watch.onEvent({ kind: "ready" });
      await ledger.write(({ runs }) => runs.giveResult(job.run, { at: "now", result: "Planned." }));
      return { state: "done", result: (await watch.givenResult()) ?? "", usage: USAGE };
    };
    const { run: record, problems } = await run({ agent: "@Marketing" });
    expect(problems).toEqual([]);
    expect(record).toMatchObject({ id: "run-1", state: "done", result: "Planned.", usage: USAGE });
    expect(jobs[0]?.prompt).toMatch(/^Plan the week\n\n.*without a person/);
    expect(jobs[0]?.prompt).toContain("`finish_run`");
    const events = await ledger.read((tables) => tables.events.ofSubjects(["run-1"]));
    expect(events.map(({ what, detail }) => [what, detail])).toEqual([
      ["run.began", "marketing"],
      ["run.done", "marketing"],
    ]);
    const kinds = transcript("run-1").trim().split("\n");
    expect(kinds.map((line) => (JSON.parse(line) as { kind: string }).kind)).toEqual([
      "ready",
      "end",
    ]);
  });

  it("that fails says why, in the record too", async () => {
    expect((await run()).run).toMatchObject({ state: "failed", why: "It broke.", result: null });
  });

  it("ends as failed when the client cannot be started, and when we have a bug", async () => {
    work = () =>
      Promise.reject(new HqError("wrong-state", "There is no client.", { hint: "Get one." }));
    expect((await run()).run).toMatchObject({
      state: "failed",
      why: "There is no client. Get one.",
    });
    work = () => Promise.reject(new TypeError("x is not a function"));
    const { run: second } = await run();
    expect(second).toMatchObject({ state: "failed" });
    expect(second.why).toContain("A bug in Solo HQ: TypeError: x is not a function");
  });

  it("ends as failed, in words, when its caps cannot be read any more", async () => {
    let asked = 0;
    work = () => {
      asked += 1;
      return Promise.reject(new Error("not to be begun"));
    };
    const page = path.join(company.root, ".github/copilot-instructions.md");
    const { run: record } = await run({ onBegin: () => rmSync(page) });
    expect(record).toMatchObject({ state: "failed", waiting: null });
    expect(record.why).toContain("Cannot read the constitution");
    expect(asked).toBe(0);
  });

  it("keeps no secret of what was said at its end", async () => {
    const key = `ghp_${"a1B2".repeat(9)}`;
    work = () => Promise.resolve({ state: "failed", why: `Its words: ${key}`, usage: USAGE });
    const { run: record } = await run();
    expect(record.why).toBe("(held back: it holds a GitHub token)");
    work = () => Promise.resolve({ state: "failed", why: "x".repeat(100_000), usage: USAGE });
    expect((await run()).run.why?.length).toBeLessThanOrEqual(4_000);
  });

  it("counts what it used also when its client fails on us", async () => {
    work = (_, { onEvent }) => {
      onEvent({ kind: "usage", usage: USAGE });
      return Promise.reject(new TypeError("x is not a function"));
    };
    expect((await run()).run).toMatchObject({ state: "failed", usage: USAGE });
  });

  it("is stopped by a stop of everything or of its department, and of no other", async () => {
    for (const scope of ["all", "marketing"]) {
      work = async (_, { signal }) => {
        const stop = { scope, at: "now", who: "founder", why: "too dear" };
        await ledger.write(({ stops }) => stops.set({ ...stop, scope: "lawyer" }));
        await ledger.write(({ stops }) => stops.set(stop));
        await new Promise((resolve) => {
          signal.addEventListener("abort", resolve, { once: true });
        });
        return { state: "stopped", why: String(signal.reason), usage: USAGE };
      };
      expect((await run()).run).toMatchObject({
        state: "stopped",
        why: "It was stopped by the founder (too dear).",
      });
      jobs = [];
      await expect(run()).rejects.toMatchObject({
        code: "wrong-state",
        message: expect.stringContaining(
          "stopped by the founder (too dear). Nothing was started.",
        ) as string,
      });
      expect(jobs).toEqual([]);
      await ledger.write(({ stops }) => stops.lift(scope));
    }
  });

  it("is done when its result is in the record, whatever became of the client after that", async () => {
    work = async ({ run: id }) => {
      await ledger.write(({ runs }) => runs.giveResult(id, { at: "now", result: "Planned." }));
      throw new TypeError("x is not a function");
    };
    expect((await run()).run).toMatchObject({ state: "done", result: "Planned.", why: null });
  });

  it("that has no place for its transcript has failed, and does not stay open in the record", async () => {
    writeFileSync(path.join(company.root, ".hq/runs"), "a file");
    expect((await run()).run).toMatchObject({
      state: "failed",
      why: expect.stringMatching(/^The system refused it: .*runs/) as string,
    });
    expect(jobs).toEqual([]);
  });

  it("is stopped by whoever started it", async () => {
    const stop = new AbortController();
    work = (_, { signal }) => {
      stop.abort("You ended it with Ctrl-C.");
      return Promise.resolve({ state: "stopped", why: String(signal.reason), usage: USAGE });
    };
    expect((await run({ signal: stop.signal })).run.why).toBe("You ended it with Ctrl-C.");
  });
});

describe("no run begins", () => {
  it.each([
    ["for no department", { agent: "sales" }, /expected one of founder, /],
    ["for the founder", { agent: "founder" }, /it is no department/],
    ["without a task", { task: " \n" }, /the task is empty/],
    [
      "with a task that is a book",
      { task: "x".repeat(256_001) },
      /256001 bytes, expected at most 256000/,
    ],
    [
      "with a secret in its task",
      { task: `Use ghp_${"a1B2".repeat(9)}` },
      /the record would keep for good/,
    ],
  ])("%s", async (_, wanted, why) => {
    await expect(run(wanted)).rejects.toMatchObject({
      code: "usage",
      message: expect.stringMatching(why) as string,
    });
    expect(jobs).toEqual([]);
    expect(await ledger.read(({ runs }) => runs.list(5))).toEqual([]);
  });
});

describe("a run whose hq is dead", () => {
  const begin = async (session: string) =>
    ledger.write(({ runs }) =>
      runs.add({
        ...{ agent: "coo", chain: ["coo"], task: "Plan", due: null, session, holder: "there" },
        ...{ leaseUntil: new Date().toISOString(), startedAt: new Date().toISOString() },
      }),
    );

  it("is lost, and what it left is ended, at the next start of a run", async () => {
    await begin("s-1");
    await run();
    expect(await ledger.read(({ runs }) => runs.find("run-1"))).toMatchObject({ state: "running" });
    gone = ["there"];
    await run();
    expect(ended).toEqual(["s-1"]);
    expect(await ledger.read(({ runs }) => runs.find("run-1"))).toMatchObject({
      state: "lost",
      why: expect.stringContaining("the hq that watched over it was ended") as string,
    });
  });

  it("is lost at the next list, once, and done if it had given its result", async () => {
    await begin("s-1");
    const second = await begin("s-2");
    await ledger.write(({ runs }) => runs.giveResult(second, { at: "now", result: "Planned." }));
    gone = ["there"];
    const { runs } = await listRuns(lost(), 5);
    expect(runs.map(({ id, state, result }) => [id, state, result])).toEqual([
      ["run-2", "done", "Planned."],
      ["run-1", "lost", null],
    ]);
    await listRuns(lost(), 5);
    expect(ended).toEqual(["s-1", "s-2"]);
  });

  it("of another machine is lost long after its lease", async () => {
    await ledger.write(({ runs }) =>
      runs.add({
        ...{ agent: "coo", chain: ["coo"], task: "Plan", due: null, session: "s", holder: "far" },
        ...{ leaseUntil: "2026-01-01T00:00:00.000Z", startedAt: "2026-01-01T00:00:00.000Z" },
      }),
    );
    expect((await showRun(lost(), "1")).run).toMatchObject({ id: "run-1", state: "lost" });
  });
});

describe("the transcript", () => {
  it("is for the founder's eyes, cut to size, and holds no secret", async () => {
    const secret = `ghp_${"a1B2".repeat(9)}`;
    work = (_, { onEvent }) => {
      onEvent({ kind: "tool", call: "1", tool: "memory-recall", input: `{"query":"${secret}"}` });
      onEvent({
        kind: "tool-done",
        call: "1",
        tool: "memory-recall",
        ok: true,
        text: "y".repeat(9_000),
      });
      return Promise.resolve(FAILED);
    };
    await run();
    const text = transcript("run-1");
    expect(text).not.toContain(secret);
    expect(text).toContain("(held back: it holds ");
    expect(text).toContain("y … (9000 characters)");
    const folder = path.join(company.root, ".hq/runs/run-1");
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, "transcript.jsonl")).mode & 0o777).toBe(0o600);
  });

  it("ends when it is full, and still tells how the run ended", async () => {
    work = (_, { onEvent }) => {
      for (let at = 0; at < 700; at += 1)
        onEvent({ kind: "said", text: `${at} ${"ã ".repeat(2_000)}` });
      return Promise.resolve(FAILED);
    };
    await run();
    const lines = transcript("run-1").trim().split("\n");
    const kinds = lines.map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect(kinds.slice(-2)).toEqual(["full", "end"]);
    expect(kinds.filter((kind) => kind !== "said")).toHaveLength(2);
    expect(Buffer.byteLength(transcript("run-1"))).toBeLessThanOrEqual(2_000_000);
  });
});
