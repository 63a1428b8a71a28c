import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addDays,
  dateIn,
  daysBetween,
  isIsoDate,
  isIsoWeek,
  isTimeZone,
  mondayOf,
  timeIn,
  weekOf,
} from "../../company/dates.ts";

const anyDate = fc
  .date({ min: new Date("1990-01-01"), max: new Date("2099-12-31"), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe("ISO dates", () => {
  it.each(["2026-02-28", "2028-02-29", "2026-12-31"])("%s is a day", (text) => {
    expect(isIsoDate(text)).toBe(true);
  });

  it.each([
    "2026-02-29",
    "2026-02-30",
    "2026-13-01",
    "2026-00-10",
    "26-01-01",
    "2026-1-1",
    "",
    "2026-01-01T00:00",
    " 2026-01-01",
  ])("%j is no day", (text) => {
    expect(isIsoDate(text)).toBe(false);
  });

  it("adds and counts days across months, years and leap days", () => {
    expect(addDays("2026-12-31", 1)).toBe("2027-01-01");
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(daysBetween("2026-11-20", "2026-11-18")).toBe(-2);
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -4000, max: 4000 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });

  it("knows the week of a date, also where the year of the week is another", () => {
    expect(weekOf("2026-11-20")).toBe("2026-W47");
    expect(weekOf("2027-01-01")).toBe("2026-W53");
    expect(weekOf("2024-12-30")).toBe("2025-W01");
    fc.assert(
      fc.property(anyDate, (date) => {
        const monday = mondayOf(weekOf(date));
        const behind = daysBetween(monday, date);
        expect(behind >= 0 && behind < 7).toBe(true);
        expect(new Date(`${monday}T00:00:00Z`).getUTCDay()).toBe(1);
      }),
    );
  });

  it.each(["2026-W53", "2026-W01", "2025-W52", "9999-W52"])("%s is a week", (week) => {
    expect(isIsoWeek(week)).toBe(true);
    expect(weekOf(mondayOf(week))).toBe(week);
  });

  it.each(["2025-W53", "2026-W00", "2026-W54", "2026-47", "2026-W7", "W47", ""])(
    "%j is no week",
    (week) => {
      expect(isIsoWeek(week)).toBe(false);
      expect(() => mondayOf(week)).toThrow(RangeError);
    },
  );

  it("takes a day that does not exist for a bug of the caller", () => {
    expect(() => addDays("soon", 1)).toThrow(RangeError);
    expect(() => daysBetween("2026-11-20", "")).toThrow(RangeError);
    expect(() => addDays("9999-12-31", 1)).toThrow(RangeError);
  });
});

describe("instants in a time zone", () => {
  it.each([
    ["2026-03-29T00:59:00Z", "Europe/Lisbon", "2026-03-29", "00:59"],
    ["2026-03-29T01:00:00Z", "Europe/Lisbon", "2026-03-29", "02:00"],
    ["2026-11-20T23:30:00Z", "Asia/Kathmandu", "2026-11-21", "05:15"],
    ["2026-11-20T03:00:00Z", "America/New_York", "2026-11-19", "22:00"],
    ["2026-11-20T00:00:00Z", "UTC", "2026-11-20", "00:00"],
    ["2026-12-31T12:00:00Z", "Pacific/Kiritimati", "2027-01-01", "02:00"],
  ])("%s in %s is %s at %s", (...[instant, zone, date, time]) => {
    expect(dateIn(new Date(instant), zone)).toBe(date);
    expect(timeIn(new Date(instant), zone)).toBe(time);
  });

  it("tells time zones from other words", () => {
    expect(["Europe/Lisbon", "UTC", "Asia/Kathmandu"].every(isTimeZone)).toBe(true);
    expect(
      ["", " ", "Europe/Atlantis", "Lisbon time", "__proto__", "+01:00"].some(isTimeZone),
    ).toBe(false);
  });
});
