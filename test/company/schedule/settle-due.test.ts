import { describe, expect, it } from "vitest";
import type { CatchUp } from "../../../company/constitution/types.ts";
import { decideDue, MOST_ATTEMPTS, type OpenDue } from "../../../company/schedule/settle-due.ts";

const now = new Date("2026-11-30T09:00:00.000Z");
const due = (time: string, changes: Partial<OpenDue> = {}): OpenDue => ({
  dueAt: `2026-11-${time}:00.000Z`,
  attempts: 0,
  isHeld: false,
  waitUntil: null,
  why: null,
  ...changes,
});
const decide = (open: OpenDue[], catchUp: CatchUp | null, stopped: string | null = null) =>
  decideDue({ open, catchUp, now, stopped });
const once: CatchUp = { kind: "once" };
const skip: CatchUp = { kind: "skip" };
const within: CatchUp = { kind: "within", minutes: 120 };

describe("what becomes of due times", () => {
  it("runs one whose time has come, and says whether it is late", () => {
    expect(decide([due("30T08:55")], once)).toMatchObject([{ kind: "run", outcome: "ran" }]);
    expect(decide([due("30T08:30")], once)).toMatchObject([{ kind: "run", outcome: "late" }]);
    expect(decide([due("30T09:01")], once)).toEqual([]);
  });

  it("runs the newest of several, and the others are missed", () => {
    expect(decide([due("27T08:30"), due("28T08:30"), due("30T08:30")], once)).toMatchObject([
      { dueAt: "2026-11-27T08:30:00.000Z", state: "missed" },
      { dueAt: "2026-11-28T08:30:00.000Z", state: "missed" },
      { kind: "run", dueAt: "2026-11-30T08:30:00.000Z" },
    ]);
  });

  it.each([
    { catchUp: skip, at: "30T08:51", run: true },
    { catchUp: skip, at: "30T08:49", run: false },
    { catchUp: within, at: "30T07:01", run: true },
    { catchUp: within, at: "30T06:59", run: false },
  ])("catches up as the row allows: $catchUp.kind, due at $at", ({ catchUp, at, run }) => {
    const decisions = decide([due(at)], catchUp);
    expect(decisions).toMatchObject([run ? { kind: "run" } : { kind: "pass", state: "missed" }]);
  });

  it("waits for one of the same job that is being worked on", () => {
    expect(decide([due("30T08:30", { isHeld: true })], once)).toEqual([]);
    expect(decide([due("29T08:30", { isHeld: true }), due("30T08:30")], once)).toEqual([]);
  });

  it("tries again after a failure, later each time, and gives up", () => {
    const failed = { attempts: 1, why: "the disk is full", waitUntil: "2026-11-30T09:00:30.000Z" };
    expect(decide([due("30T08:55", failed)], once)).toEqual([]);
    const rested = { ...failed, waitUntil: "2026-11-30T08:59:59.000Z" };
    expect(decide([due("30T08:55", rested)], once)).toMatchObject([{ kind: "run" }]);
    const spent = { ...rested, attempts: MOST_ATTEMPTS };
    expect(decide([due("30T08:55", spent)], once)).toMatchObject([
      { kind: "pass", state: "missed", why: expect.stringContaining("the disk is full") },
    ]);
  });

  it("is not held up by a waiting time that a wrong clock wrote", () => {
    const far = { attempts: 1, why: "x", waitUntil: "2031-01-01T00:00:00.000Z" };
    expect(decide([due("30T08:55", far)], once)).toMatchObject([{ kind: "run" }]);
  });

  it("runs nothing while it is stopped: what passes meanwhile is skipped, with the reason", () => {
    expect(decide([due("28T08:30"), due("30T08:55")], once, "stopped: holiday")).toEqual([
      {
        kind: "pass",
        dueAt: "2026-11-28T08:30:00.000Z",
        state: "skipped",
        why: "stopped: holiday",
      },
    ]);
    expect(decide([due("30T08:30")], skip, "stopped: holiday")).toMatchObject([
      { state: "skipped", why: "stopped: holiday" },
    ]);
  });

  it("skips what is open of a job that nobody wants any more", () => {
    expect(decide([due("30T08:30"), due("30T08:55", { isHeld: true })], null)).toMatchObject([
      { state: "skipped", dueAt: "2026-11-30T08:30:00.000Z" },
    ]);
  });
});
