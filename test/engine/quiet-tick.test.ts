/** A pass that finds nothing to do is short, and never where there is something. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dateIn } from "../../company/dates.ts";
import { quietTick } from "../../engine/quiet-tick.ts";
import { tick } from "../../engine/tick.ts";
import { TENDED } from "../../office/records/mark-names.ts";
import { NO_USAGE } from "../../office/runs/runtime.ts";
import { newRun } from "../ledger/samples.ts";
import { MACHINE, type Simulated, simulated } from "./simulated.ts";

const BUILD = "these programs";
let company: Simulated;
beforeEach(async () => {
  company = await simulated({ start: "2026-11-20T07:00:00.000Z" });
});
afterEach(() => company.close());

const pass = () => tick({ ...company.engine, ledger: company.ledger, build: BUILD });
const look = (more: { env?: Record<string, string>; build?: string | null } = {}) =>
  quietTick({
    ...{ root: company.root, now: company.clock.now, env: { HQ_MACHINE: MACHINE }, build: BUILD },
    ...more,
  });

describe("a quiet pass", () => {
  it("is one after a whole one, and tells what is next", async () => {
    expect(await look()).toBeNull();
    await pass();
    expect(await look()).toEqual({
      ...{ timeZone: "UTC", next: { job: "prompt:standup", at: "2026-11-20T08:30:00.000Z" } },
    });
  });

  it("says of each due time of a day what the whole pass says", async () => {
    await pass();
    for (let minute = 0; minute < 180; minute += 5) {
      company.clock.now = new Date(Date.parse("2026-11-20T07:00:00.000Z") + minute * 60_000);
      const isQuiet = (await look()) !== null;
      const before = company.runs.length;
      const { lines } = await pass();
      expect(isQuiet, company.clock.now.toISOString()).toBe(lines.length === 0);
      expect(company.runs.length).toBe(before + lines.length);
    }
    expect(company.runs).toEqual(["2026-11-20T08:30:00.000Z"]);
  });

  it.each<[string, () => unknown]>([
    ["the page was edited", () => company.cadence("| standup | `0 9 * * *` | coo | once |")],
    ["the clock was set back", () => company.clock.now.setUTCDate(18)],
    ["a run is at work", () => company.ledger.write(({ runs }) => runs.add(newRun()))],
    [
      "a run ended without waiting for what it handed over",
      () =>
        company.ledger.write(async ({ runs, handOvers, marks }) => {
          const run = await runs.add(newRun());
          const task = { agent: "cfo", task: "Reckon.", taskHash: "a".repeat(64) };
          const at = company.clock.now.toISOString();
          await handOvers.add({ run, leg: 1, ...task, review: null, at });
          await runs.end(run, { state: "done", at, result: "Done.", why: null, usage: NO_USAGE });
          // Tidied up today already.
          await marks.set(TENDED, dateIn(company.clock.now, "UTC"));
        }),
    ],
    [
      "what was kept is no JSON",
      () => writeFileSync(path.join(company.root, ".hq", "jobs.json"), "{"),
    ],
    [
      "what was kept is something else",
      () => writeFileSync(path.join(company.root, ".hq", "jobs.json"), '{"key":1}'),
    ],
  ])("is none when %s", async (_, change) => {
    await pass();
    expect(await look()).not.toBeNull();
    await change();
    expect(await look()).toBeNull();
  });

  it("is none for other programs, on another machine, and where the founder is told of things", async () => {
    await pass();
    expect(await look({ build: "others" })).toBeNull();
    expect(await look({ build: null })).toBeNull();
    expect(await look({ env: { HQ_MACHINE: "laptop" } })).toBeNull();
    expect(await look({ env: { HQ_MACHINE: MACHINE, HQ_NOTIFY: "notify-send" } })).toBeNull();
  });
});
