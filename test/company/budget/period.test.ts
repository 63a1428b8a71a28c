/** Days, weeks and months of a cap, where the company is. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isWithin, longestPeriodStart, periodAt, shareOf } from "../../../company/budget/period.ts";
import { dateIn } from "../../../company/dates.ts";

const LISBON = "Europe/Lisbon";

describe("a period", () => {
  it.each([
    ["day", "2026-11-25T12:00:00Z", LISBON, "2026-11-25", "2026-11-26"],
    ["day", "2026-11-25T12:00:00Z", "Pacific/Kiritimati", "2026-11-26", "2026-11-27"],
    ["day", "2026-11-25T05:00:00Z", "America/Los_Angeles", "2026-11-24", "2026-11-25"],
    // The day of 25 hours: both of its first hours are its own.
    ["day", "2026-10-24T23:30:00Z", LISBON, "2026-10-25", "2026-10-26"],
    ["day", "2026-10-25T00:30:00Z", LISBON, "2026-10-25", "2026-10-26"],
    ["day", "2026-10-25T23:59:00Z", LISBON, "2026-10-25", "2026-10-26"],
    ["day", "2026-10-26T00:00:00Z", LISBON, "2026-10-26", "2026-10-27"],
    // The day of 23.
    ["day", "2026-03-29T22:59:00Z", LISBON, "2026-03-29", "2026-03-30"],
    ["day", "2026-03-29T23:00:00Z", LISBON, "2026-03-30", "2026-03-31"],
    ["week", "2026-11-29T23:59:00Z", LISBON, "2026-11-23", "2026-11-30"],
    ["week", "2026-11-30T00:00:00Z", LISBON, "2026-11-30", "2026-12-07"],
    ["week", "2027-01-01T12:00:00Z", LISBON, "2026-12-28", "2027-01-04"],
    ["month", "2026-12-31T23:59:00Z", LISBON, "2026-12-01", "2027-01-01"],
    ["month", "2026-02-28T12:00:00Z", LISBON, "2026-02-01", "2026-03-01"],
    ["month", "2026-01-31T12:00:00Z", LISBON, "2026-01-01", "2026-02-01"],
  ] as const)("of a %s at %s in %s", (...[per, instant, zone, from, until]) => {
    expect(periodAt(per, new Date(instant), zone)).toEqual({ from, until });
  });

  it("holds its own instant, and every one that it holds began after the longest start", () => {
    const instant = fc.date({
      min: new Date("2026-01-01T00:00:00Z"),
      max: new Date("2027-12-31T00:00:00Z"),
      noInvalidDate: true,
    });
    const zone = fc.constantFrom(LISBON, "America/St_Johns", "Pacific/Kiritimati", "UTC");
    const per = fc.constantFrom("day" as const, "week" as const, "month" as const);
    fc.assert(
      fc.property(
        instant,
        fc.nat(40 * 86_400_000),
        zone,
        per,
        (...[now, agoMs, timeZone, kind]) => {
          const period = periodAt(kind, now, timeZone);
          expect(isWithin(period, now, timeZone)).toBe(true);
          const before = new Date(now.getTime() - agoMs);
          if (isWithin(period, before, timeZone)) {
            expect(before >= longestPeriodStart(now, timeZone)).toBe(true);
            expect(dateIn(before, timeZone) >= period.from).toBe(true);
          }
        },
      ),
    );
  });

  it("has passed by half at its middle", () => {
    const noon = new Date("2026-11-25T12:00:00Z");
    expect(shareOf(periodAt("day", noon, "UTC"), noon, "UTC")).toBe(0.5);
    expect(shareOf(periodAt("week", noon, "UTC"), noon, "UTC")).toBeCloseTo(2.5 / 7);
  });
});
