// One reckoning of a fact's age: the memory's and the company's agree in every zone, a day that has
// not come makes no fact fresh, and one observation of unknown age leaves the age of all unknown.
import fc from "fast-check";
import { expect, it } from "vitest";
import { dateIn } from "../../../company/dates.ts";
import { factAge as companyAge } from "../../../company/freshness.ts";
import type { MemoryPolicy } from "../../../mcp-memory/policy.ts";
import { AHEAD, factAge, freshnessOf, STALE } from "../../../mcp-memory/recall/freshness.ts";

const instant = fc
  .date({ min: new Date("2026-11-01"), max: new Date("2026-12-10"), noInvalidDate: true })
  .map((at) => at.toISOString());
const text = fc.oneof(
  fc.constantFrom("plain", "As of: 2026-13-40", "verified: soon"),
  fc
    .tuple(fc.constantFrom("As of", "verified", "CHECKED"), instant)
    .map(([label, at]) => `${label}: ${at.slice(0, 10)} in the office`),
);
const entity = fc.record({
  name: fc.constant("x"),
  entityType: fc.constant("client"),
  at: fc.option(instant),
  observations: fc.array(fc.record({ text, at: fc.option(instant, { freq: 8 }) }), {
    maxLength: 4,
  }),
});
const zone = fc.constantFrom("UTC", "Europe/Lisbon", "Pacific/Kiritimati", "America/Sao_Paulo");

it("is the same in the plan and in recall", () => {
  fc.assert(
    fc.property(entity, instant, zone, (one, at, timeZone) => {
      const now = new Date(at);
      const today = dateIn(now, timeZone);
      const dateOf = (when: string | null) =>
        when === null ? null : dateIn(new Date(when), timeZone);
      expect(factAge(one, { now, timeZone })).toEqual(
        companyAge(one, { today, horizon: today, dateOf }),
      );
    }),
    { numRuns: 2_000 },
  );
});

const policyIn = (timeZone: string): MemoryPolicy => ({
  freshFor: [{ entityType: "client", days: 7 }],
  writers: [],
  retention: [],
  timeZone,
});
const dated = (at: string | null, ...texts: string[]) => ({
  entityType: "client",
  at,
  observations: texts.map((said) => ({ text: said, at })),
});

it.each([
  [
    "the seventh day in the company's zone",
    dated("2026-11-13T02:00:00Z", "x"),
    "America/Sao_Paulo",
    STALE,
  ],
  ["the same day in another zone", dated("2026-11-13T02:00:00Z", "x"), "UTC", "fresh"],
  ["written tomorrow", dated("2026-11-21T08:30:00Z", "x"), "UTC", AHEAD],
  [
    "already tomorrow over there",
    dated("2026-11-20T12:00:00Z", "x"),
    "Pacific/Kiritimati",
    "fresh",
  ],
  ["of 2038", dated("2038-01-19T03:14:07Z", "x"), "UTC", AHEAD],
  ["a mistyped year", dated("2026-11-20T08:00:00Z", "As of: 2062-11-20"), "UTC", AHEAD],
  [
    "checked, with a clock that was wrong",
    dated("2038-01-19T03:14:07Z", "As of: 2026-11-19"),
    "UTC",
    "fresh",
  ],
  ["of no day", dated(null, "x"), "UTC", STALE],
] as const)("a fact %s", (...[, fact, timeZone, expected]) => {
  const now = new Date("2026-11-20T12:30:00.000Z");
  expect(freshnessOf(fact, policyIn(timeZone), now)).toBe(expected);
});
