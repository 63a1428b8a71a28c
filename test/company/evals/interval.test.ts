import { expect, it } from "vitest";
import { wilson } from "../../../company/evals/interval.ts";

it.each<[number, number, [number, number]]>([
  // Worked out with R's binom.confint(method = "wilson").
  [5, 10, [0.2366, 0.7634]],
  [0, 10, [0, 0.2775]],
  [10, 10, [0.7225, 1]],
  [1, 1, [0.2065, 1]],
])("the interval of %i in %i", (passed, runs, [low, high]) => {
  const found = wilson(passed, runs);
  expect(found.low).toBeCloseTo(low, 3);
  expect(found.high).toBeCloseTo(high, 3);
});

it("nothing is known of no run", () => {
  expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
});
