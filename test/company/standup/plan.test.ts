import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { standupPlan } from "../../../company/standup/plan.ts";
import { renderStandup } from "../../../company/standup/render.ts";
import type { StandupInput } from "../../../company/standup/types.ts";
import { board, constitution, drafts, entity, fullInput, input, LAST } from "./sample.ts";

function dayPlanOf(change: Partial<StandupInput>): string[] {
  return standupPlan(input(change)).dayPlan.items.map(
    ({ kind, agent, subject, insteadOf }) =>
      `${kind} ${subject} @${agent}${insteadOf === null ? "" : ` for ${insteadOf}`}`,
  );
}

/** No rule that fires by itself. */
const QUIET = constitution({ cadence: [], obligations: [] });

describe("standupPlan, whole", () => {
  test("is the plan of a full day, as data and as a page", async () => {
    const plan = standupPlan(fullInput());
    await expect(`${JSON.stringify(plan, null, 2)}\n`).toMatchFileSnapshot("full.golden.json");
    await expect(renderStandup(plan)).toMatchFileSnapshot("full.golden.md");
  });

  test("says of an empty company's day that it is empty, and what to do", async () => {
    const plan = standupPlan(input({ constitution: QUIET, lastStandup: null }));
    expect(plan.dayPlan).toEqual({ count: 0, items: [] });
    await expect(renderStandup(plan)).toMatchFileSnapshot("empty.golden.md");
  });

  test("shows all obligations to come at the first standup", async () => {
    const since = "2026-11-20";
    const fresh = constitution();
    const plan = standupPlan(
      input({
        constitution: { ...fresh, company: { ...fresh.company, since } },
        board: board(
          "## Now\n- [ ] T-001 Fill in the products table · @founder · due 2026-11-21\n",
        ),
        lastStandup: null,
      }),
    );
    expect(plan.upcomingObligations.count).toBeGreaterThan(0);
    await expect(renderStandup(plan)).toMatchFileSnapshot("first.golden.md");
  });

  test("goes on without what could not be read, and says so at the top", async () => {
    const rules = constitution();
    const bad = { line: 99, schedule: "0 0 30 2 *", agent: "coo" };
    const plan = standupPlan(
      input({
        constitution: {
          ...rules,
          company: { ...rules.company, name: null, timeZone: "Mars/Olympus" },
          departments: [],
          cadence: [...rules.cadence, { ...bad, prompt: "never", catchUp: { kind: "once" } }],
          obligations: [...rules.obligations, { ...bad, obligation: "Never", warnDays: 1 }],
        },
        board: null,
        memory: null,
        drafts: drafts(
          "## 2026-11-20 · x · A\ttitle\u001b[31m with\u202e tricks\n- Status: draft\n",
        ),
        notes: [
          'BOARD.md:7: T-004 has "due 2026-02-30", expected a day of the calendar as YYYY-MM-DD. Correct the date, or: hq board due T-004 DAY, such as fri.',
          ...Array.from(
            { length: 12 },
            (_, at) => `memory.jsonl:${at + 1}: a line that could not be read.`,
          ),
        ],
      }),
    );
    await expect(renderStandup(plan)).toMatchFileSnapshot("trouble.golden.md");
  });

  test("is the same for the same company, whatever the order of entities, drafts and commits", () => {
    const expected = JSON.stringify(standupPlan(fullInput()));
    const full = fullInput();
    const entities = full.memory?.entities ?? [];
    fc.assert(
      fc.property(
        fc.shuffledSubarray(entities, { minLength: entities.length }),
        fc.shuffledSubarray([...full.drafts], { minLength: full.drafts.length }),
        fc.shuffledSubarray([...full.commits], { minLength: full.commits.length }),
        (shuffled, otherDrafts, commits) => {
          const plan = standupPlan({
            ...full,
            memory: { entities: shuffled },
            drafts: otherDrafts,
            commits,
          });
          expect(JSON.stringify(plan)).toBe(expected);
        },
      ),
    );
  });

  test("survives JSON without a change", () => {
    const plan = standupPlan(fullInput());
    expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });

  test("stays short and exact with a thousand tasks and ten thousand entities", () => {
    const lines = Array.from({ length: 1000 }, (_, at) => {
      const fields = [
        " · due 2026-11-10 (was 2026-10-10)",
        " · due 2026-11-10",
        " · blocked: x",
        "",
        " · due 2026-11-22",
      ];
      return `- [ ] T-${at + 1} ${"long title ".repeat(30)}${fields[at % 5]}`;
    });
    const entities = Array.from({ length: 10_000 }, (_, at) =>
      entity(`metric:${at}`, "metric", ["Value: 1"]),
    );
    const plan = standupPlan(
      input({
        board: board(`## Now\n${lines.join("\n")}\n`),
        memory: { entities },
        constitution: QUIET,
      }),
    );
    expect(
      [plan.chronicTasks, plan.overdueTasks, plan.blockedTasks, plan.staleFacts].map(
        ({ count, items }) => [count, items.length],
      ),
    ).toEqual([
      [200, 10],
      [200, 10],
      [200, 10],
      [10_000, 10],
    ]);
    expect([plan.dayPlan.count, plan.dayPlan.items.length]).toEqual([1001, 12]);
    const page = renderStandup(plan);
    expect(page.split("\n").length).toBeLessThan(200);
    expect(page.split("\n").filter((line) => line.length > 80)).toEqual([]);
    expect(new Set(plan.dayPlan.items.map(({ kind }) => kind))).toEqual(
      new Set(["chronic-task", "overdue-task", "blocked-task", "stale-facts", "task-this-week"]),
    );
  });
});

describe("tasks in the plan", () => {
  const plan = (text: string) => standupPlan(input({ board: board(text), constitution: QUIET }));

  test("are overdue from the day after their due date, in the company's time zone", () => {
    const text = "## Now\n- [ ] T-001 a · due 2026-11-20\n";
    const at = (now: string, timeZone: string) => {
      const company = { ...QUIET.company, timeZone };
      return standupPlan(
        input({ board: board(text), now: new Date(now), constitution: { ...QUIET, company } }),
      ).overdueTasks.count;
    };
    expect(at("2026-11-20T23:59:00Z", "Europe/Lisbon")).toBe(0);
    expect(at("2026-11-21T00:00:00Z", "Europe/Lisbon")).toBe(1);
    expect(at("2026-11-20T23:59:00Z", "Asia/Tokyo")).toBe(1);
    expect(at("2026-11-21T08:00:00Z", "America/Los_Angeles")).toBe(1);
    expect(at("2026-11-21T07:00:00Z", "America/Los_Angeles")).toBe(0);
  });

  test("that were missed twice are chronic and no longer merely overdue", () => {
    const { chronicTasks, overdueTasks } = plan(
      "## Now\n- [ ] T-001 a · due 2026-11-10 (was 2026-10-10)\n- [ ] T-002 b · due 2026-11-10\n",
    );
    expect(chronicTasks.items).toMatchObject([
      { id: "T-001", misses: 2, missedDates: ["2026-10-10", "2026-11-10"], needsDecision: true },
    ]);
    expect(overdueTasks.items).toMatchObject([{ id: "T-002", misses: 1, daysLate: 10 }]);
  });

  test("wait for no decision once they have a root cause, and are out of the list once demoted", () => {
    const { chronicTasks, dayPlan } = plan(
      "## Now\n- [ ] T-001 a · due 2026-11-28 (was 2026-11-10, 2026-10-10) · root cause: c\n## Next\n- [ ] T-002 b · was 2026-11-10, 2026-10-10\n",
    );
    expect(chronicTasks.items).toMatchObject([{ id: "T-001", needsDecision: false }]);
    expect(dayPlan.count).toBe(0);
  });

  test("that are done are in no list but that of what changed", () => {
    const result = plan(
      "## Now\n- [x] T-001 a · due 2026-01-01 (was 2025-01-01, 2024-01-01) · done 2026-11-19\n## Done\n- [ ] T-002 unticked · due 2026-01-01\n",
    );
    expect(result.changed.tasksDone.items.map(({ id }) => id)).toEqual(["T-001"]);
    expect([result.chronicTasks.count, result.overdueTasks.count, result.dayPlan.count]).toEqual([
      0, 0, 0,
    ]);
  });
});

describe("obligations in the plan", () => {
  const rules = constitution({ cadence: [] });
  const deadline = (name: string, ...lines: string[]) => entity(name, "deadline", lines);
  const plan = (...entities: ReturnType<typeof deadline>[]) =>
    standupPlan(input({ constitution: rules, memory: { entities } }));
  const shown = (result: ReturnType<typeof plan>) =>
    result.obligations.items.map(({ entity: name, state, source }) => `${state} ${name} ${source}`);

  test("are done when memory holds their deadline with a Completed date", () => {
    const done = ["09", "10", "11"].map((month) =>
      deadline(`deadline:social-security-payment:2026-${month}-20`, "Completed: 2026-11-19"),
    );
    const iva = deadline(
      "deadline:declaracao-periodica-do-iva:2026-11-20",
      "Due: 2026-11-20",
      "Completed: 2026-11-12",
    );
    expect(shown(plan(...done, iva))).toEqual([]);
    expect(shown(plan(...done, { ...iva, observations: iva.observations.slice(0, 1) }))).toEqual([
      "due-soon deadline:declaracao-periodica-do-iva:2026-11-20 constitution",
    ]);
  });

  test("of the memory are overdue, near or to come by their own date and days of warning", () => {
    const result = standupPlan(
      input({
        constitution: QUIET,
        memory: {
          entities: [
            deadline("deadline:late:2026-11-19"),
            deadline("deadline:before-us:2026-08-01"),
            deadline("deadline:near:2026-11-27"),
            deadline("deadline:far:2026-11-28"),
            deadline("deadline:warned:2026-12-20", "Warn: 30 days", "Owner: @CFO"),
            deadline("deadline:no-date", "Owner: cfo"),
            deadline("deadline:moved:2026-11-21", "Due: 2026-11-22"),
          ],
        },
      }),
    );
    expect(shown(result)).toEqual([
      "overdue deadline:late:2026-11-19 memory",
      "due-soon deadline:moved:2026-11-21 memory",
      "due-soon deadline:near:2026-11-27 memory",
      "due-soon deadline:warned:2026-12-20 memory",
    ]);
    expect(result.upcomingObligations.items.map(({ entity: name }) => name)).toEqual([
      "deadline:far:2026-11-28",
    ]);
    expect(result.obligations.items[3]).toMatchObject({ agent: "cfo", obligation: "warned" });
  });
});

describe("prompts in the plan", () => {
  const run = (...lines: string[]) => entity("prompt-run:monthly-accounting", "prompt-run", lines);
  const overdue = (...entities: ReturnType<typeof run>[]) =>
    standupPlan(input({ memory: { entities } })).overduePrompts.items.map(
      ({ prompt, lastRun }) => `${prompt} ${lastRun}`,
    );

  test("are overdue by their tracker's newest last run, and never the standup itself", () => {
    expect(
      overdue(run("Last run: 2026-11-03T09:30:00Z", "Last run: 2026-10-03T09:30:00Z")),
    ).toEqual(["improve-agents null", "weekly-review null"]);
    expect(overdue(run("Last run: 2026-10-03T09:30:00Z"))).toContain(
      "monthly-accounting 2026-10-03T09:30:00.000Z",
    );
    expect(overdue(run("Last run: yesterday"))).toContain("monthly-accounting null");
  });
});

describe("facts in the plan", () => {
  const stale = (...entities: ReturnType<typeof entity>[]) =>
    standupPlan(input({ constitution: QUIET, memory: { entities } })).staleFacts.items;

  test("are as old as their newest date says, or else their newest observation", () => {
    expect(stale(entity("a", "metric", ["As of: 2026-11-13", "Checked: 2026-11-01"]))).toEqual([]);
    expect(stale(entity("a", "Metric", ["As of: 2026-11-12"]))).toMatchObject([
      { ageDays: 8, freshForDays: 7, agent: "cfo" },
    ]);
    expect(
      stale(entity("a", "metric", { lines: ["Value: 1"], at: "2026-11-13T00:00:00Z" })),
    ).toEqual([]);
    expect(stale(entity("a", "metric", { lines: ["Value: 1"], at: null }))).toMatchObject([
      { ageDays: null, asOf: null },
    ]);
    expect(
      stale(entity("a", "metric", { lines: ["As of: 2027-01-01"], at: "2026-11-01T00:00:00Z" })),
    ).toMatchObject([{ ageDays: null, asOf: "2027-01-01" }]);
    // A fact of a day to come is not fresh, and the plan says which day.
    expect(
      stale(entity("a", "metric", { lines: ["Value: 1"], at: "2038-01-19T00:00:00Z" })),
    ).toMatchObject([{ ageDays: null, asOf: "2038-01-19" }]);
  });

  test("are of the types in the table only, and not of what is over", () => {
    expect(
      stale(
        entity("decision:2026-01-01:x", "decision", ["Summary: x"]),
        entity("Velho", "product", ["Status: retired"]),
        entity("m", "metric", ["Value: 1", "Completed: 2026-09-30"]),
      ),
    ).toEqual([]);
  });

  test("go to the first owner of their type who is on board, else to the founder", () => {
    expect(
      stale(entity("P", "product", ["x"]), entity("c", "client", ["x"])).map(({ agent }) => agent),
    ).toEqual(["ceo", "founder"]);
  });
});

describe("what changed", () => {
  test("is what came after the last standup, and in the first one what came in seven days", () => {
    const memory = {
      entities: ["2026-11-12", "2026-11-14", "2026-11-19", "2026-11-20", "2026-11-21"].map((date) =>
        entity(`decision:${date}:x`, "decision", {
          lines: [`Summary: of ${date}`],
          at: `${date}T08:00:00Z`,
        }),
      ),
    };
    const says = (lastStandup: Date | null) =>
      standupPlan(input({ memory, lastStandup })).changed.decisions.items.map(({ date }) => date);
    expect(says(LAST)).toEqual(["2026-11-20"]);
    expect(says(new Date("2026-11-19T07:59:00Z"))).toEqual(["2026-11-20", "2026-11-19"]);
    expect(says(null)).toEqual(["2026-11-20", "2026-11-19", "2026-11-14"]);
  });

  test("says the newest value of a fact, as of the plan's day, and no fact of a day to come", () => {
    const boats = {
      ...entity("metric:boats", "metric", []),
      observations: [
        { text: "Value: 4 boats (2026-11-04)", at: "2026-11-04T09:00:00Z" },
        { text: "As of: 2026-11-04", at: "2026-11-04T09:00:00Z" },
        { text: "Value: 6 boats (2026-11-20)", at: "2026-11-20T08:00:00Z" },
        { text: "As of: 2026-11-20", at: "2026-11-20T08:00:00Z" },
      ],
    };
    const later = entity("metric:later", "metric", {
      lines: ["Value: 1"],
      at: "2026-11-21T09:00:00Z",
    });
    const facts = (now: string, lastStandup: string) =>
      standupPlan(
        input({
          memory: { entities: [boats, later] },
          now: new Date(now),
          lastStandup: new Date(lastStandup),
        }),
      ).changed.facts.items.map(({ entity: name, says }) => `${name} ${says}`);
    expect(facts("2026-11-20T09:00:00Z", "2026-11-19T08:00:00Z")).toEqual([
      "metric:boats 6 boats (2026-11-20)",
    ]);
    expect(facts("2026-11-05T09:00:00Z", "2026-11-03T08:00:00Z")).toEqual([
      "metric:boats 4 boats (2026-11-04)",
    ]);
  });
});

describe("what is due soon", () => {
  const deadline = (name: string, ...lines: string[]) => entity(name, "deadline", lines);
  const oldDeadlines = Array.from({ length: 30 }, (_, at) =>
    deadline(`deadline:old-${at}:2026-10-${String(at + 1).padStart(2, "0")}`),
  );
  const oldTasks = Array.from(
    { length: 30 },
    (_, at) =>
      `- [ ] T-${100 + at} Late ${at} · @cto · due 2026-10-30 (was 2026-10-0${(at % 9) + 1})`,
  );
  const busy = () =>
    standupPlan(
      input({
        constitution: QUIET,
        board: board(
          [
            "## Now",
            ...oldTasks,
            "- [ ] T-001 Today · @cto · due 2026-11-20",
            "- [ ] T-002 This week · @cto · due 2026-11-27 · blocked: a part is missing",
            "- [ ] T-003 Missed twice and due · @cto · due 2026-11-22 (was 2026-11-01, 2026-10-01)",
            "- [ ] T-004 In eight days · @cto · due 2026-11-28",
          ].join("\n"),
        ),
        memory: {
          entities: [
            ...oldDeadlines,
            deadline("deadline:tax:2026-11-20"),
            deadline("deadline:vat:2026-11-27"),
          ],
        },
        drafts: drafts(
          `${Array.from({ length: 12 }, (_, at) => `## 2026-10-${String(at + 10)} · x · Old ${at}\n- Status: draft\n`).join("\n")}\n## 2026-11-21 · x · Tomorrow\n- Status: review\n`,
        ),
      }),
    );

  test("stands in the day plan, however much is late", () => {
    const plan = busy();
    const subjects = plan.dayPlan.items.map(({ subject }) => subject);
    expect(subjects).toEqual(
      expect.arrayContaining([
        "deadline:tax:2026-11-20",
        "deadline:vat:2026-11-27",
        "T-001",
        "T-002",
        "T-003",
      ]),
    );
    expect(subjects).toHaveLength(12);
    // And the backlog has not vanished.
    expect(new Set(plan.dayPlan.items.map(({ kind }) => kind))).toContain("overdue-obligation");
    expect(new Set(plan.dayPlan.items.map(({ kind }) => kind))).toContain("chronic-task");
  });

  test("stands in its list, and the list says how many it leaves out", () => {
    const plan = busy();
    const page = renderStandup(plan);
    expect(plan.obligations.items).toHaveLength(10);
    expect(plan.obligations.items.slice(-2).map(({ entity: name }) => name)).toEqual([
      "deadline:tax:2026-11-20",
      "deadline:vat:2026-11-27",
    ]);
    expect(plan.chronicTasks.items.map(({ id }) => id)).toContain("T-003");
    expect(plan.waitingDrafts.items.map(({ title }) => title)).toContain("Tomorrow");
    expect(plan.tasksDueSoon.items.map(({ id, dueInDays }) => [id, dueInDays])).toEqual([
      ["T-001", 0],
      ["T-003", 2],
      ["T-002", 7],
    ]);
    expect(page).toContain("## Obligations (32)");
    expect(page).toContain("… and 22 more.");
  });

  test("is told below the day plan when it is too much for it", () => {
    const lines = Array.from(
      { length: 20 },
      (_, at) => `- [ ] T-${at + 1} Task ${at + 1} · due 2026-11-2${(at % 5) + 1}`,
    );
    const plan = standupPlan(
      input({ constitution: QUIET, board: board(["## Now", ...lines, ...oldTasks].join("\n")) }),
    );
    const told = plan.dayPlan.items.flatMap(({ subject }) => subject ?? []);
    const page = renderStandup(plan).replaceAll(/\s+/g, " ");
    expect(plan.tasksDueSoon.items).toHaveLength(10);
    for (const { id } of plan.tasksDueSoon.items)
      expect(told.includes(id) || page.includes(`- ${id} `), id).toBe(true);
    expect(page).toContain("Also due within a week:");
    expect(page).toMatch(/and 10 more\.\s*$/);
  });

  test("is all of today's, even when that fills the plan", () => {
    const lines = Array.from({ length: 11 }, (_, at) => `- [ ] T-${at + 1} Task · due 2026-11-20`);
    const plan = standupPlan(
      input({ constitution: QUIET, board: board(["## Now", ...lines, ...oldTasks].join("\n")) }),
    );
    expect(plan.dayPlan.items.filter(({ kind }) => kind === "task-today")).toHaveLength(11);
    expect(plan.dayPlan.items).toHaveLength(12);
  });

  test("holds a prompt that came due today among prompts that wait for weeks", () => {
    const names = Array.from({ length: 12 }, (_, at) => `old-${at}`);
    const rules = constitution({
      obligations: [],
      cadence: [...names, "today"].map((prompt, line) => ({
        line,
        prompt,
        schedule: prompt === "today" ? "0 8 20 11 *" : "0 8 2 11 *",
        agent: "coo",
        catchUp: { kind: "once" as const },
      })),
    });
    const plan = standupPlan(
      input({ constitution: { ...rules, company: { ...rules.company, since: "2026-10-01" } } }),
    );
    expect(plan.overduePrompts.count).toBe(13);
    expect(plan.overduePrompts.items.map(({ prompt }) => prompt)).toContain("today");
    expect(plan.dayPlan.items.map(({ subject }) => subject)).toContain("today");
  });
});

describe("late duties of one rule", () => {
  const since = (date: string, change: Partial<StandupInput> = {}) => {
    const rules = constitution({ cadence: [] });
    return standupPlan(
      input({
        constitution: { ...rules, company: { ...rules.company, since: date } },
        now: new Date("2027-09-20T09:00:00Z"),
        ...change,
      }),
    );
  };

  test("are one line with a count, beside the one that is due today", () => {
    const plan = since("2026-12-01");
    const social = plan.obligations.items.filter(({ obligation }) =>
      obligation.startsWith("Social"),
    );
    expect(social).toMatchObject([
      { due: "2026-12-20", missed: 9, dueInDays: -274, state: "overdue" },
      { due: "2027-09-20", missed: 0, dueInDays: 0, state: "due-soon" },
    ]);
    const page = renderStandup(plan).replaceAll(/\s+/g, " ");
    expect(page).toContain("9 missed since 2026-12-20, the oldest 274 days late");
    expect(page).toContain('Settle "Social security payment": 9 missed since 2026-12-20');
    expect(page).toContain('Settle "Social security payment", due 2027-09-20');
  });

  test("count a deadline of memory among them once, and one that was moved by its new day", () => {
    const deadline = (name: string, ...lines: string[]) => entity(name, "deadline", lines);
    const late = since("2027-06-01", {
      memory: {
        entities: [
          deadline("deadline:social-security-payment:2027-07-20", "Due: 2027-07-20"),
          deadline(
            "deadline:social-security-payment:2027-08-20",
            "Due: 2027-08-20",
            "Due: 2027-09-25",
          ),
        ],
      },
    }).obligations.items.filter(({ obligation }) => obligation.startsWith("Social"));
    expect(late.map(({ due, missed }) => [due, missed])).toEqual([
      ["2027-06-20", 2],
      ["2027-09-20", 0],
      ["2027-09-25", 0],
    ]);
    const rent = standupPlan(
      input({
        constitution: QUIET,
        memory: {
          entities: ["09", "10", "11"].map((month) => deadline(`deadline:rent:2026-${month}-05`)),
        },
      }),
    ).obligations.items;
    expect(rent.map(({ due, missed }) => [due, missed])).toEqual([["2026-09-05", 3]]);
  });
});

describe("the day plan", () => {
  test("ranks every kind of work in its order", () => {
    const monthly = entity("prompt-run:weekly-review", "prompt-run", [
      "Last run: 2026-11-13T16:00:00Z",
    ]);
    const improve = entity("prompt-run:improve-agents", "prompt-run", [
      "Last run: 2026-11-01T10:00:00Z",
    ]);
    const social = ["09", "10"].map((month) =>
      entity(`deadline:social-security-payment:2026-${month}-20`, "deadline", [
        "Completed: 2026-11-01",
      ]),
    );
    expect(
      dayPlanOf({
        board: board(
          [
            "## Now",
            "- [ ] T-001 now · @marketing",
            "- [ ] T-002 in three days · @cto · due 2026-11-23",
            "- [ ] T-003 today · @cto · due 2026-11-20",
            "- [ ] T-004 late · @cto · due 2026-11-19",
            "- [ ] T-005 chronic · @cto · due 2026-11-19 (was 2026-11-01)",
            "## Next",
            "- [ ] T-006 no date",
            "- [ ] T-007 in eight days · due 2026-11-28",
            "## Blocked",
            "- [ ] T-008 stuck",
          ].join("\n"),
        ),
        memory: {
          entities: [
            monthly,
            improve,
            ...social,
            entity("deadline:late:2026-11-01", "deadline", ["Owner: cfo"]),
            entity("metric:a", "metric", ["x"]),
            entity("metric:b", "metric", ["x"]),
          ],
        },
        drafts: drafts("## 2026-11-24 · x · Post\n- Status: draft\n"),
      }),
    ).toEqual([
      "overdue-obligation deadline:late:2026-11-01 @cfo",
      "chronic-task T-005 @coo",
      "obligation deadline:declaracao-periodica-do-iva:2026-11-20 @accountant",
      "obligation deadline:social-security-payment:2026-11-20 @accountant",
      "overdue-task T-004 @cto",
      "task-today T-003 @cto",
      "overdue-prompt monthly-accounting @accountant",
      "blocked-task T-008 @coo",
      "draft Marketing/drafts/week-2026-W48.md:1 @marketing",
      "stale-facts null @cfo",
      "task-this-week T-002 @cto",
      "task-now T-001 @marketing",
    ]);
  });

  test("gives the founder what belongs to a department that is not on board", () => {
    const departments = [{ line: 40, agent: "marketing", owns: "", approves: "" }];
    expect(
      dayPlanOf({
        constitution: { ...QUIET, departments },
        board: board(
          "## Now\n- [ ] T-001 a · @cto\n- [ ] T-002 b · @marketing\n- [ ] T-003 c · @founder\n- [ ] T-004 d\n- [ ] T-005 e · due 2026-11-02 (was 2026-10-02)\n",
        ),
      }),
    ).toEqual([
      "chronic-task T-005 @founder for coo",
      "task-now T-001 @founder for cto",
      "task-now T-002 @marketing",
      "task-now T-003 @founder",
      "task-now T-004 @founder",
    ]);
  });

  test("puts a draft in review to the founder, and one that is not finished to marketing", () => {
    const post = (status: string) => `## 2026-11-24 · x · Post\n- Status: ${status}\n`;
    expect(
      dayPlanOf({ constitution: QUIET, drafts: drafts(post("review") + post("draft")) }),
    ).toEqual([
      "draft Marketing/drafts/week-2026-W48.md:1 @founder",
      "draft Marketing/drafts/week-2026-W48.md:3 @marketing",
    ]);
  });

  test("lets no kind fill it while others wait, but fills up with what is left", () => {
    const late = Array.from(
      { length: 20 },
      (_, at) => `- [ ] T-${at + 1} late · due 2026-11-${String(19 - (at % 10)).padStart(2, "0")}`,
    );
    const kinds = (text: string) =>
      standupPlan(input({ constitution: QUIET, board: board(text) })).dayPlan.items.map(
        ({ kind }) => kind,
      );
    expect(kinds(`## Now\n${late.join("\n")}\n- [ ] T-99 now\n`)).toEqual([
      ...Array(11).fill("overdue-task"),
      "task-now",
    ]);
    expect(kinds(`## Now\n${late.slice(0, 12).join("\n")}\n`)).toEqual(
      Array(12).fill("overdue-task"),
    );
  });
});
