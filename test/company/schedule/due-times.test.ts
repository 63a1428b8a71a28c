import { expect, it } from "vitest";
import { dueTimes } from "../../../company/schedule/due-times.ts";

const between = (schedule: string, timeZone: string, [from, until]: [string, string]) =>
  dueTimes({
    schedule,
    timeZone,
    after: new Date(from),
    until: new Date(until),
    limit: 10_000,
  }).map((time) => time.toISOString());

it("lists the due times after an instant up to another, which counts", () => {
  const daily = between("30 8 * * *", "UTC", ["2026-11-20T08:30:00Z", "2026-11-22T08:30:00Z"]);
  expect(daily).toEqual(["2026-11-21T08:30:00.000Z", "2026-11-22T08:30:00.000Z"]);
});

it("stops at its limit, so that a long absence is written down in parts", () => {
  const question = { schedule: "* * * * *", timeZone: "UTC", limit: 5 };
  const stretch = {
    after: new Date("2026-01-01T00:00:00Z"),
    until: new Date("2026-12-31T00:00:00Z"),
  };
  expect(dueTimes({ ...question, ...stretch })).toHaveLength(5);
});

it("gives none for a schedule that is none", () => {
  expect(between("nonsense", "UTC", ["2026-01-01T00:00:00Z", "2026-12-31T00:00:00Z"])).toEqual([]);
});

// The hours of a wall clock, reckoned without the library: every quarter of an hour of the year is asked.
function byHand(zone: string, isDue: (wall: string) => boolean): string[] {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "short",
  });
  const seen = new Set<string>();
  const found: string[] = [];
  for (
    let at = Date.parse("2026-01-01T00:00:00Z");
    at < Date.parse("2027-01-01T00:00:00Z");
    at += 60_000
  ) {
    const wall = format.format(at);
    // A wall time that comes twice is due once.
    if (!isDue(wall) || seen.has(wall)) continue;
    seen.add(wall);
    found.push(new Date(at).toISOString());
  }
  return found;
}

it.each(["Europe/Lisbon", "America/New_York", "Australia/Lord_Howe"])(
  "is right through a year in %s, both changes of the clocks included",
  (zone) => {
    const year = (schedule: string) =>
      between(schedule, zone, ["2025-12-31T23:59:00Z", "2026-12-31T23:59:00Z"]);
    expect(year("30 8 * * *")).toEqual(byHand(zone, (wall) => wall.endsWith("08:30")));
    const inTheGap = year("30 1 * * *");
    expect(new Set(inTheGap).size).toBe(inTheGap.length);
    expect(inTheGap.length).toBeGreaterThanOrEqual(365);
    expect(inTheGap.length).toBeLessThanOrEqual(366);
  },
);
