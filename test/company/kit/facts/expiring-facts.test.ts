import { expect, test } from "vitest";
import { checkDatesAhead, datesAhead } from "../../../../company/kit/facts/dates-ahead.ts";
import { checkExpiry, expiringFacts } from "../../../../company/kit/facts/expiring-facts.ts";

const row = (fact: string, checkBy: string) => `| ${fact} | 1 | Law 1 | 2026-11-20 | ${checkBy} |`;
const facts = (...rows: string[]) =>
  `## Facts\n\n| Fact | Value | Source | Verified | Check by |\n|---|---|---|---|---|\n${rows.join("\n")}\n`;
const page = (file: string, text: string, department?: string) => ({
  path: `.github/skills/${file}`,
  text: `${department === undefined ? "" : `---\nname: x\nmetadata:\n  department: ${department}\n---\n`}# Page\n\n${text}`,
});

const PAGES = [
  page("tax/SKILL.md", facts(row("Rate", "2026-12-31"), row("Limit", "2027-06-30")), "Accountant"),
  page("tax/invoices.md", facts(row("Form", "2026-12-15"), row("Old", "2026-12-01"))),
  page("prices/SKILL.md", facts(row("Fee", "2027-01-02"))),
  page("voice/SKILL.md", "## Words\n\n| Word |\n|---|\n| 2020-01-01 |\n"),
];

test("facts of a skill expire together, its pages beside SKILL.md included, from thirty days before", () => {
  const shown = (today: string) =>
    expiringFacts(PAGES, today).map(({ skill, department, checkBy, expired, facts: all }) => [
      ...[skill, department, checkBy, expired, all.map(({ fact }) => fact).join(" ")],
    ]);
  expect(shown("2026-10-31")).toEqual([]);
  expect(shown("2026-11-01")).toEqual([["tax", "accountant", "2026-12-01", 0, "Old"]]);
  expect(shown("2026-12-03")).toEqual([
    ["tax", "accountant", "2026-12-01", 1, "Old Form Rate"],
    ["prices", null, "2027-01-02", 0, "Fee"],
  ]);
  expect(shown("2027-07-01")[0]).toEqual([
    ...["tax", "accountant", "2026-12-01", 4, "Old Form Rate Limit"],
  ]);
});

test("a fact may be used on the day by which it is checked", () => {
  expect(expiringFacts(PAGES, "2026-12-01")[0]?.expired).toBe(0);
  expect(expiringFacts(PAGES, "2026-12-02")[0]?.expired).toBe(1);
});

test("the doctor tells one warning for each skill, and every fact in its details", () => {
  expect(checkExpiry(PAGES, "2026-12-03")).toMatchObject([
    {
      file: ".github/skills/tax/invoices.md",
      severity: "warning",
      what: "3 facts of the skill tax to be checked by 2026-12-01 or soon after, 1 of them expired",
      details: [
        expect.stringMatching(/^\.github\/skills\/tax\/invoices\.md:\d+ 2026-12-01 Old$/),
        expect.stringContaining("2026-12-15 Form"),
        expect.stringContaining("2026-12-31 Rate"),
      ],
    },
    { file: ".github/skills/prices/SKILL.md" },
  ]);
});

const HEAD = "## Dates ahead\n\n| Date | What | Agent | Warn | Source |\n|---|---|---|---|---|\n";

test("dates ahead are rows with a day, and a row that is none is an error and in no plan", () => {
  const good = "| 2026-12-15 | Choose a seal | accountant | 30 days | Law 1 |\n";
  const bad = "| 2026-02-30 |  | the founder | soon |  |\n";
  const one = page("tax/SKILL.md", HEAD + good + bad);
  expect(datesAhead([one])).toEqual([
    {
      date: "2026-12-15",
      what: "Choose a seal",
      agent: "accountant",
      warnDays: 30,
      source: "Law 1",
    },
  ]);
  expect(checkDatesAhead(one).map(({ what }) => what)).toEqual([
    'a date ahead with Date "2026-02-30"',
    'a date ahead with What ""',
    'a date ahead with Agent "the founder"',
    'a date ahead with Warn "soon"',
    'a date ahead with Source ""',
  ]);
});
