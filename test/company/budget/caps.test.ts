/** Who may spend what: reservations, caps and warnings, reckoned from what runs used. */
import { describe, expect, it } from "vitest";
import { alertsDue, compareCaps } from "../../../company/budget/cap.ts";
import { readLimit } from "../../../company/budget/limit.ts";
import type { Books } from "../../../company/budget/reckon.ts";
import { reserve } from "../../../company/budget/reserve.ts";
import { type ModelUsage, priceOf, type SpentRun, used } from "../../../company/budget/usage.ts";
import type { BudgetRule, PriceRule } from "../../../company/constitution/types.ts";

const NOW = new Date("2026-11-25T12:00:00Z");

const rule = (limit: string, per: BudgetRule["per"] = "month", scope = "company"): BudgetRule => ({
  line: 7,
  scope,
  per,
  limit: readLimit(limit, "EUR") ?? { amount: 0, unit: "EUR" },
  alertAt: 0.8,
});

const price = (model: string, input: number, unit = "EUR"): PriceRule => {
  return { line: 9, model, input, cached: input / 10, output: input * 4, unit };
};

const usage = (calls: number, inputTokens: number, more: Partial<ModelUsage> = {}): ModelUsage => ({
  ...{ model: "gpt-5", calls, inputTokens, outputTokens: 0 },
  ...{ cachedTokens: 0, estimatedCalls: 0, credits: null, ...more },
});

let seq = 0;
const run = (calls: number, tokens: number, more: Partial<SpentRun> = {}): SpentRun => {
  seq += 1;
  return {
    ...{ run: `run-${seq}`, agent: "marketing", startedAt: "2026-11-25T10:00:00Z" },
    ...{ endedAt: "2026-11-25T10:05:00Z", isRunning: false, reserved: {} },
    usage: calls === 0 ? [] : [usage(calls, tokens)],
    ...more,
  };
};
const working = (calls: number, tokens: number, reserved: Record<string, number>): SpentRun =>
  run(calls, tokens, { endedAt: null, isRunning: true, reserved });

const books = (runs: SpentRun[], prices: PriceRule[] = []): Books => {
  return { runs, prices, timeZone: "Europe/Lisbon", now: NOW };
};

const ask = (rules: BudgetRule[], of: Books, more: { past?: SpentRun[]; model?: string } = {}) =>
  reserve({ ...of, rules, agent: "marketing", past: more.past ?? [], model: more.model ?? null });

describe("a cap in minutes", () => {
  it("does not count what a run waited, then or now", () => {
    const waited = run(1, 10, { endedAt: "2026-11-25T11:00:00Z", waitedMs: 50 * 60_000 });
    const waits = working(1, 10, {});
    const waiting = { ...waits, waitingSince: "2026-11-25T10:03:00Z", waitedMs: 60_000 };
    const { why } = compareCaps({
      ...{ ...books([waited, waiting]), rules: [rule("12 minutes")] },
      ...{ run: waiting, before: [] },
    });
    expect(why).toContain("2 minutes used by this run, and 10 minutes used");
  });
});

describe("a cap that was given to a run", () => {
  const given = { ...rule("100 tokens", "run", "run"), line: 0, family: "first" };
  const first = run(1, 60, { run: "first", endedAt: null });
  const child = (tokens: number, more: Partial<SpentRun> = {}) =>
    run(1, tokens, { parent: "first", endedAt: null, isRunning: true, ...more });

  it("counts with all that it handed over, however far, and with nothing else", () => {
    const second = child(10, { run: "second" });
    const third = child(20, { parent: "second" });
    const of = (mine: SpentRun, others: SpentRun[]) =>
      compareCaps({ ...books([...others, mine]), rules: [given], run: mine, before: [] });
    expect(of(child(5), [first, second, run(1, 500)]).why).toBeNull();
    expect(of(child(15), [first, second, third]).why).toMatch(
      /100 tokens of first and what it hands over \(--budget\): 15 tokens used by this run, and 90 tokens used/,
    );
  });

  it("has no room for another when all is used, now or later", () => {
    expect(ask([given], books([first, child(40)]))).toMatchObject({
      kind: "refused",
      forGood: true,
    });
    // What is set aside may come back.
    const holds = child(10, { reserved: { tokens: 40 } });
    expect(ask([given], books([first, holds]))).toMatchObject({ kind: "refused", forGood: false });
    expect(ask([rule("1 tokens")], books([first]))).toMatchObject({ forGood: false });
    expect(ask([given], books([first, run(1, 500)]))).toMatchObject({
      ...{ kind: "reserved", amounts: { tokens: 40 } },
    });
  });
});

const HISTORY = [run(10, 1_000), run(10, 3_000), run(10, 2_000)];

describe("what models cost", () => {
  const prices = [price("*", 1), price("gpt-5*", 2), price("gpt-5", 3), price("*", 9, "credits")];

  it("is the closest row of the table", () => {
    const of = (model: string) => priceOf(model, { unit: "EUR", prices })?.input;
    expect([of("gpt-5"), of("GPT-5"), of("gpt-5-mini"), of("other"), of("")]).toEqual([
      ...[3, 3, 2, 1, 1],
    ]);
    expect(priceOf("other", { unit: "USD", prices })).toBeNull();
  });

  it("counts cached input by its own price, and credits as the client reports them", () => {
    const mixed = usage(1, 1e6, { cachedTokens: 400_000, outputTokens: 1e6 });
    expect(used([mixed], { unit: "EUR", prices }).amount).toBeCloseTo(0.6 * 3 + 0.4 * 0.3 + 12);
    const told = [usage(1, 1e6, { credits: 2 }), usage(1, 1e6)];
    expect(used(told, { unit: "credits", prices })).toEqual({ amount: 11, unpriced: [] });
    expect(used(told, { unit: "credits", prices: [] })).toEqual({ amount: 2, unpriced: ["gpt-5"] });
  });
});

describe("a run that begins", () => {
  it("sets aside what the department's runs usually use", () => {
    const rules = [rule("1M tokens"), rule("100 calls", "day"), rule("40 runs", "week")];
    expect(ask(rules, books([]), { past: HISTORY })).toEqual({
      kind: "reserved",
      amounts: { tokens: 2_000, calls: 10, runs: 1 },
    });
  });

  it("never sets aside more than its caps leave, the one of the run among them", () => {
    const rules = [rule("1M tokens"), rule("500 tokens", "run", "run")];
    expect(ask(rules, books([]), { past: HISTORY })).toMatchObject({ amounts: { tokens: 500 } });
    expect(ask([rule("300 tokens")], books([]))).toMatchObject({ amounts: { tokens: 300 } });
  });

  it("has no room where runs at work hold the rest, or less than one call is left", () => {
    const rules = [rule("5k tokens")];
    const held = [working(0, 0, { tokens: 2_000 }), working(30, 3_000, { tokens: 2_000 })];
    expect(ask(rules, books(held), { past: HISTORY })).toMatchObject({
      kind: "refused",
      why: 'nothing is left of the cap of 5,000 tokens per month of the company (row of "Budgets" on line 7), with what runs at work have set aside',
    });
    const almost = [run(30, 4_850)];
    expect(ask(rules, books(almost), { past: HISTORY })).toMatchObject({
      why: expect.stringContaining("only 150 tokens is left") as string,
    });
  });

  it("counts a department's own cap for it alone, and only runs of the period", () => {
    const rules = [rule("5k tokens", "day", "cfo"), rule("5k tokens", "day", "marketing")];
    const yesterday = run(10, 9_000, { startedAt: "2026-11-24T23:59:00Z" });
    const cfo = run(10, 9_000, { agent: "cfo" });
    expect(ask(rules, books([yesterday, cfo]))).toMatchObject({ amounts: { tokens: 5_000 } });
  });

  it("is one of the runs that a cap counts", () => {
    const rules = [rule("3 runs", "day")];
    const two = [run(0, 0), working(0, 0, { runs: 1 })];
    expect(ask(rules, books(two))).toMatchObject({ kind: "reserved" });
    expect(ask(rules, books([...two, run(1, 1)]))).toMatchObject({ kind: "refused" });
  });

  it.each([
    ["no price at all", [], undefined, "| * |"],
    ["a price in other money only", [price("*", 1, "USD")], undefined, "| * |"],
    ["no price of the model that is named", [price("gpt-4*", 1)], "gpt-5", "| gpt-5 |"],
  ])(
    "is refused under a cap of money with %s, and told the row to add",
    (...[, prices, model, row]) => {
      const named = model === undefined ? {} : { model };
      const answer = ask([rule("20 EUR")], books([], prices), named);
      expect(answer).toMatchObject({
        kind: "refused",
        why: expect.stringContaining(
          '20.00 EUR per month of the company (row of "Budgets" on line 7)',
        ) as string,
        fix: expect.stringContaining(`${row} 2.50 | 0.25 | 10 | EUR |`) as string,
      });
    },
  );

  it("is refused when a model was used this month that has no price", () => {
    const answer = ask([rule("20 EUR")], books([run(1, 10)], [price("gpt-4*", 1)]));
    expect(answer).toMatchObject({ why: expect.stringContaining("a token of gpt-5") as string });
  });
});

describe("a run that goes on", () => {
  const compare = (rules: BudgetRule[], runs: SpentRun[], before: ModelUsage[] = []) =>
    compareCaps({ ...books(runs, [price("gpt-5", 2)]), rules, run: runs[0] as SpentRun, before });

  it("ends when its cap would not hold another call like its last one", () => {
    const rules = [rule("1000 tokens", "run", "run")];
    const before = [usage(2, 600)];
    expect(compare(rules, [working(3, 700, { tokens: 1_000 })], before).why).toBeNull();
    const { why } = compare(rules, [working(3, 850, { tokens: 1_000 })], before);
    expect(why).toBe(
      'It came to the cap of 1,000 tokens per run (row of "Budgets" on line 7): 850 tokens used by this run. Raise the cap, or give it a smaller task.',
    );
  });

  it("is told what others used and hold", () => {
    const rules = [rule("1000 tokens", "day")];
    const others = [working(1, 100, { tokens: 300 }), run(1, 400)];
    const mine = working(2, 250, { tokens: 300 });
    expect(compare(rules, [mine, ...others], [usage(1, 125)]).why).toContain(
      "250 tokens used by this run, and 700 tokens used or set aside by others",
    );
  });

  it("holds the room of its next call, so that no other goes on into it", () => {
    const rules = [rule("1000 tokens", "day")];
    const mine = working(3, 300, { tokens: 300 });
    expect(compare(rules, [mine], [usage(2, 200)])).toEqual({ why: null, holds: { tokens: 400 } });
  });

  it("ends on a model without a price, and on its minutes", () => {
    const other = { ...working(1, 10, {}), usage: [usage(1, 10, { model: "new" })] };
    expect(compare([rule("20 EUR")], [other]).why).toContain("| new | 2.50 | 0.25 | 10 | EUR |");
    expect(compare([rule("121 minutes", "run", "run")], [working(1, 10, {})]).why).toBeNull();
    expect(compare([rule("120 minutes", "run", "run")], [working(1, 10, {})]).why).toContain(
      "120 minutes used by this run",
    );
  });
});

describe("a warning", () => {
  it("comes at its share of the cap, under a key of the row and the period", () => {
    const mine = working(1, 300, {});
    const due = (limit: string, per: BudgetRule["per"]) =>
      alertsDue({ ...books([mine, run(1, 500)]), rules: [rule(limit, per)], run: mine });
    expect(due("1001 tokens", "week")).toEqual([]);
    expect(due("1000 tokens", "week")).toEqual([
      {
        budget: "company per week in tokens",
        period: "2026-11-23",
        text: '80% of the cap of 1,000 tokens per week of the company (row of "Budgets" on line 7) is used: 800 tokens.',
      },
    ]);
    expect(due("300 tokens", "run")).toMatchObject([{ period: mine.run }]);
  });
});
