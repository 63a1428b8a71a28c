import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { HqError } from "../../company/error.ts";
import { tick } from "../../engine/tick.ts";
import { LedgerError } from "../../ledger/error.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { PromptOutcome } from "../../office/run-prompt.ts";
import { outcomes, type Simulated, type SimulatedOptions, simulated } from "./simulated.ts";

let company: Simulated;
const begin = async (options: Partial<SimulatedOptions> = {}) => {
  company = await simulated({ start: "2026-11-30T08:00:00Z", inMemory: true, ...options });
  await company.tick();
};
const at = async (instant: string) => {
  company.clock.now = new Date(instant);
  return (await company.tick()).lines;
};

afterEach(() => company.close());

describe("a pass over what is due", () => {
  it("does it once, in time, and then nothing until it is due again", async () => {
    await begin();
    expect(await at("2026-11-30T08:29:59Z")).toEqual([]);
    expect(await at("2026-11-30T08:31:00Z")).toMatchObject([{ outcome: "ran", why: "planned" }]);
    expect(await at("2026-11-30T08:32:00Z")).toEqual([]);
    expect(await at("2026-12-01T08:30:00Z")).toMatchObject([{ outcome: "ran" }]);
    expect(company.runs).toHaveLength(2);
  });

  it("back-fills nothing of the time before it began", async () => {
    await begin({ start: "2026-11-30T09:00:00Z" });
    expect(await at("2026-11-30T23:00:00Z")).toEqual([]);
  });

  it("after weeks of absence runs the last one, late, and calls the others missed", async () => {
    await begin();
    const lines = await at("2026-12-21T12:00:00Z");
    expect(lines.map(({ outcome }) => outcome)).toEqual([...Array(21).fill("missed"), "late"]);
    expect(company.runs).toHaveLength(1);
  });

  it("writes a year of minutes down, each with its outcome", async () => {
    await begin({ row: "| standup | `* * * * *` | coo | skip |" });
    await at("2026-12-05T08:00:30Z");
    const all = await outcomes(company);
    expect(all).toHaveLength(5 * 24 * 60);
    expect(all.filter(({ state }) => state !== "missed")).toEqual([
      { dueAt: "2026-12-05T08:00:00.000Z", state: "ran" },
    ]);
  });

  it("says skipped when there was nothing to do", async () => {
    await begin({ run: async () => ({ kind: "nothing", why: "no lesson is new" }) });
    expect(await at("2026-11-30T08:30:00Z")).toMatchObject([
      { outcome: "skipped", why: "no lesson is new" },
    ]);
  });

  it("tries a failure again, three times in all, and then says what failed", async () => {
    const run = async (): Promise<PromptOutcome> => {
      throw new HqError("memory", "The disk is full.");
    };
    await begin({ run });
    expect(await at("2026-11-30T08:30:00Z")).toMatchObject([{ outcome: "failed" }]);
    expect(await at("2026-11-30T08:30:30Z")).toEqual([]);
    expect(await at("2026-11-30T08:31:30Z")).toMatchObject([{ outcome: "failed" }]);
    expect(await at("2026-11-30T08:34:00Z")).toMatchObject([{ outcome: "failed" }]);
    expect(await at("2026-11-30T08:40:00Z")).toMatchObject([
      { outcome: "missed", why: expect.stringContaining("The disk is full.") },
    ]);
    expect(await at("2026-11-30T09:40:00Z")).toEqual([]);
  });

  it("waits for what it began beside also when it fails itself", async () => {
    await begin();
    const { ledger, engine } = company;
    let isAtWork = false;
    const carryOn = async () => {
      isAtWork = true;
      await pause(50);
      isAtWork = false;
      return [];
    };
    const read: Ledger["read"] = (body) =>
      isAtWork ? Promise.reject(new LedgerError("failed", "The disk is gone.")) : ledger.read(body);
    const failing = { ...engine, carryOn, ledger: { ...ledger, read } };
    await expect(tick(failing)).rejects.toThrow("The disk is gone.");
    expect(isAtWork).toBe(false);
  });

  it("goes on with the other due times when one fails on a bug of ours", async () => {
    await begin({ run: () => Promise.reject(new TypeError("x is not a function")) });
    expect(await at("2026-11-30T08:30:00Z")).toMatchObject([
      { outcome: "failed", why: expect.stringContaining("x is not a function") },
    ]);
  });
});

describe("a table that changes", () => {
  it("skips what is open of a row that is gone, and begins anew when it comes back", async () => {
    let isBroken = true;
    await begin({
      run: async () => {
        if (isBroken) throw new HqError("memory", "busy");
        return { kind: "done", summary: "planned" };
      },
    });
    await at("2026-11-30T08:30:00Z");
    company.cadence("");
    expect(await at("2026-11-30T08:31:30Z")).toMatchObject([{ outcome: "skipped" }]);
    isBroken = false;
    await at("2026-12-03T12:00:00Z");
    company.cadence("| standup | `30 8 * * *` | coo | once |");
    expect(await at("2026-12-05T12:00:00Z")).toEqual([]);
    expect(await at("2026-12-06T08:31:00Z")).toMatchObject([{ outcome: "ran" }]);
  });

  it("follows a new schedule from the moment it is there", async () => {
    await begin();
    company.cadence("| standup | `0 7 * * *` | coo | once |");
    expect(await at("2026-12-01T07:02:00Z")).toMatchObject([
      { dueAt: "2026-12-01T07:00:00.000Z", outcome: "ran" },
    ]);
  });
});

describe("a stop", () => {
  const stop = (scope: string) =>
    company.ledger.write(({ stops }) =>
      stops.set({ scope, at: company.clock.now.toISOString(), who: "founder", why: "holiday" }),
    );

  it.each(["all", "coo"])("of %s holds the work, over restarts", async (scope) => {
    await begin({ inMemory: false });
    await stop(scope);
    await company.restart();
    expect(await at("2026-11-30T08:31:00Z")).toEqual([]);
    expect(await at("2026-12-01T08:31:00Z")).toMatchObject([
      { outcome: "skipped", why: expect.stringContaining("holiday") },
    ]);
    await company.ledger.write(({ stops }) => stops.lift(scope));
    expect(await at("2026-12-01T08:35:00Z")).toMatchObject([{ outcome: "ran" }]);
  });

  it("of another department does not", async () => {
    await begin();
    await stop("marketing");
    expect(await at("2026-11-30T08:31:00Z")).toMatchObject([{ outcome: "ran" }]);
  });
});

describe("a clock that is wrong", () => {
  it("set back an hour, does nothing twice", async () => {
    await begin();
    await at("2026-11-30T08:31:00Z");
    expect(await at("2026-11-30T07:31:00Z")).toEqual([]);
    expect(await at("2026-11-30T08:31:00Z")).toEqual([]);
    expect(await at("2026-12-01T08:31:00Z")).toMatchObject([{ outcome: "ran" }]);
    expect(company.runs).toHaveLength(2);
  });

  it("years ahead for one pass, does not cost the years their standups", async () => {
    await begin();
    await at("2031-01-01T09:00:00Z");
    company.clock.now = new Date("2026-12-01T08:00:00Z");
    const back = await company.tick();
    expect(back.clockSetBack).toBeGreaterThan(4 * 365 * 24 * 60);
    expect(await at("2026-12-01T08:31:00Z")).toMatchObject([{ outcome: "ran" }]);
    expect(await at("2026-12-02T08:31:00Z")).toMatchObject([{ outcome: "ran" }]);
    const events = await company.ledger.read((tables) => tables.events.since("2026", 10));
    expect(events).toMatchObject([{ what: "clock.set-back" }]);
  });
});

describe("where it may run", () => {
  it("is the machine that the constitution names, with its record", async () => {
    await begin();
    const there = { ...company.engine, ledger: company.ledger, machine: "laptop" };
    await expect(tick(there)).rejects.toThrow(/runner is desk, this is laptop/);
    const { openLedger } = await import("../../ledger/open.ts");
    const empty = await openLedger({ file: ":memory:" });
    await expect(tick({ ...company.engine, ledger: empty })).rejects.toThrow(
      /record in \.hq\/ is not here/,
    );
    await empty.close();
  });
});

describe("two at once", () => {
  it("carry a due time out once", async () => {
    await begin();
    company.clock.now = new Date("2026-11-30T08:31:00Z");
    const passes = await Promise.all([1, 2, 3, 4].map(() => company.tick()));
    expect(passes.flatMap(({ lines }) => lines)).toHaveLength(1);
    expect(company.runs).toHaveLength(1);
  });
});
