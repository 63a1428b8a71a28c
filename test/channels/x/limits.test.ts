import { expect, it } from "vitest";
import { limitsOf, usedUpUntil } from "../../../channels/x/limits.ts";

const AT = Date.parse("2026-11-24T10:00:00.000Z") / 1_000;

const headers = (kind: string, remaining: number, reset: number | string) => ({
  [`${kind}-remaining`]: String(remaining),
  [`${kind}-reset`]: String(reset),
});

it("of several limits that are used up the one that lasts longest counts", () => {
  const both = limitsOf({
    ...headers("x-user-limit-24hour", 0, AT + 7_200),
    ...headers("x-rate-limit", 0, AT + 900),
    ...headers("x-app-limit-24hour", 12, AT + 9_999),
  });
  expect(usedUpUntil(both)).toBe("2026-11-24T12:00:00.000Z");
});

it("headers that say nothing, or nonsense, limit nothing", () => {
  expect(usedUpUntil(limitsOf({}))).toBeNull();
  expect(usedUpUntil(limitsOf(headers("x-rate-limit", 0, "soon")))).toBeNull();
  expect(usedUpUntil(limitsOf(headers("x-rate-limit", 0, 1e300)))).toBeNull();
  expect(
    usedUpUntil(limitsOf({ "x-rate-limit-remaining": ["0"], "x-rate-limit-reset": "1" })),
  ).toBeNull();
});
