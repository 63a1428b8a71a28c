/** One screen for everything, from the company's files and its record. */

import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setCompanyField } from "../../company/constitution/edit.ts";
import { HqError } from "../../company/error.ts";
import type { Finding } from "../../company/finding.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { LEDGER_FILE, openLedger } from "../../ledger/open.ts";
import type { RunEnd } from "../../ledger/runs.ts";
import { BEGAN } from "../../office/records/mark-names.ts";
import { type StatusSources, showStatus } from "../../office/show-status.ts";
import { copySample } from "../cli/sample.ts";
import { newReview } from "../ledger/samples.ts";

const NOW = "2026-11-20T12:00:00.000Z";
const CONSTITUTION = ".github/copilot-instructions.md";

let company: Awaited<ReturnType<typeof copySample>>;
let ledger: Ledger;
beforeEach(async () => {
  company = await copySample();
  ledger = await openLedger({ file: path.join(company.root, LEDGER_FILE) });
});
afterEach(async () => {
  await ledger.close();
  await company.remove();
});

const status = (changes: Partial<StatusSources> = {}) =>
  showStatus({
    ...{ root: company.root, now: () => new Date(NOW), machine: "desk" },
    lost: {
      root: company.root,
      now: () => new Date(NOW),
      isGone: (holder) => holder === "gone",
      endLeftOvers: () => Promise.resolve(0),
    },
    examine: () => Promise.resolve([]),
    ...changes,
  });

async function addRun(startedAt: string, end: RunEnd | null, holder = "here"): Promise<string> {
  return ledger.write(async ({ runs }) => {
    const id = await runs.add({
      ...{ agent: "marketing", chain: ["marketing"], task: "Plan the week", due: null },
      ...{ session: crypto.randomUUID(), holder, startedAt, leaseUntil: "2026-11-20T12:01:00Z" },
    });
    const usage = { calls: 2, inputTokens: 100, outputTokens: 10 };
    if (end !== null) {
      await runs.end(id, { state: end, at: startedAt, result: null, why: "It broke.", usage });
    }
    return id;
  });
}

function nameRunner(name: string): void {
  const file = path.join(company.root, CONSTITUTION);
  writeFileSync(file, setCompanyField(readFileSync(file, "utf8"), "Runner", name));
}

const finding = (severity: Finding["severity"], what: string): Finding => ({
  ...{ file: "a.md", line: 1, severity, what, expected: "", fix: "" },
});

describe("the status", () => {
  it("has the plan without what changed, and the duties of fourteen days by their day", async () => {
    const { plan, duties, notes, stuck } = await status();
    expect(plan.date).toBe("2026-11-20");
    expect(plan.dayPlan.count).toBeGreaterThan(5);
    expect(duties.length).toBeGreaterThan(1);
    expect(duties.every(({ dueInDays }) => dueInDays <= 14)).toBe(true);
    expect(duties.map(({ due }) => due)).toEqual(duties.map(({ due }) => due).toSorted());
    expect({ notes, stuck }).toEqual({ notes: [], stuck: [] });
  });

  it("tells the open reviews, the oldest first, without those that have expired", async () => {
    await ledger.write(async ({ reviews }) => {
      const open = { askedAt: "2026-11-19T08:00:00.000Z", expiresAt: "2026-11-26T08:00:00.000Z" };
      await reviews.add(newReview({ ...open, workKey: "a" }));
      await reviews.add(newReview({ ...open, workKey: "b" }));
      await reviews.add(
        newReview({ ...open, workKey: "c", expiresAt: "2026-11-19T09:00:00.000Z" }),
      );
    });
    expect((await status()).reviews.map(({ id }) => id)).toEqual(["R-1", "R-2"]);
  });

  it("counts what the runs of today and of this week used, in the company's zone", async () => {
    await addRun("2026-11-15T22:00:00.000Z", "done");
    await addRun("2026-11-16T08:00:00.000Z", "done");
    await addRun("2026-11-20T00:30:00.000Z", "failed");
    const { spent, running, caps } = await status();
    // Caps on each run are no stretch of time that fills.
    expect(caps).toMatchObject([{ scope: "company", per: "month", unit: "tokens", used: 330 }]);
    expect(spent.today).toEqual({ runs: 1, calls: 2, inputTokens: 100, outputTokens: 10 });
    expect(spent.week).toMatchObject({ runs: 2, calls: 4 });
    expect(running).toEqual([]);
  });

  it("finds runs that nobody watches over, and those that failed lately", async () => {
    await addRun("2026-11-10T08:00:00.000Z", "lost");
    await addRun("2026-11-19T08:00:00.000Z", "failed");
    const failed = await addRun("2026-11-20T08:00:00.000Z", "failed");
    const lost = await addRun("2026-11-20T11:00:00.000Z", null, "gone");
    const running = await addRun("2026-11-20T11:59:00.000Z", null);
    const found = await status();
    expect(found.running.map(({ id }) => id)).toEqual([running]);
    expect(found.stuck).toMatchObject([
      { kind: "lost-run", subject: lost, help: `hq runs show ${lost}` },
      { kind: "failed-run", subject: failed, what: expect.stringContaining("It broke.") as string },
    ]);
  });

  it("tells what waits, what of it cannot go on, and which provider is left alone", async () => {
    const running = await addRun("2026-11-20T11:59:00.000Z", null);
    const usage = { calls: 1, inputTokens: 1, outputTokens: 1 };
    await ledger.write(async ({ runs, providers, stops }) => {
      await runs.wait(running, { leg: 1, at: NOW, for: "crash", usage });
      const breaker = { faults: 2, why: "HTTP 500", at: NOW };
      await providers.putBreaker({
        ...breaker,
        provider: "a",
        openUntil: "2026-11-20T12:05:00.000Z",
      });
      await providers.putBreaker({
        ...breaker,
        provider: "b",
        openUntil: "2026-11-20T11:59:00.000Z",
      });
      await stops.set({ scope: "marketing", at: NOW, who: "founder", why: "x" });
    });
    const found = await status();
    expect(found.waiting).toMatchObject([{ run: running, for: "crash" }]);
    expect(found.stuck).toMatchObject([
      // The run waits for nothing but the stop.
      { kind: "stopped" },
      {
        kind: "provider",
        subject: "a",
        what: expect.stringContaining("12:05: it failed 2") as string,
      },
    ]);
  });

  it("tells what has one cause once", async () => {
    nameRunner("desk");
    const job = "prompt:standup";
    for (const _ of [1, 2, 3]) await addRun("2026-11-20T08:00:00.000Z", "failed");
    const due = { job, dueAt: "2026-11-20T08:30:00.000Z" };
    const [newest] = await ledger.read(({ runs }) => runs.list(1));
    await ledger.write(async ({ marks, jobs }) => {
      await marks.set(BEGAN, "2026-11-01T00:00:00.000Z");
      await jobs.put({ id: job, since: "x", reckonedUntil: NOW });
      await jobs.add(job, [due.dueAt]);
      await jobs.claim({ ...due, givenUp: null }, { holder: "here", at: NOW, until: NOW });
      // The newest of them was for this due time, which is tried again.
      const why = `${newest?.id}: It broke.`;
      await jobs.release({ ...due, token: 1 }, { waitUntil: NOW, why });
    });
    const { stuck } = await status();
    expect(stuck.map(({ kind, subject }) => [kind, subject])).toEqual([
      ["failing", "standup"],
      ["failed-run", "run-2"],
    ]);
    expect(stuck[1]?.what).toBe("run-2 of marketing failed (so did run-1): It broke.");
  });

  it("says what of its settings lets no run begin", async () => {
    const env = { HQ_PROVIDERS: "gpu" };
    expect((await status({ env })).stuck).toMatchObject([
      { kind: "settings", what: expect.stringContaining("HQ_PROVIDER_GPU_BASE_URL") as string },
    ]);
  });

  it("says what is stopped, and that another machine is the runner", async () => {
    nameRunner("server");
    const stop = { scope: "cfo", at: NOW, who: "founder", why: "too dear" };
    await ledger.write(({ stops }) => stops.set(stop));
    expect((await status()).stuck).toMatchObject([
      { kind: "stopped", subject: "cfo", help: "hq resume --agent cfo" },
      { kind: "wrong-runner", subject: "server" },
    ]);
    expect((await status({ machine: "server" })).stuck).toMatchObject([
      { kind: "stopped" },
      { kind: "no-record" },
    ]);
  });

  it("says that nobody looks, what fails again and again, and what is chronically missed", async () => {
    nameRunner("desk");
    const job = "prompt:standup";
    await ledger.write(async ({ marks, jobs }) => {
      await marks.set(BEGAN, "2026-11-01T00:00:00.000Z");
      await jobs.put({ id: job, since: "x", reckonedUntil: "2026-11-20T07:00:00.000Z" });
    });
    expect((await status()).stuck).toMatchObject([
      {
        kind: "nobody-looks",
        subject: "standup",
        since: "2026-11-20T08:30:00.000Z",
        help: "hq up",
      },
    ]);
    await ledger.write(async ({ jobs }) => {
      await jobs.put({ id: job, since: "x", reckonedUntil: NOW });
      const times = ["2026-11-18T08:30:00.000Z", "2026-11-19T08:30:00.000Z"];
      await jobs.add(job, [...times, "2026-11-20T08:30:00.000Z"]);
      for (const dueAt of times) {
        await jobs.pass({ job, dueAt, token: 0 }, { state: "missed", at: NOW, why: "off" });
      }
      const lease = { holder: "here", at: NOW, until: NOW };
      const due = { job, dueAt: "2026-11-20T08:30:00.000Z" };
      await jobs.claim({ ...due, givenUp: null }, lease);
      await jobs.release({ ...due, token: 1 }, { waitUntil: NOW, why: "The disk is full." });
    });
    expect((await status()).stuck).toMatchObject([
      { kind: "failing", what: expect.stringMatching(/failed once.*The disk is full/) as string },
      { kind: "chronic-miss", what: expect.stringContaining("missed 2 of its last 2") as string },
    ]);
  });

  it("names the worst that the doctor finds; an examination that fails costs only itself", async () => {
    const findings = [finding("note", "n"), finding("warning", "w"), finding("error", "e")];
    expect((await status({ examine: () => Promise.resolve(findings) })).doctor).toMatchObject({
      ...{ errors: 1, warnings: 1, worst: { what: "e" } },
    });
    expect((await status()).doctor).toEqual({ errors: 0, warnings: 0, worst: null });
    const examine = () => Promise.reject(new HqError("unreadable-file", "It is a pipe."));
    expect(await status({ examine })).toMatchObject({ doctor: null, notes: ["It is a pipe."] });
  });
});
