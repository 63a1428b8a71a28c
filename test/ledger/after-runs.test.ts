/** What every ledger must do with notices, traces, drafts of lessons and syntheses. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Ledger } from "../../ledger/ledger.ts";
import type { SeenFailure } from "../../ledger/lesson-drafts.ts";
import { openLedger } from "../../ledger/open.ts";
import type { RunTrace } from "../../ledger/traces.ts";

const AT = "2026-11-20T08:00:00.000Z";
const LATER = "2026-11-20T09:00:00.000Z";
const USAGE = { calls: 2, inputTokens: 30, outputTokens: 4 };

let ledger: Ledger;
beforeEach(async () => {
  ledger = await openLedger({ file: ":memory:" });
});
afterEach(() => ledger.close());

const addRun = (startedAt = AT, endedAt: string | null = AT) =>
  ledger.write(async ({ runs }) => {
    const id = await runs.add({
      ...{ agent: "cfo", chain: ["cfo"], task: "x", due: null, session: crypto.randomUUID() },
      ...{ holder: "h", startedAt, leaseUntil: startedAt },
    });
    const end = { state: "done", at: endedAt ?? "", result: "x", why: null, usage: USAGE } as const;
    if (endedAt !== null) await runs.end(id, end);
    return id;
  });

describe("notices", () => {
  const notice = (key: string, at = AT) => ({ key, kind: "stuck", text: key, at });
  const add = (key: string, state: "past" | "waiting" = "waiting", waitUntil = AT) =>
    ledger.write(({ notices }) => notices.add(notice(key), { state, waitUntil }));
  const due = (now: string) =>
    ledger.read(async ({ notices }) => (await notices.due(now, 9)).map(({ key }) => key));

  it("are noticed once, and due when their time has come", async () => {
    expect([await add("a"), await add("a"), await add("b", "past")]).toEqual([true, false, true]);
    await add("c", "waiting", LATER);
    expect(await due(AT)).toEqual(["a"]);
    expect(await due(LATER)).toEqual(["a", "c"]);
    const unknown = await ledger.read(({ notices }) =>
      notices.unknownOf([notice("a"), notice("d")]),
    );
    expect(unknown).toEqual([notice("d")]);
  });

  it("are claimed, settled once, and never told or forgotten after that", async () => {
    await add("a");
    await add("b");
    await ledger.write(({ notices }) => notices.claim(["a", "b"], LATER));
    expect(await due(LATER)).toEqual([]);
    expect(await ledger.read(({ notices }) => notices.abandoned(AT))).toEqual([]);
    expect(await ledger.read(({ notices }) => notices.abandoned(LATER))).toHaveLength(2);
    await ledger.write(async ({ notices }) => {
      await notices.settle(["a"], { state: "failed", at: LATER, why: "no" });
      await notices.settle(["b"], { state: "waiting", at: LATER, why: "no" });
      await notices.settle(["a"], { state: "sent", at: LATER, why: null });
    });
    expect(await ledger.read(({ notices }) => notices.find("a"))).toMatchObject({
      ...{ state: "failed", attempts: 1, settledAt: LATER, why: "no" },
    });
    expect(await due(LATER)).toEqual(["b"]);
    await ledger.write(({ notices }) => notices.hold(["b"], "2026-11-21T00:00:00.000Z"));
    expect(await due(LATER)).toEqual([]);
    expect(await ledger.read(({ notices }) => notices.failedSince(AT, 9))).toHaveLength(1);
  });
});

it("a leg has one trace, and the traces of a run are told in order", async () => {
  const run = await addRun();
  const trace = (leg: number): RunTrace => ({
    ...{
      run,
      leg,
      at: leg === 2 ? AT : LATER,
      files: [],
      fileCount: 0,
      memory: [leg],
      snapshots: null,
    },
    ...{ snapshotNote: null, tools: { calls: 0, refused: 0, failed: 0 }, failures: [] },
  });
  const added = await ledger.write(async ({ traces }) => [
    ...[await traces.add(trace(2)), await traces.add(trace(1)), await traces.add(trace(2))],
  ]);
  expect(added).toEqual([true, true, false]);
  expect(await ledger.read(({ traces }) => traces.ofRun(run))).toEqual([trace(1), trace(2)]);
  expect(await ledger.read(({ traces }) => traces.between(AT, LATER))).toHaveLength(2);
  expect(await ledger.read(({ traces }) => traces.between(LATER, "2027"))).toEqual([]);
});

it("a failure is one draft, which is decided once and not opened again", async () => {
  const run = await addRun();
  const failure = (key: string, times: number): SeenFailure => ({
    ...{ key, agent: "cfo", tool: "edit", refused: true, text: "Denied.", times, at: AT, run },
  });
  await ledger.write(async ({ lessonDrafts }) => {
    await lessonDrafts.see(failure("a", 1));
    await lessonDrafts.see({ ...failure("b", 2), tool: null });
    await lessonDrafts.see({ ...failure("a", 4), at: LATER });
  });
  const open = () => ledger.read(({ lessonDrafts }) => lessonDrafts.open(9));
  expect(await open()).toMatchObject([
    { id: "L-1", times: 5, firstAt: AT, lastAt: LATER, refused: true },
    { id: "L-2", times: 2, tool: null },
  ]);
  const close = () =>
    ledger.write(({ lessonDrafts }) =>
      lessonDrafts.close("L-1", { state: "accepted", at: LATER, lesson: "lesson:x" }),
    );
  expect([await close(), await close()]).toEqual([true, false]);
  await ledger.write(({ lessonDrafts }) => lessonDrafts.see(failure("a", 1)));
  expect((await open()).map(({ id }) => id)).toEqual(["L-2"]);
  expect(await ledger.read(({ lessonDrafts }) => lessonDrafts.find("L-1"))).toMatchObject({
    ...{ state: "accepted", lesson: "lesson:x", times: 6 },
  });
});

it("a day has one synthesis, and the newest is found", async () => {
  const add = (day: string, synthesis: string) =>
    ledger.write(({ syntheses }) =>
      syntheses.add({ day, at: `${day < "2026-11-20" ? "2027" : "2026"}-01-01`, synthesis }),
    );
  expect([await add("2026-11-20", "{}"), await add("2026-11-20", "[]")]).toEqual([true, false]);
  await add("2026-11-19", "[1]");
  expect(await ledger.read(({ syntheses }) => syntheses.newest())).toEqual({
    ...{ day: "2026-11-20", synthesis: "{}" },
  });
  expect(await ledger.read(({ syntheses }) => syntheses.find("2026-11-18"))).toBeNull();
});

it("runs are added up and found by when they began and ended", async () => {
  await addRun("2026-11-19T08:00:00.000Z", "2026-11-19T09:00:00.000Z");
  await addRun(AT, AT);
  await addRun(LATER, null);
  await ledger.read(async ({ runs }) => {
    expect(await runs.totalsSince(AT)).toEqual({ ...USAGE, runs: 2 });
    expect(await runs.totalsSince("2027")).toMatchObject({ runs: 0, calls: 0 });
    expect((await runs.between("2026-11-19", AT)).map(({ id }) => id)).toEqual(["run-1"]);
    const ended = (butNewest: number) => runs.endedBefore({ at: LATER, butNewest });
    expect([await ended(0), await ended(2)]).toEqual([["run-1", "run-2"], ["run-1"]]);
  });
});

it("events are found by their kind", async () => {
  const event = { who: "hq", subject: null, hash: null, detail: null };
  await ledger.write(async ({ events }) => {
    await events.add({ ...event, at: AT, what: "budget.alert" });
    await events.add({ ...event, at: LATER, what: "budget.alert" });
    await events.add({ ...event, at: LATER, what: "run.began" });
  });
  const found = await ledger.read(({ events }) => events.named(["budget.alert"], LATER));
  expect(found).toMatchObject([{ at: LATER, what: "budget.alert" }]);
});
