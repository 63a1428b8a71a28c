import { expect, test } from "vitest";
import { checkFacts } from "../../../../company/kit/facts/facts.ts";

const CONTEXT = {
  today: "2026-11-29",
  now: new Date("2026-11-29T09:00:00Z"),
  timeZone: "Europe/Lisbon",
  country: "Portugal",
};

function findings(...table: string[]) {
  const text = `# Rates\n\n## Facts\n\n${table.join("\n")}\n`;
  return checkFacts({ path: ".github/skills/rates/SKILL.md", text }, CONTEXT);
}

const HEAD = [
  "| Fact | Value | Source | Verified | Check by | Link |",
  "|---|---|---|---|---|---|",
];

test("a company's table from before the column Link is as good as ever", () => {
  expect(
    findings(
      "| Fact | Value | Source | Verified | Check by |",
      "|---|---|---|---|---|",
      "| Rate | 23% | Law 1 | 2026-11-20 | 2027-01-01 |",
    ),
  ).toEqual([]);
});

test.each([
  ["nothing", "| Rate | 23% | Law 1 | 2026-11-20 | 2027-01-01 |"],
  ["an empty cell", "| Rate | 23% | Law 1 | 2026-11-20 | 2027-01-01 | |"],
  [
    "an address",
    "| Rate | 23% | Law 1 | 2026-11-20 | 2027-01-01 | https://law.example/1?a=b&c=d |",
  ],
  [
    "two addresses",
    "| R | 23% | L | 2026-11-20 | 2027-01-01 | https://a.example <https://b.example> |",
  ],
  [
    "a titled link",
    "| R | 23% | L | 2026-11-20 | 2027-01-01 | [Law 1, art. 2](https://a.example/2) |",
  ],
])("a fact may have %s as its link", (_, row) => {
  expect(findings(...HEAD, row)).toEqual([]);
});

test.each(["http://law.example", "law.example", "https://", "https://law", "javascript:alert(1)"])(
  "a fact may not have %s as its link",
  (link) => {
    const row = `| Rate | 23% | Law 1 | 2026-11-20 | 2027-01-01 | ${link} |`;
    expect(findings(...HEAD, row)).toMatchObject([
      { line: 7, severity: "error", what: `the fact "Rate" with Link "${link}"` },
    ]);
  },
);
