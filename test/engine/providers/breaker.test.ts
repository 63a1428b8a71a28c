import { describe, expect, it } from "vitest";
import { afterFault, faultOf, openUntil } from "../../../engine/providers/breaker.ts";

const NOW = new Date("2026-11-30T08:00:00.000Z");
const minutesLater = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

describe("a failure", () => {
  it.each([
    [401, "authentication", "refused"],
    [403, "authentication", "refused"],
    [402, "query", "refused"],
    [404, "query", "refused"],
    [429, "rate_limit", "limited"],
    [500, "query", "down"],
    [503, "query", "down"],
    [null, "query", "down"],
    [400, "query", null],
    [413, "query", null],
  ])("%s (%s) is of the kind %s", (status, type, kind) => {
    expect(faultOf({ status, type })).toBe(kind);
  });
});

describe("a breaker", () => {
  const failed = (before: ReturnType<typeof afterFault> | null, now = NOW) =>
    afterFault(before, { provider: "gpu", fault: "down", why: "500", now });

  it("is open for a while, and then one run tries", () => {
    const breaker = failed(null);
    expect(openUntil(breaker, minutesLater(0.4))).toBe(breaker.openUntil);
    expect(openUntil(breaker, minutesLater(0.5))).toBeNull();
    expect(openUntil(null, NOW)).toBeNull();
  });

  it("stays open twice as long with each failure that follows another, up to an hour", () => {
    let breaker = failed(null);
    const waits = [];
    for (let time = 0; time < 10; time++) {
      waits.push((Date.parse(breaker.openUntil) - NOW.getTime()) / 60_000);
      breaker = failed(breaker);
    }
    expect(waits).toEqual([0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60]);
  });

  it("of a clock that was set back does not stay open for days", () => {
    const breaker = failed(null, minutesLater(3 * 1440));
    expect(openUntil(breaker, NOW)).toBeNull();
  });
});
