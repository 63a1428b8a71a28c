import { expect, it } from "vitest";
import { readMoment } from "../../../office/memory/moment.ts";

it.each([
  ["2026-11-20", "UTC", "2026-11-20T23:59:59.999Z"],
  ["2026-11-20", "Pacific/Auckland", "2026-11-20T10:59:59.999Z"],
  ["2026-11-20", "Pacific/Kiritimati", "2026-11-20T09:59:59.999Z"],
  ["2026-11-20", "Pacific/Pago_Pago", "2026-11-21T10:59:59.999Z"],
  // The day on which summer time ends has 25 hours.
  ["2026-10-25", "Europe/Lisbon", "2026-10-25T23:59:59.999Z"],
  ["2026-10-24", "Europe/Lisbon", "2026-10-24T22:59:59.999Z"],
  ["2026-11-20T14:00:00+02:00", "UTC", "2026-11-20T12:00:00.000Z"],
  ["yesterday", "UTC", "2026-11-19T23:59:59.999Z"],
  ["thu", "Pacific/Auckland", "2026-11-19T10:59:59.999Z"],
  ["-2d", "UTC", "2026-11-18T23:59:59.999Z"],
  ["17", "UTC", 17],
  ["#17", "UTC", 17],
])("reads %s in %s as %s", (text, timeZone, moment) => {
  expect(readMoment(text, { timeZone, now: new Date("2026-11-20T08:30:00Z") })).toBe(moment);
});
