/** What the pages of the company's skills bring into the plan. */
import { expect, test } from "vitest";
import { standupPlan } from "../../../company/standup/plan.ts";
import { renderStandup } from "../../../company/standup/render.ts";
import { constitution, entity, input } from "./sample.ts";

const QUIET = constitution({ cadence: [], obligations: [], freshFacts: [] });
const SKILL = {
  path: ".github/skills/tax/SKILL.md",
  text: `---
name: tax
metadata:
  department: accountant
---
## Facts

| Fact | Value | Source | Verified | Check by |
|---|---|---|---|---|
| Rate | 23% | Law 1 | 2026-11-01 | 2026-11-15 |
| Limit | 15 | Law 2 | 2026-11-01 | 2026-12-15 |

## Dates ahead

| Date | What | Agent | Warn | Source |
|---|---|---|---|---|
| 2026-12-15 | PDF invoices end | accountant | 30 days | Law 3 |
`,
};
const ENTITY = "deadline:pdf-invoices-end:2026-12-15";

function plan(now: string, ...entities: ReturnType<typeof entity>[]) {
  return standupPlan(
    input({
      now: new Date(`${now}T08:30:00Z`),
      constitution: QUIET,
      memory: { entities },
      skillPages: [SKILL],
    }),
  );
}

test("facts that expire are one line for each skill, with the department that owns it", () => {
  const result = plan("2026-11-20");
  expect(result.expiringFacts).toEqual({
    count: 1,
    items: [
      {
        ...{ skill: "tax", facts: 2, expired: 1, checkBy: "2026-11-15", dueInDays: -5 },
        ...{ first: "Rate", names: ["Rate 2026-11-15", "Limit 2026-12-15"], agent: "accountant" },
      },
    ],
  });
  const page = renderStandup(result).replaceAll(/\s+/g, " ");
  expect(page).toContain("tax · 2 facts, 1 expired · the first by 2026-11-15, 5 days ago");
  expect(page).toContain(
    "Check 2 facts of the skill tax at their sources, the first by 2026-11-15 → @accountant One has expired",
  );
  expect(renderStandup(plan("2026-10-20")).replaceAll(/\s+/g, " ")).toContain(
    "Check a fact of the skill tax at its source by 2026-11-15 → @accountant",
  );
  expect(renderStandup(plan("2026-09-20"))).toContain("facts that expire");
});

test("a date ahead is in the plan from its warning on, until memory says that it is done", () => {
  const due = (now: string, ...entities: ReturnType<typeof entity>[]) =>
    plan(now, ...entities).obligations.items.map(
      ({ entity: name, source, state }) => `${state} ${name} ${source}`,
    );
  expect(due("2026-11-10")).toEqual([]);
  expect(due("2026-11-20")).toEqual([`due-soon ${ENTITY} skill`]);
  expect(due("2026-12-20")).toEqual([`overdue ${ENTITY} skill`]);
  expect(due("2026-12-20", entity(ENTITY, "deadline", ["Completed: 2026-12-10"]))).toEqual([]);
  expect(
    due("2026-11-20", entity(ENTITY, "deadline", ["Due: 2026-12-15", "Due: 2026-12-18"])),
  ).toEqual([]);
  expect(
    due("2026-12-12", entity(ENTITY, "deadline", ["Due: 2026-12-15", "Due: 2026-12-18"])),
  ).toEqual([`due-soon ${ENTITY} memory`]);
});

test("a date ahead is not dug up for a company that came later, nor for ever", () => {
  const later = { ...QUIET, company: { ...QUIET.company, since: "2027-01-10" } };
  const result = standupPlan(
    input({ now: new Date("2027-01-20T08:30:00Z"), constitution: later, skillPages: [SKILL] }),
  );
  expect(result.obligations.count).toBe(0);
  expect(plan("2027-03-20").obligations.count).toBe(0);
  expect(plan("2027-01-20").obligations.count).toBe(1);
});
