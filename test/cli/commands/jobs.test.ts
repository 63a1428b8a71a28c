import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LEDGER_FILE, openLedger } from "../../../ledger/open.ts";
import { runHq } from "../run-hq.ts";
import { copySample } from "../sample.ts";

let company: Awaited<ReturnType<typeof copySample>>;
let now: Date;

beforeEach(async () => {
  company = await copySample();
  now = new Date("2026-11-20T07:00:00Z");
});

/** Then only the standup, which code makes, runs by itself. */
function withoutCaps(): void {
  const page = path.join(company.root, ".github/copilot-instructions.md");
  writeFileSync(page, readFileSync(page, "utf8").replace(/^\| (?:company|run) \| \d+M .*\n/gm, ""));
}

afterEach(() => company.remove());

const hq = (argv: string[], env: Record<string, string> = {}) =>
  runHq([...argv, "--root", company.root], {
    now: () => now,
    env: { HQ_MACHINE: "desk", ...env },
  });
const json = async (...argv: string[]) => JSON.parse((await hq([...argv, "--json"])).stdout);

describe("a company that does not run by itself yet", () => {
  it("lists what is due when, and what to do, without making a file", async () => {
    const { stdout } = await hq(["jobs"]);
    expect(stdout).toContain("standup: due 2026-11-20 08:30\n");
    expect(stdout).toContain("weekly-review: due 2026-11-20 16:00\n");
    expect(stdout).toContain("No machine runs the company yet: hq runner set, then hq up.\n");
    expect(existsSync(path.join(company.root, LEDGER_FILE))).toBe(false);
  });

  it("says what does not run by itself without a cap, and the row to add", async () => {
    withoutCaps();
    const { stdout } = await hq(["jobs"]);
    expect(stdout.replaceAll(/\s+/g, " ")).toContain(
      "weekly-review: due 2026-11-20 16:00, by hand (/weekly-review in a chat with @coo): no cap counts for it: add a row such as | company | 30M tokens | month | 80% | to the table Budgets",
    );
  });

  it.each(["tick", "up"])(
    "refuses hq %s with the way to go, and makes no file",
    async (command) => {
      const { code, stderr } = await hq([command]);
      expect(code).toBe(1);
      expect(stderr).toContain("no machine is named as the company's runner");
      expect(stderr).toContain("hq runner set");
      expect(existsSync(path.join(company.root, LEDGER_FILE))).toBe(false);
    },
  );
});

describe("what is due", () => {
  it("stands by its next time, with what the last one cost, its hand-overs too", async () => {
    const page = path.join(company.root, ".github/copilot-instructions.md");
    const head = "| Model | Input | Cached | Output | Currency |\n|---|---|---|---|---|";
    const text = readFileSync(page, "utf8");
    writeFileSync(page, `${text}\n## Prices\n\n${head}\n| m | 2 | | 8 | EUR |\n`);
    const job = "prompt:weekly-review";
    const dueAt = "2026-11-13T16:00:00.000Z";
    const run = { task: "Review", holder: "h", startedAt: dueAt, leaseUntil: dueAt };
    const tokens = { calls: 1, inputTokens: 100_000, outputTokens: 0 };
    const model = { model: "m", cachedTokens: 0, estimatedCalls: 0, credits: null };
    const usage = { ...tokens, byModel: [{ ...tokens, ...model }] };
    const end = { state: "done", at: dueAt, result: "Done.", why: null, usage } as const;
    const ledger = await openLedger({ file: path.join(company.root, LEDGER_FILE) });
    await ledger.write(async ({ jobs, runs, handOvers }) => {
      await jobs.put({ id: job, since: dueAt, reckonedUntil: dueAt });
      await jobs.add(job, [dueAt]);
      await jobs.claim({ job, dueAt, givenUp: null }, { holder: "h", at: dueAt, until: dueAt });
      const parts = { ...run, agent: "coo", chain: ["coo"] };
      const id = await runs.add({ ...parts, due: { job, dueAt }, session: "a" });
      const child = await runs.add({ ...parts, due: null, session: "b" });
      const asked = { agent: "coo", task: "Look", taskHash: "h", review: null, at: dueAt };
      const { handOver } = await handOvers.add({ run: id, leg: 1, ...asked });
      await handOvers.begin(handOver.id, child);
      for (const each of [id, child]) await runs.end(each, end);
      await jobs.settle({ job, dueAt, token: 1 }, { state: "ran", at: dueAt, why: null });
    });
    await ledger.close();
    const { stdout } = await hq(["jobs"]);
    expect(stdout).toContain(
      "weekly-review: due 2026-11-20 16:00; 2026-11-13 16:00 ran, 0.40 EUR\n",
    );
    const { jobs } = await json("jobs");
    const next = jobs.map((each: { next: string }) => each.next);
    expect(next).toEqual(next.toSorted());
    expect(jobs[0].prompt).toBe("standup");
    expect(new Set(next).size).toBeGreaterThan(3);
  });
});

describe("a company that runs by itself", () => {
  beforeEach(async () => {
    withoutCaps();
    await hq(["runner", "set"]);
  });

  it("has its machine in the constitution", async () => {
    const page = readFileSync(path.join(company.root, ".github/copilot-instructions.md"), "utf8");
    expect(page).toMatch(/^\| Runner\s*\| desk\s*\|$/m);
    expect(await json("runner", "show")).toMatchObject({ runner: "desk", machine: "desk" });
  });

  it("plans the day when it is due, once, and remembers the plan", async () => {
    expect((await hq(["tick"])).stdout).toBe("Nothing is due. Next: standup, 2026-11-20 08:30.\n");
    now = new Date("2026-11-20T08:31:00Z");
    const { stdout, code } = await hq(["tick"]);
    expect(stdout).toMatch(/^standup of 2026-11-20 08:30: ran \(planned \d+ lines/);
    expect(code).toBe(0);
    expect((await hq(["tick"])).stdout).toContain(
      "Nothing is due. Next: standup, 2026-11-23 08:30.",
    );
    const memory = await hq(["memory", "show", "standup:2026-11-20"]);
    expect(memory.stdout).toContain("Ran: 2026-11-20T08:31:00.000Z");
    expect((await hq(["jobs"])).stdout).toContain(
      "standup: due 2026-11-23 08:30; 2026-11-20 08:30 ran\n",
    );
  });

  it("says that a run was missed again and again, and the log says why", async () => {
    await hq(["tick"]);
    now = new Date("2026-11-27T12:00:00Z");
    expect((await json("tick")).lines.map(({ outcome }: { outcome: string }) => outcome)).toEqual([
      ...Array(5).fill("missed"),
      "late",
    ]);
    expect((await hq(["jobs"])).stdout).toContain("missed 5 of its last times");
    expect((await hq(["jobs", "--log"])).stdout).toContain("the next one came before it could run");
  });

  it("tells the plan of the day of what is missed again and again, and of a stop", async () => {
    await hq(["tick"]);
    now = new Date("2026-11-27T12:00:00Z");
    await hq(["tick"]);
    await hq(["stop", "--why", "holiday"]);
    const { plan } = await json("standup", "--dry-run");
    expect(plan.notes).toContainEqual(
      expect.stringContaining("Chronic miss: standup did not run 5 of its last 6 times"),
    );
    expect(plan.notes).toContainEqual(
      expect.stringContaining("is stopped since 2026-11-27 (holiday)"),
    );
    now = new Date("2027-02-01T12:00:00Z");
    const later = await json("standup", "--dry-run");
    expect(later.plan.notes).not.toContainEqual(expect.stringContaining("Chronic miss"));
  });

  it("does nothing on another machine", async () => {
    const { code, stderr } = await hq(["tick"], { HQ_MACHINE: "laptop" });
    expect(code).toBe(1);
    expect(stderr).toContain("the company's runner is desk, this is laptop");
  });

  it("moves to another machine, which begins a record of its own", async () => {
    const { stdout } = await hq(["runner", "set"], { HQ_MACHINE: "server" });
    expect(stdout).toContain("The company runs by itself on server.");
    expect((await hq(["tick"])).code).toBe(1);
    expect((await hq(["tick"], { HQ_MACHINE: "server" })).code).toBe(0);
  });

  it("stops and goes on, for the founder only", async () => {
    await hq(["tick"]);
    expect((await hq(["stop", "--why", "holiday"])).stdout).toContain(
      "(holiday). To go on: hq resume",
    );
    expect((await hq(["stop", "--why", "other"])).stdout).toContain("It was stopped already");
    now = new Date("2026-11-20T08:31:00Z");
    expect((await hq(["tick"])).stdout).toContain("Nothing is due.");
    expect((await hq(["jobs"])).stdout).toContain(
      "Everything is stopped since 2026-11-20 07:00 (holiday)",
    );
    const agent = await hq(["resume"], { HQ_AGENT: "marketing" });
    expect(agent.stderr).toContain("only the founder does");
    expect((await hq(["resume"])).stdout).toBe("Runs again: everything that runs by itself.\n");
    expect((await hq(["tick"])).stdout).toContain("standup of 2026-11-20 08:30: ran");
  });

  it("stops one department", async () => {
    expect((await hq(["stop", "--agent", "nobody"])).code).toBe(2);
    await hq(["stop", "--agent", "COO"]);
    expect((await json("jobs")).stops).toMatchObject([{ scope: "coo" }]);
    expect((await hq(["resume"])).stdout).toContain("Still stopped: coo.");
    expect((await hq(["resume", "--agent", "coo"])).stdout).toContain("Runs again: what coo does");
  });
});

describe("hq runner set", () => {
  it.each([" ", "a b", "a|b", "x".repeat(101)])("takes no name like %j", async (name) => {
    const { code, stderr } = await hq(["runner", "set"], { HQ_MACHINE: name });
    // A blank one is as if it were not set: then the system's own name counts.
    if (name.trim() === "") expect(code).toBe(0);
    else expect(stderr).toContain("Cannot name the machine");
  });
});

describe("hq service print", () => {
  it.each(["systemd", "launchd", "cron", "actions"])("prints a file for %s", async (kind) => {
    const { stdout, code } = await hq(["service", "print", kind]);
    expect(code).toBe(0);
    expect(stdout).toContain("desk");
    expect(stdout).toContain(kind === "systemd" || kind === "launchd" ? "up" : "tick");
  });

  it("names the kinds when another is asked for", async () => {
    const { code, stderr } = await hq(["service", "print", "windows"]);
    expect(code).toBe(2);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain("systemd, launchd, cron, actions");
  });
});
