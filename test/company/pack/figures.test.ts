import fc from "fast-check";
import { expect, it } from "vitest";
import { shownFigure } from "../../../company/pack/figures.ts";

it("a figure has its commas where Node would set them", () => {
  const whole = fc.integer({ min: -1e15, max: 1e15 });
  const small = fc.integer({ min: -20_000, max: 20_000 });
  const part = small.map((value) => value / 100);
  fc.assert(
    fc.property(fc.oneof(whole, small, part), (value) => {
      const decimals = Number.isInteger(value) ? 0 : 2;
      const money = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
      expect(shownFigure(value, "EUR")).toBe(`€${value.toLocaleString("en-US", money)}`);
      expect(shownFigure(value, "days")).toBe(`${value.toLocaleString("en-US")} days`);
    }),
  );
});
