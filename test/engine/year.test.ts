/** A year of a company, played with restarts, absences and crashes at every step. */
import { afterEach, describe, expect, it } from "vitest";
import { dueTimes } from "../../company/schedule/due-times.ts";
import { tick } from "../../engine/tick.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { rounds } from "../run/rounds.ts";
import { outcomes, type Simulated, simulated } from "./simulated.ts";

let company: Simulated;
afterEach(() => company.close());

const START = "2026-01-01T00:00:00.000Z";
const END = "2027-01-01T00:00:00.000Z";
const MINUTE_MS = 60_000;

/** A small generator of our own, so that a year can be played again by its number. */
function generator(seed: number): (below: number) => number {
  let state = seed * 2_654_435_761;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

class Killed extends Error {}

/** The ledger of a process that dies at its `left`-th write: before it, or when it is committed. */
function dying(ledger: Ledger, left: number, isCommitted: boolean): Ledger {
  let writes = 0;
  return {
    ...ledger,
    write: async (body) => {
      writes += 1;
      if (writes < left) return ledger.write(body);
      if (writes === left && isCommitted) await ledger.write(body);
      throw new Killed("killed");
    },
  };
}

async function play(timeZone: string, seed: number): Promise<{ kills: number; restarts: number }> {
  company = await simulated({
    start: START,
    timeZone,
    row: "| standup | `30 1,8 * * *` | coo | within 6h |",
  });
  await company.tick();
  const random = generator(seed);
  let kills = 0;
  let restarts = 0;
  while (company.clock.now < new Date(END)) {
    const isAway = random(100) === 0;
    const minutes = isAway ? random(14 * 24 * 60) : 1 + random(9 * 60);
    company.clock.now = new Date(company.clock.now.getTime() + minutes * MINUTE_MS);
    if (random(2) === 0) {
      const ledger = dying(company.ledger, 1 + random(3), random(2) === 0);
      await tick({ ...company.engine, ledger }).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
        kills += 1;
      });
    } else await company.tick();
    if (random(2) === 0) {
      await company.restart();
      restarts += 1;
    }
  }
  // Long enough for every lease to be over; the last absence may have ended days after the year.
  company.clock.now = new Date(company.clock.now.getTime() + 24 * 60 * MINUTE_MS);
  await company.tick();
  return { kills, restarts };
}

describe("a year with restarts and kills at every step", () => {
  it.each(["Europe/Lisbon", "America/New_York", "Australia/Lord_Howe"])(
    "in %s gives each due time exactly one outcome",
    async (timeZone) => {
      for (let seed = 1; seed <= rounds({ few: 1, many: 5 }); seed += 1) {
        if (seed > 1) await company.close();
        const { kills, restarts } = await play(timeZone, seed);
        const expected = dueTimes({
          schedule: "30 1,8 * * *",
          timeZone,
          after: new Date(START),
          until: company.clock.now,
          limit: 10_000,
        }).map((time) => time.toISOString());
        const all = await outcomes(company);
        expect(all.map(({ dueAt }) => dueAt)).toEqual(expected);
        expect(all.filter(({ state }) => state === "open" || state === "claimed")).toEqual([]);
        const ran = all.filter(({ state }) => state === "ran" || state === "late").length;
        expect(ran).toBeGreaterThan(300);
        // What was carried out and not written down before the kill is carried out again, and nothing else.
        expect(company.runs.length).toBeLessThanOrEqual(ran + kills);
        expect(kills).toBeGreaterThan(100);
        expect(restarts).toBeGreaterThan(500);
      }
    },
    120_000,
  );
});
