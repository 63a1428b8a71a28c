import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cadenceState, obligationState } from "../../company/calendar.ts";
import type { CatchUp } from "../../company/constitution/types.ts";
import { checkSchedule } from "../../company/cron.ts";
import { addDays, dateIn, timeIn } from "../../company/dates.ts";

const LISBON = "Europe/Lisbon";

function cadence(
  schedule: string,
  now: string,
  more: { lastRun?: string; catchUp?: CatchUp; since?: string; zone?: string } = {},
) {
  const state = cadenceState({
    rule: { schedule, catchUp: more.catchUp ?? { kind: "once" } },
    timeZone: more.zone ?? LISBON,
    now: new Date(now),
    lastRun: more.lastRun === undefined ? null : new Date(more.lastRun),
    since: more.since ?? null,
  });
  const iso = (date: Date | null) => date?.toISOString().slice(0, 16) ?? null;
  return {
    lastDue: iso(state.lastDue),
    nextDue: iso(state.nextDue),
    overdueSince: iso(state.overdueSince),
  };
}

/** The dumbest reading of the expressions above: minute and hour only. */
function matches(schedule: string, time: string): boolean {
  const [hour = "", minute = ""] = time.split(":");
  const [minutes = "", hours = ""] = schedule.split(" ");
  const fits = (field: string, value: number) => {
    if (field === "*") return true;
    if (field.startsWith("*/")) return value % Number(field.slice(2)) === 0;
    const [low = "", high = low] = field.split("-");
    return value >= Number(low) && value <= Number(high);
  };
  return fits(minutes, Number(minute)) && fits(hours, Number(hour));
}

describe("a recurring prompt", () => {
  it("is overdue from its due time until it has run", () => {
    expect(
      cadence("30 8 * * 1-5", "2026-11-20T08:29:00Z", { lastRun: "2026-11-19T08:31:00Z" })
        .overdueSince,
    ).toBeNull();
    expect(
      cadence("30 8 * * 1-5", "2026-11-20T08:30:00Z", { lastRun: "2026-11-19T08:31:00Z" })
        .overdueSince,
    ).toBe("2026-11-20T08:30");
    expect(
      cadence("30 8 * * 1-5", "2026-11-20T09:00:00Z", { lastRun: "2026-11-20T08:45:00Z" })
        .overdueSince,
    ).toBeNull();
  });

  it("keeps the company's clock over a change of daylight saving", () => {
    expect(cadence("0 9 * * *", "2026-03-28T12:00:00Z").nextDue).toBe("2026-03-29T08:00");
    expect(cadence("0 9 * * *", "2026-10-25T12:00:00Z").lastDue).toBe("2026-10-25T09:00");
    expect(cadence("0 9 * * *", "2026-03-07T16:00:00Z", { zone: "America/New_York" }).nextDue).toBe(
      "2026-03-08T13:00",
    );
  });

  it("comes once on the day whose hour does not exist, and once where it comes twice", () => {
    expect(cadence("30 1 * * *", "2026-03-29T05:00:00Z").lastDue?.slice(0, 10)).toBe("2026-03-29");
    const between = cadence("30 1 * * *", "2026-10-25T01:00:00Z");
    expect(between.lastDue).toBe("2026-10-25T00:30");
    expect(between.nextDue).toBe("2026-10-26T01:30");
  });

  it("was not due before the company began", () => {
    expect(
      cadence("0 9 * * *", "2026-11-20T12:00:00Z", { since: "2026-11-21" }).overdueSince,
    ).toBeNull();
    expect(
      cadence("0 9 * * *", "2026-11-20T12:00:00Z", { since: "2026-11-20" }).overdueSince,
    ).not.toBeNull();
  });

  it("is owed as its catch up says", () => {
    const late = (catchUp: CatchUp, now: string) =>
      cadence("0 9 * * 1", now, { catchUp }).overdueSince !== null;
    expect(late({ kind: "once" }, "2026-11-21T09:00:00Z")).toBe(true);
    expect(late({ kind: "skip" }, "2026-11-16T10:00:00Z")).toBe(false);
    expect(late({ kind: "within", minutes: 120 }, "2026-11-16T11:00:00Z")).toBe(true);
    expect(late({ kind: "within", minutes: 120 }, "2026-11-16T11:01:00Z")).toBe(false);
  });

  it("is overdue since the first time that was missed, not since the last", () => {
    expect(
      cadence("30 8 * * 1-5", "2026-11-20T12:00:00Z", { lastRun: "2026-11-17T08:31:00Z" }),
    ).toEqual({
      lastDue: "2026-11-20T08:30",
      nextDue: "2026-11-23T08:30",
      overdueSince: "2026-11-18T08:30",
    });
  });

  it("is caught up within its window only, however many times were missed before", () => {
    const catchUp: CatchUp = { kind: "within", minutes: 90 };
    const lastRun = "2026-11-19T00:00:00Z";
    expect(cadence("0 * * * *", "2026-11-20T12:10:00Z", { catchUp, lastRun }).overdueSince).toBe(
      "2026-11-20T11:00",
    );
  });

  it("counts a run on the due day, shortly before the time, as the run of that time", () => {
    const at = (lastRun: string, schedule = "0 16 * * 5") =>
      cadence(schedule, "2026-11-20T18:00:00Z", { lastRun }).overdueSince;
    expect(at("2026-11-20T15:10:00Z")).toBeNull();
    expect(at("2026-11-19T23:59:00Z")).toBe("2026-11-20T16:00");
    // Late for the first time of the day, and so not early for the second.
    expect(at("2026-11-20T10:00:00Z", "0 9,17 * * *")).toBe("2026-11-20T17:00");
    expect(at("2026-11-20T08:50:00Z", "0 9,17 * * *")).toBe("2026-11-20T17:00");
    expect(at("2026-11-20T17:00:00Z", "0 9,17 * * *")).toBeNull();
  });

  it("counts from the day in the company's zone on which it began", () => {
    const kathmandu = (since: string) =>
      cadence("15 0 * * *", "2026-11-20T12:00:00Z", { since, zone: "Asia/Kathmandu" }).overdueSince;
    // 00:15 of the 20th in Kathmandu is 18:30 of the 19th in UTC.
    expect(kathmandu("2026-11-20")).toBe("2026-11-19T18:30");
    expect(kathmandu("2026-11-19")).toBe("2026-11-18T18:30");
    expect(kathmandu("2026-11-21")).toBeNull();
    expect(cadence("0 0 * * *", "2026-11-20T12:00:00Z", { since: "2026-11-18" }).overdueSince).toBe(
      "2026-11-18T00:00",
    );
  });

  it("does not mind a last run that is no date, or that is still to come", () => {
    const at = (lastRun: string) => cadence("0 9 * * *", "2026-11-20T12:00:00Z", { lastRun });
    expect(at("nonsense").overdueSince).toBe("2026-11-20T09:00");
    expect(at("2027-01-01T00:00:00Z").overdueSince).toBeNull();
  });

  it.each([
    ["0 9 29 2 *", "2026-11-20T12:00:00Z", "2024-02-29T09:00", "2028-02-29T09:00"],
    ["59 23 31 12 *", "2027-01-01T00:00:00Z", "2026-12-31T23:59", "2027-12-31T23:59"],
    ["0 0 1 1 *", "2027-01-01T00:00:00Z", "2027-01-01T00:00", "2028-01-01T00:00"],
    ["0 9 L * *", "2026-02-28T09:00:00Z", "2026-02-28T09:00", "2026-03-31T08:00"],
  ])("with %s at %s was due %s and will be %s", (...[schedule, now, lastDue, nextDue]) => {
    expect(cadence(schedule, now)).toMatchObject({ lastDue, nextDue });
  });

  it("is due at the end of the gap, and once each in a list of hours, when the clocks change", () => {
    const zone = "America/New_York";
    expect(cadence("30 2 * * *", "2026-03-08T12:00:00Z", { zone }).lastDue).toBe(
      "2026-03-08T07:00",
    );
    expect(cadence("30 1,13 * * *", "2026-11-01T06:15:00Z", { zone })).toMatchObject({
      lastDue: "2026-11-01T05:30",
      nextDue: "2026-11-01T18:30",
    });
  });

  const zones = ["Europe/Lisbon", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe"];

  it("with one time a day comes exactly once on each day of any zone", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.integer({ min: 0, max: 1439 }),
        fc.integer({ min: 0, max: 365 }),
        (zone, minute, offset) => {
          const schedule = `${minute % 60} ${Math.floor(minute / 60)} * * *`;
          const day = addDays("2026-01-01", offset);
          const due = cadence(schedule, `${day}T12:00:00Z`, { zone }).nextDue ?? "";
          const after = cadence(schedule, `${due}:30Z`, { zone });
          expect(after.lastDue).toBe(due);
          const dayOf = (iso: string | null) => dateIn(new Date(`${iso}Z`), zone);
          expect(dayOf(after.nextDue)).toBe(addDays(dayOf(due), 1));
        },
      ),
      { numRuns: 200 },
    );
  });

  it("is due when the clock says so: against a look at every minute", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...zones),
        fc.constantFrom("*/20 * * * *", "5 * * * *", "0 */6 * * *", "15-17 3 * * *"),
        fc.constantFrom("2026-03-29T00:30Z", "2026-11-20T08:00Z", "2026-12-31T23:55Z"),
        (zone, schedule, from) => {
          const start = Date.parse(from);
          const now = new Date(start).toISOString();
          const { lastDue, nextDue } = cadence(schedule, now, { zone });
          const isDue = (time: number) => matches(schedule, timeIn(new Date(time), zone));
          const firstFrom = (time: number, step: number) => {
            let at = time;
            while (!isDue(at)) at += step;
            return new Date(at).toISOString().slice(0, 16);
          };
          expect(lastDue).toBe(firstFrom(start, -60_000));
          expect(nextDue).toBe(firstFrom(start + 60_000, 60_000));
        },
      ),
      { numRuns: 60 },
    );
  });

  it("is never due with a schedule that cannot be read", () => {
    for (const schedule of ["every day", "0 0 9 * * *", "@daily", "2026-11-20T09:00:00", ""]) {
      expect(cadence(schedule, "2026-11-20T12:00:00Z")).toEqual({
        lastDue: null,
        nextDue: null,
        overdueSince: null,
      });
    }
  });
});

function obligation(
  now: string,
  more: {
    schedule?: string;
    warnDays?: number;
    since?: string | null;
    completed?: string[];
    zone?: string;
  } = {},
) {
  return obligationState({
    rule: { schedule: more.schedule ?? "0 0 20 2,5,9,11 *", warnDays: more.warnDays ?? 14 },
    timeZone: more.zone ?? LISBON,
    now: new Date(now),
    since: more.since === undefined ? "2026-01-01" : more.since,
    completedDueDates: more.completed ?? [],
  });
}

describe("an obligation", () => {
  const done = ["2026-02-20", "2026-05-20", "2026-09-20"];

  it("is due by the end of its day", () => {
    expect(obligation("2026-11-20T23:59:00Z", { completed: done })).toEqual({
      lastDue: "2026-11-20",
      nextDue: "2026-11-20",
      overdueSince: null,
      dueInDays: 0,
      inWarning: true,
    });
    expect(obligation("2026-11-21T00:00:00Z", { completed: done }).overdueSince).toBe("2026-11-20");
  });

  it("is reckoned on the company's day, not on the server's", () => {
    expect(
      obligation("2026-11-21T02:00:00Z", { completed: done, zone: "America/New_York" })
        .overdueSince,
    ).toBeNull();
    expect(
      obligation("2026-11-20T20:00:00Z", { completed: done, zone: "Asia/Kathmandu" }).overdueSince,
    ).toBe("2026-11-20");
  });

  it("warns so many days before, and no more once it is done", () => {
    expect(obligation("2026-11-05T12:00:00Z", { completed: done })).toMatchObject({
      dueInDays: 15,
      inWarning: false,
    });
    expect(obligation("2026-11-06T12:00:00Z", { completed: done })).toMatchObject({
      dueInDays: 14,
      inWarning: true,
    });
    expect(
      obligation("2026-11-06T12:00:00Z", { completed: [...done, "2026-11-20"] }),
    ).toMatchObject({
      nextDue: "2027-02-20",
      inWarning: false,
    });
  });

  it("is overdue since the oldest day that was not completed, but not from before the company", () => {
    expect(obligation("2026-11-21T12:00:00Z").overdueSince).toBe("2026-02-20");
    expect(obligation("2026-11-21T12:00:00Z", { since: "2026-09-21" }).overdueSince).toBe(
      "2026-11-20",
    );
  });

  it("is overdue since its last day only while nothing says when the company began", () => {
    const at = (completed: string[]) =>
      obligation("2026-11-21T12:00:00Z", { since: null, completed }).overdueSince;
    expect(at([])).toBe("2026-11-20");
    expect(at(["2026-11-20"])).toBeNull();
  });

  it("gives the days that passed one after the other as they are completed", () => {
    const completed: string[] = [];
    for (;;) {
      const { overdueSince } = obligation("2026-11-21T12:00:00Z", { completed });
      if (overdueSince === null) break;
      completed.push(overdueSince);
    }
    expect(completed).toEqual([...done, "2026-11-20"]);
  });

  it("knows days that are done long before they are due", () => {
    const completed = [...done, "2026-11-20", "2027-02-20", "2027-05-20"];
    expect(obligation("2026-11-01T12:00:00Z", { completed })).toMatchObject({
      nextDue: "2027-09-20",
      overdueSince: null,
    });
  });

  it("is due on the day that the expression names, whatever its hour and the zone's clocks", () => {
    const due = (schedule: string, zone: string) =>
      obligation("2026-03-20T12:00:00Z", { schedule, zone }).nextDue;
    expect(due("30 1 29 3 *", LISBON)).toBe("2026-03-29");
    expect(due("59 23 31 3 *", "Pacific/Kiritimati")).toBe("2026-03-31");
    expect(due("0 0 1 4 *", "Pacific/Pago_Pago")).toBe("2026-04-01");
    expect(due("0 9-17 1 4 *", LISBON)).toBe("2026-04-01");
  });

  it("has no due day with a schedule that never fires or an unknown zone", () => {
    const nothing = {
      lastDue: null,
      nextDue: null,
      overdueSince: null,
      dueInDays: null,
      inWarning: false,
    };
    expect(obligation("2026-11-20T12:00:00Z", { schedule: "0 0 30 2 *" })).toEqual(nothing);
    expect(obligation("2026-11-20T12:00:00Z", { schedule: "soon" })).toEqual(nothing);
    expect(obligation("2026-11-20T12:00:00Z", { zone: "Mars/Olympus" })).toEqual(nothing);
  });

  it("knows the last day of a month and of February", () => {
    expect(obligation("2028-02-10T12:00:00Z", { schedule: "0 0 L 2 *", since: null }).nextDue).toBe(
      "2028-02-29",
    );
    expect(
      obligation("2026-11-20T12:00:00Z", { schedule: "0 0 31 12 *", since: null }).nextDue,
    ).toBe("2026-12-31");
  });

  it("does not look further back than 400 days, nor longer for a schedule of every minute", () => {
    const state = obligation("2026-11-20T12:00:00Z", {
      schedule: "* * * * *",
      since: "2020-01-01",
    });
    expect(state).toMatchObject({
      lastDue: "2026-11-20",
      overdueSince: "2025-10-16",
      dueInDays: 0,
    });
  });
});

describe("a schedule", () => {
  const now = new Date("2026-11-20T00:00:00Z");

  it.each(["30 8 * * 1-5", "0 0 L 1,4,7,10 *", "0 0 29 2 *"])("%s is fine", (schedule) => {
    expect(checkSchedule(schedule, LISBON, now)).toBeNull();
  });

  it.each([
    ["0 0 30 2 *", "never fires"],
    ["0 0 31 2,4,6,9,11 *", "never fires"],
    ["61 * * * *", "minute"],
    ["0 24 * * *", '"24" is not an hour (0 to 23)'],
    ["0 9 32 * *", '"32" is not a day of the month'],
    ["0 9 * 13 *", '"13" is not a month'],
    ["0 9 * * 8", '"8" is not a day of the week'],
    ["5/10 * * * *", '"5/10" is not a minute'],
    ["@daily", "1 field,"],
    ["0 0 0 1 1 *", "6 fields"],
    ["2026-01-01T00:00:00", "1 field,"],
    ["", "0 fields"],
    ["a b c d e", '"a" is not a minute'],
  ])("%j is reported: %s", (schedule, words) => {
    expect(checkSchedule(schedule, LISBON, now)).toContain(words);
  });

  it("is reported when its time zone is not known", () => {
    expect(checkSchedule("0 9 * * *", "Mars/Olympus", now)).toContain("Mars/Olympus");
  });
});
