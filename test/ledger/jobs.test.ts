/** What every ledger must do with jobs, runs, stops and marks, whatever keeps it. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ledger } from "../../ledger/ledger.ts";
import { openLedger } from "../../ledger/open.ts";
import { newRun } from "./samples.ts";

const JOB = "prompt:standup";
const DUE = "2026-11-30T08:30:00.000Z";
const AT = "2026-11-30T08:31:00.000Z";
const LATER = "2026-11-30T08:40:00.000Z";
const UNTIL = "2026-11-30T08:36:00.000Z";

describe.each(["a file", ":memory:"])("a ledger in %s", (place) => {
  let folder: string;
  let ledger: Ledger;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "hq razão "));
    ledger = await openLedger({
      file: place === ":memory:" ? place : path.join(folder, ".hq", "hq.db"),
    });
    await ledger.write(({ jobs }) => jobs.put({ id: JOB, reckonedUntil: AT, since: AT }));
  });

  afterEach(async () => {
    await ledger.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const add = (...dueAts: string[]) => ledger.write(({ jobs }) => jobs.add(JOB, dueAts));
  const claim = (holder: string, givenUp: number | null = null) =>
    ledger.write(({ jobs }) =>
      jobs.claim({ job: JOB, dueAt: DUE, givenUp }, { holder, at: AT, until: UNTIL }),
    );
  const found = () => ledger.read(({ jobs }) => jobs.find(JOB, DUE));

  it("writes each due time down once", async () => {
    expect(await add(DUE, "2026-12-01T08:30:00.000Z")).toBe(2);
    expect(await add(DUE, "2026-12-02T08:30:00.000Z")).toBe(1);
    const open = await ledger.read(({ jobs }) => jobs.unsettled(JOB));
    expect(open.map(({ dueAt }) => dueAt.slice(0, 10))).toEqual([
      "2026-11-30",
      "2026-12-01",
      "2026-12-02",
    ]);
  });

  it("gives a due time to one holder only, and to the next when that one is given up", async () => {
    await add(DUE);
    expect(await claim("a")).toMatchObject({ holder: "a", token: 1, attempts: 1 });
    expect(await claim("b")).toBeNull();
    expect(await claim("b", 7)).toBeNull();
    expect(await claim("b", 1)).toMatchObject({ holder: "b", token: 2, attempts: 2 });
  });

  it("lets a holder that was given up neither prolong, give back nor settle", async () => {
    await add(DUE);
    await claim("a");
    await claim("b", 1);
    const old = { job: JOB, dueAt: DUE, token: 1 };
    const ran = { state: "ran", at: AT, why: null } as const;
    await ledger.write(async ({ jobs }) => {
      expect(await jobs.renew(old, UNTIL)).toBe(false);
      expect(await jobs.release(old, { waitUntil: UNTIL, why: "x" })).toBe(false);
      expect(await jobs.settle(old, ran)).toBe(false);
      expect(await jobs.settle({ ...old, token: 2 }, ran)).toBe(true);
    });
    expect(await found()).toMatchObject({ state: "ran", settledAt: AT, holder: null });
  });

  it("never changes an outcome for another", async () => {
    await add(DUE);
    await claim("a");
    const mine = { job: JOB, dueAt: DUE, token: 1 };
    const passed = { state: "missed", at: AT, why: "late" } as const;
    await ledger.write(({ jobs }) => jobs.settle(mine, { state: "late", at: AT, why: null }));
    await ledger.write(async ({ jobs }) => {
      expect(await jobs.settle(mine, { state: "ran", at: AT, why: null })).toBe(false);
      expect(await jobs.pass(mine, passed)).toBe(false);
      expect(await jobs.claim({ ...mine, givenUp: 1 }, { holder: "b", at: AT, until: UNTIL })).toBe(
        null,
      );
    });
    expect(await found()).toMatchObject({ state: "late" });
  });

  it("is tried again after it was given back, with the attempts counted on", async () => {
    await add(DUE);
    await claim("a");
    const mine = { job: JOB, dueAt: DUE, token: 1 };
    await ledger.write(({ jobs }) => jobs.release(mine, { waitUntil: UNTIL, why: "disk full" }));
    expect(await found()).toMatchObject({ state: "open", waitUntil: UNTIL, why: "disk full" });
    expect(await claim("b")).toMatchObject({ token: 2, attempts: 2, waitUntil: null });
  });

  it("counts an attempt on one that was queued when it begins, or when it could not", async () => {
    await add(DUE);
    const lease = { holder: "a", at: AT, until: UNTIL, queued: true };
    const take = (givenUp: number | null) =>
      ledger.write(({ jobs }) => jobs.claim({ job: JOB, dueAt: DUE, givenUp }, lease));
    const mine = (token: number) => ({ job: JOB, dueAt: DUE, token });
    expect(await take(null)).toMatchObject({ token: 1, attempts: 0 });
    expect(await take(1)).toMatchObject({ token: 2, attempts: 0 });
    await ledger.write(async ({ jobs }) => {
      expect(await jobs.begin(mine(1), UNTIL)).toBe(false);
      await jobs.release(mine(2), { waitUntil: UNTIL, why: "ended" });
    });
    expect(await found()).toMatchObject({ state: "open", attempts: 0 });
    await take(null);
    await ledger.write(({ jobs }) =>
      jobs.release(mine(3), { waitUntil: UNTIL, why: "no client", failed: true }),
    );
    expect(await found()).toMatchObject({ state: "open", attempts: 1 });
    await take(null);
    expect(await ledger.write(({ jobs }) => jobs.begin(mine(4), LATER))).toBe(true);
    expect(await found()).toMatchObject({ state: "claimed", attempts: 2, leaseUntil: LATER });
  });

  it("forgets what a wrong clock wrote down, but nothing that ran or is running", async () => {
    const later = ["2026-12-01", "2026-12-02", "2026-12-03"].map((day) => `${day}T08:30:00.000Z`);
    await add(DUE, ...later);
    const [first = "", second = ""] = later;
    await ledger.write(async ({ jobs }) => {
      await jobs.pass({ job: JOB, dueAt: second, token: 0 }, { state: "missed", at: AT, why: "x" });
      await jobs.claim(
        { job: JOB, dueAt: first, givenUp: null },
        { holder: "a", at: AT, until: UNTIL },
      );
      expect(await jobs.forgetAfter(DUE)).toBe(2);
    });
    const left = await ledger.read(({ jobs }) => jobs.unsettled(JOB));
    expect(left.map(({ dueAt }) => dueAt)).toEqual([DUE, first]);
  });

  it("keeps a day to come that a run answers, whatever came of it, and forgets the others", async () => {
    const [first = "", second = ""] = ["2026-12-01", "2026-12-02"].map(
      (day) => `${day}T08:30:00.000Z`,
    );
    await add(first, second);
    await ledger.write(({ runs }) => runs.add({ ...newRun(), due: { job: JOB, dueAt: first } }));
    const missed = { state: "missed", at: AT, why: "over its cap" } as const;
    await ledger.write(({ jobs }) => jobs.pass({ job: JOB, dueAt: first, token: 0 }, missed));
    expect(await ledger.write(({ jobs }) => jobs.forgetAfter(AT))).toBe(1);
    expect(await ledger.read(({ jobs }) => jobs.find(JOB, first))).toMatchObject({
      state: "missed",
    });
  });

  it("keeps what is stopped with its first reason, until it is lifted", async () => {
    const stop = { scope: "all", at: AT, who: "founder", why: "holiday" };
    await ledger.write(async ({ stops }) => {
      expect(await stops.set(stop)).toBe(true);
      expect(await stops.set({ ...stop, why: "other" })).toBe(false);
    });
    expect(await ledger.read(({ stops }) => stops.all())).toEqual([stop]);
    expect(await ledger.write(({ stops }) => stops.lift("all"))).toBe(true);
    expect(await ledger.write(({ stops }) => stops.lift("all"))).toBe(false);
  });

  it("keeps marks", async () => {
    await ledger.write(({ marks }) => marks.set("engine.began", AT));
    await ledger.write(({ marks }) => marks.set("engine.began", UNTIL));
    expect(await ledger.read(({ marks }) => marks.get("engine.began"))).toBe(UNTIL);
    expect(await ledger.read(({ marks }) => marks.get("other"))).toBeNull();
  });

  const begin = (session = "s-1") =>
    ledger.write(({ runs }) =>
      runs.add({
        agent: "coo",
        chain: ["coo"],
        task: "Plan the day",
        due: null,
        session,
        holder: "a",
        leaseUntil: UNTIL,
        startedAt: AT,
      }),
    );

  it("keeps a run from its start to its one end", async () => {
    const usage = { calls: 2, inputTokens: 30, outputTokens: 4 };
    const id = await begin();
    expect(id).toBe("run-1");
    const end = { state: "done", at: UNTIL, result: "planned", why: null, usage } as const;
    await ledger.write(async ({ runs }) => {
      expect(await runs.renew(id, { leaseUntil: UNTIL, usage })).toBe(true);
      expect(await runs.running()).toMatchObject([{ id, state: "running", usage }]);
      expect(await runs.end(id, end)).toBe(true);
      expect(await runs.end(id, { ...end, state: "lost" })).toBe(false);
      expect(await runs.renew(id, { leaseUntil: UNTIL, usage })).toBe(false);
    });
    expect(await ledger.read(({ runs }) => runs.list(5))).toMatchObject([
      { id, state: "done", endedAt: UNTIL, result: "planned", due: null, chain: ["coo"] },
    ]);
  });

  const usage = { calls: 1, inputTokens: 10, outputTokens: 2 };

  it("has a run wait, and be taken up by one only, whose leg is the next", async () => {
    const id = await begin();
    const wait = { leg: 1, at: AT, for: "answers", usage } as const;
    await ledger.write(async ({ runs }) => {
      expect(
        await runs.takeUp(id, { leg: 2, at: UNTIL, holder: "b", leaseUntil: UNTIL }),
      ).toBeNull();
      expect(await runs.wait(id, { ...wait, leg: 2 })).toBe(false);
      expect(await runs.wait(id, wait)).toBe(true);
      expect(await runs.wait(id, wait)).toBe(false);
      expect(await runs.renew(id, { leaseUntil: UNTIL, usage })).toBe(false);
      expect(await runs.giveResult(id, { at: AT, result: "x" })).toBe(false);
      expect(await runs.running()).toEqual([]);
      expect(await runs.waiting()).toMatchObject([
        { id, state: "waiting", waiting: { since: AT, for: "answers" }, leg: 1, usage },
      ]);
      const next = { leg: 2, at: UNTIL, holder: "b", leaseUntil: UNTIL };
      expect(await runs.takeUp(id, next)).toMatchObject({
        ...{ state: "running", waiting: null, leg: 2, holder: "b", crashedLeg: null },
      });
      expect(await runs.takeUp(id, { ...next, holder: "c" })).toBeNull();
    });
    const end = { state: "done", at: UNTIL, result: "x", why: null, usage } as const;
    await ledger.write(async ({ runs }) => {
      // The watcher of the first leg was given up.
      expect(await runs.renew(id, { leaseUntil: UNTIL, usage, leg: 1 })).toBe(false);
      expect(await runs.end(id, { ...end, leg: 1 })).toBe(false);
      expect(await runs.wait(id, { ...wait, leg: 2, for: "crash" })).toBe(true);
      expect(await runs.end(id, { ...end, leg: 2 })).toBe(true);
      expect(await runs.find(id)).toMatchObject({ state: "done", waiting: null, crashedLeg: 2 });
      expect(await runs.waiting()).toEqual([]);
    });
  });

  it("knows for how long nobody was at work on a run, and who handed it over", async () => {
    const id = await begin();
    const child = await begin("s-2");
    const spent = (run: string) =>
      ledger.read(({ spend }) => spend.since(AT)).then((all) => all.find((one) => one.run === run));
    const task = { agent: "lawyer", task: "Look", taskHash: "h", review: null, at: AT };
    await ledger.write(async ({ runs, handOvers, spend }) => {
      const { handOver } = await handOvers.add({ run: id, leg: 1, ...task });
      await handOvers.begin(handOver.id, child);
      await spend.capRun(id, { amount: 5, unit: "calls" });
      await runs.wait(id, { leg: 1, at: "2026-11-30T08:31:00.000Z", for: "answers", usage });
    });
    expect(await spent(id)).toMatchObject({
      waitedMs: 0,
      waitingSince: "2026-11-30T08:31:00.000Z",
    });
    expect(await spent(child)).toMatchObject({ parent: id, waitingSince: null });
    const capped = [{ run: id, amount: 5, unit: "calls", startedAt: expect.any(String) as string }];
    expect(await ledger.read(({ spend }) => spend.capsOver(child))).toEqual(capped);
    await ledger.write(async ({ runs }) => {
      const next = { leg: 2, holder: "b", leaseUntil: UNTIL };
      await runs.takeUp(id, { ...next, at: "2026-11-30T08:32:30.500Z" });
      await runs.wait(id, { leg: 2, at: UNTIL, for: "crash", usage, idleMs: 1_000 });
    });
    expect(await spent(id)).toMatchObject({ waitedMs: 91_500, waitingSince: UNTIL });
    await ledger.write(({ runs }) =>
      runs.end(id, { state: "failed", at: LATER, result: null, why: "x", usage }),
    );
    const total = 91_500 + Date.parse(LATER) - Date.parse(UNTIL);
    expect(await spent(id)).toMatchObject({ waitedMs: total, waitingSince: null });
  });

  it("keeps what a run hands over: once, done by one run, told once", async () => {
    const id = await begin();
    const form = { run: id, leg: 1, agent: "cfo", task: "Count", taskHash: "h", review: null };
    await ledger.write(async ({ handOvers }) => {
      const first = await handOvers.add({ ...form, at: AT });
      expect(first).toMatchObject({ isNew: true, handOver: { id: "H-1", child: null } });
      expect(await handOvers.add({ ...form, at: UNTIL })).toEqual({ ...first, isNew: false });
      await handOvers.add({ ...form, agent: "cto", at: AT });
      expect((await handOvers.unbegun(9)).map(({ id: each }) => each)).toEqual(["H-1", "H-2"]);
      expect(await handOvers.begin("H-1", id)).toBe(true);
      expect(await handOvers.begin("H-1", id)).toBe(false);
      expect(await handOvers.close("H-1", "late")).toBe(false);
      expect(await handOvers.close("H-2", "nobody")).toBe(true);
      expect(await handOvers.unbegun(9)).toEqual([]);
      await handOvers.tell(id, 2);
      await handOvers.tell(id, 3);
      expect(await handOvers.ofRun(id)).toMatchObject([
        { id: "H-1", child: id, closedWhy: null, toldLeg: 2 },
        { id: "H-2", child: null, closedWhy: "nobody", toldLeg: 2 },
      ]);
      expect(await handOvers.doneBy(id)).toMatchObject({ id: "H-1" });
      expect(await handOvers.doneBy("run-9")).toBeNull();
    });
  });

  it("keeps what a run gives at its end once, and only while it goes on", async () => {
    const usage = { calls: 0, inputTokens: 0, outputTokens: 0 };
    const id = await begin();
    const give = (run: string, result: string) =>
      ledger.write(({ runs }) => runs.giveResult(run, { at: AT, result }));
    const given = () => ledger.read(({ runs }) => runs.givenResult(id));
    expect(await given()).toBeNull();
    expect(await give("run-2", "nobody's")).toBe(false);
    expect(await give(id, "planned")).toBe(true);
    expect(await give(id, "something else")).toBe(false);
    expect(await given()).toBe("planned");
    const end = { state: "done", at: UNTIL, result: "planned", why: null, usage } as const;
    await ledger.write(({ runs }) => runs.end(id, end));
    expect(await give(id, "too late")).toBe(false);
    expect(await given()).toBe("planned");
  });

  it("takes no result of a run that has ended", async () => {
    const usage = { calls: 0, inputTokens: 0, outputTokens: 0 };
    const id = await begin();
    const end = { state: "lost", at: UNTIL, result: null, why: "gone", usage } as const;
    const given = await ledger.write(async ({ runs }) => {
      await runs.end(id, end);
      return runs.giveResult(id, { at: AT, result: "too late" });
    });
    expect(given).toBe(false);
  });
});
