import { describe, expect, it } from "vitest";
import { readLimit } from "../../../company/budget/limit.ts";
import { parseConstitution } from "../../../company/constitution/parse.ts";
import type { BudgetRule } from "../../../company/constitution/types.ts";
import { overPostCap, postsUsed } from "../../../company/posts/post-caps.ts";

const NOW = new Date("2026-11-24T10:00:00.000Z");

function rule(limit: string, per: BudgetRule["per"] = "day", scope = "posts"): BudgetRule {
  const read = readLimit(limit, "EUR");
  if (read === null) throw new Error(limit);
  return { line: 9, scope, limit: read, per, alertAt: 0.8 };
}

const books = (...sent: [at: string, costMicroUsd: number][]) => ({
  sent: sent.map(([at, costMicroUsd]) => ({ at, costMicroUsd })),
  timeZone: "Europe/Lisbon",
  now: NOW,
});

describe("a cap on posts", () => {
  it("counts them in its period, in the company's days", () => {
    const three = books(
      ["2026-11-24T09:00:00.000Z", 15_000],
      ["2026-11-24T00:10:00.000Z", 200_000],
      ["2026-11-23T23:50:00.000Z", 15_000],
    );
    expect(postsUsed(rule("3 posts"), three)).toBe(2);
    expect(postsUsed(rule("3 posts", "week"), three)).toBe(3);
    expect(postsUsed(rule("5 USD", "month"), three)).toBeCloseTo(0.23);
    expect(overPostCap([rule("3 posts")], three, 15_000)).toBeNull();
    expect(overPostCap([rule("2 posts")], three, 15_000)).toBe(
      'the cap of 2 posts per day ("Budgets", line 9) has no room: 2 posts used',
    );
  });

  it("in money stops what costs more than is left, and not what is charged nothing", () => {
    const one = books(["2026-11-24T09:00:00.000Z", 200_000]);
    expect(overPostCap([rule("0.40 USD")], one, 200_000)).toBeNull();
    expect(overPostCap([rule("0.30 USD")], one, 200_000)).toContain("0.30 USD per day");
    expect(overPostCap([rule("0.30 USD")], one, 15_000)).toBeNull();
    expect(overPostCap([rule("0 USD")], one, 0)).toBeNull();
    expect(overPostCap([rule("0 posts")], one, 0)).toContain("no room");
  });

  it("is no other row's", () => {
    const many = books(["2026-11-24T09:00:00.000Z", 1e9]);
    expect(overPostCap([rule("1 run", "day", "company")], many, 1e9)).toBeNull();
  });
});

describe("a row of Budgets for posts", () => {
  const read = (row: string) => {
    const page = `# X\n\n## Budgets\n\n| Scope | Limit | Per | Alert at |\n|---|---|---|---|\n${row}\n`;
    const { constitution, findings } = parseConstitution(page, "page.md");
    const [budget] = constitution.budgets;
    return { budget, found: findings.filter(({ line }) => line === 7) };
  };

  it("is so many posts, or US dollars", () => {
    expect(read("| posts | 20 posts | day | 80% |")).toMatchObject({
      budget: { scope: "posts", limit: { amount: 20, unit: "posts" }, per: "day" },
      found: [],
    });
    expect(read("| posts | 5 USD | month | 80% |").budget?.limit).toEqual({
      amount: 5,
      unit: "USD",
    });
  });

  it.each(["5 EUR | day", "5 | day", "20 runs | day", "20 posts | run", "many | day"])(
    "that says %s lets nothing out, and says what it may say",
    (cells) => {
      const { budget, found } = read(`| posts | ${cells} | 80% |`);
      expect(budget?.limit).toEqual({ amount: 0, unit: "posts" });
      expect(found[0]?.expected).toContain("20 posts, or 5 USD");
    },
  );

  it("is the only one that counts posts", () => {
    const { budget, found } = read("| company | 20 posts | day | 80% |");
    expect(budget?.limit.amount).toBe(0);
    expect(found).toHaveLength(1);
  });
});
