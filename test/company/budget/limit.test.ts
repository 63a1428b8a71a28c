/** How amounts are read and written. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { amountWords, COUNTED, readLimit } from "../../../company/budget/limit.ts";

describe("an amount", () => {
  it.each([
    ["30", 30, "EUR"],
    ["2.50", 2.5, "EUR"],
    ["20 EUR", 20, "EUR"],
    ["1,250.50 USD", 1250.5, "USD"],
    ["2M tokens", 2_000_000, "tokens"],
    ["2.1M tokens", 2_100_000, "tokens"],
    ["1.5 M Tokens", 1_500_000, "tokens"],
    ["500k tokens", 500_000, "tokens"],
    ["2 000 000 tokens", 2_000_000, "tokens"],
    ["2\u202f000\u202f000 tokens", 2_000_000, "tokens"],
    ["1 000 calls", 1000, "calls"],
    ["1'000 calls", 1000, "calls"],
    ["1 run", 1, "runs"],
    ["40 runs", 40, "runs"],
    ["120 minutes", 120, "minutes"],
    ["90 min", 90, "minutes"],
    ["5 minutes", 5, "minutes"],
    ["1000 credits", 1000, "credits"],
    ["0", 0, "EUR"],
    ["€35", 35, "EUR"],
    ["12.50 €", 12.5, "EUR"],
    ["eur 8", 8, "EUR"],
    ["1 euro", 1, "EUR"],
    ["$1,200", 1200, "USD"],
    ["US$ 7", 7, "USD"],
    ["9 chf", 9, "CHF"],
    ["30 Swiss francs", 30, "CHF"],
    ["3m tokens", 3_000_000, "tokens"],
    ["1.2 million tokens", 1_200_000, "tokens"],
    ["4 thousand calls", 4000, "calls"],
    ["3 hours", 180, "minutes"],
    ["1.5h", 90, "minutes"],
  ])("%s is read", (text, amount, unit) => {
    expect(readLimit(text, "EUR")).toEqual({ amount, unit });
  });

  it.each(
    [
      "",
      "much",
      "-5",
      "1e9",
      "2,50",
      "1.000.000 tokens",
      "10,00 EUR",
      "1.500 EUR",
      "20 ABC",
      "€5 EUR",
      "€-5",
      "5m",
      "5 €/day",
      "30 runs per week",
      "20 dollars",
      "5 kr",
      "1h30",
      "2.5 runs",
      "5 days",
    ].map((text) => [text]),
  )("%j is none", (text) => {
    expect(readLimit(text, "EUR")).toBeNull();
  });

  it("of a bare number is the company's own money, and a code it made up itself is known", () => {
    expect(readLimit("5", "XQX")).toEqual({ amount: 5, unit: "XQX" });
    expect(readLimit("5 XQX", "XQX")).toEqual({ amount: 5, unit: "XQX" });
  });

  it("with a sign that several currencies share is in the company's, where it is one of them", () => {
    expect(readLimit("$20", "CAD")).toEqual({ amount: 20, unit: "CAD" });
    expect(readLimit("kr 200", "SEK")).toEqual({ amount: 200, unit: "SEK" });
    expect(readLimit("CA$20", "USD")).toEqual({ amount: 20, unit: "CAD" });
  });

  it("is read again as it was written", () => {
    const whole = fc.record({ amount: fc.nat(1e9), unit: fc.constantFrom(...COUNTED) });
    const money = fc.record({
      amount: fc.nat(1e9).map((cents) => cents / 100),
      unit: fc.constantFrom("EUR", "USD", "JPY"),
    });
    fc.assert(
      fc.property(fc.oneof(whole, money), (limit) => {
        expect(readLimit(amountWords(limit), "GBP")).toEqual(limit);
      }),
    );
  });
});
