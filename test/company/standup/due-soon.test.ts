/** What is due today or within a week stands in the plan, however much is late. */
import { expect, test } from "vitest";
import { standupPlan } from "../../../company/standup/plan.ts";
import { renderStandup } from "../../../company/standup/render.ts";
import { board, constitution, entity, input } from "./sample.ts";

const duty = (obligation: string, schedule: string, at: number) => ({
  line: 90 + at,
  obligation,
  schedule,
  agent: "accountant",
  warnDays: 5,
});
const QUIET = constitution({ cadence: [], obligations: [], freshFacts: [] });

test("missed days of one duty are one line with their count, and its next day another", () => {
  const company = { ...QUIET.company, since: "2026-02-01" };
  const obligations = [duty("SAF-T invoices", "0 0 5 * *", 0), duty("IVA", "0 0 20 * *", 1)];
  const plan = standupPlan(
    input({
      now: new Date("2026-11-20T08:30:00Z"),
      constitution: { ...QUIET, company, obligations },
      memory: {
        entities: [
          entity("deadline:saf-t-invoices:2026-04-05", "deadline", ["Completed: 2026-04-03"]),
          entity("deadline:saf-t-invoices:2026-05-05", "deadline", ["Due: 2026-05-05"]),
          entity("deadline:grant:2026-10-01", "deadline", ["Due: 2026-10-01"]),
          entity("deadline:grant:2026-11-01", "deadline", ["Due: 2026-11-01"]),
        ],
      },
    }),
  );
  expect(
    plan.obligations.items.map(({ obligation, due, missed }) => [obligation, due, missed]),
  ).toEqual([
    ["SAF-T invoices", "2026-02-05", 9],
    ["IVA", "2026-02-20", 9],
    ["grant", "2026-10-01", 2],
    ["IVA", "2026-11-20", 0],
  ]);
  const page = renderStandup(plan).replaceAll(/\s+/g, " ");
  expect(page).toContain('Settle "SAF-T invoices": 9 missed since 2026-02-05');
  expect(page).toContain('Settle "IVA", due 2026-11-20');
});

test("no duty due today or within a week is cut off by fifty late ones, nor by other late work", () => {
  const late = Array.from({ length: 50 }, (_, at) =>
    entity(`deadline:late-${at}:2026-10-01`, "deadline", ["Due: 2026-10-01"]),
  );
  const soon = [
    entity("deadline:today:2026-11-20", "deadline", ["Due: 2026-11-20"]),
    entity("deadline:week:2026-11-27", "deadline", ["Due: 2026-11-27"]),
  ];
  const tasks = Array.from(
    { length: 30 },
    (_, at) => `- [ ] T-${100 + at} old ${at} · due 2026-11-0${1 + (at % 9)}`,
  );
  const text = `## Now\n${tasks.join("\n")}\n- [ ] T-200 now · due 2026-11-20\n- [ ] T-201 soon · due 2026-11-25\n- [ ] T-202 again · due 2026-11-20 (was 2026-10-01, 2026-10-02)\n`;
  const plan = standupPlan(
    input({ constitution: QUIET, board: board(text), memory: { entities: [...late, ...soon] } }),
  );
  expect(plan.obligations.count).toBe(52);
  expect(plan.obligations.items.map(({ obligation }) => obligation)).toEqual(
    expect.arrayContaining(["today", "week"]),
  );
  expect(plan.dayPlan.items.map(({ subject }) => subject)).toEqual(
    expect.arrayContaining([
      ...["deadline:today:2026-11-20", "deadline:week:2026-11-27"],
      ...["T-200", "T-201", "T-202"],
    ]),
  );
  expect(plan.dayPlan.items.map(({ rank }) => rank)).toEqual(
    plan.dayPlan.items.map((_, at) => at + 1),
  );
  const left = plan.dayPlan.count - plan.dayPlan.items.length;
  expect(renderStandup(plan)).toContain(`… and ${left} more.`);
});

test("late drafts and blocked tasks leave room for those of today", () => {
  const draft = (date: string, line: number) => ({
    ...{ title: `d${line}`, channel: "x", date, status: "draft" as const, file: "w.md", line },
    ...{ product: null, level: null, link: null, text: "" },
  });
  const drafts = Array.from({ length: 15 }, (_, at) => draft("2026-11-01", at));
  const blocked = Array.from({ length: 15 }, (_, at) => `- [ ] T-${100 + at} b · blocked: x`);
  const plan = standupPlan(
    input({
      constitution: QUIET,
      board: board(`## Blocked\n${blocked.join("\n")}\n- [ ] T-300 c · due 2026-11-20\n`),
      drafts: [...drafts, draft("2026-11-20", 99)] as never,
    }),
  );
  expect(plan.waitingDrafts.items.map(({ title }) => title)).toContain("d99");
  expect(plan.blockedTasks.items.map(({ id }) => id)).toContain("T-300");
});

test("every duty within a week is named, also before its warning begins", () => {
  const obligations = [
    { ...duty("Near", "0 0 26 * *", 0), warnDays: 2 },
    { ...duty("Nearer", "0 0 25 * *", 1), warnDays: 2 },
  ];
  const company = { ...QUIET.company, since: "2026-11-01" };
  const page = renderStandup(
    standupPlan(input({ constitution: { ...QUIET, company, obligations } })),
  );
  expect(page).toContain("Near ·");
  expect(page).toContain("Nearer ·");
});

test("a fact or deadline that got a newer line is told with it", () => {
  const at = "2026-11-20T07:00:00Z";
  const constitutionWithFacts = constitution({ cadence: [], obligations: [] });
  const metric = (...lines: string[]) => ({
    entities: [entity("metric:boats", "metric", { lines, at })],
  });
  const says = (...lines: string[]) =>
    standupPlan(input({ constitution: constitutionWithFacts, memory: metric(...lines) })).changed
      .facts.items[0]?.says;
  expect(says("Value: 4 boats", "As of: 2026-11-04", "Value: 6 boats", "As of: 2026-11-20")).toBe(
    "6 boats",
  );
  // Merged by git in another order: the day decides.
  expect(says("Value: 6 boats", "As of: 2026-11-20", "Value: 4 boats", "As of: 2026-11-04")).toBe(
    "6 boats",
  );
  const moved = standupPlan(
    input({
      constitution: QUIET,
      memory: {
        entities: [
          entity("deadline:lease", "deadline", [
            ...["Due: 2026-11-21", "Owner: cfo", "Due: 2026-11-25", "Owner: coo"],
          ]),
        ],
      },
    }),
  ).obligations.items[0];
  expect(moved).toMatchObject({ due: "2026-11-25", agent: "coo" });
});

test("a plan for an earlier day tells no fact of a later one", () => {
  const memory = {
    entities: [entity("metric:m", "metric", { lines: ["Value: 1"], at: "2026-11-25T08:00:00Z" })],
  };
  const plan = standupPlan(
    input({ constitution: constitution({ cadence: [], obligations: [] }), memory }),
  );
  expect(plan.changed.facts.items).toEqual([]);
});
