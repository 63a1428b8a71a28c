import { expect, it } from "vitest";
import { quietUntil, readQuietTime } from "../../company/quiet-time.ts";

const at = (instant: string, timeZone = "Europe/Lisbon", quiet = { from: "22:00", to: "07:00" }) =>
  quietUntil(quiet, { now: new Date(instant), timeZone })?.toISOString() ?? null;

it("lasts over midnight, to the minute, in the company's zone", () => {
  expect(at("2026-11-20T21:59:00Z")).toBeNull();
  expect(at("2026-11-20T22:00:00Z")).toBe("2026-11-21T07:00:00.000Z");
  expect(at("2026-11-21T06:59:59Z")).toBe("2026-11-21T07:00:00.000Z");
  expect(at("2026-11-21T07:00:00Z")).toBeNull();
  expect(at("2026-11-20T21:30:00Z", "Europe/Berlin")).toBe("2026-11-21T06:00:00.000Z");
});

it("may lie within a day, and ends at its time when the clocks change", () => {
  const lunch = { from: "12:00", to: "13:30" };
  expect(at("2026-11-20T12:10:00Z", "UTC", lunch)).toBe("2026-11-20T13:30:00.000Z");
  expect(at("2026-11-20T22:00:00Z", "UTC", lunch)).toBeNull();
  expect(at("2026-03-28T23:00:00Z")).toBe("2026-03-29T06:00:00.000Z");
});

it("is written as two times", () => {
  expect(readQuietTime(" 22:00 to 07:00 ")).toEqual({ from: "22:00", to: "07:00" });
  expect(readQuietTime("22:00-07:00")).toEqual({ from: "22:00", to: "07:00" });
  expect([readQuietTime(undefined), readQuietTime(" ")]).toEqual([null, null]);
});

it.each([
  ["8:15 - 16:00", "08:15", "16:00"],
  ["21 TO 6", "21:00", "06:00"],
  ["11pm to 6:30am", "23:00", "06:30"],
  ["12 am until 12 PM", "00:00", "12:00"],
  ["from 23h to 8h30", "23:00", "08:30"],
])("is read as people write times: %s", (text, from, to) => {
  expect(readQuietTime(text)).toEqual({ from, to });
});

it.each([
  ...["24:00 to 07:00", "07:00 to 07:00", "12am to 0:00", "at night", "23:61 to 7", "0am to 7am"],
  ...["9 to 8am", "2100-0600", "22:00 to 07:00 UTC", "22:00"],
])("is refused: %s", (text) => {
  expect(() => readQuietTime(text)).toThrow("HQ_NOTIFY_QUIET");
});
