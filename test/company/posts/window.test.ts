import { describe, expect, it } from "vitest";
import { readRhythms, slotOf, slotsFor } from "../../../company/posts/slots.ts";
import { instantAt, parseAt, windowOf, windowText } from "../../../company/posts/window.ts";

const ZONE = "Europe/Lisbon";
const at = (date: string, time: string, timeZone = ZONE) =>
  instantAt({ date, time, timeZone }).toISOString();

describe("a wall time", () => {
  it("is an instant in the company's zone, in winter and in summer", () => {
    expect(at("2026-11-24", "09:30")).toBe("2026-11-24T09:30:00.000Z");
    expect(at("2026-07-24", "09:30")).toBe("2026-07-24T08:30:00.000Z");
    expect(at("2026-07-24", "09:30", "Asia/Kathmandu")).toBe("2026-07-24T03:45:00.000Z");
  });

  it("that the clocks pass over is the first instant after the gap", () => {
    expect(at("2026-03-29", "01:30")).toBe("2026-03-29T01:00:00.000Z");
    expect(at("2026-03-29", "02:00")).toBe("2026-03-29T01:00:00.000Z");
    expect(at("2026-03-29", "00:59")).toBe("2026-03-29T00:59:00.000Z");
    expect(at("2026-03-08", "02:15", "America/New_York")).toBe("2026-03-08T07:00:00.000Z");
  });

  it("that comes twice is the first of the two", () => {
    expect(at("2026-10-25", "01:30")).toBe("2026-10-25T00:30:00.000Z");
  });
});

describe("a window", () => {
  const wish = { date: "2026-11-24", slots: [], timeZone: ZONE };
  const slots = [slotOf("Tue 10:00")].filter((slot) => slot !== null);

  it("is what At says, or two hours from a time alone", () => {
    expect(windowOf({ ...wish, at: "9:30 to 11:00" })).toEqual({
      kind: "window",
      window: { from: "2026-11-24T09:30:00.000Z", to: "2026-11-24T11:00:00.000Z" },
    });
    expect(windowOf({ ...wish, at: "09:30" })).toMatchObject({
      window: { to: "2026-11-24T11:30:00.000Z" },
    });
  });

  it("is the channel's slot where there is no At", () => {
    expect(windowOf({ ...wish, at: null, slots })).toMatchObject({
      window: { from: "2026-11-24T10:00:00.000Z", to: "2026-11-24T12:00:00.000Z" },
    });
    expect(windowOf({ ...wish, date: "2026-11-25", at: null, slots }).kind).toBe("none");
  });

  it("is none when it is empty, turned around, or no time", () => {
    expect(windowOf({ ...wish, at: "11:00 to 11:00" })).toMatchObject({ kind: "none" });
    expect(windowOf({ ...wish, at: "11:00 to 09:30" })).toMatchObject({ kind: "none" });
    // Both ends lie in the hour that the clocks pass over.
    const gap = { ...wish, date: "2026-03-29", at: "01:10 to 01:50" };
    expect(windowOf(gap)).toMatchObject({ kind: "none" });
    for (const none of ["", "noon", "25:00", "9", "09:30 to", "09:60"]) {
      expect(parseAt(none)).toBeNull();
    }
  });

  it("across a change of the clocks ends at the wall time that it says", () => {
    const spring = windowOf({ ...wish, date: "2026-03-29", at: "00:30 to 02:30" });
    expect(spring).toMatchObject({
      window: { from: "2026-03-29T00:30:00.000Z", to: "2026-03-29T01:30:00.000Z" },
    });
    const window = { from: "2026-11-24T23:30:00.000Z", to: "2026-11-25T01:30:00.000Z" };
    expect(windowText(window, ZONE)).toBe("2026-11-24 23:30 to 2026-11-25 01:30");
  });
});

describe("slots", () => {
  const days = (written: string, dates: string[]) =>
    dates.filter((date) => slotOf(written)?.isOn(date));

  it("fall on a day of the week, or on one of the month", () => {
    const november = Array.from(
      { length: 30 },
      (_, day) => `2026-11-${String(day + 1).padStart(2, "0")}`,
    );
    expect(days("Tue 09:30", november)).toEqual([
      "2026-11-03",
      "2026-11-10",
      "2026-11-17",
      "2026-11-24",
    ]);
    expect(days("2nd Wed 10:00", november)).toEqual(["2026-11-11"]);
    expect(days("second Wednesday 10:00", november)).toEqual(["2026-11-11"]);
    expect(days("last Fri 10:00", november)).toEqual(["2026-11-27"]);
    expect(days("5th Mon 10:00", november)).toEqual(["2026-11-30"]);
  });

  it("are read from the table of channels; a page without the column has none", () => {
    const table = (slot: string) =>
      `## Channels\n\n| Channel | Slot |\n|---|---|\n| x | ${slot} |\n| ~~dev.to~~ | Tue 09:30 |\n`;
    const { rhythms, findings } = readRhythms(table("Tue 09:30, sometimes"));
    expect(slotsFor(rhythms, "x").map(({ written }) => written)).toEqual(["Tue 09:30"]);
    expect(rhythms.map(({ channel }) => channel)).toEqual(["x"]);
    expect(findings).toMatchObject([{ line: 5, what: 'the slot "sometimes"' }]);
    expect(readRhythms("## Channels\n\n| Channel |\n|---|\n| x |\n").rhythms).toEqual([
      { channel: "x", slots: [] },
    ]);
    expect(readRhythms("nothing").rhythms).toEqual([]);
  });
});
