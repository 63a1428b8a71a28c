import { expect, test } from "vitest";
import {
  countryCadence,
  countryObligations,
  withoutForeignSkills,
} from "../../setup/country-skills.ts";

const SKILL = `---
name: irish-tax
description: Tax.
metadata:
  country: Ireland
---

## Obligations

| Obligation | Schedule | Agent | Warn | Applies to | Source |
|---|---|---|---|---|---|
| Return | \`0 0 20 1 *\` | accountant | 14 days | everyone with a company | Act s. 1 |
| VAT | \`0 0 5 * *\` | accountant | 3 days | quarterly filers \\| large ones | Act s. 2 |
| Report | \`0 0 6 * *\` | accountant | 3 days | allowances only | Act s. 3 |
| Other | \`0 0 7 * *\` | accountant | 3 days | | |

## Cadence

| Prompt | Schedule | Agent | Catch up |
|---|---|---|---|
| vat | \`0 9 8 * *\` | accountant | once |
`;
const kit = new Map([
  [".github/skills/irish-tax/SKILL.md", SKILL],
  [
    ".github/skills/irish-tax/calendar.md",
    "## Obligations\n\n| Obligation |\n|---|\n| not this |\n",
  ],
  [".github/skills/voice/SKILL.md", "---\nname: voice\ndescription: Voice.\n---\n"],
  [
    ".github/skills/code/SKILL.md",
    "---js\nmodule.exports = {metadata: {country: 'Ireland'}}\n---\n",
  ],
  ["BOARD.md", "# Board\n"],
]);

test("duties come with whom they concern and where they are written", () => {
  const duties = countryObligations(kit, "IE");
  expect(
    duties.map(({ obligation, needsCheck, source }) => [obligation, needsCheck, source]),
  ).toEqual([
    ["Return", false, "Act s. 1"],
    ["VAT", true, "Act s. 2"],
    ["Report", true, "Act s. 3"],
    ["Other", false, ""],
  ]);
  expect(duties[1]).toEqual({
    obligation: "VAT",
    schedule: "`0 0 5 * *`",
    agent: "accountant",
    warn: "3 days",
    appliesTo: "quarterly filers | large ones",
    needsCheck: true,
    source: "Act s. 2",
    skill: ".github/skills/irish-tax/SKILL.md",
  });
  expect(countryCadence(kit, "Irland")).toEqual([["vat", "`0 9 8 * *`", "accountant", "once"]]);
});

test("another country gets neither the rows nor any file of the skill", () => {
  expect(countryObligations(kit, "Portugal")).toEqual([]);
  expect([...withoutForeignSkills(kit, "Portugal").keys()]).toEqual([
    ".github/skills/voice/SKILL.md",
    ".github/skills/code/SKILL.md",
    "BOARD.md",
  ]);
  expect(withoutForeignSkills(kit, "Ireland").size).toBe(kit.size);
});
